import { useBench, WAITS_TO_MEASURE } from './harness.mts';

// The "Test" of the credential's dialog: one look at the account, and a word that says what to do.

const TYPE = 'twoChatGroupsApi';

const bench = useBench(WAITS_TO_MEASURE);

function calls(): string[] {
	return bench.sandbox.calls.map(({ method, path }) => `${method} ${path}`);
}

async function attempt(apiKey: string, baseUrl = bench.sandbox.baseUrl) {
	return await bench.engine.testCredential(TYPE, { apiKey, baseUrl });
}

test('a good key passes, for one call', async () => {
	expect(await attempt(bench.sandbox.apiKey)).toEqual({
		status: 'OK',
		message: 'Connection successful!',
	});
	expect(calls()).toEqual(['GET /info']);
});

test.each(['/', '//', ' ', '\n'])('%j behind the Base URL does no harm', async (end) => {
	const result = await attempt(bench.sandbox.apiKey, bench.sandbox.baseUrl + end);
	expect(result.status).toBe('OK');
	expect(calls()).toEqual(['GET /info']);
});

test('a wrong key is called wrong, with the place to get the right one', async () => {
	const { status, message } = await attempt('UAK-wrong-key-example');
	expect(status).toBe('Error');
	expect(message).toContain('does not know this API Key');
	expect(message).toContain('app.2chat.io/developers');
});

test('no key is called missing, not wrong', async () => {
	const { status, message } = await attempt('');
	expect(status).toBe('Error');
	expect(message).toMatch(/API Key is (missing|empty)|no API Key/i);
});

test('a blocked account is called blocked, not a wrong key', async () => {
	const [account] = bench.sandbox.world.accounts;
	Object.assign(account ?? {}, { blocked: true, blockReason: 'Unpaid invoice' });
	const { status, message } = await attempt(bench.sandbox.apiKey);
	expect(status).toBe('Error');
	expect(message).toContain('blocked this account');
	expect(message).toContain('The API Key is right');
	expect(calls()).toEqual(['GET /info']);
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
	const { status, message } = await attempt(
		bench.sandbox.apiKey,
		baseUrl.replace('PORT', new URL(bench.sandbox.baseUrl).port),
	);
	expect(status).toBe('Error');
	expect(message).toContain('must start with https://');
	expect(calls()).toEqual([]);
});

test('a web page at the Base URL is no 2Chat', async () => {
	for (const status of [200, 404]) {
		bench.sandbox.fault({ operation: 'info', effect: 'html', status });
		const result = await attempt(bench.sandbox.apiKey);
		expect(result.status).toBe('Error');
		expect(result.message).toContain('Base URL');
	}
});

test('another path of the same server is no 2Chat', async () => {
	const result = await attempt(bench.sandbox.apiKey, `${bench.sandbox.url}/somewhere`);
	expect(result.status).toBe('Error');
	expect(result.message).toContain('Base URL');
});

test('a redirect is not followed', async () => {
	bench.sandbox.fault({
		operation: 'info',
		effect: 'answer',
		status: 302,
		headers: { location: `${bench.sandbox.baseUrl}/whatsapp/get-numbers` },
		body: '',
	});
	const { status } = await attempt(bench.sandbox.apiKey);
	expect(status).toBe('Error');
	expect(calls()).toEqual(['GET /info']);
});

test('a server in trouble is not a wrong key', async () => {
	bench.sandbox.fault({ operation: 'info', effect: 'html', status: 503 });
	const { status, message } = await attempt(bench.sandbox.apiKey);
	expect(status).toBe('Error');
	expect(message).not.toMatch(/key/i);
});

test('nobody there', async () => {
	expect(await attempt(bench.sandbox.apiKey, 'http://127.0.0.1:1')).toMatchObject({
		status: 'Error',
	});
});
