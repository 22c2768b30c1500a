import type { IDataObject } from 'n8n-workflow';

import { sandbox } from '../bench.mts';
import { ANA, BEN, FROM } from '../data.mts';
import { GROUP, JOIN, LEAVE, MESSAGE, OTHER_GROUP, REACTION, REMOVE } from './harness.mts';
import { activate, deactivate, happens, oneGroup, post, received } from './harness.mts';
import { subscriptions, useTrigger, WA_GROUP, webhookCalls } from './harness.mts';

// Calls to the address that n8n gave 2Chat: nobody signs them (2chat-api.md 3.5).

useTrigger();

/** The address that 2Chat has for the event. */
function hookUrl(event: string, kind = '/webhook/'): string {
	const hooks = subscriptions().filter(({ eventName }) => eventName === event);
	return hooks.find((hook) => hook.hookUrl.includes(kind))?.hookUrl ?? '';
}

describe('a call starts nothing and is answered like any other', () => {
	const swap = (url: string, change: (query: URLSearchParams) => void) => {
		const changed = new URL(url);
		change(changed.searchParams);
		return changed.href;
	};

	test.each<[because: string, change: (url: string, other: string) => string]>([
		['it has no token', (url) => swap(url, (query) => query.delete('token'))],
		['its token is empty', (url) => swap(url, (query) => query.set('token', ''))],
		['its token is cut', (url) => url.slice(0, -1)],
		['it has the token among others', (url) => `${url}&token=${'b'.repeat(32)}`],
		['it has a list of tokens', (url) => url.replace('token=', 'token[]=')],
		['its token is of an earlier subscription', (_url, earlier) => earlier],
	])('because %s', async (_because, change) => {
		await activate({ events: [JOIN, LEAVE] });
		const earlier = hookUrl(JOIN);
		await deactivate();
		await activate({ events: [JOIN, LEAVE] });
		for (const event of [JOIN, LEAVE]) {
			expect(await post(change(hookUrl(event), earlier), { event, type: 'add' })).toBe(200);
		}
		expect(await received()).toEqual([]);
		// With the real one it does.
		await post(hookUrl(JOIN), { event: JOIN });
		expect(await received()).toEqual([{ event: JOIN }]);
	});

	test.each<[because: string, body: unknown, contentType?: string]>([
		['nothing is in it', ''],
		['it is an empty list', []],
		['it is a list', [{ event: JOIN }]],
		['it is a text', '"text"'],
		['it is a form', 'x=1', 'application/x-www-form-urlencoded'],
		['it is no JSON', 'hello', 'text/plain'],
		['it is nested too deeply', `{"event":"${JOIN}","a":${'['.repeat(8_000)}${']'.repeat(8_000)}}`],
		['its event was not chosen', { event: LEAVE }],
		['its event is none of a group', { event: 'whatsapp.number.status' }],
		['its event is no text', { event: { name: JOIN } }],
	])('because %s', async (_because, body, contentType = 'application/json') => {
		await activate({ events: [JOIN, MESSAGE] });
		for (const event of [JOIN, MESSAGE]) {
			expect(await post(hookUrl(event), body, contentType)).toBe(200);
		}
		expect(await received()).toEqual([]);
	});
});

test('each subscription has a token of its own, which no item and no answer shows', async () => {
	await activate({ events: [JOIN, LEAVE] });
	const tokens = subscriptions().map(
		(hook) => new URL(hook.hookUrl).searchParams.get('token') ?? '',
	);
	for (const token of tokens) expect(token).toMatch(/^[\da-f]{32}$/);
	expect(new Set(tokens).size).toBe(2);
	await happens({ event: 'join', person: BEN });
	await happens({ event: 'leave', person: BEN });
	const calls = await webhookCalls();
	const runs = JSON.stringify(calls.map(({ run }) => run));
	expect(calls).toHaveLength(2);
	for (const secret of [...tokens, sandbox.apiKey]) expect(runs).not.toContain(secret);
});

test('a call is read as JSON even if it says that it is text', async () => {
	await activate({ events: [JOIN] });
	await post(hookUrl(JOIN), { event: JOIN, type: 'add' }, 'text/plain');
	await post(hookUrl(JOIN), { type: 'invite' }, 'text/plain');
	expect(await received()).toEqual([
		{ event: JOIN, type: 'add' },
		{ type: 'invite', event: JOIN },
	]);
});

test('the body says which event it is, else the subscription does', async () => {
	await activate({ events: [JOIN, MESSAGE] });
	await post(hookUrl(JOIN), { event: MESSAGE });
	await post(hookUrl(MESSAGE).replace(MESSAGE, JOIN), { text: 'Hello' });
	expect(await received()).toEqual([{ event: MESSAGE }, { text: 'Hello', event: MESSAGE }]);
});

describe('one group', () => {
	const other = '120363000000000001@g.us';
	const byWhatsAppId = oneGroup(WA_GROUP, 'waGroupId');

	test.each<[because: string, group: IDataObject, body: IDataObject]>([
		['its uuid is another', oneGroup(GROUP), { group: { uuid: OTHER_GROUP } }],
		['its WhatsApp id is another', byWhatsAppId, { group: { wa_group_id: other } }],
		['its chat is another', byWhatsAppId, { remote_phone_number: other }],
	])('starts nothing with an event of another: %s', async (_because, group, body) => {
		await activate({ events: [JOIN, LEAVE], ...group });
		for (const event of [JOIN, LEAVE])
			expect(await post(hookUrl(event), { event, ...body })).toBe(200);
		expect(await received()).toEqual([]);
	});

	test.each<[because: string, body: IDataObject]>([
		['names it', { group: { uuid: GROUP, wa_group_id: WA_GROUP } }],
		['names it in small letters', { group: { uuid: GROUP.toLowerCase() } }],
		['names none', {}],
		['names it by an id of another kind', { remote_phone_number: WA_GROUP }],
		['names it by the other id of 2Chat', { group: { uuid: GROUP.replace('WAG', 'WGP') } }],
	])('starts with an event that %s', async (_because, body) => {
		await activate({ events: [JOIN, LEAVE], ...oneGroup(GROUP) });
		for (const event of [JOIN, LEAVE]) await post(hookUrl(event), { event, ...body });
		expect(await received()).toEqual([
			{ event: JOIN, ...body },
			{ event: LEAVE, ...body },
		]);
	});
});

describe('Ignore Repeats', () => {
	const time = '2026-01-01T12:00:00Z';
	const join = { event: JOIN, created_at: time, participant: { phone_number: BEN } };
	const message = {
		event: MESSAGE,
		id: 4711,
		uuid: 'MSG1',
		session_key: `WW-WPN1-${WA_GROUP}`,
		created_at: time,
		participant: { phone_number: ANA },
		message: { text: 'Hello' },
	};
	const reaction = { ...message, event: REACTION, reaction: 'heart' };
	const events = [JOIN, LEAVE, REMOVE, MESSAGE, REACTION];

	/** Of a group that gives its own id for that of the event. */
	const common = { uuid: GROUP, created_at: '2026-01-01T12:00:00Z' };
	const left = { ...common, event: LEAVE, type: 'leave', author: { phone_number: ANA } };
	const photo = { ...common, event: MESSAGE, participant: { phone_number: ANA } };
	/** Of people whose numbers WhatsApp hides (2chat-api.md 5.5). */
	const hidden = (id: string) => ({ phone_number: null, wa_participant_id: `${id}@lid` });
	const hiddenLeft = { ...left, author: hidden('11') };
	const hiddenJoined = { ...common, event: LEAVE, participant: hidden('11') };
	/** Where 2Chat names whom an admin has removed is open (2chat-api.md 7.14). */
	const removed = { ...common, event: REMOVE, type: 'remove', author: { phone_number: ANA } };

	test.each<[what: string, first: IDataObject, second: IDataObject]>([
		['the same', join, join],
		['the same, in another order', join, Object.fromEntries(Object.entries(join).reverse())],
		['the same without a name of the event', { type: 'add' }, { type: 'add', event: '' }],
		['the same message, told with more', message, { ...message, contact: { name: 'Ana' } }],
	])('starts once with %s', async (_what, first, second) => {
		await activate({ events });
		const url = hookUrl(String(first.event ?? JOIN));
		expect([await post(url, first), await post(url, second)]).toEqual([200, 200]);
		expect(await received()).toHaveLength(1);
	});

	test.each<[what: string, first: IDataObject, second: IDataObject]>([
		['another person', join, { ...join, participant: { phone_number: ANA } }],
		['another time', join, { ...join, created_at: '2026-01-01T12:00:01Z' }],
		['another message', message, { ...message, id: 4712, uuid: 'MSG2' }],
		[
			'another text in the same second',
			{ ...message, id: null },
			{ ...message, id: null, message: { text: 'Bye' } },
		],
		['another reaction to the same message', reaction, { ...reaction, reaction: '+1' }],
		[
			'another reaction, told beside the text of the message',
			{ ...reaction, message: { text: 'Hello', reaction: 'heart' } },
			{ ...reaction, message: { text: 'Hello', reaction: '+1' } },
		],
		['another reaction, under a name of its own', reaction, { ...reaction, emoji: '+1' }],
		['a reaction to a message', message, reaction],
		['an id alone, which may be that of the group', { uuid: GROUP, n: 1 }, { uuid: GROUP, n: 2 }],
		['another author in the same second', left, { ...left, author: { phone_number: BEN } }],
		['another hidden author', hiddenLeft, { ...hiddenLeft, author: hidden('22') }],
		['another hidden person', hiddenJoined, { ...hiddenJoined, participant: hidden('22') }],
		[
			'another person removed in the same second',
			{ ...removed, recipients: [BEN] },
			{ ...removed, recipients: [FROM] },
		],
		[
			'another place in the same second',
			{ ...photo, message: { pin: { latitude: '1', longitude: '2' } } },
			{ ...photo, message: { pin: { latitude: '3', longitude: '4' } } },
		],
		[
			'another photo in the same second',
			{ ...photo, message: { text: 'Look', media: { url: 'https://example.com/1.jpg' } } },
			{ ...photo, message: { text: 'Look', media: { url: 'https://example.com/2.jpg' } } },
		],
	])('starts twice with %s', async (_what, first, second) => {
		await activate({ events });
		for (const body of [first, second]) await post(hookUrl(String(body.event ?? JOIN)), body);
		expect(await received()).toHaveLength(2);
	});

	test('counts two calls at one moment as one', async () => {
		await activate({ events });
		await Promise.all(
			[join, message, join, message].map(async (body) => await post(hookUrl(body.event), body)),
		);
		expect((await received()).map(({ event }) => event).sort()).toEqual([JOIN, MESSAGE]);
	});

	test('is on unless it is switched off', async () => {
		await activate({ events, options: { ignoreRepeats: false } });
		for (const body of [join, join, message, message]) await post(hookUrl(body.event), body);
		expect(await received()).toHaveLength(4);
	});

	test('does not hold back a test of what has started the published workflow', async () => {
		await activate({ events });
		await activate({ events }, { kind: 'test' });
		for (const body of [join, message]) {
			await post(hookUrl(body.event), body);
			await post(hookUrl(body.event, '/webhook-test/'), body);
			await post(hookUrl(body.event, '/webhook-test/'), body);
		}
		const kinds = (await webhookCalls()).flatMap(({ kind, run }) => (run ? kind : []));
		expect(kinds.sort()).toEqual(['production', 'production', 'test', 'test', 'test', 'test']);
	});
});

describe('Ignore Own Messages', () => {
	const options = { ignoreOwnMessages: true };

	test('leaves out what the number in From says, and nothing else of it', async () => {
		await activate({ events: [MESSAGE, REACTION, JOIN, LEAVE], options });
		await happens({ event: 'message', person: FROM, text: 'I am a robot' });
		await happens({ event: 'reaction', person: FROM });
		await happens({ event: 'message', text: 'I am not' });
		await happens({ event: 'join', person: BEN, by: FROM });
		const items = await received();
		expect(items.map(({ event }) => event)).toEqual([MESSAGE, JOIN]);
	});

	test.each([
		{ channel_phone_number: null },
		{ channel_phone_number: FROM.slice(1), author: null },
	])('knows the number in From without 2Chat’s help: %j', async (more) => {
		await activate({ events: [MESSAGE, REACTION], options });
		const own = { participant: { phone_number: FROM }, ...more };
		for (const event of [MESSAGE, REACTION]) await post(hookUrl(event), { event, ...own });
		for (const event of [MESSAGE, REACTION]) {
			await post(hookUrl(event), { event, ...own, participant: { phone_number: ANA } });
		}
		expect((await received()).map(({ event }) => event)).toEqual([MESSAGE, REACTION]);
	});

	test.each(['api', 'agent'])('knows by sent_by what %s has written', async (sentBy) => {
		await activate({ events: [MESSAGE, REACTION], options });
		const own = { participant: { phone_number: '120363000000001@lid' }, sent_by: sentBy };
		await post(hookUrl(MESSAGE), { event: MESSAGE, ...own });
		await post(hookUrl(MESSAGE), { event: MESSAGE, ...own, participant: null });
		await post(hookUrl(MESSAGE), { event: MESSAGE, ...own, sent_by: 'user' });
		// Of a reaction it may be the message that was sent so.
		await post(hookUrl(REACTION), { event: REACTION, ...own });
		expect((await received()).map(({ event }) => event)).toEqual([MESSAGE, REACTION]);
	});

	test('is off unless it is chosen', async () => {
		await activate({ events: [MESSAGE] });
		await happens({ event: 'message', person: FROM, text: 'I am a robot' });
		await happens({ event: 'message', person: FROM, text: 'So am I' });
		expect(await received()).toHaveLength(2);
	});
});
