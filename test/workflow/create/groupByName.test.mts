import { ERROR_OUTPUT, create, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, OTHER_FROM, from, people } from '../data.mts';
import { failedItems, linesOf, linksOf, outcomesOf } from '../results.mts';
import { groupNames, groupOf, peopleOf, writes } from '../twoChat.mts';

// Combine Items "One Group per Name": the rows of a spreadsheet become as many groups as there are names.

const BY_NAME = { groupItemsBy: 'name' };

useBench();

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
		const { outputs, output } = await create(BY_NAME, rows);
		expect(groupNames()).toEqual(names);
		expect(askedByGroup()).toEqual(
			Object.fromEntries(
				names.map((name) => [name, rowsOf(name).map((index) => rows[index]?.people)]),
			),
		);
		// Forty people each: one call to create, three to add.
		expect(sandbox.calls).toHaveLength(5 * 4);
		expect(output.map(({ name }) => name)).toEqual(names);
		expect(linksOf(outputs[0])).toEqual(names.map((name) => rowsOf(name)));
		for (const item of output) {
			expect(item['summary']).toMatchObject({ people: 40, in_group: 40, missing: 0, added: 40 });
			expect(linesOf(item)).toHaveLength(40);
		}
	});

	test('are one group each unless the option is set', async () => {
		await create({}, rows.slice(0, 6));
		expect(groupNames()).toEqual(['Ana', 'Ben', 'Carla', 'Dan', 'Eva', 'Ana']);
	});

	test('without a phone number are reported, and do not stop the others', async () => {
		const { output } = await create(BY_NAME, [
			{ name: 'A', people: ANA },
			{ name: 'A', people: '' },
			{ name: 'A' },
			{ name: 'A', people: '0171 2345' },
			{ name: 'A', people: BEN },
			{ name: 'B', people: null },
			{ name: 'B', people: CARLOS },
		]);
		expect(outcomesOf(output[0])).toEqual([
			'added',
			'invalid_number',
			'invalid_number',
			'invalid_number',
			'added',
		]);
		expect(outcomesOf(output[1])).toEqual(['invalid_number', 'added']);
		expect(output[0]?.['summary']).toMatchObject({ people: 5, in_group: 2, missing: 3 });
		expect(linesOf(output[0])[1]).toMatchObject({ input: '', reason: 'Is empty' });
	});

	test('of a group in which nobody has a number fail, and nothing is sent for them', async () => {
		const items = [
			{ name: 'A', people: '' },
			{ name: 'B', people: ANA },
			{ name: 'A', people: null },
		];
		const result = await create(BY_NAME, items, ERROR_OUTPUT);
		expect(groupNames()).toEqual(['B']);
		expect(failedItems(result)).toHaveLength(2);
		expect(result.outputs[1]?.map(({ json }) => json['name'])).toEqual(['A', 'A']);
		expect(result.output.map(({ name }) => name)).toEqual(['B']);
	});

	test('with the same person twice keep them once', async () => {
		const { output } = await create(BY_NAME, [
			{ name: 'A', people: ANA },
			{ name: 'A', people: '+1 713 715 7533' },
			{ name: 'A', people: BEN },
		]);
		expect(outcomesOf(output[0])).toEqual(['added', 'duplicate', 'added']);
		expect(output[0]?.['summary']).toMatchObject({ people: 2, in_group: 2, duplicate: 1 });
		expect(askedByGroup()).toEqual({ A: [ANA, BEN] });
	});

	test('report nobody who was not named in them', async () => {
		const { output } = await create(
			{ ...BY_NAME, additionalFields: { admins: '={{ $json.admin }}' } },
			[
				{ name: 'A', people: ANA },
				{ name: 'A', people: BEN, admin: BEN },
				{ name: 'A', people: CARLOS, admin: '' },
			],
		);
		expect(outcomesOf(output[0])).toEqual(['added', 'added', 'added']);
		expect(linesOf(output[0]).map(({ is_admin }) => is_admin)).toEqual([false, true, false]);
		expect(output[0]?.['summary']).toMatchObject({ people: 3, missing: 0, invalid_number: 0 });
	});

	test('take description and welcome message from the first row that has them', async () => {
		await create(
			{
				...BY_NAME,
				additionalFields: {
					description: '={{ $json.about }}',
					welcomeMessage: '={{ $json.hello }}',
				},
			},
			[
				{ name: 'A', people: ANA, about: '', hello: null },
				{ name: 'A', people: BEN, about: 'All about A', hello: 'Hello A' },
				{ name: 'A', people: CARLOS, about: 'Something else', hello: 'Bye' },
			],
		);
		const [group] = sandbox.world.groups;
		expect(group?.description).toBe('All about A');
		expect(group?.messages.map(({ text }) => text)).toEqual(['Hello A']);
	});
});

describe('what counts as the same name', () => {
	test('a number is a name like any other', async () => {
		const { output } = await create(BY_NAME, [
			{ name: 2026, people: ANA },
			{ name: '2026', people: BEN },
			{ name: 2027, people: ANA },
			{ name: 2026, people: CARLOS },
		]);
		expect(groupNames()).toEqual(['2026', '2027']);
		expect(output.map(({ summary }) => summary)).toMatchObject([{ people: 3 }, { people: 1 }]);
	});

	test('blanks around or between the words do not make another group', async () => {
		await create(BY_NAME, [
			{ name: 'Team A', people: ANA },
			{ name: '  Team A ', people: BEN },
			{ name: 'Team\u00A0 A', people: CARLOS },
			{ name: 'Team A\n', people: '+61491570156' },
		]);
		expect(groupNames()).toEqual(['Team A']);
	});

	test('other capitals or marks do', async () => {
		await create(BY_NAME, [
			{ name: 'Team A', people: ANA },
			{ name: 'team a', people: BEN },
			{ name: 'Team-A', people: CARLOS },
		]);
		expect(groupNames()).toEqual(['Team A', 'team a', 'Team-A']);
	});

	test.each([
		['no name', undefined],
		['null', null],
		['an empty name', ''],
		['blanks', '   '],
		['a list', ['A']],
		['an object', { title: 'A' }],
		['a switch', true],
	])('a row with %s fails alone', async (_what, name) => {
		const items = [
			{ name: 'A', people: ANA },
			{ name, people: BEN },
			{ name: 'A', people: CARLOS },
			{ name, people: '+61491570156' },
		];
		const result = await create(BY_NAME, items, ERROR_OUTPUT);
		expect(askedByGroup()).toEqual({ A: [ANA, CARLOS] });
		expect(result.output).toHaveLength(1);
		const failed = failedItems(result);
		expect(failed.map(({ people: number }) => number)).toEqual([BEN, '+61491570156']);
		for (const { error } of failed) expect(error).toContain('Group Name');
	});
});

describe('senders', () => {
	const FROM_ITEM = { fromNumber: from('={{ $json.from }}') };

	test('make a group each, although the name is the same', async () => {
		const { output } = await create({ ...BY_NAME, ...FROM_ITEM }, [
			{ from: FROM, name: 'A', people: ANA },
			{ from: OTHER_FROM, name: 'A', people: BEN },
			{ from: FROM, name: 'A', people: CARLOS },
		]);
		expect(output.map(({ from_number }) => from_number)).toEqual([FROM, OTHER_FROM]);
		expect(output.map(({ summary }) => summary)).toMatchObject([{ people: 2 }, { people: 1 }]);
	});

	test('are the same in whatever way the number is written', async () => {
		const { output } = await create({ ...BY_NAME, ...FROM_ITEM }, [
			{ from: FROM, name: 'A', people: ANA },
			{ from: '+595 981 048-477', name: 'A', people: BEN },
			{ from: '00595981048477', name: 'A', people: CARLOS },
		]);
		expect(output).toHaveLength(1);
		expect(output[0]?.['summary']).toMatchObject({ people: 3, in_group: 3 });
	});
});

test('a grouping that does not exist is refused for every row, and nothing is sent', async () => {
	const rows = [
		{ name: 'A', people: ANA },
		{ name: 'A', people: BEN },
	];
	const parameters = { groupItemsBy: '={{ "Group Name" }}' };
	const stopped = await create(parameters, rows);
	expect(stopped.error?.message).toContain('Combine Items is "Group Name"');
	expect(stopped.error?.description).toContain('item, name');
	const continued = await create(parameters, rows, ERROR_OUTPUT);
	expect(failedItems(continued)).toHaveLength(2);
	for (const { error } of failedItems(continued)) expect(error).toContain('Combine Items');
	expect(writes()).toEqual([]);
});
