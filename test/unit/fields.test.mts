import { properties, resources } from '../../nodes/TwoChatGroups/resources';

const fields = properties.filter(({ displayOptions }) => displayOptions?.show?.operation);

const operations = Object.entries(resources).flatMap(([resource, { operations: own }]) =>
	Object.entries(own).map(([operation, { properties: wanted }]) => ({
		resource,
		operation,
		wanted,
	})),
);

test.each(operations)(
	'the form of $resource $operation shows its own fields, in their order',
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
