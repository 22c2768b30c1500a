import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

import { projectRoot } from '../engine/paths.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';
import {
	CANDIDATES,
	type Candidate,
	type Job,
	type Measured,
	type WorkerOptions,
	type WorkerReply,
} from './protocol.mts';
import { groupsOf } from './workload.mts';

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
	const workers = new Map<Candidate, ChildProcess>();
	try {
		for (const candidate of CANDIDATES) {
			const worker = await startWorker({ candidate, baseUrl, apiKey, packageFolder });
			workers.set(candidate, worker);
			await ask(worker, WARM_UP);
		}
		for (let round = 0; round < series.rounds; round++) {
			for (const [candidate, worker] of workers) {
				rounds[candidate].push(await measureRound(sandbox, worker, series));
			}
		}
	} finally {
		for (const worker of workers.values()) worker.disconnect();
	}
	return rounds;
}

async function measureRound(
	sandbox: Sandbox,
	worker: ChildProcess,
	{ items, executions }: Series,
): Promise<Round> {
	sandbox.reset();
	const measured = await ask(worker, { items: groupsOf(items), executions });
	const count = items * executions;
	// A quick run that made nothing would be worth nothing.
	const groups = sandbox.world.groups.length;
	if (measured.outputs !== items || groups !== count) {
		throw new Error(`${measured.outputs} of ${items} items came out, with ${groups} groups.`);
	}
	return { wallMs: measured.wallMs / count, heapBytes: measured.heapBytes / items };
}

async function startWorker(options: WorkerOptions): Promise<ChildProcess> {
	const script = path.join(projectRoot, 'test/bench/worker.mts');
	const worker = fork(script, [JSON.stringify(options)], {
		cwd: projectRoot,
		execArgv: ['--expose-gc', '--import', 'tsx'],
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	await nextReply(worker);
	return worker;
}

async function ask(worker: ChildProcess, job: Job): Promise<Measured> {
	const reply = nextReply(worker);
	worker.send(job);
	const answer = await reply;
	if (!('measured' in answer)) throw new Error('A worker gave no figures.');
	return answer.measured;
}

async function nextReply(worker: ChildProcess): Promise<WorkerReply> {
	const reply = await new Promise<WorkerReply>((resolve, reject) => {
		const onExit = (code: number | null) => reject(new Error(`A process ended with code ${code}.`));
		worker.once('exit', onExit);
		worker.once('message', (message) => {
			worker.off('exit', onExit);
			resolve(message as WorkerReply);
		});
	});
	if ('failure' in reply) throw new Error(reply.failure);
	return reply;
}
