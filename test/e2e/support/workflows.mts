import type { IDataObject } from 'n8n-workflow';
import type {
	Connections,
	Item,
	NodeSettings,
	WorkflowJson,
	WorkflowNode,
} from '../../engine/types.mts';
import type { Execution } from '../../n8n/types.mts';

export const CREATE = 'Create WhatsApp group';
export const TOOL = 'Create_WhatsApp_group';
export const NODE_TYPE = 'n8n-nodes-2chat-groups.twoChatGroups';
export const FROM = '+595981048477';

function createParameters(more: IDataObject = {}): IDataObject {
	return {
		resource: 'group',
		operation: 'create',
		fromNumber: { __rl: true, mode: 'phone', value: FROM },
		name: '={{ $json.name }}',
		participants: '={{ $json.people }}',
		...more,
	};
}

export function createNode(
	credentials: NonNullable<WorkflowNode['credentials']>,
	parameters: IDataObject = {},
	settings: NodeSettings = {},
): WorkflowNode {
	return {
		name: CREATE,
		type: NODE_TYPE,
		parameters: createParameters(parameters),
		credentials,
		...settings,
	};
}

/** The node as a tool, with two fields for the model to fill in. */
export function toolNode(credentials: NonNullable<WorkflowNode['credentials']>): WorkflowNode {
	return {
		name: TOOL,
		type: `${NODE_TYPE}Tool`,
		parameters: createParameters({
			name: "={{ $fromAI('name', 'name of the group', 'string') }}",
			participants: "={{ $fromAI('participants', 'phone numbers', 'string') }}",
		}),
		credentials,
	};
}

/** A manual trigger whose pinned items go through the nodes, one behind the other. */
export function chain(name: string, items: IDataObject[], nodes: WorkflowNode[]): WorkflowJson {
	const trigger: WorkflowNode = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };
	const all = [trigger, ...nodes];
	return {
		name,
		nodes: all,
		connections: Object.assign({}, ...all.slice(1).map((node, index) => link(all[index], node))),
		...(items.length > 0 && { pinData: { Start: items.map((json): Item => ({ json })) } }),
		settings: { executionOrder: 'v1' },
	};
}

export function link(from: WorkflowNode | undefined, to: WorkflowNode, output = 0): Connections {
	const outputs = Array.from({ length: output + 1 }, (_, index) =>
		index === output ? [{ node: to.name, type: 'main', index: 0 }] : [],
	);
	return from === undefined ? {} : { [from.name]: { main: outputs } };
}

/** The `json` of a node's items in an execution, of its last run. */
export function outputOf(execution: Execution, node = CREATE): IDataObject[] {
	const runs = execution.data.resultData.runData[node];
	return (runs?.at(-1)?.data?.['main']?.[0] ?? []).map(({ json }) => json);
}
