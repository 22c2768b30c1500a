import type { IDataObject, INodeType, IRun } from 'n8n-workflow';

import { createAdditionalData } from '../../engine/additionalData.mts';
import { createCredentialsHelper } from '../../engine/credentialsHelper.mts';
import { core, workflow as n8nWorkflow } from '../../engine/n8n.mts';
import { createWorkflow } from '../../engine/runWorkflow.mts';
import { standInFor } from '../../engine/standIns/index.mts';
import type { WorkflowNode } from '../../engine/types.mts';
import type { WorkerOptions } from '../protocol.mts';
import { loadHttpRequest } from './httpRequestNode.mts';
import { FROM } from './workload.mts';

const CREDENTIAL = 'twoChatGroupsApi';
const NODE = 'Subject';
const START = 'Start';

/** Makes one group for each item and keeps whatever n8n keeps until the execution ends. */
export type Run = (items: IDataObject[]) => Promise<Kept>;

export interface Kept {
	/** Held while memory is measured. */
	data: unknown;
	groups: number;
}

/** A node's type and its settings in the workflow. */
interface Subject {
	type: INodeType;
	node: Pick<WorkflowNode, 'type' | 'typeVersion' | 'parameters'>;
}

/** The same execution for every node: a trigger, the node, its credential. */
export async function nodeRun(options: WorkerOptions, floorFolder: string): Promise<Run> {
	const loader = new core.PackageDirectoryLoader(options.packageFolder);
	await loader.loadAll();
	const own = (name: string) =>
		n8nWorkflow.NodeHelpers.getVersionedNodeType(loader.getNode(name).type);
	const { type, node } = await subjectOf(options, own, floorFolder);
	const nodeTypes = {
		getByName: (name: string) => (name === node.type ? type : standInFor(name)),
		getByNameAndVersion: (name: string) => (name === node.type ? type : standInFor(name)),
		getKnownTypes: () => ({}),
	};
	const credentials = { [CREDENTIAL]: { apiKey: options.apiKey, baseUrl: options.baseUrl } };
	const json = {
		nodes: [
			{ name: START, type: 'n8n-nodes-base.manualTrigger' },
			{
				...node,
				name: NODE,
				credentials: { [CREDENTIAL]: { id: '1', name: CREDENTIAL } },
			},
		],
		connections: { [START]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
	};
	return async (items) => {
		const workflow = createWorkflow(json, nodeTypes, credentials);
		const start = workflow.getNode(START);
		if (start === null) throw new Error('The workflow has no start.');
		const hooks = new core.ExecutionLifecycleHooks('manual', '1', {
			id: workflow.id,
			name: '',
			nodes: Object.values(workflow.nodes),
			connections: json.connections as never,
			active: false,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
			activeVersionId: null,
		});
		const additionalData = createAdditionalData({
			credentialsHelper: createCredentialsHelper(loader, credentials),
			executionId: '1',
			workflowId: workflow.id,
			hooks,
		});
		const data = n8nWorkflow.createRunExecutionData({
			executionData: {
				contextData: {},
				nodeExecutionStack: [
					{ node: start, data: { main: [items.map((item) => ({ json: item }))] }, source: null },
				],
			},
		});
		const execution = new core.WorkflowExecute(additionalData, 'manual', data);
		const run = (await execution.processRunExecutionData(workflow)) as IRun;
		const { error } = run.data.resultData;
		if (error) throw new Error(`${error.message} ${error.description ?? ''}\n${error.stack ?? ''}`);
		const output = run.data.resultData.runData[NODE]?.[0]?.data?.['main']?.[0] ?? [];
		return { data: run, groups: output.length };
	};
}

async function subjectOf(
	{ candidate, baseUrl, n8nModules }: WorkerOptions,
	own: (name: string) => INodeType,
	floorFolder: string,
): Promise<Subject> {
	if (candidate === 'floor') {
		const loader = new core.PackageDirectoryLoader(floorFolder);
		await loader.loadAll();
		const type = n8nWorkflow.NodeHelpers.getVersionedNodeType(loader.getNode('floor').type);
		const parameters = {
			fromNumber: FROM,
			name: '={{ $json.name }}',
			participants: '={{ $json.people }}',
		};
		return { type, node: { type: 'n8n-nodes-bench-floor.floor', parameters } };
	}
	if (candidate === 'httpRequest') {
		const { type, version } = loadHttpRequest(n8nModules ?? '');
		const parameters = {
			method: 'POST',
			url: `${baseUrl}/whatsapp/group/create`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: CREDENTIAL,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ { from_number: '${FROM}', group: { name: $json.name, participants: $json.people } } }}`,
			options: {},
		};
		// n8n lets this node, by its name, use everybody's credentials.
		return { type, node: { type: 'n8n-nodes-base.httpRequest', typeVersion: version, parameters } };
	}
	const parameters = {
		resource: 'group',
		operation: 'create',
		fromNumber: { __rl: true, mode: 'phone', value: FROM },
		name: '={{ $json.name }}',
		participants: '={{ $json.people }}',
		options: { maxGroups: 0 },
	};
	return {
		type: own('twoChatGroups'),
		node: { type: 'n8n-nodes-2chat-groups.twoChatGroups', parameters },
	};
}
