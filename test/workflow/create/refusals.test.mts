import { ERROR_OUTPUT, create, sandbox, useBench, withCredential } from '../bench.mts';
import { ANA, TWO } from '../data.mts';
import { OF_A, everythingOf } from '../never-twice/support.mts';
import { errorsOf, expectPlainWords } from '../results.mts';
import { answerWith, changeAccount, groupNames, refuse } from '../twoChat.mts';

// What 2Chat refuses, in every form it has for that, comes out in words that say what to do next.

useBench();

/** Fails with that credential, in both ways of going on, without any group and without telling its secrets. */
async function refusedWith(credential: Parameters<typeof withCredential>[0] = {}) {
	const how = withCredential(credential);
	const { error } = await create({}, TWO, how);
	expectPlainWords(error?.message, error?.description);
	const continued = await create({}, TWO, { ...how, ...ERROR_OUTPUT });
	expect(errorsOf(continued)).toEqual([error?.message, error?.message]);
	const { apiKey = sandbox.apiKey } = credential;
	if (apiKey !== '') expect(everythingOf(continued)).not.toContain(apiKey);
	// A Base URL may hold a password.
	expect(JSON.stringify(continued.outputs)).not.toContain('user:word');
	expect(groupNames()).toEqual([]);
	return error;
}

describe('the credential', () => {
	test('wrong key', async () => {
		const error = await refusedWith({ apiKey: 'UAK-wrong-key-example' });
		expect(error?.message).toBe('2Chat does not know this API key (HTTP 401): Invalid API Key');
		expect(error?.description).toContain('app.2chat.io/developers');
		expect(error?.httpCode).toBe('401');
	});

	test('no key', async () => {
		const error = await refusedWith({ apiKey: '' });
		expect(error?.message).toMatch(/HTTP 403.*Not authenticated/);
		expect(error?.description).toContain('Check that the credential holds an API key');
	});

	test('blocked account', async () => {
		changeAccount({ blocked: true, blockReason: 'Unpaid invoice' });
		const error = await refusedWith();
		expect(error?.message).toMatch(/HTTP 402.*Unpaid invoice/);
		expect(error?.description).toContain('app.2chat.io');
	});

	test('credits used up', async () => {
		changeAccount({ maxApiRequestCount: 0 });
		const error = await refusedWith();
		expect(error?.message).toMatch(/no API credits left.*The API credits are used up/);
	});

	test.each([
		['http to another machine', 'http://2chat.example.com/open', 'must start with https://'],
		['an address that only looks like this machine', 'http://localhost.example.com', 'https://'],
		['an address that begins like this machine', 'http://127.0.0.1.example.com/open', 'https://'],
		['an address of the own network', 'http://192.168.0.10/open', 'https://'],
		['a port of the own network', 'http://10.0.0.1:8080', 'https://'],
		['the address of any machine', 'http://0.0.0.0/open', 'https://'],
		['no address', 'api.p.2chat.io/open', 'is not a web address'],
		['no protocol', '//api.p.2chat.io/open', 'is not a web address'],
		['nothing', '', 'is not a web address'],
		['blanks', '   ', 'is not a web address'],
		['another protocol', 'ftp://api.p.2chat.io', 'is not a web address'],
		['a file', 'file:///etc/passwd', 'is not a web address'],
		['a script', 'javascript:alert(1)', 'is not a web address'],
		['a user name in it', 'https://user:word@api.p.2chat.io/open', 'without user name'],
		['a user name on this machine', 'http://user:word@127.0.0.1/open', 'without user name'],
		['a password alone', 'http://:user:word@127.0.0.1/open', 'without user name, password'],
		['a query', 'https://api.p.2chat.io/open?x=1', 'address only'],
		['a fragment', 'https://api.p.2chat.io/open#x', 'address only'],
	])('Base URL with %s', async (_what, baseUrl, text) => {
		const error = await refusedWith({ baseUrl });
		expect(error?.message).toMatch(/^Base URL of the credential/);
		expect(error?.message).toContain(text);
		expect(error?.description).toContain('https://api.p.2chat.io/open');
		expect(sandbox.calls).toEqual([]);
	});

	test('Base URL with blanks or slashes around it works', async () => {
		await create({}, TWO, withCredential({ baseUrl: ` ${sandbox.baseUrl}// ` }));
		expect(groupNames()).toEqual(['A', 'B']);
	});

	test('Base URL where nothing answers', async () => {
		const error = await refusedWith({ baseUrl: 'http://127.0.0.1:1/open' });
		expect(error?.message).toBe('2Chat could not be reached: nothing answers at that address');
		expect(error?.description).toContain('Nothing was sent');
	});
});

describe("2Chat's own words show, whatever shape they come in", () => {
	const WORDS = 'The moon is in the wrong house';

	test.each([
		['error_message', { success: false, error: true, error_message: WORDS }],
		['error_message alone', { error_message: WORDS }],
		['message', { message: WORDS }],
		['detail', { detail: WORDS }],
		['a list of details', { detail: [{ loc: ['body', 'group', 'name'], msg: WORDS }] }],
		['error as text', { error: WORDS }],
		['with line breaks', { message: `The moon\n  is in the\nwrong house` }],
	])('%s', async (_what, body) => {
		for (const status of [400, 403, 422]) {
			refuse('create-group', { status, body, times: 0 });
			const { error } = await create();
			expect(error?.message).toContain(WORDS);
			expect(error?.message).toContain(`(HTTP ${status})`);
			expectPlainWords(error?.message, error?.description);
			expect(groupNames()).toEqual([]);
			sandbox.reset();
		}
	});

	test.each([
		[200, { success: false }],
		[400, {}],
	])('none at all (HTTP %i %j) lets the item fail in plain words', async (status, body) => {
		answerWith('create-group', body, { ...OF_A, times: 0, status });
		const result = await create({}, TWO, ERROR_OUTPUT);
		expect(result.output).toMatchObject([{ name: 'B' }]);
		expect(errorsOf(result)).toHaveLength(1);
		expectPlainWords(...errorsOf(result));
	});

	test('error_code is shown behind them', async () => {
		const body = { success: false, error_message: WORDS, error_code: 'MOON_PHASE' };
		refuse('create-group', { status: 400, body });
		const { error } = await create();
		expect(error?.message).toContain(`${WORDS} (MOON_PHASE)`);
	});

	test('very long ones are shortened', async () => {
		refuse('create-group', { status: 400, body: { message: 'word '.repeat(10_000) } });
		const { error } = await create();
		expect(error?.message.length).toBeLessThan(700);
	});
});

test.each([
	['no lists', { participants: { [ANA]: { statusCode: 200 } } }, 'added'],
	['no people', { accepted_numbers: [ANA], unaccepted_numbers: [] }, 'unknown'],
	['neither', {}, 'unknown'],
	['people as a list', { participants: [ANA] }, 'unknown'],
	['lists as text', { accepted_numbers: ANA, unaccepted_numbers: null }, 'unknown'],
	['people as nothing', { participants: null }, 'unknown'],
	['a code alone', { participants: { [ANA]: 200 } }, 'added'],
	['a code as text alone', { participants: { [ANA]: '404' } }, 'not_on_whatsapp'],
	['nothing about the person', { participants: { [ANA]: null } }, 'unknown'],
	['an empty word about the person', { participants: { [ANA]: {} } }, 'unknown'],
])('a group with %s is a group', async (_what, part, outcome) => {
	const uuid = 'WAG62598186-d2bd-4946-86c6-30f8a3c849c6';
	answerWith('create-group', { success: true, group: { uuid, ...part } }, OF_A);
	const { output } = await create();
	const participants = [{ phone_number: ANA, outcome }];
	expect(output).toMatchObject([
		{ uuid, wa_group_id: null, name: 'A', participants },
		{ name: 'B', participants: [{ outcome: 'added' }] },
	]);
});
