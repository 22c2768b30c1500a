import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from './paths.mts';
import type { HostReply, HostRequest } from './serve.mts';
import type { Engine, EngineOptions, SerializedError } from './types.mts';

type Pending = (reply: HostReply) => void;

/** What went wrong inside the engine, with everything n8n knows about it in `details`. */
export class EngineError extends Error {
	override name = 'EngineError';

	constructor(readonly details: SerializedError) {
		super(details.message);
	}
}

/** Starts n8n's engine in a process of its own. */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
	return await startHost('test/engine/host.mts', options);
}

/**
 * Starts a script that serves an object, with serve.mts, in a process of its own. That ends when it is closed or when
 * nothing else is left to do in this one.
 */
export async function startHost<Served extends object>(
	script: string,
	options: unknown,
	execArgv: string[] = [],
): Promise<Served & { close(): Promise<void> }> {
	const host = fork(path.join(projectRoot, script), [JSON.stringify(options)], {
		cwd: projectRoot,
		execArgv: [...execArgv, '--import', 'tsx'],
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	const pending = new Map<number, Pending>();
	host.unref();
	host.on('message', (reply: HostReply) => {
		pending.get(reply.id)?.(reply);
		pending.delete(reply.id);
		if (pending.size === 0) host.channel?.unref();
	});
	host.on('exit', (code) => {
		const error = { name: 'Error', message: `The process of ${script} ended with code ${code}.` };
		for (const [id, settle] of pending) settle({ id, error });
		pending.clear();
	});

	const methods = (await resultOf((settle) => pending.set(0, settle)).catch(
		async (error: unknown) => {
			await stop(host);
			throw error;
		},
	)) as string[];

	let lastId = 0;
	const call = async (method: string, args: unknown[]) =>
		await resultOf((settle) => {
			const request: HostRequest = { id: ++lastId, method, args };
			pending.set(request.id, settle);
			host.channel?.ref();
			host.send(request);
		});
	const calls = methods.map((method) => [method, (...args: unknown[]) => call(method, args)]);
	return { ...Object.fromEntries(calls), close: () => stop(host) } as Served & {
		close(): Promise<void>;
	};
}

async function resultOf(start: (settle: Pending) => void): Promise<unknown> {
	const reply = await new Promise<HostReply>(start);
	if ('error' in reply) throw new EngineError(reply.error);
	return reply.result;
}

async function stop(host: ChildProcess): Promise<void> {
	if (host.exitCode !== null || host.signalCode !== null) return;
	const exited = new Promise((resolve) => host.once('exit', resolve));
	if (host.connected) host.disconnect();
	await exited;
}
