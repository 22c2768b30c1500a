import type { IDataObject } from 'n8n-workflow';

import type { Settings } from '../../sandbox/sandbox.mts';
import { expectPlainWords, failedItems, nextStepOf, TO_ERROR_OUTPUT } from './expectations.mts';
import { BY_ITEM, useBench } from './harness.mts';

// What 2Chat refuses, in every form it has for that, comes out in words that say what to do next.

const [ANA, BEN] = ['+17137157533', '+18647351567'] as const;
const ROWS = [
	{ name: 'A', people: ANA },
	{ name: 'B', people: BEN },
];

const bench = useBench();

function withCredential(credential: IDataObject) {
	const { apiKey, baseUrl } = bench.sandbox;
	return { credentials: { twoChatGroupsApi: { apiKey, baseUrl, ...credential } } };
}

/** Fails with that credential, in both ways of going on, without any group. */
async function refusedWith(credential: IDataObject) {
	const more = withCredential(credential);
	const stopped = await bench.create({ ...BY_ITEM }, ROWS, more);
	expect(stopped.status).toBe('error');
	expectPlainWords(stopped.error?.message, stopped.error?.description);
	const continued = await bench.create({ ...BY_ITEM }, ROWS, { ...more, ...TO_ERROR_OUTPUT });
	expect(failedItems(continued).map(({ error }) => error)).toEqual([
		stopped.error?.message,
		stopped.error?.message,
	]);
	expect(bench.groupNames()).toEqual([]);
	return stopped.error;
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
		expect(error?.message).toContain('HTTP 403');
		expect(error?.message).toContain('Not authenticated');
		expect(error?.description).toContain('Check that the credential holds an API key');
	});

	test('blocked account', async () => {
		const [account] = bench.sandbox.world.accounts;
		Object.assign(account ?? {}, { blocked: true, blockReason: 'Unpaid invoice' });
		const error = await refusedWith({});
		expect(error?.message).toContain('HTTP 402');
		expect(error?.message).toContain('Unpaid invoice');
		expect(error?.description).toContain('app.2chat.io');
	});

	test('credits used up', async () => {
		const [account] = bench.sandbox.world.accounts;
		Object.assign(account ?? {}, { maxApiRequestCount: 0 });
		const error = await refusedWith({});
		expect(error?.message).toContain('no API credits left');
		expect(error?.message).toContain('The API credits are used up');
	});

	test.each([
		['http to another machine', 'http://2chat.example.com/open', 'must start with https://'],
		['an address that only looks like this machine', 'http://localhost.example.com', 'https://'],
		['no address', 'api.p.2chat.io/open', 'is not a web address'],
		['nothing', '', 'is not a web address'],
		['another protocol', 'ftp://api.p.2chat.io', 'is not a web address'],
		['a user name in it', 'https://user:word@api.p.2chat.io/open', 'without user name'],
		['a query', 'https://api.p.2chat.io/open?x=1', 'address only'],
	])('Base URL with %s', async (_what, baseUrl, text) => {
		const error = await refusedWith({ baseUrl });
		expect(error?.message).toMatch(/^Base URL of the credential/);
		expect(error?.message).toContain(text);
		expect(error?.description).toContain('https://api.p.2chat.io/open');
		expect(bench.sandbox.calls).toEqual([]);
	});

	test('Base URL with blanks or slashes around it works', async () => {
		const baseUrl = ` ${bench.sandbox.baseUrl}// `;
		const { status } = await bench.create({ ...BY_ITEM }, ROWS, withCredential({ baseUrl }));
		expect(status).toBe('success');
		expect(bench.groupNames()).toEqual(['A', 'B']);
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
			bench.sandbox.fault({ operation: 'create-group', effect: 'answer', status, body, times: 0 });
			const { error } = await bench.create({ ...BY_ITEM }, ROWS);
			expect(error?.message).toContain(WORDS);
			expect(error?.message).toContain(`(HTTP ${status})`);
			expectPlainWords(error?.message, error?.description);
			bench.sandbox.reset();
		}
		expect(bench.groupNames()).toEqual([]);
	});

	test('error_code is shown behind them', async () => {
		const body = { success: false, error_message: WORDS, error_code: 'MOON_PHASE' };
		bench.sandbox.fault({ operation: 'create-group', effect: 'answer', status: 400, body });
		const { error } = await bench.create({ ...BY_ITEM }, ROWS);
		expect(error?.message).toContain(`${WORDS} (MOON_PHASE)`);
	});

	test.each<Partial<Settings>>([
		{ errorShape: 'error_message' },
		{ errorShape: 'message' },
		{ errorShape: 'detail' },
		{ errorShape: 'detailList' },
		{ errorShape: 'error_message', errorsAnswerWith: 'ok' },
		{ errorShape: 'message', errorsAnswerWith: 'ok' },
	])('of a number that is not connected: %j', async (setting) => {
		Object.assign(bench.sandbox.settings, setting);
		const { error } = await bench.create(
			{ ...BY_ITEM, fromNumber: { __rl: true, mode: 'phone', value: '+447700900001' } },
			ROWS,
		);
		expect(error?.message).toContain('Number +447700900001 is not connected');
		expect(bench.groupNames()).toEqual([]);
	});

	test('very long ones are shortened', async () => {
		const body = { message: 'word '.repeat(10_000) };
		bench.sandbox.fault({ operation: 'create-group', effect: 'answer', status: 400, body });
		const { error } = await bench.create({ ...BY_ITEM }, ROWS);
		expect(error?.message.length).toBeLessThan(700);
	});
});

describe('answers that are no answers', () => {
	const FAULTS = [
		{ effect: 'html', status: 502 },
		{ effect: 'html', status: 504 },
		{ effect: 'html', status: 200 },
		{ effect: 'answer', status: 500, body: '' },
		{ effect: 'reset' },
		{ effect: 'cut' },
		{ effect: 'truncate' },
		{ effect: 'empty' },
		{ effect: 'answer', status: 200, body: '"text"' },
		{ effect: 'answer', status: 200, body: 'null' },
		{ effect: 'answer', status: 200, body: [] },
		{ effect: 'answer', status: 200, body: {} },
		{ effect: 'answer', status: 200, body: { success: true } },
		{ effect: 'answer', status: 200, body: { success: true, group: null } },
		{ effect: 'answer', status: 200, body: { success: true, group: 'CreateGroupError' } },
		{ effect: 'answer', status: 200, body: { success: true, group: { name: 'A', uuid: '' } } },
		{ effect: 'answer', status: 200, body: { success: true, group: { uuid: '../../info' } } },
	] as const;

	test.each(FAULTS)(
		'%j: a clear word, never a false success, never a second try',
		async (fault) => {
			bench.sandbox.fault({ operation: 'create-group', bodyContains: '"A"', times: 0, ...fault });
			const result = await bench.create({ ...BY_ITEM }, ROWS, TO_ERROR_OUTPUT);
			expect(result.output.map(({ name }) => name)).toEqual(['B']);
			const [failed] = failedItems(result);
			expect(failed?.['error']).toContain('The group "A" may exist');
			expectPlainWords(failed?.['error'], nextStepOf(failed));
			expect(bench.createBodies()).toHaveLength(2);
		},
	);

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
		bench.sandbox.fault({
			operation: 'create-group',
			effect: 'answer',
			status: 200,
			bodyContains: ANA,
			times: 0,
			body: { success: true, group: { uuid: 'WAG62598186-d2bd-4946-86c6-30f8a3c849c6', ...part } },
		});
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: ANA },
			{ name: 'B', people: BEN },
		]);
		expect(output[0]).toMatchObject({
			uuid: 'WAG62598186-d2bd-4946-86c6-30f8a3c849c6',
			wa_group_id: null,
			name: 'A',
			participants: [{ phone_number: ANA, outcome }],
		});
		expect(output[1]).toMatchObject({ name: 'B', participants: [{ outcome: 'added' }] });
	});
});
