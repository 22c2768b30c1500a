import type { INodeProperties } from 'n8n-workflow';

import type { Fields } from './fields';

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

/** How many entries Return All and Limit ask for. */
export function readLimit(fields: Fields): number {
	return fields.flag('returnAll', 'Return All')
		? Infinity
		: fields.wholeNumber('limit', 'Limit', { fallback: 50, min: 1 });
}

export function readSimplify(fields: Fields): boolean {
	return fields.flag('simplify', 'Simplify', true);
}
