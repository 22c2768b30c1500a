import type { EngineError } from '../../engine/client.mts';
import type { SerializedError } from '../../engine/types.mts';
import {
	FROM,
	GROUP,
	JOIN,
	LEAVE,
	MESSAGE,
	OTHER_GROUP,
	REMOVE,
	SALES,
	oneGroup,
	openBench,
	type More,
	type TriggerBench,
} from './harness.mts';

// What is subscribed to at 2Chat, before and after (2chat-api.md 3.5): each subscription covers one event
// and one number, every call makes another one, and the list of them is an object with `webhooks`.

let bench: TriggerBench;

beforeAll(async () => {
	bench = await openBench();
});
afterAll(async () => await bench.close());
beforeEach(() => bench.begin());
afterEach(async () => await bench.end());

const NOTHING: string[] = [];

/** What was asked of 2Chat, in order. */
function operations(): Array<string | null> {
	return bench.sandbox.calls.map(({ operation }) => operation);
}

/** The error that activating ends with. */
async function refused(parameters: Record<string, unknown>, more?: More): Promise<SerializedError> {
	try {
		await bench.activate(parameters as never, more);
	} catch (error) {
		return (error as EngineError).details;
	}
	throw new Error('It was activated.');
}

/** Somebody else's subscription in the same account, or one that is left from earlier. */
function addHook(eventName: string, hookUrl: string, uuid = 'WHK-left'): void {
	bench.sandbox.world.webhooks.push({
		uuid,
		accountUuid: bench.sandbox.world.accounts[0]?.uuid ?? '',
		eventName,
		numberUuid: bench.sandbox.world.numbers[0]?.uuid ?? '',
		phoneNumber: FROM,
		hookUrl,
		toGroupUuid: null,
		timePeriod: null,
		createdAt: '2026-01-01T00:00:00Z',
	});
}

/** Changes every answer of the list from now on. */
function changeList(change: (hooks: Array<Record<string, unknown>>) => unknown): void {
	bench.sandbox.fault({
		operation: 'list-webhooks',
		effect: 'mutate',
		times: 0,
		mutate: (answer) => change((answer as { webhooks: Array<Record<string, unknown>> }).webhooks),
	});
}

describe('activating', () => {
	test('subscribes to each event once, with an address of its own', async () => {
		const { url, existed } = await bench.activate({ events: [JOIN, LEAVE] });
		expect(existed).toBe(false);
		expect(bench.apiCalls('subscribe').map(({ path, body }) => ({ path, body }))).toEqual([
			{
				path: `/webhooks/subscribe/${JOIN}`,
				body: { on_number: FROM, hook_url: expect.stringContaining(`${url}?event=${JOIN}&`) },
			},
			{
				path: `/webhooks/subscribe/${LEAVE}`,
				body: { on_number: FROM, hook_url: expect.stringContaining(`${url}?event=${LEAVE}&`) },
			},
		]);
		expect(bench.subscribed()).toEqual([JOIN, LEAVE]);
		// Addresses end up in the logs of proxies.
		expect(decodeURIComponent(String(bench.hooks()[0]?.hookUrl))).not.toContain('595981048477');
	});

	test.each([201, 202] as const)('takes the status %i for a success (7.16)', async (postStatus) => {
		bench.sandbox.settings.postStatus = postStatus;
		await bench.activate({ events: [JOIN] });
		expect(bench.subscribed()).toEqual([JOIN]);
	});

	test('again finds what is there and makes nothing', async () => {
		await bench.activate({ events: [JOIN, LEAVE] });
		const { existed } = await bench.activate({ events: [LEAVE, JOIN] });
		expect(existed).toBe(true);
		expect(bench.apiCalls('subscribe')).toHaveLength(2);
		expect(bench.subscribed()).toEqual([JOIN, LEAVE]);
	});

	test('finds it without n8n remembering anything, as after a restored backup', async () => {
		await bench.activate({ events: [JOIN] });
		const { existed } = await bench.activate({ events: [JOIN] }, { staticData: {} });
		expect(existed).toBe(true);
		expect(bench.subscribed()).toEqual([JOIN]);
	});

	test('finds it in a bare array, too', async () => {
		changeList((hooks) => hooks);
		await bench.activate({ events: [JOIN] });
		expect((await bench.activate({ events: [JOIN] })).existed).toBe(true);
		expect(bench.subscribed()).toEqual([JOIN]);
	});

	test('finds it again even if 2Chat shows addresses without their query', async () => {
		changeList((hooks) => ({
			success: true,
			webhooks: hooks.map((hook) => ({ ...hook, hook_url: String(hook.hook_url).split('?')[0] })),
		}));
		await bench.activate({ events: [JOIN, LEAVE] });
		for (let time = 0; time < 2; time++) {
			expect((await bench.activate({ events: [JOIN, LEAVE] })).existed).toBe(true);
		}
		expect(bench.subscribed()).toEqual([JOIN, LEAVE]);
		// Without a memory it cannot know for which group they were, and makes them anew.
		await bench.activate({ events: [JOIN, LEAVE] }, { staticData: {} });
		expect(bench.subscribed()).toEqual([JOIN, LEAVE]);
	});

	test('makes only what is missing', async () => {
		await bench.activate({ events: [JOIN] });
		const [first] = bench.hooks();
		await bench.activate({ events: [JOIN, LEAVE] });
		expect(bench.subscribed()).toEqual([JOIN, LEAVE]);
		expect(bench.hooks()[0]).toEqual(first);
	});

	test('removes events that are no longer chosen', async () => {
		await bench.activate({ events: [JOIN, LEAVE] });
		expect((await bench.activate({ events: [LEAVE] })).existed).toBe(false);
		expect(bench.subscribed()).toEqual([LEAVE]);
	});

	test('removes duplicates, so that nothing starts the workflow twice', async () => {
		await bench.activate({ events: [JOIN] });
		addHook(JOIN, String(bench.hooks()[0]?.hookUrl), 'WHK-again');
		expect((await bench.activate({ events: [JOIN] })).existed).toBe(false);
		expect(bench.subscribed()).toEqual([JOIN]);
		await bench.happens({ event: 'join', person: '+18647351567' });
		expect(await bench.items()).toHaveLength(1);
	});

	test.each([
		['another group', oneGroup(GROUP), oneGroup(OTHER_GROUP), { toGroupUuid: OTHER_GROUP }],
		['all groups', oneGroup(GROUP), {}, { toGroupUuid: null }],
		[
			'another number',
			{},
			{ fromNumber: { __rl: true, mode: 'phone', value: SALES } },
			{ phoneNumber: SALES },
		],
	])('for %s replaces what was there', async (_what, before, after, expected) => {
		await bench.activate({ events: [JOIN], ...before });
		expect((await bench.activate({ events: [JOIN], ...after })).existed).toBe(false);
		expect(bench.hooks()).toEqual([expect.objectContaining({ eventName: JOIN, ...expected })]);
	});

	test("leaves other people's subscriptions alone", async () => {
		const others = ['https://example.com/hook', 'http://127.0.0.1:5678/webhook/other/webhook'];
		for (const [index, address] of others.entries()) addHook(JOIN, address, `WHK-${index}`);
		await bench.activate({ events: [JOIN] });
		await bench.deactivate();
		expect(bench.hooks().map(({ hookUrl }) => hookUrl)).toEqual(others);
	});

	test('stops when an old subscription cannot be removed, and says why', async () => {
		await bench.activate({ events: [JOIN] });
		bench.sandbox.fault({ operation: 'delete-webhook', effect: 'answer', status: 500 });
		const { message } = await refused({ events: [LEAVE] });
		expect(message).toContain('twice');
		expect(message).toContain('HTTP 500');
		expect(bench.apiCalls('subscribe')).toHaveLength(1);
		// n8n calls delete after that, when 2Chat is well again.
		expect(bench.subscribed()).toEqual(NOTHING);
	});
});

describe('when subscribing fails in the middle', () => {
	test('takes back what this attempt has made', async () => {
		bench.sandbox.fault({
			operation: 'subscribe',
			nth: 2,
			effect: 'answer',
			status: 400,
			body: { error: true, error_message: 'No more webhooks' },
		});
		const { name, message } = await refused({ events: [JOIN, LEAVE, REMOVE] });
		expect(name).toBe('NodeApiError');
		expect(message).toContain('"Participant Left"');
		expect(message).toContain('No more webhooks');
		expect(bench.subscribed()).toEqual(NOTHING);
		// Taken back by itself, before n8n calls delete, which starts with a look at the list.
		expect(operations().slice(0, 6)).toEqual([
			'list-webhooks',
			'list-webhooks',
			'subscribe',
			'subscribe',
			'delete-webhook',
			'list-webhooks',
		]);
	});

	test('keeps what was there before, until n8n calls delete', async () => {
		await bench.activate({ events: [JOIN] });
		bench.sandbox.fault({ operation: 'subscribe', effect: 'answer', status: 402 });
		bench.sandbox.fault({ operation: 'delete-webhook', effect: 'answer', status: 500, times: 0 });
		const { message } = await refused({ events: [JOIN, LEAVE] });
		expect(message).toContain('credits');
		expect(bench.subscribed()).toEqual([JOIN]);
	});

	test('leaves nothing behind even if taking back fails at first', async () => {
		bench.sandbox.fault({ operation: 'subscribe', nth: 2, effect: 'answer', status: 400 });
		bench.sandbox.fault({ operation: 'delete-webhook', effect: 'answer', status: 500 });
		await refused({ events: [JOIN, LEAVE] });
		expect(bench.subscribed()).toEqual(NOTHING);
	});

	test('a success that says no is a refusal', async () => {
		const body = { success: false, error: true, error_message: 'Not in your plan' };
		bench.sandbox.fault({ operation: 'subscribe', effect: 'answer', status: 200, body });
		expect((await refused({ events: [JOIN] })).message).toContain('Not in your plan');
		expect(bench.subscribed()).toEqual(NOTHING);
	});
});

describe('an answer that is lost', () => {
	const LOST = [
		['a 504 page', { effect: 'html', status: 504 }],
		['a 500', { effect: 'answer', status: 500 }],
		['a reset connection', { effect: 'reset' }],
		['half of the JSON', { effect: 'truncate' }],
		['nothing', { effect: 'empty' }],
	] as const;

	test.each(LOST)(
		'after the subscription was made (%s) makes no second one',
		async (_what, how) => {
			bench.sandbox.fault({ operation: 'subscribe', when: 'after', ...how });
			await bench.activate({ events: [JOIN, LEAVE] });
			expect(bench.apiCalls('subscribe')).toHaveLength(2);
			expect(bench.subscribed()).toEqual([JOIN, LEAVE]);
			// It is known like any other.
			await bench.deactivate();
			expect(bench.subscribed()).toEqual(NOTHING);
		},
	);

	test.each(LOST)('before it was made (%s) is not asked twice either', async (_what, how) => {
		bench.sandbox.fault({ operation: 'subscribe', nth: 2, when: 'before', ...how });
		const { message, description } = await refused({ events: [JOIN, LEAVE] });
		expect(message).toContain('"Participant Left"');
		// The trigger has no Timeout to raise.
		expect(description).not.toContain('Options');
		expect(bench.apiCalls('subscribe')).toHaveLength(2);
		expect(bench.subscribed()).toEqual(NOTHING);
	});

	test('is not taken for the one that was just removed, which 2Chat may still list', async () => {
		await bench.activate({ events: [JOIN], ...oneGroup(GROUP) });
		let before: unknown;
		changeList((hooks) => (before ??= { success: true, webhooks: hooks }));
		bench.sandbox.fault({ operation: 'subscribe', effect: 'reset' });
		await refused({ events: [JOIN] });
		expect(bench.subscribed()).toEqual(NOTHING);
	});

	test.each([
		['on the top level', (uuid: unknown) => ({ success: true, uuid })],
		['nowhere', () => ({ success: true })],
	])('the uuid may be %s', async (_where, answer) => {
		bench.sandbox.fault({
			operation: 'subscribe',
			effect: 'mutate',
			mutate: (real) => answer((real as { data: { uuid: string } }).data.uuid),
		});
		await bench.activate({ events: [JOIN] });
		expect(bench.apiCalls('subscribe')).toHaveLength(1);
		expect(bench.subscribed()).toEqual([JOIN]);
	});
});

describe('deactivating', () => {
	test('removes every subscription', async () => {
		await bench.activate({ events: [JOIN, LEAVE, MESSAGE] });
		expect(await bench.deactivate()).toBe(true);
		expect(bench.subscribed()).toEqual(NOTHING);
	});

	test('and activating again starts afresh', async () => {
		await bench.activate({ events: [JOIN] });
		await bench.deactivate();
		expect((await bench.activate({ events: [JOIN] })).existed).toBe(false);
		await bench.happens({ event: 'join', person: '+18647351567' });
		expect(await bench.items()).toHaveLength(1);
	});

	test('finds by their address those that n8n does not remember', async () => {
		await bench.activate({ events: [JOIN] });
		addHook(LEAVE, String(bench.hooks()[0]?.hookUrl).replace(JOIN, LEAVE));
		expect(await bench.deactivate()).toBe(true);
		expect(bench.subscribed()).toEqual(NOTHING);
	});

	test('remembers those that 2Chat does not list', async () => {
		await bench.activate({ events: [JOIN] });
		changeList(() => ({ success: true, webhooks: [] }));
		expect(await bench.deactivate()).toBe(true);
		expect(bench.subscribed()).toEqual(NOTHING);
	});

	test('removes by memory when the list cannot be read, and says that it is not sure', async () => {
		await bench.activate({ events: [JOIN] });
		bench.sandbox.fault({ operation: 'list-webhooks', effect: 'answer', status: 500 });
		expect(await bench.deactivate()).toBe(false);
		expect(bench.subscribed()).toEqual(NOTHING);
	});

	test('is content with one that is gone already', async () => {
		await bench.activate({ events: [JOIN, LEAVE] });
		bench.hooks().shift();
		expect(await bench.deactivate()).toBe(true);
		expect(bench.subscribed()).toEqual(NOTHING);
		expect(bench.apiCalls('delete-webhook').map(({ status }) => status)).toEqual([200, 404]);
	});

	test('answers no when one is left, and the next activation removes it', async () => {
		await bench.activate({ events: [JOIN, LEAVE] });
		bench.sandbox.fault({ operation: 'delete-webhook', effect: 'answer', status: 500 });
		expect(await bench.deactivate()).toBe(false);
		expect(bench.subscribed()).toEqual([JOIN]);
		await bench.activate({ events: [MESSAGE] });
		expect(bench.subscribed()).toEqual([MESSAGE]);
	});

	test.each([
		['a key that was renewed', (api: object) => ({ twoChatGroupsApi: { ...api, apiKey: 'old' } })],
		[
			'an unsafe Base URL',
			(api: object) => ({ twoChatGroupsApi: { ...api, baseUrl: 'http://x' } }),
		],
		['a credential that is gone', () => ({})],
	])('answers no with %s', async (_what, credentials) => {
		const { apiKey, baseUrl } = bench.sandbox;
		await bench.activate({ events: [JOIN] });
		const answer = await bench.deactivate('production', credentials({ apiKey, baseUrl }));
		expect(answer).toBe(false);
		expect(bench.subscribed()).toEqual([JOIN]);
	});
});

describe('test and production', () => {
	const asTest = { kind: 'test' } as const;

	test('have subscriptions of their own, and both get the event', async () => {
		await bench.activate({ events: [JOIN] });
		const { existed } = await bench.activate({ events: [JOIN] }, asTest);
		expect(existed).toBe(false);
		expect(bench.hooks().map(({ hookUrl }) => new URL(hookUrl).pathname.split('/')[1])).toEqual([
			'webhook',
			'webhook-test',
		]);
		await bench.happens({ event: 'join', person: '+18647351567' });
		const calls = await bench.calls();
		expect(calls.map(({ kind, run }) => `${kind} ${run?.status}`).sort()).toEqual([
			'production success',
			'test success',
		]);
	});

	test('do not remove those of each other', async () => {
		await bench.activate({ events: [JOIN] });
		await bench.activate({ events: [LEAVE] }, asTest);
		expect(await bench.deactivate('test')).toBe(true);
		expect(bench.subscribed()).toEqual([JOIN]);
		await bench.activate({ events: [LEAVE] }, asTest);
		expect(await bench.deactivate()).toBe(true);
		expect(bench.subscribed()).toEqual([LEAVE]);
	});

	test('a copy of the workflow on another n8n does not remove those of the original', async () => {
		const address = 'https://n8n.example.com/webhook/b1f3d9a2/webhook';
		addHook(JOIN, `${address}?event=${JOIN}&for=000000000000`, 'WHK-original');
		const subscriptions = [{ uuid: 'WHK-original', event: JOIN, url: address }];
		const staticData = { 'node:Watch': { subscriptions } };
		await bench.activate({ events: [JOIN] }, { staticData });
		await bench.deactivate();
		expect(bench.hooks().map(({ uuid }) => uuid)).toEqual(['WHK-original']);
	});
});

describe('a refusal says what to do', () => {
	const refusesAddress = () =>
		bench.sandbox.fault({
			operation: 'subscribe',
			effect: 'answer',
			status: 422,
			body: { detail: [{ loc: ['body', 'hook_url'], msg: 'must be publicly reachable' }] },
		});

	test.each([
		'http://localhost:5678',
		'http://127.0.0.1:5678',
		'http://192.168.1.20:5678',
		'http://10.0.0.5',
		'http://172.20.0.3:5678',
		'http://[::1]:5678',
		'http://n8n:5678',
		'https://n8n.local',
	])('for %s, which 2Chat cannot reach', async (publicUrl) => {
		refusesAddress();
		const { message, description } = await refused({ events: [JOIN] }, { publicUrl });
		expect(message).toContain('"Participant Joined"');
		expect(message).toContain('hook_url: must be publicly reachable');
		expect(description).toContain(`${publicUrl} is an address that only this machine`);
		expect(description).toContain('WEBHOOK_URL');
		expect(bench.subscribed()).toEqual(NOTHING);
	});

	test.each(['https://n8n.example.com', 'http://172.32.0.3:5678', 'https://203.0.113.7'])(
		'for %s, which may be closed to the internet',
		async (publicUrl) => {
			refusesAddress();
			const { description } = await refused({ events: [JOIN] }, { publicUrl });
			expect(description).toContain(`call n8n at ${publicUrl} from the internet`);
			expect(description).not.toContain('WEBHOOK_URL');
			expect(bench.subscribed()).toEqual(NOTHING);
		},
	);

	test('without telling the address, which is what keeps strangers out', async () => {
		refusesAddress();
		const error = await refused({ events: [JOIN] });
		const { stack: _stack, ...told } = error;
		expect(JSON.stringify(told)).not.toContain('b1f3d9a2-5c1e');
		expect(JSON.stringify(error)).not.toContain(bench.sandbox.apiKey);
	});

	test.each([
		['is not connected', '+447700900001', 'HTTP 410', 'connected'],
		['is not of this account', '+12025550199', 'HTTP 404', '2Chat account'],
		['cannot do groups', '+447700900003', 'HTTP 406', 'another connected WhatsApp number'],
	])('for a number that %s', async (_what, value, status, advice) => {
		const { message, description } = await refused({
			events: [JOIN],
			fromNumber: { __rl: true, mode: 'phone', value },
		});
		expect(message).toContain(status);
		expect(`${message} ${description}`).toContain(advice);
		expect(description).not.toContain('internet');
		expect(bench.subscribed()).toEqual(NOTHING);
	});

	test('for a key that 2Chat does not know, before anything is subscribed to', async () => {
		const { baseUrl } = bench.sandbox;
		const credentials = { twoChatGroupsApi: { apiKey: 'sandbox_wrong_key_example', baseUrl } };
		const { message } = await refused({ events: [JOIN] }, { credentials });
		expect(message).toContain('API key');
		expect(bench.apiCalls('subscribe')).toHaveLength(0);
	});

	test.each([
		[{ events: [] }, 'Events is empty'],
		[{ events: ['whatsapp.group.promote'] }, 'Events: "whatsapp.group.promote"'],
		[{ events: [JOIN], fromNumber: { __rl: true, mode: 'list', value: '' } }, 'From is empty'],
		[
			{ events: [JOIN], fromNumber: { __rl: true, mode: 'phone', value: '0171 2345' } },
			'From: "0171 2345"',
		],
		[{ events: [JOIN], ...oneGroup('', 'list') }, 'Group is empty'],
		[{ events: [JOIN], ...oneGroup('https://chat.whatsapp.com/AbC') }, 'Group: "https://chat'],
		[{ events: [JOIN], ...oneGroup('120363000000000000@g.us') }, 'Group: 2Chat lists no group'],
	])('for the setting %j', async (parameters, start) => {
		const { name, message, description } = await refused(parameters);
		expect(name).toBe('NodeOperationError');
		expect(message.startsWith(start)).toBe(true);
		expect(description).toBeTruthy();
		expect(bench.apiCalls('subscribe')).toHaveLength(0);
		expect(bench.subscribed()).toEqual(NOTHING);
	});

	test('for a group that 2Chat does not know', async () => {
		const { message } = await refused({
			events: [JOIN],
			...oneGroup('WAG00000000-0000-4000-8000-000000000000'),
		});
		expect(message).toContain('HTTP 404');
		expect(bench.subscribed()).toEqual(NOTHING);
	});
});

describe('when 2Chat is down', () => {
	test('one lost connection is enough to stop removing', async () => {
		await bench.activate({ events: [JOIN, LEAVE, MESSAGE] });
		bench.sandbox.fault({ operation: 'delete-webhook', effect: 'reset', times: 0 });
		expect(await bench.deactivate()).toBe(false);
		const paths = new Set(bench.apiCalls('delete-webhook').map(({ path }) => path));
		expect(paths.size).toBe(1);
		expect(bench.subscribed()).toEqual([JOIN, LEAVE, MESSAGE]);
	});

	test('n8n is not kept waiting for minutes', async () => {
		bench.sandbox.fault({ effect: 'answer', status: 503, times: 0 });
		await refused({ events: [JOIN] });
		// Two waits within the budget, so three tries, once for activating and once for taking back.
		expect(operations()).toEqual(Array.from({ length: 6 }, () => 'list-webhooks'));
		expect(bench.subscribed()).toEqual(NOTHING);
	});
});

test('the pickers show numbers and the groups of the one in From', async () => {
	const call = {
		type: 'twoChatGroupsTrigger',
		credentials: {
			twoChatGroupsApi: { apiKey: bench.sandbox.apiKey, baseUrl: bench.sandbox.baseUrl },
		},
		parameters: { fromNumber: { __rl: true, mode: 'list', value: FROM } },
	};
	const numbers = await bench.engine.listSearch({ ...call, method: 'searchNumbers' });
	expect(numbers.results.map(({ value }) => value)).toContain(FROM);
	const groups = await bench.engine.listSearch({ ...call, method: 'searchGroups' });
	expect(groups.results.map(({ value }) => value).sort()).toEqual([GROUP, OTHER_GROUP].sort());
});
