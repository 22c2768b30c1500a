import { startSandbox, type Sandbox } from '../../sandbox/sandbox.mts';
import { ANA, Client, OWN } from './client.mts';

let sandbox: Sandbox;
let client: Client;

beforeAll(async () => {
	sandbox = await startSandbox();
	client = new Client(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const create = { from_number: OWN, group: { name: 'A', participants: [ANA] } };

describe('authentication (2chat-api.md 1.1, 1.4)', () => {
	it('answers 403 without a key', async () => {
		const { status, body } = await client.request('GET', '/info', { key: null });
		expect(status).toBe(403);
		expect(body).toEqual({ detail: 'Not authenticated' });
	});

	it('answers 401 to a wrong key, on reads and writes', async () => {
		for (const [method, path] of [
			['GET', '/info'],
			['POST', '/whatsapp/group/create'],
		] as const) {
			const { status, body } = await client.request(method, path, {
				key: 'wrong',
				...(method === 'POST' ? { body: create } : {}),
			});
			expect(status).toBe(401);
			expect(body).toEqual({ detail: 'Invalid API Key' });
		}
		expect(sandbox.world.groups).toHaveLength(0);
	});

	it('keeps the two answers whatever shape application errors have', async () => {
		sandbox.settings.errorShape = 'error_message';
		sandbox.settings.errorsAnswerWith = 'ok';
		const { status, body } = await client.request('GET', '/info', { key: 'wrong' });
		expect(status).toBe(401);
		expect(body).toEqual({ detail: 'Invalid API Key' });
	});

	it('stops taking a key that was renewed', async () => {
		sandbox.world.accounts[0]!.keys = ['renewed'];
		expect((await client.get('/info')).status).toBe(401);
		expect((await client.request('GET', '/info', { key: 'renewed' })).status).toBe(200);
	});
});

describe('paths', () => {
	it.each([
		'/nope',
		'/ping',
		'/whatsapp/get-groups/+595981048477',
		'/whatsapp/groups/+595981048477/get-groups',
		'/whatsapp/group-info/WAG1',
		'/webhooks/list-all',
	])('does not know GET %s (2.0)', async (path) => {
		const { status, body } = await client.get(path);
		expect(status).toBe(404);
		expect(body).toEqual({ detail: 'Not Found' });
	});

	it.each(['/whatsapp/groups/create-group', '/whatsapp/send-group-message'])(
		'does not know POST %s (2.0)',
		async (path) => {
			expect((await client.post(path, create)).status).toBe(404);
		},
	);

	it('takes a literal plus and %2B alike (1.8)', async () => {
		const literal = await client.get('/whatsapp/groups/+595981048477');
		const encoded = await client.get('/whatsapp/groups/%2B595981048477');
		expect(literal.status).toBe(200);
		expect(encoded.body).toEqual(literal.body);
	});

	it.each(['595981048477', '%20595981048477', '+0595981048477', '+123', 'WPN1'])(
		'answers 422 to %s where an E.164 number belongs (1.5)',
		async (number) => {
			const { status, body } = await client.get(`/whatsapp/groups/${number}`);
			expect(status).toBe(422);
			expect(body).toMatchObject({ detail: [{ loc: ['path', 'phone'] }] });
		},
	);
});

describe('bodies', () => {
	it('answers 400 to what is not JSON (1.5)', async () => {
		const { status } = await client.request('POST', '/whatsapp/group/create', { raw: '{"a":' });
		expect(status).toBe(400);
	});

	it('names missing fields as FastAPI does (section 6)', async () => {
		const { status, body } = await client.post('/whatsapp/group/create', {});
		expect(status).toBe(422);
		expect(body).toEqual({
			detail: expect.arrayContaining([
				{ loc: ['body', 'from_number'], msg: 'field required', type: 'value_error.missing' },
				{ loc: ['body', 'group'], msg: 'field required', type: 'value_error.missing' },
			]) as unknown,
		});
	});

	it.each([
		['from_number', { ...create, from_number: 595981048477 }],
		['group', { ...create, group: 'A' }],
		['name', { ...create, group: { ...create.group, name: 7 } }],
		['participants', { ...create, group: { ...create.group, participants: ANA } }],
		['a participant', { ...create, group: { ...create.group, participants: [17137157533] } }],
		['a list', [create]],
		['null', null],
	])('answers 422 to a wrong type of %s', async (_what, body) => {
		const answer = await client.post('/whatsapp/group/create', body);
		expect(answer.status).toBe(422);
		expect(answer.body).toMatchObject({ detail: [{ msg: expect.any(String) as string }] });
		expect(sandbox.world.groups).toHaveLength(0);
	});

	it('wants JSON to be declared as JSON, and takes it undeclared', async () => {
		const raw = JSON.stringify(create);
		const path = '/whatsapp/group/create';
		const asText = await client.request('POST', path, { raw, contentType: 'text/plain' });
		expect(asText.status).toBe(422);
		const asForm = await client.request('POST', path, {
			raw: 'from_number=1',
			contentType: 'application/x-www-form-urlencoded',
		});
		expect(asForm.status).toBe(422);
		const undeclared = await client.request('POST', path, { raw, contentType: null });
		expect(undeclared.status).toBe(200);
		const declared = await client.request('POST', path, {
			raw,
			contentType: 'application/json; charset=utf-8',
		});
		expect(declared.status).toBe(200);
	});
});

describe('account and credits (2chat-api.md 1.3, 1.7)', () => {
	interface Info {
		account: Record<string, unknown>;
		limits: Record<string, unknown>;
		usage: Record<string, number>;
	}

	it('shows the documented fields', async () => {
		sandbox.settings.requestsPerMinute = 80;
		const { body } = await client.get<Info>('/info');
		expect(body).toEqual({
			success: true,
			account: {
				name: 'Account Name (ACC91be87af-5a29-4034-b599-342f2aeb5d52)',
				uuid: 'ACC91be87af-5a29-4034-b599-342f2aeb5d52',
				on_trial: false,
				blocked: false,
				created_at: '2022-04-21T21:55:37Z',
				expires_at: expect.stringMatching(/Z$/) as string,
			},
			limits: { requests_per_minute: 80 },
			usage: {
				api_request_count: 1,
				max_api_request_count: 500_000,
				number_check_count: 0,
				max_number_check_count: 500_000,
			},
		});
	});

	it('takes a credit for every call, two for a check with extra information', async () => {
		const used = async () => (await client.get<Info>('/info')).body.usage;
		const before = (await used()).api_request_count!;
		await client.get('/whatsapp/get-numbers');
		await client.create([ANA]);
		await client.get(`/whatsapp/check-number/${OWN}/${ANA}`);
		await client.get(`/whatsapp/check-number/${OWN}/${ANA}?extra-information=true`);
		const after = await used();
		expect(after.api_request_count! - before).toBe(1 + 1 + 1 + 2 + 1);
		expect(after.number_check_count).toBe(3);
	});

	it.each([
		['api', { apiRequestCount: 1, numberCheckCount: 0 }],
		['verification', { apiRequestCount: 0, numberCheckCount: 1 }],
		['both', { apiRequestCount: 1, numberCheckCount: 1 }],
	] as const)('lets a check draw on %s (section 7, 9)', async (checkDrawsOn, expected) => {
		sandbox.settings.checkDrawsOn = checkDrawsOn;
		await client.get(`/whatsapp/check-number/${OWN}/${ANA}`);
		expect(sandbox.world.accounts[0]).toMatchObject(expected);
	});

	it('answers 402 when the credits are used up, but still tells so', async () => {
		const account = sandbox.world.accounts[0]!;
		account.maxApiRequestCount = 1;
		expect((await client.create([ANA])).status).toBe(200);
		expect((await client.create([ANA])).status).toBe(402);
		expect((await client.get('/info')).status).toBe(200);
		expect(sandbox.world.groups).toHaveLength(1);
	});

	it.each([
		['blocked', { blocked: true, blockReason: 'Unpaid invoice' }],
		['expired', { onTrial: true, expiresAt: '2020-01-01T00:00:00Z' }],
	])('answers 402 for a %s account on all but /info (section 6)', async (_what, change) => {
		Object.assign(sandbox.world.accounts[0]!, change);
		expect((await client.get('/whatsapp/get-numbers')).status).toBe(402);
		const { status, body } = await client.get<Info>('/info');
		expect(status).toBe(200);
		expect(body.account.blocked).toBe('blocked' in change);
		expect(body.account.block_reason).toBe('blocked' in change ? 'Unpaid invoice' : undefined);
	});
});

describe('rate limit (2chat-api.md 1.6)', () => {
	it('answers 429 beyond the limit, and tells it in /info', async () => {
		sandbox.settings.requestsPerMinute = 3;
		const statuses: number[] = [];
		for (let call = 0; call < 5; call++) statuses.push((await client.get('/info')).status);
		expect(statuses).toEqual([200, 200, 200, 429, 429]);
	});

	it('allows ten a minute on trial', async () => {
		sandbox.world.accounts[0]!.onTrial = true;
		const replies = [];
		for (let call = 0; call < 11; call++) replies.push(await client.get('/info'));
		expect(replies[0]!.body).toMatchObject({ limits: { requests_per_minute: 10 } });
		expect(replies.map(({ status }) => status)).toEqual([...Array<number>(10).fill(200), 429]);
	});

	it('does no work and takes no credit', async () => {
		sandbox.settings.requestsPerMinute = 0;
		expect((await client.create([ANA])).status).toBe(429);
		expect(sandbox.world.groups).toHaveLength(0);
		expect(sandbox.world.accounts[0]!.apiRequestCount).toBe(0);
	});

	it('lets calls through again after a minute', async () => {
		sandbox.settings.requestsPerMinute = 1;
		const now = jest.spyOn(Date, 'now');
		const start = Date.now();
		now.mockReturnValue(start);
		expect((await client.get('/info')).status).toBe(200);
		now.mockReturnValue(start + 59_000);
		expect((await client.get('/info')).status).toBe(429);
		now.mockReturnValue(start + 60_001);
		expect((await client.get('/info')).status).toBe(200);
		now.mockRestore();
	});

	it('names a time to wait in seconds, as a date, or not', async () => {
		sandbox.settings.requestsPerMinute = 1;
		await client.get('/info');
		expect((await client.get('/info')).headers.get('retry-after')).toBeNull();
		sandbox.settings.retryAfter = 'seconds';
		const seconds = Number((await client.get('/info')).headers.get('retry-after'));
		expect(seconds).toBeGreaterThan(50);
		expect(seconds).toBeLessThanOrEqual(60);
		sandbox.settings.retryAfter = 'date';
		const date = (await client.get('/info')).headers.get('retry-after') ?? '';
		expect(date).toMatch(/ GMT$/);
		expect(Date.parse(date) - Date.now()).toBeGreaterThan(50_000);
	});

	it('limits checks by the checking number', async () => {
		sandbox.settings.checksPerMinute = 1;
		const path = (own: string) => `/whatsapp/check-number/${own}/${ANA}`;
		expect((await client.get(path(OWN))).status).toBe(200);
		expect((await client.get(path(OWN))).status).toBe(429);
		expect((await client.get(path('+12123334444'))).status).toBe(200);
	});
});

describe('shapes of application errors (2chat-api.md 1.4)', () => {
	const unknown = '/whatsapp/group/WAGunknown/add-participant';
	const add = { from_number: OWN, participants: [ANA] };

	it.each([
		['error_message', { success: false, error: true, error_message: expect.any(String) as string }],
		['message', { success: false, message: expect.any(String) as string }],
		['detail', { detail: expect.any(String) as string }],
		[
			'detailList',
			{ detail: [{ loc: ['body'], msg: expect.any(String) as string, type: 'value_error' }] },
		],
	] as const)('%s', async (errorShape, expected) => {
		sandbox.settings.errorShape = errorShape;
		const { status, body } = await client.post(unknown, add);
		expect(status).toBe(404);
		expect(body).toEqual(expected);
	});

	it('mixed: each endpoint in the shape that its clients report', async () => {
		const text = expect.any(String) as string;
		expect((await client.get('/whatsapp/group/WAGunknown')).body).toEqual({ detail: text });
		expect((await client.get('/whatsapp/groups/+12025550199')).body).toEqual({ detail: text });
		const send = { from_number: OWN, to_group_uuid: 'WAGunknown', text: 'x' };
		expect((await client.post('/whatsapp/send-message', send)).body).toEqual({
			error_message: text,
		});
		const hook = { hook_url: 'http://127.0.0.1/', on_number: '+12025550199' };
		expect((await client.post('/webhooks/subscribe/whatsapp.group.join', hook)).body).toEqual({
			error: true,
			error_message: text,
		});
		expect((await client.post(unknown, add)).body).toEqual({
			success: false,
			error: true,
			error_message: text,
		});
	});

	it('can hide errors in a 200', async () => {
		sandbox.settings.errorsAnswerWith = 'ok';
		const { status, body } = await client.post(unknown, add);
		expect(status).toBe(200);
		expect(body).toMatchObject({ success: false, error: true });
	});
});

describe('recorded calls', () => {
	it('hold method, path, body, status, operation, group and effect, and never the key', async () => {
		const uuid = await client.newGroup();
		await client.get('/whatsapp/groups/%2B595981048477?page=0');
		await client.get('/nope');
		expect(sandbox.calls).toEqual([
			expect.objectContaining({
				method: 'POST',
				path: '/whatsapp/group/create',
				body: expect.objectContaining({ from_number: OWN }) as unknown,
				status: 200,
				operation: 'create-group',
				groupUuid: uuid,
				writeDone: true,
			}),
			expect.objectContaining({
				path: '/whatsapp/groups/%2B595981048477?page=0',
				operation: 'list-groups',
				writeDone: false,
			}),
			expect.objectContaining({ path: '/nope', status: 404, operation: null }),
		]);
		expect(JSON.stringify(sandbox.calls)).not.toContain(sandbox.apiKey);
	});

	it('blot out a key in path or body, and say so', async () => {
		await client.get(`/info?key=${sandbox.apiKey}`);
		await client.post('/whatsapp/send-message', { text: sandbox.apiKey });
		expect(JSON.stringify(sandbox.calls)).not.toContain(sandbox.apiKey);
		expect(sandbox.calls.map(({ keyLeaked }) => keyLeaked)).toEqual([true, true]);
	});

	it('count requests that are open at once', async () => {
		sandbox.settings.latencyMs = 60;
		await Promise.all([client.get('/info'), client.get('/info'), client.get('/info')]);
		expect(sandbox.calls.map(({ concurrent }) => concurrent).sort()).toEqual([1, 2, 3]);
		for (const { at, endedAt } of sandbox.calls) expect(endedAt! - at).toBeGreaterThanOrEqual(55);
	});
});

it('takes as long as asked, per call and per participant (5.2)', async () => {
	sandbox.settings.latencyMs = 20;
	sandbox.settings.latencyPerParticipantMs = 40;
	const start = performance.now();
	await client.create([ANA, '+18647351567']);
	expect(performance.now() - start).toBeGreaterThanOrEqual(98);
});

it('can refuse a second write on a number that is at work: 486 (1.5)', async () => {
	sandbox.settings.oneWriteAtATime = true;
	sandbox.settings.latencyMs = 60;
	const statuses = (await Promise.all([client.create([ANA]), client.create([ANA])])).map(
		({ status }) => status,
	);
	expect(statuses.sort()).toEqual([200, 486]);
	expect((await client.create([ANA])).status).toBe(200);
});

it('starts on any free port, in well under a second', async () => {
	const start = performance.now();
	const second = await startSandbox();
	expect(performance.now() - start).toBeLessThan(1_000);
	expect(second.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
	expect(second.baseUrl).toBe(`${second.url}/open`);
	await second.close();
});
