import { createEngine } from './engine.mts';
import { serializeError } from './serialize.mts';
import type { HostReply, HostRequest } from './protocol.mts';
import type { Engine, EngineOptions } from './types.mts';

// The process that client.mts starts: n8n's engine on the one side, messages on the other.

const send = (reply: HostReply) => process.send?.(reply);
const options = JSON.parse(process.argv[2] ?? '{}') as EngineOptions;

process.on('disconnect', () => process.exit());

try {
	const engine = await createEngine(options);
	process.on('message', (request: HostRequest) => void answer(engine, request));
	send({ id: 0, result: Object.keys(engine) });
} catch (error) {
	send({ id: 0, error: serializeError(error) });
}

async function answer(engine: Engine, { id, method, args }: HostRequest): Promise<void> {
	try {
		const call = engine[method] as (...values: unknown[]) => Promise<unknown>;
		send({ id, result: (await call(...args)) ?? null });
	} catch (error) {
		send({ id, error: serializeError(error) });
	}
}
