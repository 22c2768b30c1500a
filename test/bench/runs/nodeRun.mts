import type { INodeTypes, IRun } from 'n8n-workflow';

import { createAdditionalData } from '../../engine/additionalData.mts';
import { createCredentialsHelper } from '../../engine/credentialsHelper.mts';
import { core, workflow as n8nWorkflow } from '../../engine/n8n.mts';
import { createWorkflow } from '../../engine/runWorkflow.mts';
import { standInFor } from '../../engine/standIns/index.mts';
import type { WorkflowJson } from '../../engine/types.mts';
import type { WorkerOptions } from '../protocol.mts';
import type { Run } from './run.mts';
import { CREDENTIAL, load, loopSubject, subjectOf } from './subjects.mts';

const START = 'Start';
const NODE = 'Node';
const LOOP = 'Loop';

/** The same execution for every node: a trigger, the node, its credential; a loop around it where asked for. */
export async function nodeRun(options: WorkerOptions): Promise<Run> {
	const loader = await load(options.packageFolder);
	const { type, node } = await subjectOf(options, loader);
	const loop = options.candidate === 'httpRequestLoop' ? loopSubject(options) : undefined;
	const find = (name: string) => {
		if (name === node.type) return type;
		return name === loop?.node.type ? loop.type : standInFor(name);
	};
	const nodeTypes: INodeTypes = {
		getByName: find,
		getByNameAndVersion: find,
		getKnownTypes: () => ({}),
	};
	const credentials = { [CREDENTIAL]: { apiKey: options.apiKey, baseUrl: options.baseUrl } };
	const json: WorkflowJson = {
		nodes: [
			{ name: START, type: 'n8n-nodes-base.manualTrigger' },
			{ ...node, name: NODE, credentials: { [CREDENTIAL]: { id: '1', name: CREDENTIAL } } },
			...(loop === undefined ? [] : [{ ...loop.node, name: LOOP }]),
		],
		connections:
			loop === undefined
				? { [START]: { main: [to(NODE)] } }
				: {
						[START]: { main: [to(LOOP)] },
						[LOOP]: { main: [[], to(NODE)] },
						[NODE]: { main: [to(LOOP)] },
					},
	};
	const credentialsHelper = createCredentialsHelper(loader, credentials);

	return async (items) => {
		const workflow = createWorkflow(json, nodeTypes, credentials);
		const start = workflow.getNode(START);
		if (start === null) throw new Error('The workflow has no start.');
		const data = n8nWorkflow.createRunExecutionData({
			executionData: {
				nodeExecutionStack: [
					{ node: start, data: { main: [items.map((item) => ({ json: item }))] }, source: null },
				],
			},
		});
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
			credentialsHelper,
			executionId: '1',
			workflowId: workflow.id,
			hooks,
		});
		const execution = new core.WorkflowExecute(additionalData, 'manual', data);
		const run = (await execution.processRunExecutionData(workflow)) as IRun;
		const { error, runData } = run.data.resultData;
		if (error) throw new Error(`${error.message} ${error.description ?? ''}`.trim());
		const outputs = (runData[NODE] ?? []).map(({ data }) => data?.['main']?.[0]?.length ?? 0);
		return { data: run, outputs: outputs.reduce((sum, count) => sum + count, 0) };
	};
}

function to(node: string) {
	return [{ node, type: 'main' as const, index: 0 }];
}
