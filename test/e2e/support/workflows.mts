import type { IDataObject } from 'n8n-workflow';
import type { Item, NodeSettings, WorkflowJson, WorkflowNode } from '../../engine/types.mts';
import { chain as chainOf } from '../../engine/workflows.mts';
import type { Execution } from '../../n8n/types.mts';

export { link, partOf, START } from '../../engine/workflows.mts';

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
	return {
		name,
		...chainOf(...nodes),
		...(items.length > 0 && { pinData: { Start: items.map((json): Item => ({ json })) } }),
		settings: { executionOrder: 'v1' },
	};
}

/** The `json` of a node's items in an execution, of its last run. */
export function outputOf(execution: Execution, node = CREATE): IDataObject[] {
	const runs = execution.data.resultData.runData[node];
	return (runs?.at(-1)?.data?.['main']?.[0] ?? []).map(({ json }) => json);
}
