import type { IRun } from 'n8n-workflow';

import { createAdditionalData } from '../engine/additionalData.mts';
import { createCredentialsHelper } from '../engine/credentialsHelper.mts';
import { core, newRunData } from '../engine/n8n.mts';
import { createNodeTypes } from '../engine/nodeTypes.mts';
import { createWorkflow } from '../engine/runWorkflow.mts';
import { NODE, nodeWorkflow } from '../engine/singleNode.mts';
import type { Run, WorkerOptions } from './protocol.mts';
import { FROM } from './workload.mts';

const PARAMETERS = {
	resource: 'group',
	operation: 'create',
	fromNumber: { __rl: true, mode: 'phone', value: FROM },
	name: '={{ $json.name }}',
	participants: '={{ $json.people }}',
	options: { maxGroups: 0 },
};

/** Create behind a trigger in n8n's engine. Nothing of the result is copied, unlike in the tests' own engine. */
export async function nodeRun({ baseUrl, apiKey, packageFolder }: WorkerOptions): Promise<Run> {
	const loader = new core.PackageDirectoryLoader(packageFolder);
	await loader.loadAll();
	const nodeTypes = createNodeTypes(loader);
	const credentials = { twoChatGroupsApi: { apiKey, baseUrl } };
	const credentialsHelper = createCredentialsHelper(loader, credentials);
	const json = nodeWorkflow(loader.packageName, { type: 'twoChatGroups', parameters: PARAMETERS });

	return async (items) => {
		const workflow = createWorkflow(json, nodeTypes, credentials);
		const [start] = Object.values(workflow.nodes);
		if (start === undefined) throw new Error('The workflow has no start.');
		const main = [items.map((item) => ({ json: item }))];
		const data = newRunData({
			executionData: { nodeExecutionStack: [{ node: start, data: { main }, source: null }] },
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
		return { data: run, outputs: runData[NODE]?.[0]?.data?.['main']?.[0]?.length ?? 0 };
	};
}
