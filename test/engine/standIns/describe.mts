import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

/** The part of a node's description that the engine reads. */
export function describe(
	displayName: string,
	ports: Pick<INodeTypeDescription, 'inputs' | 'outputs'>,
	properties: INodeProperties[] = [],
): INodeTypeDescription {
	return {
		displayName,
		name: displayName,
		description: displayName,
		group: ports.inputs.length === 0 ? ['trigger'] : ['transform'],
		version: [1, 2, 3],
		defaults: { name: displayName },
		properties,
		...ports,
	};
}
