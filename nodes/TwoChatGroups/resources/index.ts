import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { account } from './account';
import { group } from './group';
import type { Operation, Resource } from './operation';
import { participant } from './participant';
import { phoneNumber } from './phoneNumber';

/** Adding a resource takes one line here, in the order in which the editor offers them. */
export const resources: Record<string, Resource> = { group, participant, phoneNumber, account };

/** Resource, Operation, then the fields of every operation under its display condition. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: Object.entries(resources).map(([value, { name }]) => ({ name, value })),
		default: 'group',
	},
	...Object.entries(resources).map(([resource, { operations, defaultOperation }]) => ({
		displayName: 'Operation',
		name: 'operation',
		type: 'options' as const,
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: byName(operations),
		default: defaultOperation,
	})),
	...Object.entries(resources).flatMap(([resource, { operations }]) =>
		fieldsOf(resource, operations),
	),
];

/**
 * The fields of a resource's operations in their order. One that several operations have is there once: n8n
 * goes through all fields of a node for each execution, and the editor downloads them.
 */
function fieldsOf(resource: string, operations: Record<string, Operation>): INodeProperties[] {
	const fields: Array<{ field: INodeProperties; shownFor: string[] }> = [];
	for (const [operation, { properties: own }] of Object.entries(operations)) {
		let place = 0;
		for (const field of own) {
			const shared = fields.findIndex((one, index) => index >= place && one.field === field);
			if (shared === -1) fields.splice(place, 0, { field, shownFor: [operation] });
			else fields[shared]?.shownFor.push(operation);
			place = Math.max(place, shared) + 1;
		}
	}
	return fields.map(({ field, shownFor }) => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { resource: [resource], operation: shownFor, ...field.displayOptions?.show },
		},
	}));
}

/** Not with localeCompare: its first call takes longer than everything else that is done at loading. */
function byName(operations: Record<string, Operation>): INodePropertyOptions[] {
	return Object.entries(operations)
		.map(([value, { name, action, description }]) => ({ name, value, action, description }))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
}
