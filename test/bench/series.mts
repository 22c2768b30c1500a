import { startHost } from '../engine/client.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';
import {
	CANDIDATES,
	groupsOf,
	type Candidate,
	type Job,
	type Worker,
	type WorkerOptions,
} from './workload.mts';

export interface Series {
	/** Items in one execution. */
	items: number;
	/** Executions in one round. */
	executions: number;
	rounds: number;
}

/** One round of one candidate, an item at a time. */
export interface Round {
	wallMs: number;
	heapBytes: number;
}

export type Rounds = Record<Candidate, Round[]>;

const WARM_UP: Job = { items: groupsOf(50), executions: 4 };

/** Measures the candidates in turns, so that whatever else the machine does hits everybody alike. */
export async function measureSeries(
	sandbox: Sandbox,
	packageFolder: string,
	series: Series,
): Promise<Rounds> {
	const { baseUrl, apiKey } = sandbox;
	const rounds: Rounds = { node: [], axios: [] };
	const workers = new Map<Candidate, Awaited<ReturnType<typeof startWorker>>>();
	try {
		for (const candidate of CANDIDATES) {
			const worker = await startWorker({ candidate, baseUrl, apiKey, packageFolder });
			workers.set(candidate, worker);
			await worker.measure(WARM_UP);
		}
		for (let round = 0; round < series.rounds; round++) {
			for (const [candidate, worker] of workers) {
				rounds[candidate].push(await measureRound(sandbox, worker, series));
			}
		}
	} finally {
		for (const worker of workers.values()) await worker.close();
	}
	return rounds;
}

async function measureRound(
	sandbox: Sandbox,
	worker: Worker,
	{ items, executions }: Series,
): Promise<Round> {
	sandbox.reset();
	const measured = await worker.measure({ items: groupsOf(items), executions });
	const count = items * executions;
	// A quick run that made nothing would be worth nothing.
	const groups = sandbox.world.groups.length;
	if (measured.outputs !== items || groups !== count) {
		throw new Error(`${measured.outputs} of ${items} items came out, with ${groups} groups.`);
	}
	return { wallMs: measured.wallMs / count, heapBytes: measured.heapBytes / items };
}

async function startWorker(options: WorkerOptions) {
	return await startHost<Worker>('test/bench/worker.mts', options, ['--expose-gc']);
}
