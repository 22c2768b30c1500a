import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';

import { projectRoot } from '../../engine/paths.mts';
import type {
	Job,
	Measured,
	SandboxReply,
	SandboxRequest,
	Usage,
	WorkerOptions,
	WorkerReply,
} from '../protocol.mts';

export interface SandboxProcess {
	baseUrl: string;
	apiKey: string;
	/** Forgets all groups and calls. */
	reset(): Promise<void>;
	/** What was asked of it since then. */
	usage(): Promise<Usage>;
	close(): Promise<void>;
}

export async function startSandboxProcess(): Promise<SandboxProcess> {
	const child = start('test/bench/runs/sandboxHost.mts', []);
	const first = await nextReply<SandboxReply>(child);
	if (!('ready' in first)) throw new Error('The sandbox did not start.');
	const ask = async (request: SandboxRequest) => {
		const reply = await exchange<SandboxReply>(child, request);
		if (!('usage' in reply)) throw new Error('The sandbox gave no figures.');
		return reply.usage;
	};
	return {
		...first.ready,
		reset: async () => void (await ask('reset')),
		usage: async () => await ask('usage'),
		close: async () => await stop(child),
	};
}

export interface Worker {
	measure(job: Job): Promise<Measured>;
	close(): Promise<void>;
}

export async function startWorker(options: WorkerOptions): Promise<Worker> {
	const child = start('test/bench/runs/worker.mts', [JSON.stringify(options)]);
	const measuredOf = (reply: WorkerReply) => {
		if ('failure' in reply) throw new Error(`${options.candidate}: ${reply.failure}`);
		return 'measured' in reply ? reply.measured : undefined;
	};
	measuredOf(await nextReply<WorkerReply>(child));
	return {
		measure: async (job) => {
			const measured = measuredOf(await exchange<WorkerReply>(child, job));
			if (measured === undefined) throw new Error(`${options.candidate} gave no figures.`);
			return measured;
		},
		close: async () => await stop(child),
	};
}

function start(script: string, args: string[]): ChildProcess {
	return fork(path.join(projectRoot, script), args, {
		cwd: projectRoot,
		execArgv: ['--expose-gc', '--import', 'tsx'],
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
}

async function exchange<Reply>(child: ChildProcess, request: object | string): Promise<Reply> {
	const reply = nextReply<Reply>(child);
	child.send(request);
	return await reply;
}

async function nextReply<Reply>(child: ChildProcess): Promise<Reply> {
	return await new Promise((resolve, reject) => {
		const onExit = (code: number | null) => reject(new Error(`A process ended with code ${code}.`));
		child.once('exit', onExit);
		child.once('message', (reply) => {
			child.off('exit', onExit);
			resolve(reply as Reply);
		});
	});
}

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const exited = new Promise((resolve) => child.once('exit', resolve));
	if (child.connected) child.disconnect();
	await exited;
}
