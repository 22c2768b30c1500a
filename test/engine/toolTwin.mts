import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';

const SUFFIX = 'Tool';

/** The name of the node behind a tool's name, if it is one. */
export function baseOfTool(nodeName: string): string | undefined {
	return nodeName.endsWith(SUFFIX) ? nodeName.slice(0, -SUFFIX.length) : undefined;
}

/**
 * The AI tool that n8n derives from a node with `usableAsTool`. That code is in n8n's server and not
 * in n8n-core, so this repeats what it does to the description.
 */
export function toolTwinOf(node: INodeType): INodeType {
	return Object.create(node, { description: { value: toolDescription(node.description) } });
}

function toolDescription(description: INodeTypeDescription): INodeTypeDescription {
	const { usableAsTool, ...rest } = description;
	const replacements = typeof usableAsTool === 'object' ? usableAsTool.replacements : {};
	const base = { ...rest, ...replacements } as INodeTypeDescription;
	const hasOperations = base.properties.some(({ name }) =>
		['resource', 'operation'].includes(name),
	);
	return {
		...base,
		name: base.name + SUFFIX,
		displayName: `${base.displayName} ${SUFFIX}`,
		inputs: [],
		outputs: ['ai_tool'],
		properties: [...descriptionProperties(base.description, hasOperations), ...base.properties],
		codex: {
			...base.codex,
			categories: ['AI'],
			subcategories: {
				AI: ['Tools'],
				Tools: base.codex?.subcategories?.['Tools'] ?? ['Other Tools'],
			},
		},
	};
}

function descriptionProperties(text: string, hasOperations: boolean): INodeProperties[] {
	const toolDescriptionField: INodeProperties = {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		default: text,
		required: true,
	};
	if (!hasOperations) return [toolDescriptionField];
	const descriptionType: INodeProperties = {
		displayName: 'Tool Description',
		name: 'descriptionType',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Set Automatically', value: 'auto' },
			{ name: 'Set Manually', value: 'manual' },
		],
		default: 'auto',
	};
	return [
		descriptionType,
		{ ...toolDescriptionField, displayOptions: { show: { descriptionType: ['manual'] } } },
	];
}
