import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from './paths.mts';
import type { HostReply, HostRequest } from './protocol.mts';
import type { Engine, EngineOptions, SerializedError } from './types.mts';

type Pending = (reply: HostReply) => void;

/** What went wrong inside the engine, with everything n8n knows about it in `details`. */
export class EngineError extends Error {
	override name = 'EngineError';

	constructor(readonly details: SerializedError) {
		super(details.message);
	}
}

/**
 * Starts n8n's engine in a process of its own, which ends when it is closed or when nothing else is left to do
 * in this one.
 */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
	const host = fork(path.join(projectRoot, 'test/engine/host.mts'), [JSON.stringify(options)], {
		cwd: projectRoot,
		execArgv: ['--import', 'tsx'],
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
		const error = { name: 'Error', message: `The engine's process ended with code ${code}.` };
		for (const [id, settle] of pending) settle({ id, error });
		pending.clear();
	});

	const methods = (await resultOf((settle) => pending.set(0, settle)).catch(
		async (error: unknown) => {
			await stop(host);
			throw error;
		},
	)) as Array<keyof Engine>;

	let lastId = 0;
	const call = async (method: keyof Engine, args: unknown[]) =>
		await resultOf((settle) => {
			const request: HostRequest = { id: ++lastId, method, args };
			pending.set(request.id, settle);
			host.channel?.ref();
			host.send(request);
		});
	const calls = methods.map((method) => [method, (...args: unknown[]) => call(method, args)]);
	return { ...Object.fromEntries(calls), close: () => stop(host) } as Engine;
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
