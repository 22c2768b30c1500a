import type { RunNodeOptions, RunToolOptions, WorkflowJson, WorkflowNode } from './types.mts';

export const NODE = 'Node';
export const TOOL_CALLER = 'Tool caller';
const START = 'Start';
const START_NODE: WorkflowNode = { name: START, type: 'n8n-nodes-base.manualTrigger' };

/** Start → the node. */
export function nodeWorkflow(packageName: string, call: RunNodeOptions): WorkflowJson {
	const node = nodeOf(packageName, NODE, call.type, call);
	return {
		...(call.workflowId && { id: call.workflowId }),
		nodes: [START_NODE, node],
		connections: { [START]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
	};
}

/** Start → tool caller, with the node's tool twin connected to it. */
export function toolWorkflow(
	packageName: string,
	call: Omit<RunToolOptions, 'args'>,
): WorkflowJson {
	const name = call.name ?? 'Tool';
	const tool = nodeOf(packageName, name, `${call.type}Tool`, call);
	return {
		...(call.workflowId && { id: call.workflowId }),
		nodes: [START_NODE, { name: TOOL_CALLER, type: 'engine.toolCaller' }, tool],
		connections: {
			[START]: { main: [[{ node: TOOL_CALLER, type: 'main', index: 0 }]] },
			[name]: { ai_tool: [[{ node: TOOL_CALLER, type: 'ai_tool', index: 0 }]] },
		},
	};
}

function nodeOf(
	packageName: string,
	name: string,
	type: string,
	call: Omit<RunNodeOptions, 'items'>,
): WorkflowNode {
	return {
		id: 'node',
		name,
		type: `${packageName}.${type}`,
		parameters: call.parameters ?? {},
		...call.settings,
	};
}
