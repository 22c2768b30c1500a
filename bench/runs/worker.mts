import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { Job, Measured, WorkerOptions, WorkerReply } from '../protocol.mts';
import { axiosRun } from './axiosLoop.mts';
import type { Kept, Run } from './candidates.mts';
import { writeFloorPackage } from './floorPackage.mts';

// One candidate in a process of its own, so that nobody's garbage is counted as somebody else's.

const options = JSON.parse(process.argv[2] ?? '{}') as WorkerOptions;
const send = (reply: WorkerReply) => process.send?.(reply);

process.on('disconnect', () => process.exit());

try {
	const run = await open();
	process.on('message', (job: Job) => {
		measure(run, job).then(
			(measured) => send({ measured }),
			(error: unknown) => send({ failure: String(error) }),
		);
	});
	send({ ready: true });
} catch (error) {
	send({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

async function open(): Promise<Run> {
	if (options.candidate === 'axios') return axiosRun(options);
	const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'bench-floor-'));
	try {
		const { nodeRun } = await import('./candidates.mts');
		return await nodeRun(options, await writeFloorPackage(folder));
	} finally {
		await fs.rm(folder, { recursive: true, force: true });
	}
}

async function measure(run: Run, { items, executions, measureMemory }: Job): Promise<Measured> {
	const heapBefore = measureMemory ? heapAfterGc() : 0;
	const startBytes = process.memoryUsage.rss();
	let kept: Kept | undefined;
	const cpuBefore = process.cpuUsage();
	const before = process.hrtime.bigint();
	for (let execution = 0; execution < executions; execution++) kept = await run(items);
	const wallMs = Number(process.hrtime.bigint() - before) / 1e6;
	const { user, system } = process.cpuUsage(cpuBefore);
	const heapBytes = measureMemory ? heapAfterGc() - heapBefore : 0;
	return {
		wallMs,
		cpuMs: (user + system) / 1000,
		groups: kept?.groups ?? 0,
		heapBytes,
		peakBytes: process.resourceUsage().maxRSS * 1024,
		startBytes,
	};
}

function heapAfterGc(): number {
	if (globalThis.gc === undefined) throw new Error('Start it with --expose-gc.');
	globalThis.gc();
	globalThis.gc();
	return process.memoryUsage().heapUsed;
}
