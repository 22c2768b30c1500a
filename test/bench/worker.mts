import axios from 'axios';

import { serve } from '../engine/serve.mts';
import { FROM, type Job, type Measured, type Run, type WorkerOptions } from './workload.mts';

// One candidate in a process of its own, so that nobody's garbage is counted as somebody else's.

await serve(async (options: WorkerOptions) => {
	// The bare loop does without n8n, also in memory.
	const isNode = options.candidate === 'node';
	const run = isNode ? await (await import('./nodeRun.mts')).nodeRun(options) : axiosRun(options);
	return { measure: async (job: Job) => await measure(run, job) };
});

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
		return { data: answers, outputs: answers.length };
	};
}

async function measure(run: Run, { items, executions }: Job): Promise<Measured> {
	const heapBefore = heapAfterGc();
	const before = process.hrtime.bigint();
	let kept: Awaited<ReturnType<Run>> | undefined;
	for (let execution = 0; execution < executions; execution++) kept = await run(items);
	const wallMs = Number(process.hrtime.bigint() - before) / 1e6;
	const heapBytes = heapAfterGc() - heapBefore;
	// Read last, so that the execution was still there when its memory was measured.
	const outputs = kept?.outputs ?? 0;
	return { wallMs, outputs, heapBytes };
}

function heapAfterGc(): number {
	if (globalThis.gc === undefined) throw new Error('It has to be started with --expose-gc.');
	globalThis.gc();
	return process.memoryUsage().heapUsed;
}
