import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

type Ports = Pick<INodeTypeDescription, 'inputs' | 'outputs'>;

/**
 * The part of a node's description that the engine reads.
 *
 * @param parameters with their defaults; n8n drops parameters that a node does not name
 */
export function describe(
	displayName: string,
	parameters: Record<string, INodeProperties['default']> = {},
	{ inputs = ['main'], outputs = ['main'] }: Partial<Ports> = {},
): INodeTypeDescription {
	return {
		displayName,
		name: displayName,
		description: displayName,
		group: inputs.length === 0 ? ['trigger'] : ['transform'],
		version: [1, 2, 3],
		defaults: { name: displayName },
		properties: Object.entries(parameters).map(([name, value]) => ({
			displayName: name,
			name,
			type: 'json',
			default: value,
		})),
		inputs,
		outputs,
	};
}
