import { sandbox, withCredential } from '../bench.mts';
import { NO_GROUP, from } from '../data.mts';
import { answerWith, callsOf, changeAnswers, operations, refuse } from '../twoChat.mts';
import { GROUP, JOIN, LEAVE, MESSAGE, REMOVE, activate, activationError } from './harness.mts';
import { changeList, deactivate, oneGroup, subscribed, useTrigger } from './harness.mts';

// What is subscribed to at 2Chat after a refusal, a lost answer or an outage (2chat-api.md 3.5).

useTrigger();

describe('when subscribing fails in the middle', () => {
	test('takes back what this attempt has made', async () => {
		refuse('subscribe', { nth: 2, status: 400, body: { error_message: 'No more webhooks' } });
		const { name, message } = await activationError({ events: [JOIN, LEAVE, REMOVE] });
		expect(name).toBe('NodeApiError');
		expect(message).toContain('"Participant Left"');
		expect(message).toContain('No more webhooks');
		expect(subscribed()).toEqual([]);
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
		await activate({ events: [JOIN] });
		refuse('subscribe');
		refuse('delete-webhook', { status: 500, times: 0 });
		const { message } = await activationError({ events: [JOIN, LEAVE] });
		expect(message).toContain('credits');
		expect(subscribed()).toEqual([JOIN]);
	});

	test('leaves nothing behind even if taking back fails at first', async () => {
		refuse('subscribe', { nth: 2, status: 400 });
		refuse('delete-webhook', { status: 500 });
		await activationError({ events: [JOIN, LEAVE] });
		expect(subscribed()).toEqual([]);
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
			sandbox.fault({ operation: 'subscribe', when: 'after', ...how });
			await activate({ events: [JOIN, LEAVE] });
			expect(callsOf('subscribe')).toHaveLength(2);
			expect(subscribed()).toEqual([JOIN, LEAVE]);
			// It is known like any other.
			await deactivate();
			expect(subscribed()).toEqual([]);
		},
	);

	test.each(LOST)('before it was made (%s) is not asked twice either', async (_what, how) => {
		sandbox.fault({ operation: 'subscribe', nth: 2, when: 'before', ...how });
		const { message, description } = await activationError({ events: [JOIN, LEAVE] });
		expect(message).toContain('"Participant Left"');
		// The trigger has no Timeout to raise.
		expect(description).not.toContain('Options');
		expect(callsOf('subscribe')).toHaveLength(2);
		expect(subscribed()).toEqual([]);
	});

	test('is not taken for the one that was just removed, which 2Chat may still list', async () => {
		await activate({ events: [JOIN], ...oneGroup(GROUP) });
		let before: unknown;
		changeList((hooks) => (before ??= { success: true, webhooks: hooks }));
		sandbox.fault({ operation: 'subscribe', effect: 'reset' });
		await activationError({ events: [JOIN] });
		expect(subscribed()).toEqual([]);
	});

	test.each([
		['on the top level', (uuid: unknown) => ({ success: true, uuid })],
		['nowhere', () => ({ success: true })],
	])('the uuid may be %s', async (_where, answer) => {
		changeAnswers('subscribe', (real) => answer((real as { data: { uuid: string } }).data.uuid));
		await activate({ events: [JOIN] });
		expect(callsOf('subscribe')).toHaveLength(1);
		expect(subscribed()).toEqual([JOIN]);
	});
});

test('a yes without an id, for an event that 2Chat lists nowhere, is said to be none', async () => {
	answerWith('subscribe', { success: true }, { nth: 2 });
	const { message } = await activationError({ events: [JOIN, LEAVE] });
	expect(message).toContain('"Participant Left"');
	expect(message).toContain('2Chat said yes, but names no subscription and lists none');
	expect(callsOf('subscribe')).toHaveLength(2);
	expect(subscribed()).toEqual([]);
});

describe('a refusal says what to do', () => {
	const refusesAddress = () =>
		refuse('subscribe', {
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
		const { message, description } = await activationError({ events: [JOIN] }, { publicUrl });
		expect(message).toContain('"Participant Joined"');
		expect(message).toContain('hook_url: must be publicly reachable');
		expect(description).toContain(`${publicUrl} is an address that only this machine`);
		expect(description).toContain('WEBHOOK_URL');
		expect(subscribed()).toEqual([]);
	});

	test.each(['https://n8n.example.com', 'http://172.32.0.3:5678', 'https://203.0.113.7'])(
		'for %s, which may be closed to the internet',
		async (publicUrl) => {
			refusesAddress();
			const { description } = await activationError({ events: [JOIN] }, { publicUrl });
			expect(description).toContain(`call n8n at ${publicUrl} from the internet`);
			expect(description).not.toContain('WEBHOOK_URL');
			expect(subscribed()).toEqual([]);
		},
	);

	test('without telling the address, which is what keeps strangers out', async () => {
		refusesAddress();
		const error = await activationError({ events: [JOIN] });
		const { stack: _stack, ...told } = error;
		expect(JSON.stringify(told)).not.toContain('b1f3d9a2-5c1e');
		expect(JSON.stringify(error)).not.toContain(sandbox.apiKey);
	});

	test.each([
		['number that is not connected', { fromNumber: from('+447700900001') }, 410, 'connected'],
		['number of another account', { fromNumber: from('+12025550199') }, 404, '2Chat account'],
		['number without groups', { fromNumber: from('+447700900003') }, 406, 'another connected'],
		['group that 2Chat does not know', oneGroup(NO_GROUP), 404, ''],
	])('for a %s', async (_what, parameters, status, advice) => {
		const { message, description } = await activationError({ events: [JOIN], ...parameters });
		expect(message).toContain(`HTTP ${status}`);
		expect(`${message} ${description}`).toContain(advice);
		expect(description).not.toContain('internet');
		expect(subscribed()).toEqual([]);
	});

	test('for a key that 2Chat does not know, before anything is subscribed to', async () => {
		const how = withCredential({ apiKey: 'sandbox_wrong_key_example' });
		const { message } = await activationError({ events: [JOIN] }, how);
		expect(message).toContain('API key');
		expect(callsOf('subscribe')).toHaveLength(0);
	});

	test.each([
		[{ events: [] }, 'Events is empty'],
		[{ events: ['whatsapp.group.promote'] }, 'Events: "whatsapp.group.promote"'],
		[{ events: [JOIN], fromNumber: { __rl: true, mode: 'list', value: '' } }, 'From is empty'],
		[{ events: [JOIN], fromNumber: from('0171 2345') }, 'From: "0171 2345"'],
		[{ events: [JOIN], ...oneGroup('', 'list') }, 'Group is empty'],
		[{ events: [JOIN], ...oneGroup('https://chat.whatsapp.com/AbC') }, 'Group: "https://chat'],
		[{ events: [JOIN], ...oneGroup('120363000000000000@g.us') }, 'Group: 2Chat lists no group'],
	])('for the setting %j', async (parameters, start) => {
		const { name, message, description } = await activationError(parameters);
		expect(name).toBe('NodeOperationError');
		expect(message.startsWith(start)).toBe(true);
		expect(description).toBeTruthy();
		expect(callsOf('subscribe')).toHaveLength(0);
		expect(subscribed()).toEqual([]);
	});
});

describe('when 2Chat is down', () => {
	test('one lost connection is enough to stop removing', async () => {
		await activate({ events: [JOIN, LEAVE, MESSAGE] });
		sandbox.fault({ operation: 'delete-webhook', effect: 'reset', times: 0 });
		expect(await deactivate()).toBe(false);
		const paths = new Set(callsOf('delete-webhook').map(({ path }) => path));
		expect(paths.size).toBe(1);
		expect(subscribed()).toEqual([JOIN, LEAVE, MESSAGE]);
	});

	test('n8n is not kept waiting for minutes', async () => {
		sandbox.fault({ effect: 'answer', status: 503, times: 0 });
		await activationError({ events: [JOIN] });
		// Two waits within the budget, so three tries, once for activating and once for taking back.
		expect(operations()).toEqual(Array.from({ length: 6 }, () => 'list-webhooks'));
		expect(subscribed()).toEqual([]);
	});
});
