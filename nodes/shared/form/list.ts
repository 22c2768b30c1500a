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

const returnAllField: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const limitField: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] } },
};

/** As every list has them. */
export const listFields: INodeProperties[] = [returnAllField, limitField, simplifyField];

export function filtersField(filter: INodeProperties): INodeProperties {
	return collectionField('Filters', 'filters', 'Add Filter', [filter]);
}

export function readList(fields: Fields) {
	return {
		isSimple: fields.flag(simplifyField),
		// How many entries Return All and Limit ask for.
		limit: fields.flag(returnAllField) ? Infinity : fields.wholeNumber(limitField),
		filters: fields.collection('filters'),
	};
}
