import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

import { projectRoot } from '../../engine/paths.mts';
import type {
	Job,
	Measured,
	SandboxReply,
	SandboxRequest,
	WorkerOptions,
	WorkerReply,
} from '../protocol.mts';

export interface SandboxProcess {
	baseUrl: string;
	apiKey: string;
	/** Forgets all groups and calls. */
	reset(): Promise<void>;
	/** Calls and credits since the last reset. */
	used(): Promise<{ calls: number; credits: number; groups: number }>;
	close(): Promise<void>;
}

export async function startSandboxProcess(): Promise<SandboxProcess> {
	const child = start('bench/sandboxHost.mts', []);
	const first = (await nextReply(child)) as SandboxReply;
	if (!('ready' in first)) throw new Error('The sandbox did not start.');
	const ask = async (request: SandboxRequest) => {
		child.send(request);
		const reply = (await nextReply(child)) as SandboxReply;
		if (!('used' in reply)) throw new Error('The sandbox gave no figures.');
		return reply.used;
	};
	return {
		...first.ready,
		reset: async () => void (await ask('reset')),
		used: async () => await ask('used'),
		close: async () => await stop(child),
	};
}

export interface Worker {
	measure(job: Job): Promise<Measured>;
	close(): Promise<void>;
}

export async function startWorker(options: WorkerOptions): Promise<Worker> {
	const child = start('bench/runs/worker.mts', [JSON.stringify(options)]);
	const answer = async (): Promise<WorkerReply> => {
		const reply = (await nextReply(child)) as WorkerReply;
		if ('failure' in reply) throw new Error(`${options.candidate}: ${reply.failure}`);
		return reply;
	};
	await answer();
	return {
		measure: async (job) => {
			child.send(job);
			const reply = await answer();
			if (!('measured' in reply)) throw new Error(`${options.candidate} gave no figures.`);
			return reply.measured;
		},
		close: async () => await stop(child),
	};
}

function start(script: string, args: string[]): ChildProcess {
	return fork(path.join(projectRoot, script), args, {
		cwd: projectRoot,
		execArgv: ['--expose-gc', '--import', 'tsx', ...(process.env.BENCH_NODE_ARGS?.split(' ') ?? [])],
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
}

async function nextReply(child: ChildProcess): Promise<unknown> {
	return await new Promise((resolve, reject) => {
		const onExit = (code: number | null) => reject(new Error(`A process ended with code ${code}.`));
		child.once('exit', onExit);
		child.once('message', (reply) => {
			child.off('exit', onExit);
			resolve(reply);
		});
	});
}

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const exited = new Promise((resolve) => child.once('exit', resolve));
	child.disconnect();
	await exited;
}
