import type {
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';

type Values = INodeParameters | Record<string, unknown>;

/**
 * What a node's parameters have that its description does not offer for that resource and operation: names
 * that no field has, and values that are not in a field's list. Empty when all is well.
 */
export function unknownParameters(
	{ properties }: INodeTypeDescription,
	parameters: Values,
): string[] {
	return unknownIn(
		properties.filter((property) => isShown(property, parameters, properties)),
		parameters,
		'',
	);
}

/** By `displayOptions.show` alone, which is all that this package's nodes use. */
function isShown(
	{ displayOptions }: INodeProperties,
	parameters: Values,
	properties: INodeProperties[],
): boolean {
	if (displayOptions?.hide !== undefined) throw new Error('This check does not know "hide".');
	return Object.entries(displayOptions?.show ?? {}).every(([name, wanted]) =>
		(wanted as unknown[]).includes(valueOf(name, parameters, properties)),
	);
}

function valueOf(name: string, parameters: Values, properties: INodeProperties[]): unknown {
	const given = (parameters as Record<string, unknown>)[name];
	return given ?? properties.find((property) => property.name === name)?.default;
}

function unknownIn(properties: INodeProperties[], values: Values, path: string): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const property = properties.find((candidate) => candidate.name === name);
		return property === undefined
			? [`${path}${name}: no such field`]
			: wrongValue(property, value, `${path}${name}`);
	});
}

function wrongValue(property: INodeProperties, value: unknown, path: string): string[] {
	if (typeof value === 'string' && value.startsWith('=')) {
		return property.noDataExpression === true ? [`${path}: takes no expression`] : [];
	}
	const options = property.options ?? [];
	const isListed = (wanted: unknown) =>
		(options as INodePropertyOptions[]).some((option) => option.value === wanted);
	switch (property.type) {
		case 'options':
			return isListed(value) ? [] : [`${path}: ${String(value)} is not in the list`];
		case 'multiOptions':
			return (value as unknown[]).every(isListed) ? [] : [`${path}: not all are in the list`];
		case 'collection':
			return unknownIn(options as INodeProperties[], value as Values, `${path}.`);
		case 'fixedCollection':
			return Object.entries(value as Values).flatMap(([name, group]) => {
				const known = (options as INodePropertyCollection[]).find((one) => one.name === name);
				return known === undefined
					? [`${path}.${name}: no such field`]
					: unknownIn(known.values, group as Values, `${path}.${name}.`);
			});
		case 'resourceLocator': {
			const { mode } = value as { mode: string };
			return property.modes?.some((one) => one.name === mode) === true
				? []
				: [`${path}: no mode ${mode}`];
		}
		case 'boolean':
		case 'number':
		case 'string':
			return typeof value === property.type ? [] : [`${path}: not a ${property.type}`];
		default:
			return [`${path}: this check does not know the type ${property.type}`];
	}
}
