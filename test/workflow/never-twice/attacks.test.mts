import type { IDataObject } from 'n8n-workflow';

import { BY_MODEL, CONTINUE, create, engine, runTool, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, NOT_ON_WHATSAPP, OTHER_FROM, from, groups } from '../data.mts';
import { lists, members, people } from '../data.mts';
import { outcomesOf } from '../results.mts';
import { addGroup, addGroups, answerWith, callsOf, changeListed, groupNames } from '../twoChat.mts';
import { hideGroups, loseAnswer, membersOf, operations, refuse } from '../twoChat.mts';
import { requestedNames } from '../twoChat.mts';

// What was found by attacking the node: each is a kind of fault, with two items where items are concerned.

useBench();

// As every n8n has it. Empty each time.
beforeEach(async () => await engine.installDeduplication());

const ask = async (args: IDataObject[]) => await runTool('group.create', BY_MODEL, args);

describe('a model that asks again in other words after an unclear end', () => {
	test.each([
		['with one person more', { Group_Name: 'Support', Participants: `${ANA}, ${BEN}` }],
		['with a dot behind the name', { Group_Name: 'Support.', Participants: ANA }],
		['in capitals, with other people', { Group_Name: 'SUPPORT', Participants: BEN }],
		['with an emoji, for other people', { Group_Name: 'Support 🎾', Participants: BEN }],
		['as a number with blanks', { Group_Name: 'Support', Participants: '+1 (713) 715-7533' }],
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

describe('a name that 2Chat stores in another form', () => {
	test.each([
		['cut', (name: string) => name.slice(0, 25)],
		['in capitals', (name: string) => name.toUpperCase()],
		['without its emoji', (name: string) => name.replace('🎉', '')],
	])('(%s) still is the one that was asked for', async (_, stored) => {
		const names = ['Customer onboarding 🎉 Acme and Sons', 'Another'];
		loseAnswer('create-group', { bodyContains: 'Acme' });
		const rename = ({ wa_group_name: name, ...group }: IDataObject) => ({
			...group,
			wa_group_name: stored(String(name)),
		});
		changeListed((groups) => groups.map(rename));
		const { output } = await create(
			{},
			names.map((name) => ({ name, people: ANA })),
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
		['with other blanks', (name: string) => ` ${name.replaceAll(' ', '  ')}`],
	])('%s is used, and no other', async (_, stored) => {
		const uuids = addGroups(NAMES.map(stored));
		addGroups(['Team of the nor', 'Équipe ❤️ Projet']);
		const items = NAMES.map((name) => ({ name, people: ANA }));
		const { output } = await create({ options: { ifGroupExists: 'use' } }, items);
		expect(requestedNames()).toEqual([]);
		expect(output.map(({ uuid }) => uuid)).toEqual(uuids);
	});
});

describe('Unique Key', () => {
	const BY_KEY = (ifGroupExists: string) => ({
		options: { uniqueKey: '={{ $json.key }}', ifGroupExists },
	});

	test('never answers with the group of another key, though it has the same name', async () => {
		const items = ['one', 'two'].map((key) => ({ name: 'Team', people: ANA, key }));
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
		addGroup(members(ANA), { name: 'Lost', waCreatedAt: '2024-11-27T10:00:00' });
		// The one is lost before 2Chat, the other is created and not listed for long.
		sandbox.fault({ operation: 'create-group', bodyContains: 'Lost', effect: 'reset' });
		sandbox.settings.listedAfterMs = 600_000;
		const items = ['Lost', 'Hidden'].map((name) => ({ name, people: [ANA], key: name }));
		await create(BY_KEY('create'), items, CONTINUE);
		sandbox.settings.listedAfterMs = 0;
		addGroup(members(ANA), { name: 'Hidden' });
		const more = items.map((item) => ({ ...item, people: [ANA, CARLOS] }));
		const run = await create(BY_KEY('use'), more, CONTINUE);
		expect(run.output.map(({ error }) => error)).toEqual([
			expect.stringContaining('"Lost" was used before'),
			expect.stringContaining('"Hidden" was used before'),
		]);
		expect(['Lost', 'Hidden'].flatMap((name) => membersOf(name))).not.toContain(CARLOS);
	});

	test('is claimed as well when an existing group is used', async () => {
		addGroups(['A', 'B']);
		const items = ['A', 'B'].map((name) => ({ name, people: [ANA], key: name }));
		await create(BY_KEY('use'), items);
		const renamed = items.map((item) => ({ ...item, name: `${item.name} renamed` }));
		const { output } = await create(BY_KEY('use'), renamed, CONTINUE);
		const error = expect.stringContaining('was used before') as string;
		expect(output).toMatchObject([{ error }, { error }]);
		expect(requestedNames()).toEqual([]);
	});
});

test('the report never calls people added who are known by a hidden id only', async () => {
	for (const [index, number] of [ANA, BEN].entries()) {
		const group = {
			uuid: `WAG6259818${index}-d2bd-4946-86c6-30f8a3c849c6`,
			participants: { '22364616163348@lid': { statusCode: 200 } },
			accepted_numbers: [number],
		};
		answerWith('create-group', { success: true, group }, { bodyContains: number });
	}
	const { output } = await create();
	expect(output.map(outcomesOf)).toEqual([['unknown'], ['unknown']]);
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
		refuse('create-group', { nth: 2, status: 400, body: { error_message: MARKUP } });
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
			refuse(operation, { times: 0, effect: 'html', status: 503 });
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

	test('is sure when a call that may not be repeated gets no answer either', async () => {
		for (const operation of ['add-participant', 'send-message', 'list-groups'] as const) {
			sandbox.fault({ operation, times: 0, effect: 'reset' });
		}
		const parameters = {
			additionalFields: { welcomeMessage: 'Hello' },
			options: { waitUntilListed: 5 },
		};
		await create(parameters, lists(people(12), people(12)), CONTINUE);
		const others = operations().slice(1);
		expect(others.filter((operation) => operation !== 'add-participant')).toEqual(['send-message']);
	});

	test('of one message takes no patience from the next group', async () => {
		refuse('send-message', { status: 503 });
		refuse('create-group', { nth: 2, status: 429 });
		const { output } = await create({ additionalFields: { welcomeMessage: 'Hello' } });
		expect(groupNames()).toEqual(['A', 'B']);
		expect(output.map(({ steps }) => steps)).toMatchObject([
			{ welcome_message: { status: 'unclear' } },
			{ welcome_message: { status: 'done' } },
		]);
	});

	test('of one number ends its items only', async () => {
		refuse('create-group', { times: 0, status: 410, bodyContains: FROM });
		const senders = [...Array(10).fill(FROM), OTHER_FROM, OTHER_FROM];
		const items = groups(12).map((group, index) => ({ ...group, from: senders[index] }));
		const run = await create({ fromNumber: from('={{ $json.from }}') }, items, CONTINUE);
		expect(groupNames()).toEqual(['G10', 'G11']);
		expect(requestedNames().length).toBeLessThan(15);
		expect(run.output).toHaveLength(12);
	});
});
