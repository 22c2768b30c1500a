import Fastify from 'fastify';

import type { RecordedCall } from './calls.mts';
import { registerControl } from './control.mts';
import { WebhookSender } from './deliveries.mts';
import { FaultQueue } from './faults.mts';
import { Gateway } from './gateway.mts';
import { RateLimiter } from './limits.mts';
import type { WorldSeed } from './model.mts';
import { registerPage } from './page.mts';
import { readRecorded } from './recorded.mts';
import { accountRoutes } from './routes/account.mts';
import { appearanceRoutes } from './routes/appearance.mts';
import { checkRoutes } from './routes/check.mts';
import { groupRoutes } from './routes/groups.mts';
import { messageRoutes } from './routes/messages.mts';
import { numberRoutes } from './routes/numbers.mts';
import { participantRoutes } from './routes/participants.mts';
import { webhookRoutes } from './routes/webhooks.mts';
import { DEMO_SEED } from './seed.mts';
import { changeSettings, DEFAULT_SETTINGS, type Settings } from './settings.mts';
import type { Sandbox } from './types.mts';
import { World } from './world.mts';

export { DEFAULT_KEY, DEMO_NUMBERS, DEMO_PEOPLE, DEMO_SEED, DOCUMENTED_GROUP } from './seed.mts';
export type { Sandbox } from './types.mts';
export { DEFAULT_SETTINGS } from './settings.mts';
export type { Settings } from './settings.mts';
export type { Fault, FaultEffect } from './faults.mts';
export type { RecordedCall } from './calls.mts';
export type { Operation } from './operations.mts';
export type { GroupEvent, World } from './world.mts';
export type * from './model.mts';

export interface SandboxOptions {
	/** 0, the default, takes any free port. */
	port?: number;
	host?: '127.0.0.1';
	/** Replaces the parts of the demo world that it names. */
	world?: Partial<WorldSeed>;
	settings?: Partial<Settings>;
	/** Folder of reports of the live check, whose answers' form is played. */
	recorded?: string | undefined;
}

/** A local 2Chat on loopback. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const settings: Settings = { ...DEFAULT_SETTINGS };
	changeSettings(settings, options.settings ?? {});
	const initialSettings = { ...settings };
	const seed: WorldSeed = { ...DEMO_SEED, ...options.world };
	const world = new World(seed, settings);
	const calls: RecordedCall[] = [];
	const faults = new FaultQueue();
	const limiter = new RateLimiter();
	const closing = new AbortController();
	const sender = new WebhookSender(world, closing.signal);
	const recorded = readRecorded(options.recorded);
	const gateway = new Gateway({ world, calls, faults, limiter, recorded, closing: closing.signal });

	// Connections are cut on closing, or a hanging call would keep the server alive for ever.
	const app = Fastify({
		forceCloseConnections: true,
		// The control API's schemas refuse what they do not know instead of dropping or bending it.
		ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
	});
	const sandbox: Sandbox = {
		url: '',
		baseUrl: '',
		apiKey: seed.accounts[0]?.keys[0] ?? '',
		world,
		settings,
		calls,
		fault: (fault) => faults.add(fault),
		clearFaults: () => faults.clear(),
		reset: () => {
			Object.assign(settings, initialSettings);
			calls.length = 0;
			faults.clear();
			limiter.reset();
			world.reset();
		},
		deliveriesSettled: () => sender.settled(),
		close: async () => {
			closing.abort();
			await app.close();
			await sender.settled();
		},
	};

	await app.register(
		async (api) => {
			gateway.register(api, [
				...accountRoutes,
				...numberRoutes,
				...groupRoutes,
				...participantRoutes,
				...appearanceRoutes,
				...messageRoutes,
				...checkRoutes,
				...webhookRoutes,
			]);
		},
		{ prefix: '/open' },
	);
	await app.register(async (control) => registerControl(control, sandbox, faults), {
		prefix: '/_sandbox',
	});
	await registerPage(app);
	sandbox.url = await app.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' });
	sandbox.baseUrl = `${sandbox.url}/open`;
	return sandbox;
}
