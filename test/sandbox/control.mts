import type { FastifyInstance } from 'fastify';

import * as schemas from './controlSchemas.mts';
import { makeEvent, type EventRequest } from './events.mts';
import type { Fault, FaultQueue } from './faults.mts';
import type { Sandbox } from './types.mts';
import { changeSettings, type Settings } from './settings.mts';

/** Changes within this time reach the page as one. */
const QUIET_MS = 40;

function oneOrMany<Entry>(body: Entry | Entry[]): Entry[] {
	return Array.isArray(body) ? body : [body];
}

/** The state as the page and tests in other processes see it. */
function stateOf({ url, baseUrl, world, settings }: Sandbox) {
	return {
		url,
		baseUrl,
		settings,
		accounts: world.accounts,
		numbers: world.numbers,
		people: [...world.people.values()],
		groups: world.groups,
		directMessages: world.directMessages,
		webhooks: world.webhooks,
		deliveries: world.deliveries,
	};
}

/** The control API: what 2Chat does not have, for tests in any process and for the page. */
export function registerControl(app: FastifyInstance, sandbox: Sandbox, faults: FaultQueue): void {
	const { world } = sandbox;
	app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
		void reply.code(error.statusCode ?? 400).send({ error: error.message });
	});

	app.get('/state', () => stateOf(sandbox));

	app.post('/reset', () => {
		sandbox.reset();
		return { done: true };
	});

	app.patch<{ Body: Partial<Settings> }>('/settings', ({ body }) => {
		changeSettings(sandbox.settings, body);
		world.changed();
		return sandbox.settings;
	});

	app.post<{ Body: Fault | Fault[] }>(
		'/faults',
		{ schema: { body: schemas.faults } },
		({ body }) => {
			for (const fault of oneOrMany(body)) faults.add(fault);
			return faults.list();
		},
	);

	app.post<{ Body: EventRequest }>(
		'/events',
		{ schema: { body: schemas.event } },
		async ({ body }) => {
			const group = makeEvent(world, body);
			await sandbox.deliveriesSettled();
			return { group, deliveries: world.deliveries };
		},
	);

	// Server-sent events without content: they say that the state is worth fetching again.
	app.get('/changes', (_request, reply) => {
		reply.hijack();
		reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
		reply.raw.write('data: open\n\n');
		let timer: NodeJS.Timeout | undefined;
		const tell = () => {
			timer ??= setTimeout(() => {
				timer = undefined;
				reply.raw.write('data: changed\n\n');
			}, QUIET_MS);
		};
		world.onChange.add(tell);
		reply.raw.on('close', () => {
			world.onChange.delete(tell);
			clearTimeout(timer);
		});
	});
}
