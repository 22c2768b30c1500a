import { linesOf, outcomesOf, TO_ERROR_OUTPUT, failedItems, writes } from './expectations.mts';
import { BY_ITEM, FROM, useBench, people, OTHER_FROM } from './harness.mts';

// Combine Items "One Group per Name": the rows of a spreadsheet become as many groups as there are names.

const BY_NAME = { ...BY_ITEM, groupItemsBy: 'name' };

const bench = useBench();

/** Who was asked for in each group, by its name, over all calls. */
function askedByGroup(): Record<string, string[]> {
	const asked: Record<string, string[]> = {};
	for (const { operation, body, groupUuid } of bench.sandbox.calls) {
		const name = bench.sandbox.world.groups.find(({ uuid }) => uuid === groupUuid)?.name ?? '';
		const { participants, group } = body as {
			participants: string[];
			group?: { participants: string[] };
		};
		const numbers = operation === 'create-group' ? group?.participants : participants;
		asked[name] = [...(asked[name] ?? []), ...(numbers ?? [])];
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
		const { outputs, output } = await bench.create(BY_NAME, rows);
		expect(bench.groupNames()).toEqual(names);
		expect(askedByGroup()).toEqual(
			Object.fromEntries(
				names.map((name) => [name, rowsOf(name).map((index) => rows[index]?.people)]),
			),
		);
		// Forty people each: one call to create, three to add.
		expect(bench.sandbox.calls).toHaveLength(5 * 4);
		expect(output.map(({ name }) => name)).toEqual(names);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			names.map((name) => rowsOf(name).map((item) => ({ item }))),
		);
		for (const item of output) {
			expect(item['summary']).toMatchObject({ people: 40, in_group: 40, missing: 0, added: 40 });
			expect(linesOf(item)).toHaveLength(40);
		}
	});

	test('are one group each unless the option is set', async () => {
		await bench.create({ ...BY_ITEM }, rows.slice(0, 6));
		expect(bench.groupNames()).toEqual(['Ana', 'Ben', 'Carla', 'Dan', 'Eva', 'Ana']);
	});

	test('without a phone number are reported, and do not stop the others', async () => {
		const { output } = await bench.create(BY_NAME, [
			{ name: 'A', people: '+17137157533' },
			{ name: 'A', people: '' },
			{ name: 'A' },
			{ name: 'A', people: '0171 2345' },
			{ name: 'A', people: '+18647351567' },
			{ name: 'B', people: null },
			{ name: 'B', people: '+447700176576' },
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
		const result = await bench.create(
			BY_NAME,
			[
				{ name: 'A', people: '' },
				{ name: 'B', people: '+17137157533' },
				{ name: 'A', people: null },
			],
			TO_ERROR_OUTPUT,
		);
		expect(bench.groupNames()).toEqual(['B']);
		expect(failedItems(result)).toHaveLength(2);
		expect(result.outputs[1]?.map(({ json }) => json['name'])).toEqual(['A', 'A']);
		expect(result.output.map(({ name }) => name)).toEqual(['B']);
	});

	test('with the same person twice keep them once', async () => {
		const { output } = await bench.create(BY_NAME, [
			{ name: 'A', people: '+17137157533' },
			{ name: 'A', people: '+1 713 715 7533' },
			{ name: 'A', people: '+18647351567' },
		]);
		expect(outcomesOf(output[0])).toEqual(['added', 'duplicate', 'added']);
		expect(output[0]?.['summary']).toMatchObject({ people: 2, in_group: 2, duplicate: 1 });
		expect(askedByGroup()).toEqual({ A: ['+17137157533', '+18647351567'] });
	});

	test('report nobody who was not named in them', async () => {
		const { output } = await bench.create(
			{ ...BY_NAME, additionalFields: { admins: '={{ $json.admin }}' } },
			[
				{ name: 'A', people: '+17137157533' },
				{ name: 'A', people: '+18647351567', admin: '+18647351567' },
				{ name: 'A', people: '+447700176576', admin: '' },
			],
		);
		expect(outcomesOf(output[0])).toEqual(['added', 'added', 'added']);
		expect(linesOf(output[0]).map(({ is_admin }) => is_admin)).toEqual([false, true, false]);
		expect(output[0]?.['summary']).toMatchObject({ people: 3, missing: 0, invalid_number: 0 });
	});

	test('take description and welcome message from the first row that has them', async () => {
		await bench.create(
			{
				...BY_NAME,
				additionalFields: {
					description: '={{ $json.about }}',
					welcomeMessage: '={{ $json.hello }}',
				},
			},
			[
				{ name: 'A', people: '+17137157533', about: '', hello: null },
				{ name: 'A', people: '+18647351567', about: 'All about A', hello: 'Hello A' },
				{ name: 'A', people: '+447700176576', about: 'Something else', hello: 'Bye' },
			],
		);
		const [group] = bench.sandbox.world.groups;
		expect(group?.description).toBe('All about A');
		expect(group?.messages.map(({ text }) => text)).toEqual(['Hello A']);
	});
});

describe('what counts as the same name', () => {
	test('a number is a name like any other', async () => {
		const { output } = await bench.create(BY_NAME, [
			{ name: 2026, people: '+17137157533' },
			{ name: '2026', people: '+18647351567' },
			{ name: 2027, people: '+17137157533' },
			{ name: 2026, people: '+447700176576' },
		]);
		expect(bench.groupNames()).toEqual(['2026', '2027']);
		expect(output.map(({ summary }) => summary)).toMatchObject([{ people: 3 }, { people: 1 }]);
	});

	test('blanks around or between the words do not make another group', async () => {
		await bench.create(BY_NAME, [
			{ name: 'Team A', people: '+17137157533' },
			{ name: '  Team A ', people: '+18647351567' },
			{ name: 'Team\u00A0 A', people: '+447700176576' },
			{ name: 'Team A\n', people: '+61491570156' },
		]);
		expect(bench.groupNames()).toEqual(['Team A']);
	});

	test('other capitals or marks do', async () => {
		await bench.create(BY_NAME, [
			{ name: 'Team A', people: '+17137157533' },
			{ name: 'team a', people: '+18647351567' },
			{ name: 'Team-A', people: '+447700176576' },
		]);
		expect(bench.groupNames()).toEqual(['Team A', 'team a', 'Team-A']);
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
		const result = await bench.create(
			BY_NAME,
			[
				{ name: 'A', people: '+17137157533' },
				{ name, people: '+18647351567' },
				{ name: 'A', people: '+447700176576' },
				{ name, people: '+61491570156' },
			],
			TO_ERROR_OUTPUT,
		);
		expect(askedByGroup()).toEqual({ A: ['+17137157533', '+447700176576'] });
		expect(result.output).toHaveLength(1);
		const failed = failedItems(result);
		expect(failed.map(({ people: number }) => number)).toEqual(['+18647351567', '+61491570156']);
		for (const { error } of failed) expect(error).toContain('Group Name');
	});

	test('a row whose name cannot be worked out fails alone', async () => {
		const result = await bench.create(
			{ ...BY_NAME, name: "={{ $json.name || $('Nowhere').item.json.name }}" },
			[
				{ name: 'A', people: '+17137157533' },
				{ people: '+18647351567' },
				{ name: 'A', people: '+447700176576' },
			],
			TO_ERROR_OUTPUT,
		);
		expect(askedByGroup()).toEqual({ A: ['+17137157533', '+447700176576'] });
		expect(failedItems(result)).toHaveLength(1);
		expect(failedItems(result)[0]).toMatchObject({ people: '+18647351567' });
	});
});

describe('senders', () => {
	const FROM_ITEM = { fromNumber: { __rl: true, mode: 'phone', value: '={{ $json.from }}' } };

	test('make a group each, although the name is the same', async () => {
		const { output } = await bench.create({ ...BY_NAME, ...FROM_ITEM }, [
			{ from: FROM, name: 'A', people: '+17137157533' },
			{ from: OTHER_FROM, name: 'A', people: '+18647351567' },
			{ from: FROM, name: 'A', people: '+447700176576' },
		]);
		expect(output.map(({ from_number }) => from_number)).toEqual([FROM, OTHER_FROM]);
		expect(output.map(({ summary }) => summary)).toMatchObject([{ people: 2 }, { people: 1 }]);
	});

	test('are the same in whatever way the number is written', async () => {
		const { output } = await bench.create({ ...BY_NAME, ...FROM_ITEM }, [
			{ from: FROM, name: 'A', people: '+17137157533' },
			{ from: '+595 981 048-477', name: 'A', people: '+18647351567' },
			{ from: '00595981048477', name: 'A', people: '+447700176576' },
		]);
		expect(output).toHaveLength(1);
		expect(output[0]?.['summary']).toMatchObject({ people: 3, in_group: 3 });
	});
});

test('a grouping that does not exist is refused for every row, and nothing is sent', async () => {
	const rows = [
		{ name: 'A', people: '+17137157533' },
		{ name: 'A', people: '+18647351567' },
	];
	const parameters = { ...BY_ITEM, groupItemsBy: '={{ "Group Name" }}' };
	const stopped = await bench.create(parameters, rows);
	expect(stopped.error?.message).toContain('Combine Items is "Group Name"');
	expect(stopped.error?.description).toContain('item, name');
	const continued = await bench.create(parameters, rows, TO_ERROR_OUTPUT);
	expect(failedItems(continued)).toHaveLength(2);
	for (const { error } of failedItems(continued)) expect(error).toContain('Combine Items');
	expect(writes(bench)).toEqual([]);
});
