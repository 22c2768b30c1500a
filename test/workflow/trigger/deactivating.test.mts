import { JOIN, LEAVE, MESSAGE, useBench } from './harness.mts';

// What remains at 2Chat of a workflow that no longer listens, or that has moved.

const bench = useBench();

const NOTHING: string[] = [];

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
		bench.addHook(LEAVE, String(bench.hooks()[0]?.hookUrl).replace(JOIN, LEAVE));
		expect(await bench.deactivate()).toBe(true);
		expect(bench.subscribed()).toEqual(NOTHING);
	});

	test('remembers those that 2Chat does not list', async () => {
		await bench.activate({ events: [JOIN] });
		bench.changeList(() => ({ success: true, webhooks: [] }));
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
