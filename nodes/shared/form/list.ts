import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readNumber } from './number';
import { readSwitch } from './switch';

/** Return All and Limit, as every Get Many has them. */
export const listFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Cuts a list to what Return All and Limit say. */
export function limited<T>(context: IExecuteFunctions, item: number, entries: T[]): T[] {
	const all = readSwitch(
		context,
		context.getNodeParameter('returnAll', item, false),
		'Return All',
		item,
	);
	if (all) return entries;
	const limit = context.getNodeParameter('limit', item, 50);
	return entries.slice(0, readNumber(context, limit, 'Limit', item, { fallback: 50, min: 1 }));
}

export function readSimplify(context: IExecuteFunctions, item: number): boolean {
	return readSwitch(context, context.getNodeParameter('simplify', item, true), 'Simplify', item);
}
