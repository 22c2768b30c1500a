import {
	CANDIDATES,
	NODES_OF_N8N,
	type Candidate,
	type Measured,
	type Usage,
	type WorkerOptions,
} from './protocol.mts';
import { startWorker, type SandboxProcess, type Worker } from './runs/children.mts';
import { groupsOf } from './runs/workload.mts';

/** What is measured in one go. */
export interface Series {
	/** Items in one execution. */
	items: number;
	/** People in each group. */
	people: number;
	/** Executions in one round. */
	executions: number;
	rounds: number;
	/** A new process for each round: the memory of a process that was big before tells nothing. */
	isFresh?: boolean;
}

/** One round of one candidate, an item at a time. */
export interface Round {
	wallMs: number;
	cpuMs: number;
	heapBytes: number;
	/** Of the whole process. */
	peakBytes: number;
	/** For each execution. */
	usage: Usage;
}

export type Rounds = Record<Candidate, Round[]>;

export type Setup = Omit<WorkerOptions, 'candidate'>;

const WARM_UP = { items: groupsOf(10, 50), executions: 4 };

/** Who can be measured: without n8n on this machine there are no nodes of n8n. */
export function candidatesOf({ n8nModules }: Setup): Candidate[] {
	return CANDIDATES.filter((name) => n8nModules !== undefined || !NODES_OF_N8N.includes(name));
}

/**
 * Measures the candidates in turns, each round in another order, so that whatever else the machine does
 * hits everybody alike.
 */
export async function measureSeries(
	sandbox: SandboxProcess,
	setup: Setup,
	series: Series,
	candidates: readonly Candidate[] = candidatesOf(setup),
): Promise<Rounds> {
	const rounds: Rounds = { node: [], httpRequest: [], httpRequestLoop: [], floor: [], axios: [] };
	const workers = new Map<Candidate, Worker>();
	try {
		for (let round = 0; round < series.rounds; round++) {
			const first = round % candidates.length;
			for (const candidate of [...candidates.slice(first), ...candidates.slice(0, first)]) {
				const worker = workers.get(candidate) ?? (await warmWorker({ ...setup, candidate }));
				workers.set(candidate, worker);
				rounds[candidate].push(await measureRound(sandbox, worker, series));
				if (series.isFresh !== true) continue;
				workers.delete(candidate);
				await worker.close();
			}
		}
	} finally {
		for (const worker of workers.values()) await worker.close();
	}
	return rounds;
}

async function warmWorker(options: WorkerOptions): Promise<Worker> {
	const worker = await startWorker(options);
	await worker.measure(WARM_UP);
	return worker;
}

async function measureRound(
	sandbox: SandboxProcess,
	worker: Worker,
	{ items, people, executions }: Series,
): Promise<Round> {
	await sandbox.reset();
	const measured = await worker.measure({ items: groupsOf(people, items), executions });
	const { calls, credits, groups } = await sandbox.usage();
	assertDone(measured, groups, items, executions);
	const count = items * executions;
	return {
		wallMs: measured.wallMs / count,
		cpuMs: measured.cpuMs / count,
		heapBytes: measured.heapBytes / items,
		peakBytes: measured.peakBytes,
		usage: {
			calls: calls / executions,
			credits: credits / executions,
			groups: groups / executions,
		},
	};
}

/** A quick run that made nothing would be worth nothing. */
function assertDone(
	{ outputs }: Measured,
	groups: number,
	items: number,
	executions: number,
): void {
	if (outputs === items && groups === items * executions) return;
	throw new Error(`${outputs} of ${items} items came out, with ${groups} groups.`);
}

/** What a candidate says to a group of so many people in one call. */
export async function refusalOf(
	sandbox: SandboxProcess,
	options: WorkerOptions,
	people: number,
): Promise<string> {
	const worker = await startWorker(options);
	try {
		await sandbox.reset();
		await worker.measure({ items: groupsOf(people, 1), executions: 1 });
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	} finally {
		await worker.close();
	}
	throw new Error(`${options.candidate} has made a group of ${people} people.`);
}
