import { spawn } from 'node:child_process';
import path from 'node:path';

import {
	DEFAULT_SETTINGS,
	DEMO_PEOPLE,
	startSandbox,
	type Sandbox,
	type Settings,
} from '../../sandbox/sandbox.mts';
import { ANA, BEN, Client, OWN } from './client.mts';

let sandbox: Sandbox;
let client: Client;

beforeAll(async () => {
	sandbox = await startSandbox();
	client = new Client(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

async function control<Body = unknown>(method: string, where: string, body?: unknown) {
	const response = await fetch(`${sandbox.url}/_sandbox${where}`, {
		method,
		...(body === undefined
			? {}
			: { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
	});
	return { status: response.status, body: (await response.json()) as Body };
}

describe('control API', () => {
	it('shows the state', async () => {
		const uuid = await client.newGroup();
		const { body } = await control<Record<string, unknown[]>>('GET', '/state');
		expect(body.baseUrl).toBe(sandbox.baseUrl);
		expect(body.groups).toEqual([expect.objectContaining({ uuid })]);
		expect(body.people).toHaveLength(DEMO_PEOPLE.length);
		for (const part of ['accounts', 'numbers', 'webhooks', 'deliveries', 'settings']) {
			expect(body).toHaveProperty(part);
		}
	});

	it('shows the calls, without the key', async () => {
		await client.newGroup();
		const { body } = await control<Array<{ operation: string }>>('GET', '/calls');
		expect(body).toEqual([expect.objectContaining({ operation: 'create-group' })]);
		expect(JSON.stringify(body)).not.toContain(sandbox.apiKey);
	});

	it('changes settings, and refuses those that do not exist', async () => {
		const changed = await control<Settings>('PATCH', '/settings', { createStatus: 201 });
		expect(changed.body).toEqual({ ...DEFAULT_SETTINGS, createStatus: 201 });
		expect((await client.create([ANA])).status).toBe(201);
		for (const wrong of [
			{ createstatus: 201 },
			{ createStatus: 204 },
			{ latencyMs: '5' },
			{ strangers: 'dance' },
		]) {
			expect((await control('PATCH', '/settings', wrong)).status).toBe(400);
		}
		expect((await control('GET', '/settings')).body).toEqual(changed.body);
	});

	it('describes people', async () => {
		await control('POST', '/people', [
			{ phoneNumber: '+12025550150', name: 'Pat', behaviour: 'notOnWhatsApp' },
			{ phoneNumber: '+12025550151', name: 'Quinn', behaviour: 'inviteSent' },
		]);
		const { body } = await client.create(['+12025550150', '+12025550151']);
		expect(body.group.participants['+12025550150']!.statusCode).toBe(404);
		expect(body.group.participants['+12025550151']!.isInviteV4Sent).toBe(true);
		for (const wrong of [{ phoneNumber: '12', name: null, behaviour: 'joins' }, { name: 'X' }]) {
			expect((await control('POST', '/people', wrong)).status).toBe(400);
		}
	});

	it('adds and changes numbers', async () => {
		await control('POST', '/numbers', { phoneNumber: '+12025550160' });
		expect((await client.create([ANA], {}, '+12025550160')).status).toBe(200);
		await control('POST', '/numbers', { phoneNumber: OWN, connectionStatus: 'D' });
		expect((await client.create([ANA])).status).toBe(410);
		expect((await control('POST', '/numbers', { phoneNumber: OWN, state: 'D' })).status).toBe(400);
	});

	it('changes the account, renews keys, and adds accounts', async () => {
		await control('POST', '/account', { blocked: true });
		expect((await client.create([ANA])).status).toBe(402);
		await control('POST', '/account', { blocked: false, keys: ['renewed'] });
		expect((await client.create([ANA])).status).toBe(401);
		await control('POST', '/account', { uuid: 'ACCsecond', keys: ['second'] });
		const second = await client.request('GET', '/info', { key: 'second' });
		expect(second.body).toMatchObject({ account: { uuid: 'ACCsecond' } });
	});

	it('makes groups directly, listed at once and of any age', async () => {
		sandbox.settings.listedAfterMs = 60_000;
		const yesterday = '2026-01-01T10:00:00Z';
		await control('POST', '/groups', {
			name: 'Old friends',
			phoneNumber: OWN,
			waCreatedAt: yesterday,
			ownerPhoneNumber: ANA,
			members: [{ phoneNumber: BEN, role: 'admin' }],
		});
		const [uuid = ''] = await client.listedUuids();
		expect(await client.members(uuid)).toEqual([ANA, BEN, OWN]);
		const { body } = await client.get(`/whatsapp/group/${uuid}`);
		expect(body).toMatchObject({ data: { wa_created_at: yesterday, channel_is_owner: false } });
		expect((await client.change('add', uuid, ['+12025550141'])).status).toBe(403);
	});

	it('queues, shows and clears faults', async () => {
		const fault = { operation: 'create-group', effect: 'answer', status: 503, times: 2 };
		await control('POST', '/faults', fault);
		expect((await client.create([ANA])).status).toBe(503);
		expect((await control('GET', '/faults')).body).toEqual([{ ...fault, seen: 1, hits: 1 }]);
		await control('DELETE', '/faults');
		expect((await client.create([ANA])).status).toBe(200);
		for (const wrong of [
			{ effect: 'explode' },
			{ status: 500 },
			{ effect: 'hang', nht: 2 },
			{ effect: 'hang', operation: 'create' },
		]) {
			expect((await control('POST', '/faults', wrong)).status).toBe(400);
		}
	});

	it('resets everything', async () => {
		await client.newGroup();
		await control('PATCH', '/settings', { createStatus: 201 });
		await control('POST', '/faults', { effect: 'hang' });
		await control('POST', '/account', { keys: ['renewed'] });
		await control('POST', '/people', { phoneNumber: ANA, name: null, behaviour: 'inviteSent' });
		await control('POST', '/reset');
		expect(sandbox.calls).toEqual([]);
		expect(sandbox.settings).toEqual(DEFAULT_SETTINGS);
		const { status, body } = await client.create([ANA]);
		expect(status).toBe(200);
		expect(body.group.accepted_numbers).toEqual([ANA]);
		expect(sandbox.world.groups).toHaveLength(1);
	});

	it('tells of changes as they happen', async () => {
		const response = await fetch(`${sandbox.url}/_sandbox/changes`);
		expect(response.headers.get('content-type')).toBe('text/event-stream');
		const reader = response.body!.getReader();
		const next = async () => Buffer.from((await reader.read()).value ?? []).toString();
		expect(await next()).toBe('data: open\n\n');
		await client.newGroup();
		expect(await next()).toBe('data: changed\n\n');
		await reader.cancel();
	});
});

it('takes a world and settings of its own, and goes back to them', async () => {
	const second = await startSandbox({
		world: { people: [{ phoneNumber: ANA, name: 'Ana', behaviour: 'notOnWhatsApp' }] },
		settings: { createStatus: 202 },
	});
	const other = new Client(second);
	for (let round = 0; round < 2; round++) {
		const { status, body } = await other.create([ANA]);
		expect(status).toBe(202);
		expect(body.group.unaccepted_numbers).toEqual([ANA]);
		second.settings.createStatus = 200;
		second.reset();
	}
	await second.close();
});

describe('page', () => {
	it.each(['/', '/groups/WAG1'])('%s needs nothing from elsewhere', async (where) => {
		const response = await fetch(sandbox.url + where);
		expect(response.headers.get('content-type')).toMatch(/^text\/html/);
		expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
		const html = await response.text();
		expect(html).not.toMatch(/https?:\/\//);
		expect(html).not.toMatch(/<script[^>]+src|<link[^>]+stylesheet|@import/);
		expect(html).not.toContain('innerHTML');
	});
});

describe('command line', () => {
	const root = path.join(__dirname, '../../..');

	function run(...options: string[]) {
		const child = spawn(
			process.execPath,
			['--import', 'tsx', 'test/sandbox/main.mts', ...options],
			{
				cwd: root,
			},
		);
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
		const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
			child.on('close', (code) => resolve({ code, output }));
		});
		const started = new Promise<string>((resolve) => {
			child.stdout.on('data', () => {
				if (output.includes('Ctrl-C')) resolve(output);
			});
			child.on('close', () => resolve(output));
		});
		return { child, started, ended };
	}

	it('says how to use it, works, and ends on Ctrl-C', async () => {
		const { child, started, ended } = run('--port', '0');
		const output = await started;
		const baseUrl = /Base URL +(\S+)/.exec(output)?.[1] ?? '';
		const key = /API Key +(\S+)/.exec(output)?.[1] ?? '';
		expect(output).toContain(OWN);
		for (const { phoneNumber } of DEMO_PEOPLE) expect(output).toContain(phoneNumber);
		const response = await fetch(`${baseUrl}/info`, { headers: { 'X-User-API-Key': key } });
		expect(response.status).toBe(200);
		child.kill('SIGINT');
		expect((await ended).code).toBe(0);
	});

	it('names a port that is in use', async () => {
		const { ended } = run('--port', new URL(sandbox.url).port);
		const { code, output } = await ended;
		expect(code).toBe(1);
		expect(output).toMatch(/^Port \d+ is in use\. Stop the program that uses it, or try another/);
	});

	it('refuses what is no port', async () => {
		const { code, output } = await run('--port', 'http').ended;
		expect(code).toBe(1);
		expect(output).toContain('--port takes a number from 0 to 65535, not "http".');
	});
});
