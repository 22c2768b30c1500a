import { FROM, GROUP, JOIN, LEAVE, OTHER_GROUP, SALES, oneGroup, useBench } from './harness.mts';

// What is subscribed to at 2Chat, before and after (2chat-api.md 3.5): each subscription covers one event
// and one number, every call makes another one, and the list of them is an object with `webhooks`.

const bench = useBench();

const NOTHING: string[] = [];

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
		bench.changeList((hooks) => hooks);
		await bench.activate({ events: [JOIN] });
		expect((await bench.activate({ events: [JOIN] })).existed).toBe(true);
		expect(bench.subscribed()).toEqual([JOIN]);
	});

	test('finds it again even if 2Chat shows addresses without their query', async () => {
		bench.changeList((hooks) => ({
			success: true,
			webhooks: hooks.map((hook) => ({ ...hook, hook_url: String(hook.hook_url).split('?')[0] })),
		}));
		await bench.activate({ events: [JOIN, LEAVE] });
		for (let time = 0; time < 2; time++) {
			expect((await bench.activate({ events: [JOIN, LEAVE] })).existed).toBe(true);
		}
		expect(bench.subscribed()).toEqual([JOIN, LEAVE]);
		// Without a memory it cannot know for which group they were, and makes new ones.
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
		bench.addHook(JOIN, String(bench.hooks()[0]?.hookUrl), 'WHK-again');
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
		for (const [index, address] of others.entries()) bench.addHook(JOIN, address, `WHK-${index}`);
		await bench.activate({ events: [JOIN] });
		await bench.deactivate();
		expect(bench.hooks().map(({ hookUrl }) => hookUrl)).toEqual(others);
	});

	test('stops when an old subscription cannot be removed, and says why', async () => {
		await bench.activate({ events: [JOIN] });
		bench.sandbox.fault({ operation: 'delete-webhook', effect: 'answer', status: 500 });
		const { message } = await bench.refused({ events: [LEAVE] });
		expect(message).toContain('twice');
		expect(message).toContain('HTTP 500');
		expect(bench.apiCalls('subscribe')).toHaveLength(1);
		// n8n calls delete after that, when 2Chat is well again.
		expect(bench.subscribed()).toEqual(NOTHING);
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
		bench.addHook(JOIN, `${address}?event=${JOIN}&for=000000000000`, 'WHK-original');
		const subscriptions = [{ uuid: 'WHK-original', event: JOIN, url: address }];
		const staticData = { 'node:Watch': { subscriptions } };
		await bench.activate({ events: [JOIN] }, { staticData });
		await bench.deactivate();
		expect(bench.hooks().map(({ uuid }) => uuid)).toEqual(['WHK-original']);
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
