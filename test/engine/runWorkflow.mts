import type {
	INode,
	INodeCredentials,
	INodeExecutionData,
	INodeTypes,
	IRun,
	IWorkflowSettings,
	Workflow,
} from 'n8n-workflow';
import type { PackageDirectoryLoader } from 'n8n-core';
import { createAdditionalData } from './additionalData.mts';
import { createCredentialsHelper } from './credentialsHelper.mts';
import { core, newRunData, workflow as n8nWorkflow } from './n8n.mts';
import { serializeError, serializeRun } from './serialize.mts';
import type { Credentials, RunOptions, RunResult, WorkflowJson, WorkflowNode } from './types.mts';

const NOT_EXECUTABLE = 'n8n-nodes-base.stickyNote';

let executionCounter = 0;

export interface RunEnvironment {
	loader: PackageDirectoryLoader;
	nodeTypes: INodeTypes;
}

/** A run of a workflow, ready to begin. */
export function prepareRun(
	{ loader, nodeTypes }: RunEnvironment,
	json: WorkflowJson,
	options: RunOptions,
	executionId: string,
) {
	const mode = options.mode ?? 'manual';
	const workflow = createWorkflow(json, nodeTypes, options.credentials ?? {});
	const start = startNodeOf(workflow, options.startNode);
	const items = (options.items ?? [{}]).map((item): INodeExecutionData => ({ json: item }));

	const runData = newRunData({
		executionData: {
			contextData: (options.contextData ?? {}) as never,
			nodeExecutionStack: [{ node: start, data: { main: [items] }, source: null }],
		},
		resultData: { pinData: (json.pinData ?? {}) as never },
	});
	const hooks = new core.ExecutionLifecycleHooks(mode, executionId, {
		id: workflow.id,
		name: workflow.name ?? '',
		nodes: Object.values(workflow.nodes),
		connections: json.connections as never,
		active: false,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
		activeVersionId: null,
	});
	const additionalData = createAdditionalData({
		credentialsHelper: createCredentialsHelper(loader, options.credentials ?? {}),
		...(options.executionId === null ? {} : { executionId }),
		workflowId: workflow.id,
		hooks,
	});
	const execution = new core.WorkflowExecute(additionalData, mode, runData);
	return { workflow, begin: () => execution.processRunExecutionData(workflow) };
}

/** Runs a whole workflow with n8n's own engine, from its trigger to its end. */
export async function runWorkflow(
	environment: RunEnvironment,
	json: WorkflowJson,
	options: RunOptions = {},
): Promise<RunResult> {
	const executionId = options.executionId ?? String(++executionCounter);
	const { workflow, begin } = prepareRun(environment, json, options, executionId);
	try {
		const running = begin();
		const { cancelAfter } = options;
		let isStopped = false;
		const stop = () => {
			isStopped = true;
			running.cancel();
		};
		const timer = cancelAfter === undefined ? undefined : setTimeout(stop, cancelAfter);
		const run = (await running) as IRun;
		clearTimeout(timer);
		const result = serializeRun(executionId, run, workflow.staticData);
		// Stopped while its last node ends, a run may say otherwise, with the node's input as its output.
		return isStopped ? { ...result, status: 'canceled' } : result;
	} catch (error) {
		// n8n refuses some workflows before it starts them, for example with a required field empty.
		return {
			executionId,
			status: 'error',
			error: serializeError(error),
			nodes: {},
			contextData: {},
			staticData: {},
			stored: JSON.stringify(serializeError(error)),
		};
	}
}

export function createWorkflow(
	json: WorkflowJson,
	nodeTypes: INodeTypes,
	credentials: Credentials,
): Workflow {
	const nodes = json.nodes
		.filter(({ type }) => type !== NOT_EXECUTABLE)
		.map(
			(node): INode => ({
				// The same in every execution, as in n8n.
				id: node.name,
				typeVersion: 1,
				position: [0, 0],
				...structuredClone(node),
				parameters: structuredClone(node.parameters ?? {}) as INode['parameters'],
				credentials: node.credentials ?? selectCredentials(node, nodeTypes, credentials),
			}),
		);
	return new n8nWorkflow.Workflow({
		id: json.id ?? 'workflow',
		name: json.name ?? 'Workflow',
		nodes,
		connections: json.connections as never,
		nodeTypes,
		active: false,
		settings: { executionOrder: 'v1', ...json.settings } as IWorkflowSettings,
		staticData: structuredClone(json.staticData ?? {}),
	});
}

/** A workflow is shared without credentials; whoever imports it selects their own in each node. */
function selectCredentials(
	{ type, typeVersion = 1 }: WorkflowNode,
	nodeTypes: INodeTypes,
	credentials: Credentials,
): INodeCredentials {
	const { description } = nodeTypes.getByNameAndVersion(type, typeVersion);
	const usable = (description.credentials ?? []).filter(({ name }) => name in credentials);
	return Object.fromEntries(usable.map(({ name }) => [name, { id: '1', name }]));
}

function startNodeOf(workflow: Workflow, name: string | undefined): INode {
	if (name !== undefined) {
		const node = workflow.getNode(name);
		if (!node) throw new Error(`The workflow has no node "${name}".`);
		return node;
	}
	const triggers = Object.values(workflow.nodes).filter((node) => {
		const { description } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		return !node.disabled && description.group.includes('trigger');
	});
	const [trigger] = triggers;
	if (!trigger || triggers.length > 1) {
		const found = triggers.map((node) => node.name).join(', ') || 'none';
		throw new Error(`Say with which node to start: triggers in the workflow: ${found}.`);
	}
	return trigger;
}
