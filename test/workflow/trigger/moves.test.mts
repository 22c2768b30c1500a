import { withCredential } from '../bench.mts';
import { BEN, FROM } from '../data.mts';
import { changeAnswers } from '../twoChat.mts';
import { JOIN, LEAVE, activate, activationError, addSubscription, changeList } from './harness.mts';
import { deactivate, happens, post, received, subscribed, subscriptions } from './harness.mts';
import { useTrigger } from './harness.mts';

// What becomes of subscriptions when n8n's address, the credential or the way in which 2Chat writes the
// address changes (2chat-api.md 3.5).

useTrigger();

const events = [JOIN, LEAVE];
const OLD = 'https://old.example.com';
const NEW = 'https://new.example.com/n8n';

const hookUrls = () => subscriptions().map(({ hookUrl }) => hookUrl);
const uuids = () => subscriptions().map(({ uuid }) => uuid);

test('n8n moves: the old ones are replaced', async () => {
	await activate({ events }, { publicUrl: OLD });
	const before = uuids();
	expect((await activate({ events }, { publicUrl: NEW })).existed).toBe(false);
	expect(subscribed()).toEqual(events);
	for (const url of hookUrls()) expect(url.startsWith(`${NEW}/webhook/`)).toBe(true);
	for (const uuid of before) expect(uuids()).not.toContain(uuid);
});

test('n8n moves and the workflow is switched off: nothing remains', async () => {
	await activate({ events }, { publicUrl: OLD });
	await activate({ events: [JOIN] }, { publicUrl: NEW, staticData: {} });
	await deactivate();
	// Without a memory the old ones could be those of a copy of this workflow on another n8n.
	for (const url of hookUrls()) expect(url.startsWith(OLD)).toBe(true);
});

test('the same workflow on another n8n keeps its own', async () => {
	await activate({ events }, { publicUrl: OLD });
	const theirs = hookUrls();
	await activate({ events }, { publicUrl: NEW, staticData: {} });
	expect(hookUrls()).toEqual(expect.arrayContaining(theirs));
	await deactivate();
	expect(hookUrls()).toEqual(theirs);
});

test.each([OLD, undefined])(
	'those without a token are replaced (address before: %s)',
	async (old) => {
		const { url } = await activate({ events });
		await deactivate();
		const path = new URL(url).pathname;
		const address = old === undefined ? url : `${old}${path}`;
		for (const [index, event] of events.entries()) {
			addSubscription(event, `${address}?event=${event}`, `WHK-${index}`);
		}
		await activate({ events });
		expect(subscribed()).toEqual(events);
		for (const each of hookUrls()) expect(each).toMatch(/&token=[\da-f]{32}$/);
	},
);

test.each<[what: string, rewrite: (url: string) => string]>([
	['encoded characters', (url) => url.replaceAll('-', '%2D').replaceAll('group.', 'group%2E')],
	['its query in another order', (url) => url.replace(/\?(.*)&(token=.*)$/, '?$2&$1')],
])('2Chat shows the address with %s: it is found', async (_what, rewrite) => {
	changeList((hooks) => ({
		success: true,
		webhooks: hooks.map((hook) => ({ ...hook, hook_url: rewrite(String(hook.hook_url)) })),
	}));
	await activate({ events }, { publicUrl: OLD });
	for (const staticData of [undefined, {}]) {
		const more = { publicUrl: OLD, ...(staticData && { staticData }) };
		expect((await activate({ events }, more)).existed).toBe(true);
	}
	expect(subscribed()).toEqual(events);
	expect(await deactivate()).toBe(true);
	expect(subscribed()).toEqual([]);
});

test('another account: calls for the old subscriptions start nothing any more', async () => {
	await activate({ events });
	const old = hookUrls();
	// What 2Chat lists for the new account is not what is remembered.
	const hidden = uuids();
	changeList((hooks) => ({
		success: true,
		webhooks: hooks.filter(({ uuid }) => !hidden.includes(String(uuid))),
	}));
	expect((await activate({ events })).existed).toBe(false);
	for (const [index, url] of old.entries()) {
		expect(await post(url, { event: events[index], created_at: `old ${index}` })).toBe(200);
	}
	expect(await received()).toEqual([]);
	for (const [index, url] of hookUrls().slice(old.length).entries()) {
		await post(url, { event: events[index], created_at: `new ${index}` });
	}
	expect((await received()).map(({ event }) => event)).toEqual(events);
});

test('a renewed key of the same account finds the subscriptions again', async () => {
	await activate({ events });
	const { credentials } = withCredential({ apiKey: 'an_old_key_of_this_account' });
	expect(await deactivate('production', credentials)).toBe(false);
	expect((await activate({ events: [JOIN] })).existed).toBe(false);
	expect(subscribed()).toEqual([JOIN]);
	await happens({ event: 'join', person: BEN, by: FROM });
	expect(await received()).toHaveLength(1);
});

test.each(['?', '%3F'])('an error that repeats the address hides its token (%s)', async (mark) => {
	let asked = '';
	changeAnswers('subscribe', (answer) => {
		asked = (answer as { data: { hook_url: string } }).data.hook_url;
		const shown = mark === '?' ? asked : encodeURIComponent(asked);
		return { success: false, error: true, error_message: `Cannot call ${shown} from here` };
	});
	const error = await activationError({ events });
	const token = new URL(asked).searchParams.get('token') ?? '';
	expect(token).toHaveLength(32);
	expect(error.message).toContain('Cannot call');
	expect(JSON.stringify(error)).not.toContain(token);
});
