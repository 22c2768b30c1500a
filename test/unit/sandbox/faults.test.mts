import { startSandbox, type Fault, type Sandbox } from '../../sandbox/sandbox.mts';
import { ANA, BEN, Client, OWN, wait, type CreateAnswer } from './client.mts';

let sandbox: Sandbox;
let client: Client;

beforeAll(async () => {
	sandbox = await startSandbox();
	client = new Client(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

/** Creates a group; undefined when no answer came. */
async function attempt(name = 'A', signal?: AbortSignal) {
	try {
		const response = await fetch(`${sandbox.baseUrl}/whatsapp/group/create`, {
			method: 'POST',
			headers: { 'X-User-API-Key': sandbox.apiKey, 'content-type': 'application/json' },
			body: JSON.stringify({ from_number: OWN, group: { name, participants: [ANA] } }),
			...(signal === undefined ? {} : { signal }),
		});
		return { status: response.status, text: await response.text(), headers: response.headers };
	} catch {
		return undefined;
	}
}

function lastCall() {
	return sandbox.calls.at(-1)!;
}

describe.each([
	['before', 0],
	['after', 1],
] as const)('%s the write', (when, made) => {
	afterEach(() => {
		expect(sandbox.world.groups).toHaveLength(made);
		expect(lastCall().writeDone).toBe(made === 1);
		if (made === 1) expect(lastCall().groupUuid).toBe(sandbox.world.groups[0]!.uuid);
	});

	it('answers as told', async () => {
		sandbox.fault({
			when,
			effect: 'answer',
			status: 503,
			headers: { 'retry-after': '7' },
			body: { error_message: 'down' },
		});
		const answer = await attempt();
		expect(answer?.status).toBe(503);
		expect(answer?.headers.get('retry-after')).toBe('7');
		expect(JSON.parse(answer?.text ?? '')).toEqual({ error_message: 'down' });
		expect(lastCall().status).toBe(503);
	});

	it('answers 500 without further orders', async () => {
		sandbox.fault({ when, effect: 'answer' });
		expect((await attempt())?.status).toBe(500);
	});

	it('answers with an HTML page', async () => {
		sandbox.fault({ when, effect: 'html' });
		const answer = await attempt();
		expect(answer?.status).toBe(504);
		expect(answer?.headers.get('content-type')).toMatch(/^text\/html/);
		expect(answer?.text).toContain('<html>');
	});

	it('answers with an HTML page and status 200', async () => {
		sandbox.fault({ when, effect: 'html', status: 200 });
		expect((await attempt())?.status).toBe(200);
	});

	it('resets the connection', async () => {
		sandbox.fault({ when, effect: 'reset' });
		expect(await attempt()).toBeUndefined();
		expect(lastCall()).toMatchObject({ status: null, broken: true });
	});

	it('never answers', async () => {
		sandbox.fault({ when, effect: 'hang' });
		expect(await attempt('A', AbortSignal.timeout(80))).toBeUndefined();
		await wait(30);
		expect(lastCall()).toMatchObject({ status: null, aborted: true });
	});

	it('stops in the middle of the JSON', async () => {
		sandbox.fault({ when, effect: 'truncate' });
		const answer = await attempt();
		expect(answer?.status).toBe(200);
		expect(() => JSON.parse(answer?.text ?? '') as unknown).toThrow();
	});

	it('lets the connection die in the middle of the body', async () => {
		sandbox.fault({ when, effect: 'cut' });
		expect(await attempt()).toBeUndefined();
	});

	it('answers with nothing', async () => {
		sandbox.fault({ when, effect: 'empty' });
		expect(await attempt()).toMatchObject({ status: 200, text: '' });
	});

	it('answers with a great deal', async () => {
		sandbox.fault({ when, effect: 'huge', bytes: 2_000_000 });
		expect((await attempt())?.text.length).toBeGreaterThan(2_000_000);
	});

	it('sends text as it is', async () => {
		sandbox.fault({ when, effect: 'answer', status: 200, body: 'null' });
		expect(await attempt()).toMatchObject({ status: 200, text: 'null' });
	});

	it('waits first', async () => {
		sandbox.fault({ when, effect: 'answer', delayMs: 80 });
		const start = performance.now();
		await attempt();
		expect(performance.now() - start).toBeGreaterThanOrEqual(75);
	});
});

it('delays and nothing else, before or after the write', async () => {
	for (const when of ['before', 'after'] as const) {
		sandbox.fault({ effect: 'delay', delayMs: 80, when });
		const answering = attempt();
		await wait(40);
		expect(sandbox.world.groups).toHaveLength(when === 'before' ? 0 : 2);
		const answer = await answering;
		expect(answer?.status).toBe(200);
		expect((JSON.parse(answer?.text ?? '') as CreateAnswer).success).toBe(true);
	}
});

it('does the write even when the client has gone by then', async () => {
	sandbox.settings.latencyMs = 100;
	expect(await attempt('A', AbortSignal.timeout(40))).toBeUndefined();
	await wait(120);
	expect(sandbox.world.groups).toHaveLength(1);
	expect(lastCall()).toMatchObject({ aborted: true, writeDone: true });
});

it('changes the real answer by a function, and never the world', async () => {
	sandbox.fault({
		effect: 'mutate',
		mutate: (answer) => {
			const changed = answer as CreateAnswer;
			changed.group.name = 'changed';
			return changed;
		},
	});
	const { body } = await client.create([ANA]);
	expect(body.group.name).toBe('changed');
	expect(sandbox.world.groups[0]!.name).toBe('My cool WhatsApp group');
	sandbox.fault({ effect: 'mutate', mutate: () => 'not JSON at all' });
	expect((await client.create([ANA])).text).toBe('not JSON at all');
});

describe('which calls', () => {
	const names = () => sandbox.world.groups.map(({ name }) => name);

	it('one by default, then no more', async () => {
		sandbox.fault({ effect: 'answer' });
		expect((await attempt())?.status).toBe(500);
		expect((await attempt())?.status).toBe(200);
	});

	it.each<[string, Fault, number[]]>([
		['the second', { effect: 'answer', nth: 2 }, [200, 500, 200, 200]],
		['two from the second on', { effect: 'answer', nth: 2, times: 2 }, [200, 500, 500, 200]],
		['all', { effect: 'answer', times: 0 }, [500, 500, 500, 500]],
	])('%s', async (_what, fault, expected) => {
		sandbox.fault(fault);
		const statuses: Array<number | undefined> = [];
		for (let call = 0; call < 4; call++) statuses.push((await attempt())?.status);
		expect(statuses).toEqual(expected);
	});

	it('by method, operation, path and body', async () => {
		sandbox.fault({ effect: 'answer', times: 0, operation: 'create-group', bodyContains: 'B"' });
		await attempt('A');
		await attempt('B');
		expect(names()).toEqual(['A']);
		sandbox.reset();
		sandbox.fault({ effect: 'answer', times: 0, method: 'post', path: /\/add-participant$/ });
		const uuid = await client.newGroup();
		expect((await client.get(`/whatsapp/group/${uuid}`)).status).toBe(200);
		expect((await client.change('add', uuid, [BEN])).status).toBe(500);
		expect((await client.change('remove', uuid, [ANA])).status).toBe(200);
	});

	it('in the order of the queue', async () => {
		sandbox.fault({ effect: 'answer', status: 502 });
		sandbox.fault({ effect: 'answer', status: 503 });
		expect((await attempt())?.status).toBe(502);
		expect((await attempt())?.status).toBe(503);
		expect((await attempt())?.status).toBe(200);
	});

	it('not those without a good key', async () => {
		sandbox.fault({ effect: 'answer' });
		expect((await client.request('GET', '/info', { key: 'wrong' })).status).toBe(401);
		expect((await client.get('/info')).status).toBe(500);
	});
});

it('closes in spite of calls that hang', async () => {
	const second = await startSandbox();
	second.fault({ effect: 'hang' });
	second.settings.latencyMs = 60_000;
	const calls = [new Client(second).get('/info'), new Client(second).get('/info')];
	const ends = Promise.allSettled(calls);
	await wait(50);
	const start = performance.now();
	await second.close();
	expect(performance.now() - start).toBeLessThan(1_000);
	await ends;
});
