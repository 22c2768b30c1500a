import { CUSTOMERS_GROUP } from '../demo/customersGroup.mts';
import type { Engine } from '../engine/types.mts';
import type { Sandbox } from '../sandbox/sandbox.mts';
import { openEngine, openSandbox } from './shared.mts';

// What the README says that each operation costs: one credit for each call to 2Chat.

const people = (count: number) =>
	Array.from({ length: count }, (_, index) => `+1202555${String(100 + index).padStart(4, '0')}`);
const TWELVE = { participants: people(12).join(', ') };
const ONE = { name: 'A', participants: people(1)[0] };

let engine: Engine;
let sandbox: Sandbox;

beforeAll(async () => {
	[engine, sandbox] = await Promise.all([
		openEngine(200),
		openSandbox({ world: { groups: [CUSTOMERS_GROUP] } }),
	]);
});
afterAll(async () => {
	await Promise.all([engine.close(), sandbox.close()]);
});
beforeEach(() => sandbox.reset());

test.each([
	['group', 'create', 2, { name: 'A', ...TWELVE }],
	['group', 'create', 2, { ...ONE, options: { ifGroupExists: 'use' } }],
	[
		'group',
		'create',
		4,
		{
			...ONE,
			additionalFields: {
				admins: people(1)[0],
				pictureUrl: 'https://example.com/a.jpg',
				welcomeMessage: 'Hello',
			},
		},
	],
	['group', 'get', 1, {}],
	['group', 'getAll', 1, {}],
	['group', 'sendMessage', 1, { text: 'Hello' }],
	[
		'group',
		'update',
		2,
		{ updateFields: { description: 'News', pictureUrl: 'https://example.com/a.jpg' } },
	],
	['participant', 'add', 2, TWELVE],
	['participant', 'promote', 2, TWELVE],
	['participant', 'remove', 3, TWELVE],
	['participant', 'demote', 3, TWELVE],
	['participant', 'getAll', 1, {}],
	['participant', 'sync', 3, TWELVE],
	[
		'participant',
		'sendMessage',
		12,
		{ ...TWELVE, text: 'Hello', options: { batching: { batch: { batchSize: -1 } } } },
	],
	['group', 'getMessages', 1, {}],
	['phoneNumber', 'check', 1, { phoneNumbers: people(1)[0] }],
	['phoneNumber', 'getAll', 1, {}],
	['account', 'get', 1, {}],
])('%s %s makes %i calls', async (resource, operation, calls, fields) => {
	const { apiKey, baseUrl } = sandbox;
	const run = await engine.runNode({
		type: 'twoChatGroups',
		parameters: {
			resource,
			operation,
			fromNumber: { __rl: true, mode: 'phone', value: CUSTOMERS_GROUP.phoneNumber },
			groupId: { __rl: true, mode: 'uuid', value: CUSTOMERS_GROUP.uuid },
			...fields,
		},
		credentials: { twoChatGroupsApi: { apiKey, baseUrl } },
		items: [{}],
	});
	expect([run.error?.message, sandbox.calls.length]).toEqual([undefined, calls]);
});
