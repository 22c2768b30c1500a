import axios from 'axios';
import type { IDataObject, IRun } from 'n8n-workflow';

import { serve } from '../engine/serve.mts';

// One candidate in a process of its own, so that nobody's garbage is counted as somebody else's.

export interface WorkerOptions {
	/** Who makes the groups: this node, or the bare loop that it is compared with. */
	candidate: 'node' | 'axios';
	baseUrl: string;
	apiKey: string;
	/** The package as n8n's installer leaves it. */
	packageFolder: string;
}

export interface Worker {
	/**
	 * Makes a group for each item, in so many executions one after the other. Gives what came out of the last one, and
	 * what that leaves on the heap until its end.
	 */
	measure(
		items: IDataObject[],
		executions: number,
	): Promise<{ wallMs: number; outputs: number; heapBytes: number }>;
}

/** Gives whatever is kept until an execution ends. */
type Run = (items: IDataObject[]) => Promise<{ kept: unknown; outputs: number }>;

/** A connected number of the sandbox's own world. */
const FROM = '+595981048477';

await serve(async (options: WorkerOptions): Promise<Worker> => {
	const run = options.candidate === 'node' ? await nodeRun(options) : axiosRun(options);
	return {
		async measure(items, executions) {
			const heapBefore = heapAfterGc();
			const before = process.hrtime.bigint();
			let last: Awaited<ReturnType<Run>> | undefined;
			for (let execution = 0; execution < executions; execution++) last = await run(items);
			const wallMs = Number(process.hrtime.bigint() - before) / 1e6;
			const heapBytes = heapAfterGc() - heapBefore;
			// Read last, so that the execution was still there when its memory was measured.
			return { wallMs, heapBytes, outputs: last?.outputs ?? 0 };
		},
	};
});

/** Create behind a trigger in n8n's engine. Nothing of the result is copied, unlike in the tests' own engine. */
async function nodeRun({ baseUrl, apiKey, packageFolder }: WorkerOptions): Promise<Run> {
	// Only here: the bare loop does without n8n, also in memory.
	const { core } = await import('../engine/n8n.mts');
	const { createNodeTypes } = await import('../engine/nodeTypes.mts');
	const { prepareRun } = await import('../engine/runWorkflow.mts');
	const { NODE, nodeWorkflow } = await import('../engine/workflows.mts');
	const loader = new core.PackageDirectoryLoader(packageFolder);
	await loader.loadAll();
	const environment = { loader, nodeTypes: createNodeTypes(loader) };
	const credentials = { twoChatGroupsApi: { apiKey, baseUrl } };
	const parameters = {
		resource: 'group',
		operation: 'create',
		fromNumber: { __rl: true, mode: 'phone', value: FROM },
		name: '={{ $json.name }}',
		participants: '={{ $json.people }}',
		options: { maxGroups: 0 },
	};
	const json = nodeWorkflow(loader.packageName, { type: 'twoChatGroups', parameters });
	return async (items) => {
		const { begin } = prepareRun(environment, json, { credentials, items }, '1');
		const run = (await begin()) as IRun;
		const { error, runData } = run.data.resultData;
		if (error) throw new Error(`${error.message} ${error.description ?? ''}`.trim());
		return { kept: run, outputs: runData[NODE]?.[0]?.data?.['main']?.[0]?.length ?? 0 };
	};
}

/** The same calls without n8n, one after the other. */
function axiosRun({ baseUrl, apiKey }: WorkerOptions): Run {
	return async (items) => {
		const answers: unknown[] = [];
		for (const { name, people } of items) {
			const { data } = await axios.post<unknown>(
				`${baseUrl}/whatsapp/group/create`,
				{ from_number: FROM, group: { name, participants: people } },
				{ headers: { 'X-User-API-Key': apiKey } },
			);
			answers.push(data);
		}
		return { kept: answers, outputs: answers.length };
	};
}

function heapAfterGc(): number {
	if (globalThis.gc === undefined) throw new Error('It has to be started with --expose-gc.');
	globalThis.gc();
	return process.memoryUsage().heapUsed;
}
