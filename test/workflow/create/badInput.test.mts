import type { IDataObject } from 'n8n-workflow';

import { ERROR_OUTPUT, create, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, FROM, from, lists } from '../data.mts';
import {
	errorsOf,
	expectPlainWords,
	failedItems,
	linesOf,
	linksOf,
	nextStepOf,
} from '../results.mts';
import { expectRefused, groupNames } from '../twoChat.mts';

// Whatever an expression makes of a field: nothing is sent, and the message names the field as the editor does.

useBench();

/** Runs bad items between two good ones. Gives what the user reads about each of the bad. */
async function failing(bad: object[], parameters: IDataObject = {}) {
	const rows = bad.map((fields) => ({ name: 'Bad', people: BEN, ...fields }));
	const items = [{ name: 'Good', people: ANA }, ...rows, { name: 'Last', people: ANA }];
	const result = await create(parameters, items, ERROR_OUTPUT);
	expect(result.output).toMatchObject([{ name: 'Good' }, { name: 'Last' }]);
	expect(groupNames()).toEqual(['Good', 'Last']);
	expect(linksOf(result.outputs[1])).toEqual(bad.map((_, index) => index + 1));
	return failedItems(result).map((failed) => {
		const [error, nextStep] = [String(failed['error']), String(nextStepOf(failed))];
		expectPlainWords(error, nextStep);
		return { error, nextStep, people: linesOf(failed['message'] as IDataObject) };
	});
}

/** The bad item first and without Continue: the run ends, and nothing was sent. */
async function stopsAtOnce(bad: object, message: string | RegExp): Promise<void> {
	sandbox.reset();
	const result = await create({}, [
		{ name: 'Bad', people: BEN, ...bad },
		{ name: 'Next', people: ANA },
	]);
	expectRefused(result, message);
	expect(result.error?.context).toMatchObject({ itemIndex: 0 });
	expectPlainWords(result.error?.message, result.error?.description);
}

/** A surrogate without its other half shows as a broken character. */
const HALF_CHARACTER = /\p{Surrogate}/u;

/** What is no text, and how the node calls it. */
const NOT_TEXT: Array<{ value: unknown; kind: string }> = [
	{ value: ['a', 'b'], kind: 'a list' },
	{ value: [], kind: 'a list' },
	{ value: { a: 1 }, kind: 'an object' },
	{ value: {}, kind: 'an object' },
	{ value: true, kind: 'true or false' },
	{ value: false, kind: 'true or false' },
];

const notText = (label: string) =>
	NOT_TEXT.map(({ kind }) => `${label} should be text, but the expression gives ${kind}`);

/** The expression of a field that takes `value` of the item. */
const VALUE = '={{ $json.value }}';
const valued = (values: unknown[]) => values.map((value) => ({ value }));

describe('Group Name', () => {
	test('that holds nothing, or what a template leaves of nothing, is empty', async () => {
		const names = [undefined, '', '  \t\n ', '\u200B\u200D\uFEFF\u2060', 'undefined', 'null'];
		for (const { error, nextStep } of await failing(names.map((name) => ({ name })))) {
			expect(error).toBe('Group Name is empty');
			expect(nextStep).toContain('expression in Group Name');
		}
		for (const name of names) await stopsAtOnce({ name }, 'Group Name is empty');
	});

	test('with a word that an expression has left is refused', async () => {
		const names = ['undefined', 'null', 'NaN'].map((word) => `Deal ${word} (Ana)`);
		const told = await failing(names.map((name) => ({ name })));
		for (const [index, { error, nextStep }] of told.entries()) {
			expect(error).toContain(`Group Name is "${names[index]}"`);
			expect(nextStep).toContain('Correct the expression');
		}
	});

	test('that is no text is refused', async () => {
		const told = await failing(NOT_TEXT.map(({ value }) => ({ name: value })));
		expect(told.map(({ error }) => error)).toEqual(notText('Group Name'));
	});

	test.each([
		{ what: 'is no number', name: '={{ Number($json.title) }}', message: 'Group Name is empty' },
		{ what: 'has no end', name: '={{ 1 / 0 }}', message: 'Group Name is empty' },
		{
			what: 'puts an object into a text',
			name: '=Deal {{ $json.deal }}',
			message: /^Group Name contains "\[object Object\]"/,
		},
	])('a calculation that $what is no name', async ({ name, message }) => {
		const items = ['x', 'y'].map((title) => ({ title, deal: { title }, people: ANA }));
		expectRefused(await create({ name }, items), message);
	});

	test('of 101 characters is refused, never cut, and shows no character in half', async () => {
		const emoji = '\u{1F389}';
		const names = ['x'.repeat(101), emoji.repeat(101), `a${emoji.repeat(100)}`];
		for (const { error, nextStep } of await failing(names.map((name) => ({ name })))) {
			expect(error).toMatch(
				/^Group Name has 101 characters, and WhatsApp allows 100: ".(.)\1+…"$/u,
			);
			expect(error).not.toMatch(HALF_CHARACTER);
			expect(nextStep).toContain('Shorten the name');
		}
	});

	test.each([
		{ what: '100 characters', name: 'x'.repeat(100) },
		{ what: '100 emoji', name: '\u{1F389}'.repeat(100) },
		{ what: '100 characters with blanks around them', name: `  ${'x'.repeat(100)}\n` },
		{ what: 'a number', name: 2026 },
		{ what: 'zero', name: 0 },
		{ what: 'one letter', name: 'A' },
		{ what: 'quotes, line breaks and markup', name: '"A" & <b>B</b>\nC' },
		{ what: 'right to left', name: '\u0645\u062C\u0645\u0648\u0639\u0629' },
	])('$what: is a name', async ({ name }) => {
		const { output } = await create({}, [
			{ name, people: ANA },
			{ name: 'Other', people: BEN },
		]);
		expect(groupNames()).toEqual([String(name).trim(), 'Other']);
		expect(output).toHaveLength(2);
	});
});

describe('Participants', () => {
	test('that name nobody', async () => {
		const lists = [{ people: [] }, { people: ', ;\n' }];
		const message = /^Participants (is empty|holds no phone number)/;
		for (const { error, nextStep } of await failing(lists)) {
			expect(error).toMatch(message);
			expect(nextStep).toContain('Nothing was sent');
		}
		for (const bad of lists) await stopsAtOnce(bad, message);
	});

	test('of whom nobody can be added: a list of nothing, a name, the sender alone', async () => {
		const told = await failing([
			{ people: [{}, '', null] },
			{ people: 'Ana Torres' },
			{ people: FROM },
		]);
		for (const { error, nextStep, people } of told) {
			expect(error).toMatch(/^Participants holds no phone number that can be used\. Entry 1: "/);
			expect(nextStep).toMatch(/Nothing was sent\.$/);
			expect(people.length).toBeGreaterThan(0);
		}
		expect(told.map(({ nextStep }) => nextStep)).toEqual([
			expect.stringMatching(/^Add the number of somebody else/),
			expect.stringMatching(/^Check that the field holds/),
			expect.stringMatching(/^Add the number of somebody else/),
		]);
	});

	test('a calculation that gives no number is named as such', async () => {
		const participants = '={{ Number($json.people) }}';
		expectRefused(await create({ participants }, lists('x', 'y')), /^Participants /);
	});

	test('the entry at fault is counted as a person counts', async () => {
		const [told] = await failing([{ people: [FROM, '0171 2345'] }]);
		expect(told?.error).toContain('Entry 2: "0171 2345" has no country code');
		expect(told?.nextStep).toContain('set Default Country under Options to its country');
	});

	test('a text that falls into more entries than any group has people is refused', async () => {
		const items = lists(`${BEN} ${'a,'.repeat(50_001)}`, ANA);
		const result = await create({ options: { output: 'participants' } }, items, ERROR_OUTPUT);
		expect(errorsOf(result)).toEqual(['Participants has 50001 entries, and may have 50000']);
		expect(groupNames()).toEqual(['B']);
	});
});

describe('From', () => {
	const FROM_ITEM = {
		fromNumber: from(`={{ $json.name === 'Bad' ? $json.value : '${FROM}' }}`),
	};

	test.each([
		['nothing', undefined, 'From is empty'],
		['a name', 'Sales team', 'From: "Sales team" has no digits'],
		['a WhatsApp group id', '120363777777777777@g.us', 'is a group'],
		['two numbers', `${FROM}, +12123334444`, 'From: '],
		['a list', [FROM], 'From: the value'],
		['a switch', true, 'From: '],
	])('that is %s is refused', async (_what, value, text) => {
		const [told] = await failing(valued([value]), FROM_ITEM);
		expect(told?.error).toMatch(/^From/);
		expect(told?.error).toContain(text);
	});

	test.each([
		['another number of nobody', '+442079460958', 'HTTP 404', /belongs to this 2Chat account/],
		['a WABA number', '+447700900003', 'HTTP 406', /another connected WhatsApp number/],
		['a disconnected number', '+447700900001', 'HTTP 410', /connected/],
		['a number whose session failed', '+447700900002', 'HTTP 410', /connected/],
	])('that is %s: 2Chat says so, and so does the node', async (_what, value, status, advice) => {
		const [told] = await failing(valued([value]), FROM_ITEM);
		expect(told?.error).toContain(status);
		expect(told?.error).toContain(value);
		expect(told?.nextStep).toMatch(advice);
	});
});

/** Each option by its name in the editor, with values that it must not take. */
const OPTIONS = [
	{ label: 'If Group Exists', field: 'ifGroupExists', bad: ['maybe', 'Use', 1, true, ['use'], {}] },
	{
		label: 'If Someone Is Missing',
		field: 'ifSomeoneIsMissing',
		bad: ['fail', 'Report', 0.5, true, ['report'], {}],
	},
	{ label: 'Output', field: 'output', bad: ['json', 'Group', 1, false, ['raw'], {}] },
	{ label: 'Max Groups per Run', field: 'maxGroups', bad: [-1, 1.5, 'many', true, [1], {}] },
	{
		label: 'Wait Until Listed (Seconds)',
		field: 'waitUntilListed',
		bad: [-1, 3_601, 'a minute', true, [1], {}],
	},
	{
		label: 'Timeout (Seconds)',
		field: 'timeout',
		bad: [0, -5, 0.05, 120_000, 'long', true, [1000], {}],
	},
	{
		label: 'Default Country',
		field: 'defaultCountry',
		bad: ['Germany', 'XX', 'D', 49, '49', true, ['DE'], {}],
	},
];

const SWITCHES = [
	{ label: 'Check Numbers First', field: 'checkNumbersFirst' },
	{ label: 'Preview Only', field: 'previewOnly' },
].map((option) => ({ ...option, bad: ['yes', 'no', 1, 0, [], {}] }));

/** Others have their default where an expression gives nothing. */
const OFF_IF_NOTHING = '={{ $json.value ?? false }}';

describe('Options', () => {
	test.each([...OPTIONS, ...SWITCHES])('$label refuses $bad', async ({ label, field, bad }) => {
		const isSwitch = SWITCHES.some((option) => option.field === field);
		const options = { [field]: isSwitch ? OFF_IF_NOTHING : VALUE };
		const told = await failing(valued(bad), { options });
		for (const { error, nextStep } of told) {
			expect(error.startsWith(label)).toBe(true);
			expect(nextStep.length).toBeGreaterThan(10);
			expect(nextStep).not.toBe(error);
		}
	});

	test.each([
		{ label: 'Items per Batch', field: 'batchSize', bad: [-2, 1.5, 'few', true, [], {}] },
		{ label: 'Interval (Seconds)', field: 'batchInterval', bad: [-1, 86_401, '30s', true, [], {}] },
	])('$label is refused out of its bounds or as no number', async ({ label, field, bad }) => {
		const options = { batching: { batch: { [field]: VALUE } } };
		const told = await failing(valued(bad), { options });
		for (const { error } of told) expect(error.startsWith(`${label} should be `)).toBe(true);
	});

	test.each([
		{
			what: 'an expression that yields nothing leaves every option but switches at its default',
			options: Object.fromEntries(OPTIONS.map(({ field }) => [field, '={{ $json.nothing }}'])),
		},
		{
			what: 'numbers and switches may come as text',
			// The timeout is half a minute, as these tests pass it.
			options: { maxGroups: '2', waitUntilListed: '0', timeout: ' 600 ', previewOnly: 'false' },
		},
	])('$what', async ({ options }) => {
		const { output, status } = await create({ options });
		expect(status).toBe('success');
		expect(output).toMatchObject([{ created: true }, { created: true }]);
	});
});

test.each([null, undefined, ''])(
	'a switch to which an expression gives %j is not off',
	async (value) => {
		const options = { previewOnly: '={{ $json.preview }}' };
		const items = lists(ANA, BEN).map((item) => ({ ...item, preview: value }) as IDataObject);
		expectRefused(
			await create({ options }, items),
			'Preview Only should be true or false, but the expression gives nothing',
		);
	},
);

describe('Additional Fields', () => {
	test('a Description of 2,049 characters is refused, and one of 2,048 is not', async () => {
		const description = '\u{1F389}'.repeat(2_048);
		const parameters = { additionalFields: { description: '={{ $json.description }}' } };
		const [told] = await failing([{ description: `${description}!` }], parameters);
		expect(told?.error).toBe('Description has 2049 characters, and WhatsApp allows 2,048');
		expect(told?.nextStep).toContain('Shorten the description');
		const rows = ['A', 'B'].map((name) => ({ name, people: ANA, description }));
		expect((await create(parameters, rows)).output).toMatchObject([{ name: 'A' }, { name: 'B' }]);
	});

	test('half an emoji, as a cut text has at its end, is not sent', async () => {
		const cut = (text: string) => `${text} \u{1F389}`.slice(0, -1);
		const additionalFields = { description: cut('About'), welcomeMessage: cut('Hello') };
		const rows = ['A', 'B'].map((name) => ({ name: cut(name), people: ANA }));
		await create({ additionalFields }, rows);
		expect(groupNames()).toEqual(['A', 'B']);
		expect(JSON.stringify(sandbox.calls)).not.toMatch(HALF_CHARACTER);
		expect(JSON.stringify(sandbox.calls)).not.toContain('\\ud83c');
	});

	test.each([
		['Description', 'description'],
		['Welcome Message', 'welcomeMessage'],
		['Picture URL', 'pictureUrl'],
	])('%s that is no text is refused', async (label, field) => {
		const told = await failing(NOT_TEXT, { additionalFields: { [field]: VALUE } });
		expect(told.map(({ error }) => error)).toEqual(notText(label));
	});

	test('a Picture URL that is no web address is refused', async () => {
		const urls = ['picture.jpg', 'ftp://example.com/picture.jpg', 'https://', 42];
		const told = await failing(valued(urls), { additionalFields: { pictureUrl: VALUE } });
		for (const [index, { error, nextStep }] of told.entries()) {
			expect(error).toBe(`Picture URL: "${urls[index]}" is not a web address`);
			expect(nextStep).toContain('https://');
		}
	});
});
