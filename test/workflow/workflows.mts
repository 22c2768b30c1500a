import type { IDataObject } from 'n8n-workflow';

import type { NodeSettings, WorkflowJson, WorkflowNode } from '../engine/types.mts';
import { chain, link, START } from '../engine/workflows.mts';
import { BY_ITEM, type OperationName } from './bench.mts';
import { FROM, from } from './data.mts';

export { chain, link, partOf, START } from '../engine/workflows.mts';

/** A connection to a node. */
export const to = (node: string) => [{ node, type: 'main', index: 0 }];

/** The package's node as a node of a workflow. */
export function node(
	name: string,
	operationName: OperationName,
	parameters: IDataObject = {},
	settings: NodeSettings = {},
): WorkflowNode {
	const [resource, operation] = operationName.split('.');
	return {
		name,
		type: 'n8n-nodes-2chat-groups.twoChatGroups',
		parameters: { resource, operation, fromNumber: from(FROM), ...BY_ITEM, ...parameters },
		...settings,
	};
}

/** The node, whose error output leads back to it through the others. */
export function inErrorLoop(inside: WorkflowNode, ...between: WorkflowNode[]): WorkflowJson {
	const { nodes, connections } = chain(inside, ...between);
	const [first, last] = [between[0] ?? inside, between.at(-1) ?? inside];
	const back = { ...link(last, inside), ...link(inside, first, 1) };
	return { nodes, connections: { ...connections, ...back } };
}

/** The node in a loop that gives it so many items in each pass. */
export function inLoop(inside: WorkflowNode, batchSize = 1): WorkflowJson {
	const parameters = { batchSize };
	const loop = { name: 'Loop', type: 'n8n-nodes-base.splitInBatches', parameters };
	return {
		nodes: [START, loop, inside],
		connections: {
			...link(START, loop),
			...link(loop, inside, 1),
			// Failed items go back as well, or the loop would end with them.
			[inside.name]: { main: [to('Loop'), to('Loop')] },
		},
	};
}
