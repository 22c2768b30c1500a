import type { IRun } from 'n8n-workflow';

import { core } from '../engine/n8n.mts';
import { createNodeTypes } from '../engine/nodeTypes.mts';
import { prepareRun } from '../engine/runWorkflow.mts';
import { NODE, nodeWorkflow } from '../engine/singleNode.mts';
import { FROM, type Run, type WorkerOptions } from './workload.mts';

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
	const environment = { loader, nodeTypes: createNodeTypes(loader) };
	const credentials = { twoChatGroupsApi: { apiKey, baseUrl } };
	const json = nodeWorkflow(loader.packageName, { type: 'twoChatGroups', parameters: PARAMETERS });

	return async (items) => {
		const { begin } = prepareRun(environment, json, { credentials, items }, '1');
		const run = (await begin()) as IRun;
		const { error, runData } = run.data.resultData;
		if (error) throw new Error(`${error.message} ${error.description ?? ''}`.trim());
		return { data: run, outputs: runData[NODE]?.[0]?.data?.['main']?.[0]?.length ?? 0 };
	};
}
