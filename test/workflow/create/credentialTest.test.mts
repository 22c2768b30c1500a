import { WAITS_TO_MEASURE, engine, sandbox, useBench } from '../bench.mts';
import { answerWith, changeAccount, requests } from '../twoChat.mts';

// The "Test" of the credential's dialog: one look at the account, and a word that says what to do.

useBench(WAITS_TO_MEASURE);

async function attempt(apiKey = sandbox.apiKey, baseUrl = sandbox.baseUrl) {
	return await engine.testCredential('twoChatGroupsApi', { apiKey, baseUrl });
}

/** A test that fails: what it says. */
async function failure(apiKey = sandbox.apiKey, baseUrl = sandbox.baseUrl): Promise<string> {
	const { status, message } = await attempt(apiKey, baseUrl);
	expect(status).toBe('Error');
	return message;
}

test('a good key passes, for one call', async () => {
	expect(await attempt()).toEqual({ status: 'OK', message: 'Connection successful!' });
	expect(requests()).toEqual(['GET /info']);
});

test.each(['/', '//', ' ', '\n'])('%j behind the Base URL does no harm', async (end) => {
	const result = await attempt(sandbox.apiKey, sandbox.baseUrl + end);
	expect(result.status).toBe('OK');
	expect(requests()).toEqual(['GET /info']);
});

test('a wrong key is called wrong, with the place to get the right one', async () => {
	const message = await failure('UAK-wrong-key-example');
	expect(message).toContain('does not know this API Key');
	expect(message).toContain('app.2chat.io/developers');
});

test('no key is called missing, not wrong', async () => {
	expect(await failure('')).toMatch(/API Key is (missing|empty)|no API Key/i);
});

test('a blocked account is called blocked, not a wrong key', async () => {
	changeAccount({ blocked: true, blockReason: 'Unpaid invoice' });
	const message = await failure();
	expect(message).toContain('blocked this account');
	expect(message).toContain('The API Key is right');
	expect(requests()).toEqual(['GET /info']);
});

test.each([
	'http://2chat.example.com/open',
	'http://localhost.example.com/open',
	'http://127.0.0.1.example.com/open',
	// The sandbox would answer at this one.
	'http://127.1:PORT/open',
	'ftp://127.0.0.1/open',
	'api.p.2chat.io/open',
])('the key never travels to %s', async (baseUrl) => {
	const address = baseUrl.replace('PORT', new URL(sandbox.baseUrl).port);
	expect(await failure(sandbox.apiKey, address)).toContain('must start with https://');
	expect(requests()).toEqual([]);
});

test.each([200, 404])('a web page at the Base URL is no 2Chat: HTTP %d', async (status) => {
	sandbox.fault({ operation: 'info', effect: 'html', status });
	expect(await failure()).toContain('Base URL');
});

test('another path of the same server is no 2Chat', async () => {
	expect(await failure(sandbox.apiKey, `${sandbox.url}/somewhere`)).toContain('Base URL');
});

test('a redirect is not followed', async () => {
	const headers = { location: `${sandbox.baseUrl}/whatsapp/get-numbers` };
	answerWith('info', '', { status: 302, headers });
	await failure();
	expect(requests()).toEqual(['GET /info']);
});

test('a server in trouble is not a wrong key', async () => {
	sandbox.fault({ operation: 'info', effect: 'html', status: 503 });
	expect(await failure()).not.toMatch(/key/i);
});

test('nobody there', async () => {
	expect(await failure(sandbox.apiKey, 'http://127.0.0.1:1')).not.toBe('');
});
