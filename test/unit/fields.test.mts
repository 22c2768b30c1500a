import { properties, resources } from '../../nodes/TwoChatGroups/resources';

const fields = properties.filter(({ displayOptions }) => displayOptions?.show?.operation);

const operations = Object.entries(resources).flatMap(([resource, { operations: own }]) =>
	Object.entries(own).map(([operation, { properties: wanted }]) => ({
		resource,
		operation,
		wanted,
	})),
);

describe('the fields of the form', () => {
	test.each(operations)(
		'$resource $operation shows its own, in their order',
		({ resource, operation, wanted }) => {
			const shown = fields.filter(
				({ displayOptions }) =>
					displayOptions?.show?.resource?.includes(resource) === true &&
					displayOptions.show.operation?.includes(operation) === true,
			);
			expect(shown.map(({ displayOptions: _, ...field }) => field)).toEqual(
				wanted.map(({ displayOptions: _, ...field }) => field),
			);
		},
	);

	test('one that operations of a resource share is there once', () => {
		const senders = fields.filter(({ name, required }) => name === 'fromNumber' && required);
		expect(senders.map(({ displayOptions }) => displayOptions?.show)).toEqual([
			{ resource: ['group'], operation: ['create', 'getAll', 'sendMessage', 'update'] },
			{
				resource: ['participant'],
				operation: ['add', 'demote', 'promote', 'remove', 'sendMessage', 'sync'],
			},
			{ resource: ['phoneNumber'], operation: ['check'] },
		]);
	});
});
