import { credentials, engine, withCredential } from '../bench.mts';
import { BEN, FROM, OTHER_FROM, from } from '../data.mts';
import { callsOf, refuse } from '../twoChat.mts';
import { GROUP, JOIN, LEAVE, MESSAGE, OTHER_GROUP, activate, activationError } from './harness.mts';
import { addSubscription, changeList, deactivate, happens, oneGroup } from './harness.mts';
import { received, subscribed, subscriptions, useTrigger, webhookCalls } from './harness.mts';

// What is subscribed to at 2Chat, before and after (2chat-api.md 3.5): each subscription covers one event
// and one number, every call makes another one, and the list of them is an object with `webhooks`.

useTrigger();

describe('activating', () => {
	test('subscribes to each event once, with an address of its own', async () => {
		const { url, existed } = await activate({ events: [JOIN, LEAVE] });
		expect(existed).toBe(false);
		expect(callsOf('subscribe').map(({ path, body }) => ({ path, body }))).toEqual([
			{
				path: `/webhooks/subscribe/${JOIN}`,
				body: { on_number: FROM, hook_url: expect.stringContaining(`${url}?event=${JOIN}&`) },
			},
			{
				path: `/webhooks/subscribe/${LEAVE}`,
				body: { on_number: FROM, hook_url: expect.stringContaining(`${url}?event=${LEAVE}&`) },
			},
		]);
		expect(subscribed()).toEqual([JOIN, LEAVE]);
		// Addresses end up in the logs of proxies.
		expect(decodeURIComponent(String(subscriptions()[0]?.hookUrl))).not.toContain('595981048477');
	});

	test.each([
		{ what: 'nothing', before: [JOIN, LEAVE], after: [LEAVE, JOIN], existed: true },
		{ what: 'what is missing', before: [JOIN], after: [JOIN, LEAVE], existed: false },
		{ what: 'what is not chosen any more', before: [JOIN, LEAVE], after: [LEAVE], existed: false },
	])('again changes only $what', async ({ before, after, existed }) => {
		await activate({ events: before });
		const kept = subscriptions().filter(({ eventName }) => after.includes(eventName));
		expect((await activate({ events: after })).existed).toBe(existed);
		expect(subscribed().sort()).toEqual(after.sort());
		expect(subscriptions()).toEqual(expect.arrayContaining(kept));
	});

	test('finds it without n8n remembering anything, as after a restored backup', async () => {
		await activate({ events: [JOIN] });
		const { existed } = await activate({ events: [JOIN] }, { staticData: {} });
		expect(existed).toBe(true);
		expect(subscribed()).toEqual([JOIN]);
	});

	test('finds it in a bare array, too', async () => {
		changeList((hooks) => hooks);
		await activate({ events: [JOIN] });
		expect((await activate({ events: [JOIN] })).existed).toBe(true);
		expect(subscribed()).toEqual([JOIN]);
	});

	test('finds it again even if 2Chat shows addresses without their query', async () => {
		changeList((hooks) => ({
			success: true,
			webhooks: hooks.map((hook) => ({ ...hook, hook_url: String(hook.hook_url).split('?')[0] })),
		}));
		await activate({ events: [JOIN, LEAVE] });
		for (let time = 0; time < 2; time++) {
			expect((await activate({ events: [JOIN, LEAVE] })).existed).toBe(true);
		}
		expect(subscribed()).toEqual([JOIN, LEAVE]);
		// Without a memory it cannot know for which group they were, and makes new ones.
		await activate({ events: [JOIN, LEAVE] }, { staticData: {} });
		expect(subscribed()).toEqual([JOIN, LEAVE]);
	});

	test('removes duplicates, so that nothing starts the workflow twice', async () => {
		await activate({ events: [JOIN] });
		addSubscription(JOIN, String(subscriptions()[0]?.hookUrl), 'WHK-again');
		expect((await activate({ events: [JOIN] })).existed).toBe(false);
		expect(subscribed()).toEqual([JOIN]);
		await happens({ event: 'join', person: BEN });
		expect(await received()).toHaveLength(1);
	});

	test.each([
		['another group', oneGroup(GROUP), oneGroup(OTHER_GROUP), { toGroupUuid: OTHER_GROUP }],
		['all groups', oneGroup(GROUP), {}, { toGroupUuid: null }],
		['another number', {}, { fromNumber: from(OTHER_FROM) }, { phoneNumber: OTHER_FROM }],
	])('for %s replaces what was there', async (_what, before, after, expected) => {
		await activate({ events: [JOIN], ...before });
		expect((await activate({ events: [JOIN], ...after })).existed).toBe(false);
		expect(subscriptions()).toEqual([expect.objectContaining({ eventName: JOIN, ...expected })]);
	});

	test("leaves other people's subscriptions alone", async () => {
		const others = ['https://example.com/hook', 'http://127.0.0.1:5678/webhook/other/webhook'];
		for (const [index, address] of others.entries()) addSubscription(JOIN, address, `WHK-${index}`);
		await activate({ events: [JOIN] });
		await deactivate();
		expect(subscriptions().map(({ hookUrl }) => hookUrl)).toEqual(others);
	});

	test('stops when an old subscription cannot be removed, and says why', async () => {
		await activate({ events: [JOIN] });
		refuse('delete-webhook', { status: 500 });
		const { message } = await activationError({ events: [LEAVE] });
		expect(message).toContain('twice');
		expect(message).toContain('HTTP 500');
		expect(callsOf('subscribe')).toHaveLength(1);
		// n8n calls delete after that, when 2Chat is well again.
		expect(subscribed()).toEqual([]);
	});
});

describe('test and production', () => {
	const asTest = { kind: 'test' } as const;

	test('have subscriptions of their own, and both get the event', async () => {
		await activate({ events: [JOIN] });
		const { existed } = await activate({ events: [JOIN] }, asTest);
		expect(existed).toBe(false);
		expect(subscriptions().map(({ hookUrl }) => new URL(hookUrl).pathname.split('/')[1])).toEqual([
			'webhook',
			'webhook-test',
		]);
		await happens({ event: 'join', person: BEN });
		const calls = await webhookCalls();
		expect(calls.map(({ kind, run }) => `${kind} ${run?.status}`).sort()).toEqual([
			'production success',
			'test success',
		]);
	});

	test('do not remove those of each other', async () => {
		await activate({ events: [JOIN] });
		await activate({ events: [LEAVE] }, asTest);
		expect(await deactivate('test')).toBe(true);
		expect(subscribed()).toEqual([JOIN]);
		await activate({ events: [LEAVE] }, asTest);
		expect(await deactivate()).toBe(true);
		expect(subscribed()).toEqual([LEAVE]);
	});

	test('a copy of the workflow on another n8n does not remove those of the original', async () => {
		const address = 'https://n8n.example.com/webhook/b1f3d9a2/webhook';
		addSubscription(JOIN, `${address}?event=${JOIN}&for=000000000000`, 'WHK-original');
		const remembered = [{ uuid: 'WHK-original', event: JOIN, url: address }];
		const staticData = { 'node:Watch': { subscriptions: remembered } };
		await activate({ events: [JOIN] }, { staticData });
		await deactivate();
		expect(subscriptions().map(({ uuid }) => uuid)).toEqual(['WHK-original']);
	});
});

test('the pickers show numbers and the groups of the one in From', async () => {
	const call = {
		type: 'twoChatGroupsTrigger',
		credentials: credentials(),
		parameters: { fromNumber: { __rl: true, mode: 'list', value: FROM } },
	};
	const numbers = await engine.listSearch({ ...call, method: 'searchNumbers' });
	expect(numbers.results.map(({ value }) => value)).toContain(FROM);
	const groups = await engine.listSearch({ ...call, method: 'searchGroups' });
	expect(groups.results.map(({ value }) => value).sort()).toEqual([GROUP, OTHER_GROUP].sort());
});

describe('deactivating', () => {
	test('finds by their address those that n8n does not remember', async () => {
		await activate({ events: [JOIN] });
		addSubscription(LEAVE, String(subscriptions()[0]?.hookUrl).replace(JOIN, LEAVE));
		expect(await deactivate()).toBe(true);
		expect(subscribed()).toEqual([]);
	});

	test('remembers those that 2Chat does not list', async () => {
		await activate({ events: [JOIN] });
		changeList(() => ({ success: true, webhooks: [] }));
		expect(await deactivate()).toBe(true);
		expect(subscribed()).toEqual([]);
	});

	test('removes by memory when the list cannot be read, and says that it is not sure', async () => {
		await activate({ events: [JOIN] });
		refuse('list-webhooks', { status: 500 });
		expect(await deactivate()).toBe(false);
		expect(subscribed()).toEqual([]);
	});

	test('is content with one that is gone already', async () => {
		await activate({ events: [JOIN, LEAVE] });
		subscriptions().shift();
		expect(await deactivate()).toBe(true);
		expect(subscribed()).toEqual([]);
		expect(callsOf('delete-webhook').map(({ status }) => status)).toEqual([200, 404]);
	});

	test('answers no when one is left, and the next activation removes it', async () => {
		await activate({ events: [JOIN, LEAVE] });
		refuse('delete-webhook', { status: 500 });
		expect(await deactivate()).toBe(false);
		expect(subscribed()).toEqual([JOIN]);
		await activate({ events: [MESSAGE] });
		expect(subscribed()).toEqual([MESSAGE]);
	});

	test.each([
		['a key that was renewed', () => withCredential({ apiKey: 'old' })],
		['an unsafe Base URL', () => withCredential({ baseUrl: 'http://x' })],
		['a credential that is gone', () => ({ credentials: {} })],
	])('answers no with %s', async (_what, how) => {
		await activate({ events: [JOIN] });
		expect(await deactivate('production', how().credentials)).toBe(false);
		expect(subscribed()).toEqual([JOIN]);
	});
});
