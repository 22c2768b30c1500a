import type { Job, Measured, WorkerOptions, WorkerReply } from '../protocol.mts';
import { axiosRun } from './axiosLoop.mts';
import { PeakMemory } from './peakMemory.mts';
import type { Kept, Run } from './run.mts';

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
	send({ failure: error instanceof Error ? error.message : String(error) });
}

/** The bare loop does without n8n, also in memory. */
async function open(): Promise<Run> {
	if (options.candidate === 'axios') return axiosRun(options);
	const { nodeRun } = await import('./nodeRun.mts');
	return await nodeRun(options);
}

async function measure(run: Run, { items, executions }: Job): Promise<Measured> {
	const heapBefore = heapAfterGc();
	const memory = new PeakMemory();
	const cpuBefore = process.cpuUsage();
	const before = process.hrtime.bigint();
	let kept: Kept | undefined;
	for (let execution = 0; execution < executions; execution++) kept = await run(items);
	const wallMs = Number(process.hrtime.bigint() - before) / 1e6;
	const { user, system } = process.cpuUsage(cpuBefore);
	const peakBytes = memory.stop();
	const heapBytes = heapAfterGc() - heapBefore;
	// Read last, so that the execution was still there when its memory was measured.
	const outputs = kept?.outputs ?? 0;
	return { wallMs, cpuMs: (user + system) / 1000, outputs, heapBytes, peakBytes };
}

function heapAfterGc(): number {
	if (globalThis.gc === undefined) throw new Error('It has to be started with --expose-gc.');
	globalThis.gc();
	return process.memoryUsage().heapUsed;
}
