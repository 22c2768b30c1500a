import { withCredential } from '../bench.mts';
import { callsOf, refuse } from '../twoChat.mts';
import { JOIN, LEAVE, MESSAGE, activate, addSubscription, changeList } from './harness.mts';
import { deactivate, subscribed, subscriptions, useTrigger } from './harness.mts';

// What remains at 2Chat of a workflow that no longer listens, or that has moved.

useTrigger();

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
