import type { IDataObject } from 'n8n-workflow';

import type { RunNodeResult } from '../../engine/types.mts';
import { ERROR_OUTPUT, create, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, FROM, from } from '../data.mts';
import { expectPlainWords, failedItems, linesOf, nextStepOf } from '../results.mts';
import { groupNames } from '../twoChat.mts';

// Whatever an expression makes of a field: nothing is sent, and the message names the field as the editor does.

useBench();

/** Runs a good item, then a bad one, then a good one. Returns what the user reads about the bad one. */
async function failingSecond(
	parameters: IDataObject,
	bad: Record<string, unknown>,
): Promise<IDataObject> {
	const good = { name: 'Good', people: ANA, value: undefined };
	const result = await create(
		parameters,
		[good, { name: 'Bad', people: BEN, ...(bad as IDataObject) }, { ...good, name: 'Last' }],
		ERROR_OUTPUT,
	);
	expect(result.output.map(({ name }) => name)).toEqual(['Good', 'Last']);
	expect(groupNames()).toEqual(['Good', 'Last']);
	const [failed = {}] = failedItems(result);
	expect(failedItems(result)).toHaveLength(1);
	const { next_step: nextStep, ...details } = failed['message'] as IDataObject;
	expectPlainWords(failed['error'], nextStep);
	return { error: failed['error'], message: nextStep, details } as IDataObject;
}

/** The same as the only kind of item, and without Continue: the run ends, and nothing was sent. */
async function stopsAtOnce(parameters: IDataObject, bad: IDataObject): Promise<RunNodeResult> {
	sandbox.reset();
	const result = await create(parameters, [
		{ name: 'Bad', people: BEN, ...bad },
		{ name: 'Next', people: ANA },
	]);
	expect(result.status).toBe('error');
	expect(sandbox.calls).toEqual([]);
	expect(result.error?.context).toMatchObject({ itemIndex: 0 });
	expectPlainWords(result.error?.message, result.error?.description);
	return result;
}

/** A surrogate without its other half shows as a broken character. */
const HALF_CHARACTER = /\p{Surrogate}/u;

/** What is no text, and how the node calls it. */
const NOT_TEXT: Array<[unknown, string]> = [
	[['a', 'b'], 'a list'],
	[[], 'a list'],
	[{ a: 1 }, 'an object'],
	[{}, 'an object'],
	[true, 'true or false'],
	[false, 'true or false'],
];

describe('Group Name', () => {
	test.each([
		['nothing', undefined],
		['null', null],
		['an empty text', ''],
		['blanks', '  \t\n '],
		['invisible characters only', '\u200B\u200D\uFEFF\u2060'],
		['a soft hyphen and direction marks', '\u00AD\u200E\u202A'],
		['the word undefined, as a template leaves it', 'undefined'],
		['the word null, as a template leaves it', 'null'],
	])('%s: is empty', async (_what, name) => {
		const { error, message } = await failingSecond({}, { name });
		expect(error).toBe('Group Name is empty');
		expect(message).toContain('expression in Group Name');
		await stopsAtOnce({}, { name });
	});

	test('a calculation that gives no number is no name', async () => {
		const parameters = { name: '={{ Number($json.title) }}' };
		const { error } = await create(parameters, [
			{ title: 'x', people: ANA },
			{ title: 'y', people: ANA },
		]);
		expect(error?.message).toBe('Group Name is empty');
		expect(sandbox.calls).toEqual([]);
	});

	test.each(NOT_TEXT)('%j: is no text', async (name, kind) => {
		const { error } = await failingSecond({}, { name });
		expect(error).toBe(`Group Name should be text, but the expression gives ${kind}`);
	});

	test('an object inside a text is named, not sent', async () => {
		const result = await create({ name: '=Deal {{ $json.deal }}' }, [
			{ deal: { title: 'A' }, people: ANA },
			{ deal: { title: 'B' }, people: ANA },
		]);
		expect(result.status).toBe('error');
		expect(result.error?.message).toMatch(/^Group Name contains "\[object Object\]"/);
		expect(sandbox.calls).toEqual([]);
	});

	test('101 characters are refused, never cut', async () => {
		const name = 'x'.repeat(101);
		const { error, message } = await failingSecond({}, { name });
		expect(error).toMatch(/^Group Name has 101 characters, and WhatsApp allows 100: "x+…"$/);
		expect(message).toContain('Shorten the name');
	});

	test('101 emoji are 101 characters', async () => {
		const { error } = await failingSecond({}, { name: '\u{1F389}'.repeat(101) });
		expect(error).toContain('Group Name has 101 characters');
		expect(error).not.toMatch(HALF_CHARACTER);
	});

	test('an emoji is never cut in half in a message', async () => {
		const { error } = await failingSecond({}, { name: 'a' + '\u{1F389}'.repeat(101) });
		expect(error).not.toMatch(HALF_CHARACTER);
	});

	test.each([
		['100 characters', 'x'.repeat(100)],
		['100 emoji', '\u{1F389}'.repeat(100)],
		['100 characters with blanks around them', `  ${'x'.repeat(100)}\n`],
		['a number', 2026],
		['zero', 0],
		['one letter', 'A'],
		['quotes, line breaks and markup', '"A" & <b>B</b>\nC'],
		['right to left', '\u0645\u062C\u0645\u0648\u0639\u0629'],
	])('%s: is a name', async (_what, name) => {
		const { output } = await create({}, [
			{ name, people: ANA },
			{ name: 'Other', people: BEN },
		]);
		expect(groupNames()).toEqual([String(name).trim(), 'Other']);
		expect(output).toHaveLength(2);
	});
});

describe('Participants', () => {
	test.each([
		['nothing', undefined],
		['null', null],
		['an empty text', ''],
		['blanks', ' \n '],
		['an empty list', []],
		['an empty object', {}],
		['an empty list as text', '[]'],
		['separators only', ', ;\n'],
	])('%s: names nobody', async (_what, value) => {
		const { error, message } = await failingSecond({}, { people: value });
		expect(error).toMatch(/^Participants (is empty|holds no phone number)/);
		expect(message).toContain('Nothing was sent');
		await stopsAtOnce({}, { people: value });
	});

	test.each([
		['a list of nothing', [{}, '', null]],
		['nested junk', [[[{ a: [{ b: null }] }]], { c: 'x' }]],
		['true', true],
		['a name', 'Ana Torres'],
		['an e-mail address', 'ana@example.com'],
		['a group id', 'WAG62598186-d2bd-4946-86c6-30f8a3c849c6'],
		['an invite link', 'https://chat.whatsapp.com/AbCdEfGhIjK'],
		['a national number', '0171 2345678'],
		['what a spreadsheet leaves of a number', '5.49E+12'],
		['a failed formula', '#REF!'],
		['an object put into text', '[object Object]'],
		['a negative number', -17137157533],
		['a fraction', 1713.5],
		['a date', '2026-11-23'],
		['the sender alone', FROM],
		['an expression that was not evaluated', '{{ $json.phone }}'],
	])('%s: nobody can be added', async (_what, value) => {
		const { error, message, details } = await failingSecond({}, { people: value });
		expect(error).toMatch(/^Participants holds no phone number that can be used\. Entry 1: "/);
		expect(message).toMatch(/^[A-Z].*Nothing was sent\.$/);
		expect(linesOf(details as IDataObject).length).toBeGreaterThan(0);
	});

	test('a calculation that gives no number is named as such', async () => {
		const parameters = { participants: '={{ Number($json.phone) }}' };
		const { error } = await create(parameters, [
			{ name: 'A', phone: 'x' },
			{ name: 'B', phone: 'y' },
		]);
		expect(error?.message).toMatch(/^Participants /);
		expect(sandbox.calls).toEqual([]);
	});

	test('the entry at fault is counted as a person counts', async () => {
		const { error } = await failingSecond({}, { people: [FROM, '0171 2345'] });
		expect(error).toContain('Entry 2: "0171 2345" has no country code');
	});
});

/** Each optional field by its name in the editor, with values that it must not take. */
const OPTIONS: Array<[label: string, field: string, values: unknown[]]> = [
	['If Group Exists', 'ifGroupExists', ['maybe', 'Use', 1, true, ['use'], {}]],
	['If Someone Is Missing', 'ifSomeoneIsMissing', ['fail', 'Report', 0.5, true, ['report'], {}]],
	['Output', 'output', ['json', 'Group', 1, false, ['raw'], {}]],
	['Check Numbers First', 'checkNumbersFirst', ['yes', 'on', 1, 0, [], {}]],
	['Preview Only', 'previewOnly', ['yes', 'no', 1, 0, [], {}]],
	['Max Groups per Run', 'maxGroups', [-1, 1.5, 'many', true, [1], {}]],
	['Wait Until Listed (Seconds)', 'waitUntilListed', [-1, 3_601, 'a minute', true, [1], {}]],
	['Timeout (Seconds)', 'timeout', [0, -5, 0.05, 120_000, 'long', true, [1000], {}]],
	['Default Country', 'defaultCountry', ['Germany', 'XX', 'D', 49, '49', true, ['DE'], {}]],
];

describe('Options', () => {
	test.each(
		OPTIONS.flatMap(([label, field, values]) =>
			values.map((value): [string, unknown, string] => [label, value, field]),
		),
	)('%s with %j is refused', async (label, value, field) => {
		const parameters = { options: { [field]: '={{ $json.value }}' } };
		const { error, message } = await failingSecond(parameters, { value });
		expect(String(error).startsWith(label)).toBe(true);
		expect(String(message).length).toBeGreaterThan(10);
		expect(message).not.toBe(error);
	});

	test.each([
		['Items per Batch', 'batchSize', [-2, 1.5, 'few', true, [], {}]],
		['Interval (Seconds)', 'batchInterval', [-1, 86_401, '30s', true, [], {}]],
	] as const)('%s is refused below its bounds or as no number', async (label, field, values) => {
		for (const value of values) {
			sandbox.reset();
			const options = { batching: { batch: { [field]: '={{ $json.value }}' } } };
			const { error } = await failingSecond({ options }, { value });
			expect(String(error).startsWith(`${label} should be `)).toBe(true);
		}
	});

	test('an expression that yields nothing leaves every option at its default', async () => {
		const fields = OPTIONS.map(([, field]) => field);
		const options = Object.fromEntries(fields.map((field) => [field, '={{ $json.nothing }}']));
		const { output, status } = await create({ options });
		expect(status).toBe('success');
		expect(output.map(({ created }) => created)).toEqual([true, true]);
	});

	test('numbers and switches may come as text', async () => {
		const options = {
			maxGroups: '2',
			waitUntilListed: '0',
			// Half a minute, as these tests pass it.
			timeout: ' 600 ',
			previewOnly: 'false',
		};
		const { status } = await create({ options });
		expect(status).toBe('success');
	});
});

describe('Additional Fields', () => {
	test.each([
		['Description', 'description'],
		['Welcome Message', 'welcomeMessage'],
		['Picture URL', 'pictureUrl'],
	])('%s that is no text is refused', async (label, field) => {
		for (const [value, kind] of NOT_TEXT) {
			sandbox.reset();
			const parameters = { additionalFields: { [field]: '={{ $json.value }}' } };
			const { error } = await failingSecond(parameters, { value });
			expect(error).toBe(`${label} should be text, but the expression gives ${kind}`);
		}
	});

	test.each([
		'picture.jpg',
		'example.com/picture.jpg',
		'ftp://example.com/picture.jpg',
		'file:///etc/passwd',
		'data:image/png;base64,iVBORw0KGgo=',
		'https://',
		'https:///picture.jpg',
		'https://exa mple.com/picture.jpg',
		'javascript:alert(1)',
		42,
	])('Picture URL %j is refused', async (value) => {
		const parameters = { additionalFields: { pictureUrl: '={{ $json.value }}' } };
		const { error, message } = await failingSecond(parameters, { value });
		expect(error).toBe(`Picture URL: "${value}" is not a web address`);
		expect(message).toContain('https://');
	});
});

describe('From', () => {
	/** Runs an item with that From, then a good one. Returns what the user reads about the bad one. */
	async function failingFrom(value: unknown): Promise<IDataObject | undefined> {
		const items = [
			{ name: 'Bad', people: ANA, from: value as string },
			{ name: 'Good', people: BEN, from: FROM },
		];
		const fromNumber = from('={{ $json.from }}');
		const result = await create({ fromNumber }, items, ERROR_OUTPUT);
		expect(groupNames()).toEqual(['Good']);
		const [failed] = failedItems(result);
		expectPlainWords(failed?.['error'], nextStepOf(failed));
		return failed;
	}

	test.each([
		['nothing', undefined, 'From is empty'],
		['null', null, 'From is empty'],
		['an empty text', '', 'From is empty'],
		['blanks', '   ', 'From is empty'],
		['a name', 'Sales team', 'From: "Sales team" has no digits'],
		['a group id', 'WAG62598186-d2bd-4946-86c6-30f8a3c849c6', 'is a group'],
		['a WhatsApp group id', '120363777777777777@g.us', 'is a group'],
		['a national number', '0981 048477', 'From: "0981 048477" has no country code'],
		['two numbers', `${FROM}, +12123334444`, 'From: '],
		['an e-mail address', 'sales@example.com', 'is an e-mail address'],
		['a list', [FROM], 'From: the value'],
		['an object', { phone_number: FROM }, 'From: the value'],
		['a switch', true, 'From: '],
	])('%s', async (_what, value, text) => {
		const failed = await failingFrom(value);
		expect(failed?.['error']).toContain(text);
		expect(failed?.['error']).toMatch(/^From/);
	});

	test('left empty in the editor is refused by n8n before the run', async () => {
		for (const mode of ['list', 'phone']) {
			const { status, error } = await create({ fromNumber: { __rl: true, mode, value: '' } });
			expect(status).toBe('error');
			expect(error).toBeDefined();
			expect(sandbox.calls).toEqual([]);
		}
	});

	test.each([
		['another number of nobody', '+442079460958', 'HTTP 404', /belongs to this 2Chat account/],
		['a WABA number', '+447700900003', 'HTTP 406', /another connected WhatsApp number/],
		['a disconnected number', '+447700900001', 'HTTP 410', /connected/],
		['a number whose session failed', '+447700900002', 'HTTP 410', /connected/],
	])('%s: 2Chat says so, and so does the node', async (_what, value, status, advice) => {
		const failed = await failingFrom(value);
		expect(failed?.['error']).toContain(status);
		expect(failed?.['error']).toContain(value);
		expect(nextStepOf(failed)).toMatch(advice);
	});
});

test('a text that falls into more entries than any group has people is refused', async () => {
	const list = `${BEN} ${'a,'.repeat(50_001)}`;
	const items = [
		{ name: 'Bad', people: list },
		{ name: 'Good', people: ANA },
	];
	const result = await create({ options: { output: 'participants' } }, items, ERROR_OUTPUT);
	expect(failedItems(result).map(({ error }) => error)).toEqual([
		'Participants has 50001 entries, and may have 50000',
	]);
	expect(groupNames()).toEqual(['Good']);
});
