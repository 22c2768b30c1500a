import type { INodeProperties } from 'n8n-workflow';

import type { Fields } from './fields';
import { collectionField } from './sharedOptions';

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Return All, Limit and Simplify, as every list has them. */
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
	simplifyField,
];

export function filtersField(filter: INodeProperties): INodeProperties {
	return collectionField('Filters', 'filters', 'Add Filter', [filter]);
}

export function readList(fields: Fields) {
	return {
		isSimple: readSimplify(fields),
		// How many entries Return All and Limit ask for.
		limit: fields.flag('returnAll', 'Return All')
			? Infinity
			: fields.wholeNumber('limit', 'Limit', { fallback: 50, min: 1 }),
		filters: fields.collection('filters'),
	};
}

export function readSimplify(fields: Fields): boolean {
	return fields.flag('simplify', 'Simplify', true);
}
