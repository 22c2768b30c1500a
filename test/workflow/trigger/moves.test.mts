import { BEN, FROM, JOIN, LEAVE, useBench } from './harness.mts';

// What becomes of subscriptions when n8n's address, the credential or the way in which 2Chat writes the
// address changes (2chat-api.md 3.5).

const bench = useBench();

const events = [JOIN, LEAVE];
const OLD = 'https://old.example.com';
const NEW = 'https://new.example.com/n8n';

const hookUrls = () => bench.hooks().map(({ hookUrl }) => hookUrl);
const uuids = () => bench.hooks().map(({ uuid }) => uuid);

async function post(url: string, body: object) {
	const headers = { 'content-type': 'application/json' };
	return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status;
}

test.each([
	['another host', NEW],
	['another port', `${OLD}:8443`],
	['a path in front', `${OLD}/n8n`],
	['another scheme', 'http://old.example.com'],
])('n8n moves to %s: the old ones are replaced', async (_what, publicUrl) => {
	await bench.activate({ events }, { publicUrl: OLD });
	const before = uuids();
	expect((await bench.activate({ events }, { publicUrl })).existed).toBe(false);
	expect(bench.subscribed()).toEqual(events);
	for (const url of hookUrls()) expect(url.startsWith(`${publicUrl}/webhook/`)).toBe(true);
	for (const uuid of before) expect(uuids()).not.toContain(uuid);
});

test('n8n moves and the workflow is switched off: nothing remains', async () => {
	await bench.activate({ events }, { publicUrl: OLD });
	await bench.activate({ events: [JOIN] }, { publicUrl: NEW, staticData: {} });
	await bench.deactivate();
	// Without a memory the old ones could be those of a copy of this workflow on another n8n.
	for (const url of hookUrls()) expect(url.startsWith(OLD)).toBe(true);
});

test('the same workflow on another n8n keeps its own', async () => {
	await bench.activate({ events }, { publicUrl: OLD });
	const theirs = hookUrls();
	await bench.activate({ events }, { publicUrl: NEW, staticData: {} });
	expect(hookUrls()).toEqual(expect.arrayContaining(theirs));
	await bench.deactivate();
	expect(hookUrls()).toEqual(theirs);
});

test.each([OLD, undefined])(
	'those without a token are replaced (address before: %s)',
	async (old) => {
		const { url } = await bench.activate({ events });
		await bench.deactivate();
		const path = new URL(url).pathname;
		const address = old === undefined ? url : `${old}${path}`;
		for (const [index, event] of events.entries()) {
			bench.addHook(event, `${address}?event=${event}`, `WHK-${index}`);
		}
		await bench.activate({ events });
		expect(bench.subscribed()).toEqual(events);
		for (const each of hookUrls()) expect(each).toMatch(/&token=[\da-f]{32}$/);
	},
);

test.each<[what: string, rewrite: (url: string) => string]>([
	['a slash at the end', (url) => url.replace('?', '/?')],
	['the host in capitals', (url) => url.replace('old.example.com', 'OLD.Example.com')],
	['the port of https', (url) => url.replace('.com/', '.com:443/')],
	[
		'encoded characters',
		(url) => url.replaceAll('-', '%2D').replaceAll('whatsapp.', 'whatsapp%2E'),
	],
	['its query in another order', (url) => url.replace(/\?(.*)&(token=.*)$/, '?$2&$1')],
])('2Chat shows the address with %s: it is found', async (_what, rewrite) => {
	bench.changeList((hooks) => ({
		success: true,
		webhooks: hooks.map((hook) => ({ ...hook, hook_url: rewrite(String(hook.hook_url)) })),
	}));
	await bench.activate({ events }, { publicUrl: OLD });
	for (const staticData of [undefined, {}]) {
		const more = { publicUrl: OLD, ...(staticData && { staticData }) };
		expect((await bench.activate({ events }, more)).existed).toBe(true);
	}
	expect(bench.subscribed()).toEqual(events);
	expect(await bench.deactivate()).toBe(true);
	expect(bench.subscribed()).toEqual([]);
});

test('another account: calls for the old subscriptions start nothing any more', async () => {
	await bench.activate({ events });
	const old = hookUrls();
	// What 2Chat lists for the new account is not what is remembered.
	const hidden = uuids();
	bench.changeList((hooks) => ({
		success: true,
		webhooks: hooks.filter(({ uuid }) => !hidden.includes(String(uuid))),
	}));
	expect((await bench.activate({ events })).existed).toBe(false);
	for (const [index, url] of old.entries()) {
		expect(await post(url, { event: events[index], created_at: `old ${index}` })).toBe(200);
	}
	expect(await bench.items()).toEqual([]);
	for (const [index, url] of hookUrls().slice(old.length).entries()) {
		await post(url, { event: events[index], created_at: `new ${index}` });
	}
	expect((await bench.items()).map(({ event }) => event)).toEqual(events);
});

test('a renewed key of the same account finds the subscriptions again', async () => {
	await bench.activate({ events });
	const { apiKey, baseUrl } = bench.sandbox;
	const spoilt = { twoChatGroupsApi: { apiKey: 'an_old_key_of_this_account', baseUrl } };
	expect(await bench.deactivate('production', spoilt)).toBe(false);
	const credentials = { twoChatGroupsApi: { apiKey, baseUrl } };
	expect((await bench.activate({ events: [JOIN] }, { credentials })).existed).toBe(false);
	expect(bench.subscribed()).toEqual([JOIN]);
	await bench.happens({ event: 'join', person: BEN, by: FROM });
	expect(await bench.items()).toHaveLength(1);
});

test.each(['?', '%3F'])('an error that repeats the address hides its token (%s)', async (mark) => {
	let asked = '';
	bench.sandbox.fault({
		operation: 'subscribe',
		effect: 'mutate',
		times: 0,
		mutate: (answer) => {
			asked = (answer as { data: { hook_url: string } }).data.hook_url;
			const shown = mark === '?' ? asked : encodeURIComponent(asked);
			return { success: false, error: true, error_message: `Cannot call ${shown} from here` };
		},
	});
	const error = await bench.refused({ events });
	const token = new URL(asked).searchParams.get('token') ?? '';
	expect(token).toHaveLength(32);
	expect(error.message).toContain('Cannot call');
	expect(JSON.stringify(error)).not.toContain(token);
});
