import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, create, engine, runTool, sandbox, useBench } from '../bench.mts';
import {
	ANA,
	BEN,
	CARLOS,
	FROM,
	NOT_ON_WHATSAPP,
	OTHER_FROM,
	from,
	groups,
	lists,
	members,
	people,
} from '../data.mts';
import { outcomesOf } from '../results.mts';
import {
	addGroup,
	callsOf,
	changeAnswers,
	groupNames,
	hideGroups,
	loseAnswer,
	membersOf,
	refuse,
	requestedNames,
} from '../twoChat.mts';
import { shownBy } from './support.mts';

// What was found by attacking the node: each is a kind of fault, with two items where items are concerned.

useBench();

// As every n8n has it. Empty each time.
beforeEach(async () => await engine.installDeduplication());

const ask = async (args: IDataObject[]) =>
	await runTool(
		'group.create',
		{
			name: "={{ $fromAI('Group_Name', 'Name', 'string') }}",
			participants: "={{ $fromAI('Participants', 'Numbers', 'string') }}",
		},
		args,
	);

describe('a model that asks again in other words after an unclear end', () => {
	test.each([
		['with one person more', { Group_Name: 'Support', Participants: `${ANA}, ${BEN}` }],
		['with a dot behind the name', { Group_Name: 'Support.', Participants: ANA }],
		['in capitals, with other people', { Group_Name: 'SUPPORT', Participants: BEN }],
		['with an emoji, for other people', { Group_Name: 'Support 🎾', Participants: BEN }],
		[
			'with the number written otherwise',
			{ Group_Name: 'Support', Participants: '+1 (713) 715-7533' },
		],
	])('%s gets no second group, and hears why', async (_, again) => {
		loseAnswer('create-group');
		hideGroups();
		const { failure } = await ask([{ Group_Name: 'Support', Participants: ANA }, again]);
		expect(requestedNames()).toEqual(['Support']);
		expect(failure).toContain('may exist');
		expect(failure).toContain('in other words');
	});

	test('hears of the group when it has come into being', async () => {
		loseAnswer('create-group');
		// As often as the first call looks.
		hideGroups(6);
		const asked = [
			{ Group_Name: 'Support', Participants: ANA },
			{ Group_Name: 'Support.', Participants: ANA },
		];
		const { failure } = await ask(asked);
		expect(requestedNames()).toEqual(['Support']);
		expect(failure).toContain('The group "Support" that was asked for before exists by now: WAG');
	});

	test('may ask for another group of other people', async () => {
		loseAnswer('create-group');
		hideGroups();
		await ask([
			{ Group_Name: 'Support', Participants: ANA },
			{ Group_Name: 'Sales', Participants: BEN },
		]);
		expect(requestedNames()).toEqual(['Support', 'Sales']);
	});
});

describe('a stranger’s group of the same name, made just then,', () => {
	const lost = { operation: 'create-group', bodyContains: '"A"', effect: 'reset' } as const;
	const ITEMS = lists([ANA, BEN], [CARLOS]);

	test.each<[string, string[], object]>([
		['with somebody who was not named', [ANA, CARLOS], {}],
		['with nobody in it', [], {}],
		['with hidden members', [ANA, BEN], { hiddenIds: 'everybody' }],
	])('%s is not taken for the own one', async (_, numbers, settings) => {
		Object.assign(sandbox.settings, settings);
		sandbox.fault({ ...lost, when: 'before' });
		const group = sandbox.world.addGroup({
			name: 'A',
			phoneNumber: FROM,
			members: members(...numbers),
		});
		const before = group.members.length;
		const run = await create({}, ITEMS, CONTINUE);
		expect(shownBy(run)).toContain('The group "A" may exist');
		expect(group.members).toHaveLength(before);
		expect(requestedNames()).toEqual(['A', 'B']);
	});

	test('nor are two that look alike', async () => {
		sandbox.fault({ ...lost, when: 'before' });
		for (const name of ['A', 'A']) addGroup(members(ANA), { name });
		const run = await create({}, ITEMS, CONTINUE);
		expect(shownBy(run)).toContain('The group "A" may exist');
		expect(sandbox.world.groups.filter(({ name }) => name === 'A')).toHaveLength(2);
	});
});

describe('a name that 2Chat stores in another form', () => {
	test.each([
		['cut', (name: string) => name.slice(0, 25)],
		['in capitals', (name: string) => name.toUpperCase()],
		['without its emoji', (name: string) => name.replace('🎉', '')],
	])('(%s) still is the one that was asked for', async (_, stored) => {
		const names = ['Customer onboarding 🎉 Acme and Sons', 'Another'];
		loseAnswer('create-group', { bodyContains: 'Acme' });
		changeAnswers('list-groups', (answer) => ({
			...(answer as object),
			data: (answer as { data: IDataObject[] }).data.map((group) => ({
				...group,
				wa_group_name: stored(String(group['wa_group_name'])),
			})),
		}));
		const { output } = await create(
			{},
			names.map((name, index) => ({ name, people: [[ANA], [BEN]][index] })),
		);
		expect(groupNames()).toEqual(names);
		expect(output.map(({ recovered }) => recovered)).toEqual([true, undefined]);
	});
});

describe('an existing group that 2Chat lists', () => {
	const NAMES = ['Équipe ❤️ Projet 🚀 Châteauneuf-sur-Loire', 'Team of the north'];

	test.each([
		['cut', (name: string) => name.slice(0, 25)],
		['in capitals', (name: string) => name.toUpperCase()],
		['without an emoji', (name: string) => name.replace('🚀', '')],
		['without variation selectors', (name: string) => name.replaceAll('\ufe0f', '')],
		['in decomposed characters', (name: string) => name.normalize('NFD')],
	])('%s is used, and no other', async (_, stored) => {
		const add = (name: string) => sandbox.world.addGroup({ name, phoneNumber: FROM });
		const uuids = NAMES.map((name) => add(stored(name)).uuid);
		add('Team of the nor');
		add('Équipe ❤️ Projet');
		const items = NAMES.map((name) => ({ name, people: [ANA] }));
		const { output } = await create({ options: { ifGroupExists: 'use' } }, items);
		expect(requestedNames()).toEqual([]);
		expect(output.map(({ uuid }) => uuid)).toEqual(uuids);
	});
});

test('a new group of somebody else with a shorter name is not taken for one whose answer was lost', async () => {
	sandbox.fault({ operation: 'create-group', bodyContains: 'Berlin', effect: 'reset' });
	addGroup(members(ANA), { name: 'Onboarding' });
	const items = [
		{ name: 'Onboarding Berlin, second team', people: [ANA, BEN] },
		{ name: 'Another', people: [BEN] },
	];
	const { output } = await create({}, items, CONTINUE);
	expect(output[0]?.['error']).toContain('may exist');
	expect(membersOf('Onboarding')).toEqual([ANA]);
});

describe('Unique Key', () => {
	const BY_KEY = (ifGroupExists: string) => ({
		options: { uniqueKey: '={{ $json.key }}', ifGroupExists },
	});

	test('never answers with the group of another key, though it has the same name', async () => {
		const items = ['one', 'two'].map((key, index) => ({
			name: 'Team',
			people: [[ANA], [BEN]][index],
			key,
		}));
		const first = await create(BY_KEY('create'), items);
		const again = await create(BY_KEY('create'), [...items].reverse());
		const uuids = first.output.map(({ uuid }) => uuid);
		expect(new Set(uuids).size).toBe(2);
		expect(again.output.map(({ uuid }) => uuid)).toEqual([...uuids].reverse());
		expect(groupNames()).toEqual(['Team', 'Team']);
	});

	test('of a group that is gone from the list finds none of the others', async () => {
		const items = ['one', 'two'].map((key) => ({ name: 'Team', people: [ANA], key }));
		await create(BY_KEY('create'), items);
		sandbox.world.groups.splice(0, 1);
		const run = await create(BY_KEY('use'), items, CONTINUE);
		const [missing, found] = run.output;
		expect(missing?.['error']).toMatch(/"one" was used before, but not for the group named "Team"/);
		expect(found).toMatchObject({ created: false });
		expect(membersOf('Team')).toEqual([ANA]);
		expect(requestedNames()).toEqual(['Team', 'Team']);
	});

	test('takes no group that is older than its claim, and none beside its own', async () => {
		const add = (name: string, waCreatedAt: string) =>
			sandbox.world.addGroup({ name, phoneNumber: FROM, members: members(ANA), waCreatedAt });
		add('Lost', '2024-11-27T10:00:00');
		// The one is lost before 2Chat, the other is created and not listed for long.
		sandbox.fault({ operation: 'create-group', bodyContains: 'Lost', effect: 'reset' });
		sandbox.settings.listedAfterMs = 600_000;
		const items = ['Lost', 'Hidden'].map((name) => ({ name, people: [ANA], key: name }));
		await create(BY_KEY('create'), items, CONTINUE);
		sandbox.settings.listedAfterMs = 0;
		add('Hidden', new Date().toISOString());
		const more = items.map((item) => ({ ...item, people: [ANA, CARLOS] }));
		const run = await create(BY_KEY('use'), more, CONTINUE);
		expect(run.output.map(({ error }) => error)).toEqual([
			expect.stringContaining('"Lost" was used before'),
			expect.stringContaining('"Hidden" was used before'),
		]);
		expect(['Lost', 'Hidden'].flatMap((name) => membersOf(name))).not.toContain(CARLOS);
	});

	test('has to be the same in all rows of a group', async () => {
		const items = ['k-1', 'k-2'].map((key) => ({ name: 'Team', people: [ANA], key }));
		const { error } = await create({ ...BY_KEY('create'), groupItemsBy: 'name' }, items);
		expect(error?.message).toContain('different Unique Keys');
		expect(requestedNames()).toEqual([]);
	});

	test.each([
		['nothing but characters of no width', '\u200b\u200b', 'is empty'],
		['the word NaN', 'NaN', 'is empty'],
		['a whole document', 'x'.repeat(501), 'has 501 characters'],
	])('that is %s is refused', async (_, key, words) => {
		const items = ['A', 'B'].map((name) => ({ name, people: [ANA], key }));
		const { output } = await create(BY_KEY('create'), items, CONTINUE);
		expect(output.map(({ error }) => error)).toEqual([
			expect.stringContaining(words),
			expect.stringContaining(words),
		]);
		expect(requestedNames()).toEqual([]);
	});

	test('is claimed as well when an existing group is used', async () => {
		for (const name of ['A', 'B']) addGroup([], { name });
		const items = ['A', 'B'].map((name) => ({ name, people: [ANA], key: name }));
		await create(BY_KEY('use'), items);
		const renamed = items.map((item) => ({ ...item, name: `${item.name} renamed` }));
		const run = await create(BY_KEY('use'), renamed, CONTINUE);
		expect(run.output.every(({ error }) => String(error).includes('was used before'))).toBe(true);
		expect(requestedNames()).toEqual([]);
	});
});

describe('the report', () => {
	test('of a repeated key says "unknown", not "missing", of people who do not show yet', async () => {
		sandbox.settings.membersShownAfterMs = 600_000;
		const parameters = { options: { uniqueKey: '={{ $json.name }}' } };
		await create(parameters);
		const { output } = await create(parameters);
		for (const item of output) expect(outcomesOf(item)).not.toContain('not_attempted');
	});

	test.each<[string, (number: string) => object]>([
		[
			'accepted without a code',
			(number) => ({ accepted_numbers: [number], unaccepted_numbers: [] }),
		],
		[
			'on the list of the refused with a code of success',
			(number) => ({
				participants: { [number]: { statusCode: 200 } },
				unaccepted_numbers: [number],
			}),
		],
		[
			'known by a hidden id only',
			(number) => ({
				participants: { '22364616163348@lid': { statusCode: 200 } },
				accepted_numbers: [number],
			}),
		],
	])('never calls people added who are %s', async (_, part) => {
		for (const [index, number] of [ANA, BEN].entries()) {
			sandbox.fault({
				operation: 'create-group',
				bodyContains: number,
				effect: 'answer',
				status: 200,
				body: {
					success: true,
					group: { uuid: `WAG6259818${index}-d2bd-4946-86c6-30f8a3c849c6`, ...part(number) },
				},
			});
		}
		const { output } = await create();
		expect(output.map(outcomesOf)).toEqual([['unknown'], ['unknown']]);
	});
});

describe('markup of outsiders', () => {
	const MARKUP = '<img src="https://evil.example/x.png"> [click](https://evil.example)';

	test('in the names of groups that are done is shown as text', async () => {
		const items = [
			{ name: MARKUP, people: [ANA] },
			{ name: 'B', people: 'nobody' },
		];
		const { error } = await create({}, items);
		expect(error?.description).toContain('Already done');
		expect(error?.description).not.toMatch(/<|\]\(/);
	});

	test('in a name or in the words of 2Chat is shown as text', async () => {
		refuse('create-group', {
			nth: 2,
			status: 400,
			body: { success: false, error_message: MARKUP },
		});
		const items = [
			{ name: 'A', people: [{ name: MARKUP, phone: NOT_ON_WHATSAPP }, ANA] },
			{ name: MARKUP.slice(0, 90), people: [ANA] },
		];
		const run = await create({}, items, CONTINUE);
		const shown = JSON.stringify([run.hints, run.output.map(({ error }) => error)]);
		expect(shown).toContain('evil.example');
		expect(shown).not.toMatch(/<img|\]\(/);
	});
});

describe('an outage', () => {
	test('costs the run minutes, not each of its items', async () => {
		for (const operation of ['create-group', 'list-groups'] as const) {
			sandbox.fault({ operation, times: 0, effect: 'html', status: 503 });
		}
		const run = await create({ options: { maxGroups: 0 } }, groups(40), CONTINUE);
		expect(sandbox.calls.length).toBeLessThan(40);
		expect(String(run.output.at(-1)?.['error'])).toContain('Nothing was sent');
	});

	test.each([409, 410, 429, 486])('with %i to every check ends soon', async (status) => {
		refuse('check-number', { times: 0, status });
		const parameters = { options: { checkNumbersFirst: true } };
		await create(parameters, lists(people(20), [BEN]), CONTINUE);
		expect(callsOf('check-number').length).toBeLessThan(12);
	});

	test('of one number ends its items only', async () => {
		refuse('create-group', { times: 0, status: 410, bodyContains: FROM });
		const items = groups(12).map((group, index) => ({
			...group,
			from: index < 10 ? FROM : OTHER_FROM,
		}));
		const run = await create({ fromNumber: from('={{ $json.from }}') }, items, CONTINUE);
		expect(groupNames()).toEqual(['G10', 'G11']);
		expect(requestedNames().length).toBeLessThan(15);
		expect(run.output).toHaveLength(12);
	});
});
