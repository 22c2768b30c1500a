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

function toolDescription({ usableAsTool: _, ...base }: INodeTypeDescription): INodeTypeDescription {
	const description: INodeProperties = {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		default: base.description,
		required: true,
		displayOptions: { show: { descriptionType: ['manual'] } },
	};
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
	return {
		...base,
		name: base.name + SUFFIX,
		displayName: `${base.displayName} ${SUFFIX}`,
		inputs: [],
		outputs: ['ai_tool'],
		properties: [descriptionType, description, ...base.properties],
	};
}
