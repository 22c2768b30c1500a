import type { IDataObject } from 'n8n-workflow';

import { ERROR_OUTPUT, create, engine, runWorkflow, sandbox, useBench } from '../bench.mts';
import type { How } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, OTHER_FROM, from, people, sameGroup } from '../data.mts';
import { groupsWorkflow } from '../never-twice/support.mts';
import { errorsOf, failedItems, itemsOf, linesOf, linksOf, outcomesOf } from '../results.mts';
import { answerWith, expectRefused, groupNames, groupOf, hideGroups } from '../twoChat.mts';
import { loseAnswer, membersOf, peopleOf, writes } from '../twoChat.mts';

// Combine Items "One Group per Name": the rows of a spreadsheet become as many groups as there are names.

useBench();

async function createByName(items: IDataObject[], parameters: IDataObject = {}, how: How = {}) {
	return await create({ groupItemsBy: 'name', ...parameters }, items, how);
}

/** Who was asked for in each group, by its name, over all calls. */
function askedByGroup(): Record<string, string[]> {
	const asked: Record<string, string[]> = {};
	for (const call of sandbox.calls) {
		const name = groupOf(call.groupUuid ?? '')?.name ?? '';
		asked[name] = [...(asked[name] ?? []), ...peopleOf(call)];
	}
	return asked;
}

describe('rows of a spreadsheet', () => {
	const names = ['Ana', 'Ben', 'Carla', 'Dan', 'Eva'];
	const rows = people(200).map((number, index) => ({
		name: names[index % 5] ?? '',
		people: number,
	}));
	const rowsOf = (name: string) => rows.flatMap((row, index) => (row.name === name ? index : []));

	test('two hundred rows with five names make five groups with the right people', async () => {
		const { outputs, output } = await createByName(rows);
		expect(groupNames()).toEqual(names);
		expect(askedByGroup()).toEqual(
			Object.fromEntries(
				names.map((name) => [name, rowsOf(name).map((index) => rows[index]?.people)]),
			),
		);
		// Forty people each: one call to create, three to add.
		expect(sandbox.calls).toHaveLength(5 * 4);
		expect(linksOf(outputs[0])).toEqual(names.map((name) => rowsOf(name)));
		const summary = { people: 40, in_group: 40, missing: 0, added: 40 };
		expect(output).toMatchObject(names.map((name) => ({ name, summary })));
		for (const item of output) expect(linesOf(item)).toHaveLength(40);
	});

	test('without a phone number are reported, and do not stop the others', async () => {
		const { output } = await createByName([
			...sameGroup(ANA, '', undefined, '0171 2345', BEN),
			{ name: 'B', people: null },
			{ name: 'B', people: CARLOS },
		]);
		const invalid = 'invalid_number';
		expect(output.map(outcomesOf)).toEqual([
			['added', invalid, invalid, invalid, 'added'],
			[invalid, 'added'],
		]);
		expect(output[0]?.['summary']).toMatchObject({ people: 5, in_group: 2, missing: 3 });
		expect(linesOf(output[0])[1]).toMatchObject({ input: '', reason: 'Is empty' });
	});

	test('with names that look the same make one group', async () => {
		const marks = ['', '\u200b', '\u200f', '\ufeff', '\u00ad'];
		await createByName([
			...marks.map((mark, index) => ({ name: `קבו${mark}צה`, people: people(5)[index] })),
			{ name: 'Fans 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', people: ANA },
			{ name: 'Fans 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}', people: BEN },
		]);
		expect(sandbox.calls.map(peopleOf)).toEqual([people(5), [ANA], [BEN]]);
	});

	test('of a group in which nobody has a number fail, and nothing is sent for them', async () => {
		const items = [...sameGroup('', null), { name: 'B', people: ANA }];
		const result = await createByName(items, {}, ERROR_OUTPUT);
		expect(groupNames()).toEqual(['B']);
		expect(failedItems(result)).toMatchObject([{ name: 'A' }, { name: 'A' }]);
		expect(result.output).toMatchObject([{ name: 'B' }]);
	});

	test('report nobody who was not named in them', async () => {
		const items = [
			{ name: 'A', people: ANA },
			{ name: 'A', people: BEN, admin: BEN },
			{ name: 'A', people: CARLOS, admin: '' },
		];
		const additionalFields = { admins: '={{ $json.admin }}' };
		const { output } = await createByName(items, { additionalFields });
		expect(output).toMatchObject([
			{
				participants: [
					{ outcome: 'added', is_admin: false },
					{ outcome: 'added', is_admin: true },
					{ outcome: 'added', is_admin: false },
				],
				summary: { people: 3, missing: 0, invalid_number: 0 },
			},
		]);
	});

	test('take description and welcome message from the first row that has them', async () => {
		const items = [
			{ name: 'A', people: ANA, about: '', hello: null },
			{ name: 'A', people: BEN, about: 'All about A', hello: 'Hello A' },
			{ name: 'A', people: CARLOS, about: 'Something else', hello: 'Bye' },
		];
		await createByName(items, {
			additionalFields: { description: '={{ $json.about }}', welcomeMessage: '={{ $json.hello }}' },
		});
		expect(sandbox.world.groups).toMatchObject([
			{ description: 'All about A', messages: [{ text: 'Hello A' }] },
		]);
	});
});

describe('what counts as the same name', () => {
	test.each([
		{ what: 'a number and its text', names: [2026, '2026', 2027, 2026], groups: ['2026', '2027'] },
		{
			what: 'a name with blanks around or between its words',
			names: ['Team A', '  Team A ', 'Team\u00A0 A', 'Team A\n'],
			groups: ['Team A'],
		},
		{
			what: 'none with other capitals or marks',
			names: ['Team A', 'team a', 'Team-A'],
			groups: ['Team A', 'team a', 'Team-A'],
		},
	])('$what', async ({ names, groups }) => {
		const numbers = people(names.length);
		const { output } = await createByName(
			names.map((name, index) => ({ name, people: numbers[index] })),
		);
		expect(groupNames()).toEqual(groups);
		expect(Object.values(askedByGroup()).flat().sort()).toEqual(numbers);
		expect(output).toMatchObject(groups.map((name) => ({ name })));
	});

	test.each([
		['no name', undefined],
		['a list', ['A']],
		['a switch', true],
	])('a row with %s fails alone', async (_what, name) => {
		const bad = { name } as IDataObject;
		const items = [...sameGroup(ANA, CARLOS), { ...bad, people: BEN }, { ...bad, people: FROM }];
		const result = await createByName(items, {}, ERROR_OUTPUT);
		expect(askedByGroup()).toEqual({ A: [ANA, CARLOS] });
		expect(result.output).toHaveLength(1);
		const error = expect.stringContaining('Group Name') as string;
		expect(failedItems(result)).toMatchObject([
			{ people: BEN, error },
			{ people: FROM, error },
		]);
	});
});

describe('senders', () => {
	const FROM_ITEM = { fromNumber: from('={{ $json.from }}') };
	const rowsFrom = (...senders: string[]) =>
		sameGroup(ANA, BEN, CARLOS).map((row, index) => ({ ...row, from: senders[index] }));

	test('make a group each, although the name is the same', async () => {
		const { output } = await createByName(rowsFrom(FROM, OTHER_FROM, FROM), FROM_ITEM);
		expect(output).toMatchObject([
			{ from_number: FROM, summary: { people: 2 } },
			{ from_number: OTHER_FROM, summary: { people: 1 } },
		]);
	});

	test('are the same in whatever way the number is written', async () => {
		const rows = rowsFrom(FROM, '+595 981 048-477', '00595981048477');
		const { output } = await createByName(rows, FROM_ITEM);
		expect(output).toMatchObject([{ summary: { people: 3, in_group: 3 } }]);
	});
});

describe('rows of one name', () => {
	const OTHER_ROWS = { name: 'B', people: CARLOS };

	test.each([
		['Preview Only', 'previewOnly', [false, true]],
		['If Group Exists', 'ifGroupExists', ['create', 'stop']],
		['If Someone Is Missing', 'ifSomeoneIsMissing', ['report', 'failIfAnyone']],
		['Unique Key', 'uniqueKey', ['k-1', 'k-2']],
	] as const)(
		'that differ in %s are refused, and nobody of them is added',
		async (label, option, says) => {
			await engine.installDeduplication();
			const differing = sameGroup(ANA, BEN).map((row, index) => ({ ...row, says: says[index] }));
			const items = [...differing, { ...OTHER_ROWS, says: says[0] }];
			const options = { [option]: '={{ $json.says }}' };
			const result = await createByName(items, { options }, ERROR_OUTPUT);
			const error = expect.stringContaining(
				`The rows of the group "A" differ in ${label}`,
			) as string;
			expect(errorsOf(result)).toEqual([error, error]);
			expect(groupNames()).toEqual(['B']);
			expect(writes()).toHaveLength(1);
		},
	);

	test.each([
		[1, [[ANA, CARLOS], [BEN]]],
		[0, [[ANA], [BEN, CARLOS]]],
	])('of which the one at %i is to be a group of its own', async (alone, expected) => {
		const items = sameGroup(ANA, BEN, CARLOS).map((row, index) => ({
			...row,
			combine: index === alone ? 'item' : 'name',
		}));
		const { output } = await create({ groupItemsBy: '={{ $json.combine }}' }, items);
		expect(output.map((item) => linesOf(item).map(({ phone_number }) => phone_number))).toEqual(
			expected,
		);
	});
});

describe('rows of one name that a loop gives one by one', () => {
	const ROWS = [...sameGroup(ANA, BEN), { name: 'B', people: CARLOS }];
	const inPasses = async (options: IDataObject, items: IDataObject[] = ROWS) => {
		const parameters = { groupItemsBy: 'name', options };
		const { nodes } = await runWorkflow(groupsWorkflow('loop', parameters, ERROR_OUTPUT), items);
		return (nodes['Groups'] ?? []).map(({ outputs }) => itemsOf(outputs.flat())[0]);
	};

	test('make no group each, and nobody gets into a group of others', async () => {
		const [first, second, third] = await inPasses({});
		expect(first).toMatchObject({ name: 'A', created: true });
		expect(second?.['error']).toContain('have the group "A" on +595981048477 already');
		expect(third).toMatchObject({ name: 'B', created: true });
		expect(groupNames()).toEqual(['A', 'B']);
		expect(membersOf('A')).toEqual([ANA]);
		expect(writes()).toHaveLength(2);
	});

	test('make none while nobody knows whether the first of them has one', async () => {
		loseAnswer('create-group');
		hideGroups();
		const [first, second, third] = await inPasses({});
		const error = expect.stringContaining('"A" may exist') as string;
		expect([first, second]).toMatchObject([{ error }, { error }]);
		expect(third).toMatchObject({ name: 'B', created: true });
		expect(groupNames()).toEqual(['A', 'B']);
	});

	test('make one when 2Chat has refused the first of them', async () => {
		answerWith('create-group', { success: false, error: true, error_message: 'No' });
		const [first, second] = await inPasses({});
		expect(first?.['error']).toContain('No');
		expect(second).toMatchObject({ name: 'A', created: true });
		expect(membersOf('A')).toEqual([BEN]);
	});

	test.each([
		['of one', ['1', '1'], [[ANA]]],
		['of each', ['1', '2'], [[ANA], [BEN]]],
	])('make the group %s Unique Key', async (_, keys, expected) => {
		await engine.installDeduplication();
		const items = sameGroup(ANA, BEN).map((row, index) => ({ ...row, deal: keys[index] }));
		const [, second] = await inPasses({ uniqueKey: '={{ $json.deal }}' }, items);
		expect(second).toMatchObject({ name: 'A', created: keys[0] !== keys[1] });
		expect(sandbox.world.groups.map(({ uuid }) => membersOf(uuid))).toEqual(expected);
	});

	test('make one group if it is to be used', async () => {
		await inPasses({ ifGroupExists: 'use' });
		expect(groupNames()).toEqual(['A', 'B']);
		expect(membersOf('A')).toEqual([ANA, BEN]);
	});
});

test('a grouping that does not exist is refused for every row, and nothing is sent', async () => {
	const parameters = { groupItemsBy: '={{ "Group Name" }}' };
	const stopped = await create(parameters, sameGroup(ANA, BEN));
	expectRefused(stopped, /Combine Items is "Group Name"/);
	expect(stopped.error?.description).toContain('item, name');
	const continued = await create(parameters, sameGroup(ANA, BEN), ERROR_OUTPUT);
	const error = expect.stringContaining('Combine Items') as string;
	expect(errorsOf(continued)).toEqual([error, error]);
	expect(writes()).toEqual([]);
});
