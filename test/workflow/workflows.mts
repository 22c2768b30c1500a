import type { IDataObject } from 'n8n-workflow';

import type { NodeSettings, WorkflowJson, WorkflowNode } from '../engine/types.mts';
import { BY_ITEM, type OperationName } from './bench.mts';
import { FROM, from } from './data.mts';

export const START: WorkflowNode = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

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

/** The nodes one behind the other. */
export function chain(...nodes: WorkflowNode[]): WorkflowJson {
	const all = [START, ...nodes];
	const links = nodes.map(({ name }, index) => [all[index]?.name, { main: [to(name)] }] as const);
	return { nodes: all, connections: Object.fromEntries(links) };
}

/** The node, whose error output leads back to it through the others. */
export function inErrorLoop(inside: WorkflowNode, ...between: WorkflowNode[]): WorkflowJson {
	const { nodes, connections } = chain(inside, ...between);
	const [first, last] = [between[0] ?? inside, between.at(-1) ?? inside];
	const back = {
		[last.name]: { main: [to(inside.name)] },
		[inside.name]: { main: [[], to(first.name)] },
	};
	return { nodes, connections: { ...connections, ...back } };
}

/** The node in a loop that gives it so many items in each pass. */
export function inLoop(inside: WorkflowNode, batchSize = 1): WorkflowJson {
	const parameters = { batchSize };
	return {
		nodes: [START, { name: 'Loop', type: 'n8n-nodes-base.splitInBatches', parameters }, inside],
		connections: {
			Start: { main: [to('Loop')] },
			Loop: { main: [[], to(inside.name)] },
			// Failed items go back as well, or the loop would end with them.
			[inside.name]: { main: [to('Loop'), to('Loop')] },
		},
	};
}
