import type { IDataObject } from 'n8n-workflow';
import { signIn, openWorld, type E2eWorld } from './support/world.mts';
import { chain, createNode, FROM, NODE_TYPE, outputOf } from './support/workflows.mts';

// Each operation once in the real n8n, all in one workflow, one behind the other: what it asks of 2Chat is
// what the sandbox then knows.

const ANA = '+17137157533';
const BEN = '+18647351567';
const CARLA = '+447700176576';

let world: E2eWorld;
let uuid: string;

beforeAll(async () => {
	world = await openWorld();
	uuid = world.sandbox.world.addGroup({
		name: 'Team',
		phoneNumber: FROM,
		members: [{ phoneNumber: ANA }, { phoneNumber: BEN }],
	}).uuid;
});

afterAll(async () => {
	await world.close();
});

/** By operation: its parameters beside From and Group, and what has to be in its first output item. */
const OPERATIONS: Array<[operation: string, parameters: IDataObject, expected: () => object]> = [
	[
		'account.get',
		{},
		() => ({ blocked: false, requests_per_minute: expect.any(Number) as unknown }),
	],
	['phoneNumber.getAll', { returnAll: true }, () => ({ phone_number: FROM, state: 'connected' })],
	['phoneNumber.check', { phoneNumbers: ANA }, () => ({ phone_number: ANA, on_whatsapp: true })],
	['group.getAll', { returnAll: true }, () => ({ uuid, wa_group_name: 'Team' })],
	['group.get', {}, () => ({ uuid, wa_group_name: 'Team' })],
	['group.update', { updateFields: { description: 'About us' } }, () => ({ uuid })],
	['group.sendMessage', { text: 'Hello' }, () => ({ uuid })],
	['participant.add', { participants: CARLA }, () => ({ uuid, summary: { added: 1 } })],
	['participant.promote', { participants: CARLA }, () => ({ summary: { promoted: 1 } })],
	['participant.getAll', { returnAll: true }, () => ({ uuid })],
	['participant.demote', { participants: CARLA }, () => ({ summary: { demoted: 1 } })],
	['participant.remove', { participants: BEN }, () => ({ summary: { removed: 1 } })],
	['participant.sync', { participants: `${ANA}, ${BEN}` }, () => ({ uuid, summary: { added: 1 } })],
];

test('all operations work one behind the other, and 2Chat has what they say', async () => {
	const nodes = OPERATIONS.map(([name, parameters]) => {
		const [resource, operation] = name.split('.');
		return {
			name,
			type: NODE_TYPE,
			parameters: {
				resource,
				operation,
				fromNumber: { __rl: true, mode: 'phone', value: FROM },
				groupId: { __rl: true, mode: 'uuid', value: uuid },
				...parameters,
			} as IDataObject,
			credentials: world.credentials,
			executeOnce: true,
		};
	});
	const stored = await world.n8n.createWorkflow(chain('All operations', [{ go: true }], nodes));
	const execution = await world.n8n.run(stored, 'Start');
	expect(execution.status).toBe('success');
	for (const [name, , expected] of OPERATIONS) {
		expect([name, outputOf(execution, name)[0]]).toMatchObject([name, expected()]);
	}
	const [team] = world.sandbox.world.groups;
	expect(team?.description).toBe('About us');
	expect(team?.messages.map(({ text }) => text)).toEqual(['Hello']);
	const members = team?.members.filter(({ role }) => role !== 'superadmin') ?? [];
	expect(members.map(({ phoneNumber }) => phoneNumber).sort()).toEqual([ANA, BEN].sort());
});

test('n8n serves the output fields of every operation before its first run', async () => {
	const n8n = await signIn();
	for (const name of ['group.create', ...OPERATIONS.map(([operation]) => operation)]) {
		const address = `${n8n.url}/schemas/${NODE_TYPE}/1.0.0/${name.replace('.', '/')}.json`;
		const response = await fetch(address);
		expect([name, response.status]).toEqual([name, 200]);
		const { properties } = (await response.json()) as { properties: object };
		expect(Object.keys(properties).length).toBeGreaterThan(1);
	}
});

/** Create with one set of options after the other. */
const CREATIONS: Array<[what: string, parameters: IDataObject]> = [
	['previews', { options: { previewOnly: true } }],
	[
		'makes',
		{
			additionalFields: {
				admins: BEN,
				description: 'About us',
				pictureUrl: 'https://example.com/group-photo.jpg',
				welcomeMessage: 'Welcome',
			},
			options: {
				batching: { batch: { batchSize: 1, batchInterval: 1 } },
				checkNumbersFirst: true,
				maxGroups: 1,
				waitUntilListed: 60,
			},
		},
	],
	[
		'uses',
		{ participants: `${ANA}, ${CARLA}`, options: { ifGroupExists: 'use', output: 'participants' } },
	],
	['stops', { options: { ifGroupExists: 'stop' } }],
	['shows all', { name: 'Second', options: { output: 'raw', defaultCountry: 'US' } }],
	[
		'misses',
		{
			name: 'Third',
			participants: `${ANA}, +447700900101`,
			options: { ifSomeoneIsMissing: 'failIfAnyone', timeout: 60 },
		},
	],
];

test('everything that Create can be told to do is done', async () => {
	world.sandbox.reset();
	const nodes = CREATIONS.map(([name, parameters]) => ({
		...createNode(
			world.credentials,
			{ name: 'First', participants: `${ANA}, ${BEN}`, ...parameters },
			{ onError: 'continueRegularOutput' },
		),
		name,
		executeOnce: true,
	}));
	const stored = await world.n8n.createWorkflow(chain('Creations', [{ go: true }], nodes));
	const execution = await world.n8n.run(stored, 'Start');
	const first = (name: string) => outputOf(execution, name)[0];

	expect(first('previews')).toMatchObject({ name: 'First', preview: true });
	expect(first('makes')).toMatchObject({
		created: true,
		summary: { added: 2 },
		steps: {
			admins: { status: 'done', promoted: [BEN] },
			description: { status: 'done' },
			listed: { status: 'done' },
			picture: { status: 'done' },
			welcome_message: { status: 'done' },
		},
	});
	expect(outputOf(execution, 'uses')).toMatchObject([
		{ phone_number: ANA, outcome: 'already_member' },
		{ phone_number: CARLA, outcome: 'added' },
	]);
	expect(first('stops')?.['error']).toMatch(/"First"/);
	expect(first('shows all')).toMatchObject({ name: 'Second', answers: [{ operation: 'create' }] });
	expect(first('misses')?.['error']).toMatch('1 of 2 people are not in the group "Third"');

	const { groups } = world.sandbox.world;
	expect(groups.map(({ name }) => name)).toEqual(['First', 'Second', 'Third']);
	expect(groups[0]).toMatchObject({ description: 'About us', messages: [{ text: 'Welcome' }] });
	const operations = world.sandbox.calls.map(({ operation }) => operation);
	expect(operations).toEqual(expect.arrayContaining(['check-number', 'set-picture']));
});
