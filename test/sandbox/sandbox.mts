import Fastify from 'fastify';

import { registerControl, registerPage } from './control.mts';
import { WebhookSender } from './deliveries.mts';
import { makeEvent } from './events.mts';
import { FaultQueue } from './faults.mts';
import { Gateway } from './gateway.mts';
import type { WorldSeed } from './model.mts';
import { readRecorded } from './recorded.mts';
import { accountRoutes } from './routes/account.mts';
import { groupRoutes } from './routes/groups.mts';
import { messageRoutes } from './routes/messages.mts';
import { participantRoutes } from './routes/participants.mts';
import { webhookRoutes } from './routes/webhooks.mts';
import { DEMO_SEED } from './seed.mts';
import { DEFAULT_SETTINGS, type Settings } from './settings.mts';
import type { Sandbox, SandboxOptions } from './types.mts';
import { World } from './world.mts';

export { DOCUMENTED_GROUP } from './seed.mts';
export type { Settings } from './settings.mts';
export type { EventRequest } from './events.mts';
export type { Fault, FaultEffect } from './faults.mts';
export type { RecordedCall } from './calls.mts';
export type { Operation } from './operations.mts';
export type * from './model.mts';
export type * from './types.mts';

/** A local 2Chat on loopback. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const initialSettings: Settings = { ...DEFAULT_SETTINGS, ...options.settings };
	const settings = { ...initialSettings };
	const seed: WorldSeed = { ...DEMO_SEED, ...options.world };
	const world = new World(seed, settings);
	const calls: Sandbox['calls'] = [];
	const faults = new FaultQueue();
	const closing = new AbortController();
	const sender = new WebhookSender(world, closing.signal);
	const recorded = readRecorded(options.recorded);
	const gateway = new Gateway({ world, calls, faults, recorded, closing: closing.signal });

	const app = Fastify({
		// Connections are cut on closing, or a hanging call would keep the server alive for ever.
		forceCloseConnections: true,
		// A body is refused or taken as it is, never bent until it fits.
		ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
	});
	const sandbox: Sandbox = {
		url: '',
		baseUrl: '',
		apiKey: seed.account.keys[0] ?? '',
		world,
		settings,
		calls,
		fault: (fault) => faults.add(fault),
		clearFaults: () => faults.clear(),
		happens: async (event) => {
			const group = makeEvent(world, event);
			await sender.settled();
			return group;
		},
		reset: () => {
			Object.assign(settings, initialSettings);
			calls.length = 0;
			faults.clear();
			world.reset();
		},
		close: async () => {
			closing.abort();
			await app.close();
			await sender.settled();
		},
	};

	const routes = [
		...accountRoutes,
		...groupRoutes,
		...participantRoutes,
		...messageRoutes,
		...webhookRoutes,
	];
	await app.register(async (api) => gateway.register(api, routes), { prefix: '/open' });
	await app.register(async (control) => registerControl(control, sandbox), { prefix: '/_sandbox' });
	await registerPage(app);
	sandbox.url = await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
	sandbox.baseUrl = `${sandbox.url}/open`;
	return sandbox;
}
