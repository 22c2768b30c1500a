import axios from 'axios';

import type { Job, Measured, Run, WorkerOptions, WorkerReply } from './protocol.mts';
import { FROM } from './workload.mts';

// One candidate in a process of its own, so that nobody's garbage is counted as somebody else's.

const options = JSON.parse(process.argv[2] ?? '{}') as WorkerOptions;
const send = (reply: WorkerReply) => process.send?.(reply);

process.on('disconnect', () => process.exit());

try {
	const run = await open();
	process.on('message', (job: Job) => {
		measure(run, job).then((measured) => send({ measured }), fail);
	});
	send({ ready: true });
} catch (error) {
	fail(error);
}

function fail(error: unknown): void {
	send({ failure: String(error) });
}

/** The bare loop does without n8n, also in memory. */
async function open(): Promise<Run> {
	if (options.candidate === 'axios') return axiosRun(options);
	const { nodeRun } = await import('./nodeRun.mts');
	return await nodeRun(options);
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
