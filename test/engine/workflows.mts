import type {
	Connections,
	RunNodeOptions,
	RunToolOptions,
	WorkflowJson,
	WorkflowNode,
} from './types.mts';

export const NODE = 'Node';
export const TOOL_CALLER = 'Tool caller';
export const START: WorkflowNode = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

type Named = Pick<WorkflowNode, 'name'>;

/** A node's output leads to another node. */
export function link(from: Named, to: Named, output = 0): Connections {
	const outputs = Array.from({ length: output + 1 }, (_, index) =>
		index === output ? [{ node: to.name, type: 'main', index: 0 }] : [],
	);
	return { [from.name]: { main: outputs } };
}

/** A tool that an agent has, or its model. */
export function partOf(agent: Named, part: Named, type = 'ai_tool'): Connections {
	return { [part.name]: { [type]: [[{ node: agent.name, type, index: 0 }]] } };
}

/** A trigger, and the nodes one behind the other. */
export function chain(...nodes: WorkflowNode[]): WorkflowJson {
	const all = [START, ...nodes];
	const links = nodes.map((node, index) => link(all[index] ?? START, node));
	return { nodes: all, connections: Object.assign({}, ...links) as Connections };
}

/** Start → the node. */
export function nodeWorkflow(packageName: string, call: RunNodeOptions): WorkflowJson {
	const workflow = chain(nodeOf(packageName, NODE, call.type, call));
	return { ...(call.workflowId && { id: call.workflowId }), ...workflow };
}

/** Start → tool caller, with the node's tool twin connected to it. */
export function toolWorkflow(
	packageName: string,
	call: Omit<RunToolOptions, 'args'>,
): WorkflowJson {
	const tool = nodeOf(packageName, call.name ?? 'Tool', `${call.type}Tool`, call);
	const caller = { name: TOOL_CALLER, type: 'engine.toolCaller' };
	const { nodes, connections } = chain(caller);
	return {
		...(call.workflowId && { id: call.workflowId }),
		nodes: [...nodes, tool],
		connections: { ...connections, ...partOf(caller, tool) },
	};
}

function nodeOf(
	packageName: string,
	name: string,
	type: string,
	{ parameters = {}, settings }: Omit<RunNodeOptions, 'items'>,
): WorkflowNode {
	return { id: 'node', name, type: `${packageName}.${type}`, parameters, ...settings };
}
