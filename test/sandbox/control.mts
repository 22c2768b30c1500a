import type { FastifyInstance } from 'fastify';

import * as schemas from './controlSchemas.mts';
import { makeEvent, type EventRequest } from './events.mts';
import type { Fault, FaultQueue } from './faults.mts';
import type { Account, ConnectedNumber, GroupSeed, Person } from './model.mts';
import type { Sandbox } from './types.mts';
import { changeSettings, type Settings } from './settings.mts';
import { newUuid } from './world.mts';

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

function putNumber({ world }: Sandbox, change: Partial<ConnectedNumber>): ConnectedNumber {
	const existing = world.numbers.find(({ phoneNumber }) => phoneNumber === change.phoneNumber);
	if (existing !== undefined) return Object.assign(existing, change);
	const stamp = world.stamp();
	const number: ConnectedNumber = {
		uuid: newUuid('WPN'),
		accountUuid: world.accounts[0]?.uuid ?? '',
		phoneNumber: '',
		friendlyName: 'Another number',
		connectionStatus: 'C',
		channelType: 'WW',
		availability: 'ready',
		pushname: null,
		platform: 'android',
		isBusinessProfile: false,
		connectedAt: stamp,
		createdAt: stamp,
		updatedAt: stamp,
		...change,
	};
	world.numbers.push(number);
	return number;
}

/** Changes the account with this UUID, the first one without a UUID, or adds one. */
function putAccount({ world }: Sandbox, change: Partial<Account>): Account {
	const existing =
		change.uuid === undefined
			? world.accounts[0]
			: world.accounts.find(({ uuid }) => uuid === change.uuid);
	if (existing !== undefined) return Object.assign(existing, change);
	const account: Account = {
		uuid: newUuid('ACC'),
		name: 'Another account',
		keys: [],
		onTrial: false,
		blocked: false,
		blockReason: null,
		createdAt: world.stamp(),
		expiresAt: '2099-01-01T00:00:00Z',
		apiRequestCount: 0,
		maxApiRequestCount: 500_000,
		numberCheckCount: 0,
		maxNumberCheckCount: 500_000,
		...change,
	};
	world.accounts.push(account);
	return account;
}

/** The control API: what 2Chat does not have, for tests in any process and for the page. */
export function registerControl(app: FastifyInstance, sandbox: Sandbox, faults: FaultQueue): void {
	const { world } = sandbox;
	app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
		void reply.code(error.statusCode ?? 400).send({ error: error.message });
	});

	app.get('/state', () => stateOf(sandbox));
	app.get('/calls', () => sandbox.calls);
	app.get('/settings', () => sandbox.settings);
	app.get('/faults', () => faults.list());

	app.post('/reset', () => {
		sandbox.reset();
		return { done: true };
	});

	app.patch<{ Body: Partial<Settings> }>('/settings', ({ body }) => {
		changeSettings(sandbox.settings, body);
		world.changed();
		return sandbox.settings;
	});

	app.post<{ Body: Person | Person[] }>(
		'/people',
		{ schema: { body: schemas.people } },
		({ body }) => {
			const people = oneOrMany(body);
			for (const person of people) world.people.set(person.phoneNumber, person);
			world.changed();
			return people;
		},
	);

	app.post<{ Body: Partial<ConnectedNumber> | Array<Partial<ConnectedNumber>> }>(
		'/numbers',
		{ schema: { body: schemas.numbers } },
		({ body }) => {
			const numbers = oneOrMany(body).map((change) => putNumber(sandbox, change));
			world.changed();
			return numbers;
		},
	);

	app.post<{ Body: Partial<Account> }>(
		'/account',
		{ schema: { body: schemas.account } },
		({ body }) => {
			const account = putAccount(sandbox, body);
			world.changed();
			return account;
		},
	);

	app.post<{ Body: GroupSeed | GroupSeed[] }>(
		'/groups',
		{ schema: { body: schemas.groups } },
		({ body }) => oneOrMany(body).map((seed) => world.addGroup(seed)),
	);

	app.post<{ Body: Fault | Fault[] }>(
		'/faults',
		{ schema: { body: schemas.faults } },
		({ body }) => {
			for (const fault of oneOrMany(body)) faults.add(fault);
			return faults.list();
		},
	);

	app.delete('/faults', () => {
		faults.clear();
		return faults.list();
	});

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
