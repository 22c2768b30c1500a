import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, ERROR_OUTPUT, engine, runWorkflow, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, NOT_ON_WHATSAPP, OTHER_FROM, TWO } from '../data.mts';
import { from, groupId, lists, members, people } from '../data.mts';
import { itemsOf } from '../results.mts';
import { addGroup, bodiesOf, callsOf, groupNames, hideGroups } from '../twoChat.mts';
import { loseAnswer, membersOf, refuse, requestedNames } from '../twoChat.mts';
import { START, chain, inErrorLoop, link, node } from '../workflows.mts';
import { OF_A } from './support.mts';

// What one node of an execution has done counts for its other nodes.

useBench();

/** The row as it came in, whatever the error output made of it. */
const OF_START = {
	name: "={{ $('Start').item.json.name }}",
	participants: "={{ $('Start').item.json.people }}",
};

/** Two Creates, the second one behind the error output of the first. */
async function createTwice(options: IDataObject, items: IDataObject[], more = {}) {
	const first = node('First', 'group.create', { options }, ERROR_OUTPUT);
	const second = node('Second', 'group.create', { ...OF_START, options, ...more }, CONTINUE);
	const connections = { ...link(START, first), ...link(first, second, 1) };
	return await runWorkflow({ nodes: [START, first, second], connections }, items);
}

test('a second Create behind the error output does not create what may exist', async () => {
	loseAnswer('create-group', OF_A);
	hideGroups();
	const { nodes } = await createTwice({}, TWO);
	expect(requestedNames()).toEqual(['A', 'B']);
	const [again, ...others] = itemsOf(nodes['Second']?.[0]?.outputs[0]);
	expect(again?.['error']).toContain('may exist');
	expect(others).toEqual([]);
});

test('nor a group that exists and failed its item', async () => {
	refuse('add-participant', { times: 2 });
	await createTwice({ ifSomeoneIsMissing: 'failIfAnyone' }, lists(people(12), people(14).slice(2)));
	expect(groupNames()).toEqual(['A', 'B']);
	expect(['A', 'B'].map((name) => membersOf(name).length)).toEqual([12, 12]);
});

describe('a second Create that has another number', () => {
	const BACKUP = { fromNumber: from(OTHER_FROM) };

	test('does not create what the first number may have created', async () => {
		loseAnswer('create-group');
		hideGroups();
		refuse('create-group', { nth: 2 });
		const { nodes } = await createTwice({}, TWO, BACKUP);
		expect(bodiesOf('create-group')).toMatchObject([
			{ from_number: FROM, group: { name: 'A' } },
			{ from_number: FROM, group: { name: 'B' } },
			{ from_number: OTHER_FROM, group: { name: 'B' } },
		]);
		const [first, second] = itemsOf(nodes['Second']?.[0]?.outputs[0]);
		expect(first?.['error']).toContain('The group "A" may exist');
		expect(second).toMatchObject({ name: 'B', from_number: OTHER_FROM, created: true });
	});

	test.each([OTHER_FROM, FROM])('also when %s is among the people', async (number) => {
		loseAnswer('create-group');
		hideGroups();
		const { nodes } = await createTwice({}, lists([ANA, number]), BACKUP);
		expect(requestedNames()).toEqual(['A']);
		const [failed] = itemsOf(nodes['Second']?.[0]?.outputs[0]);
		expect(failed?.['error']).toContain('The group "A" may exist');
	});

	test('nor a group that exists and failed its item', async () => {
		const items = lists([ANA, NOT_ON_WHATSAPP], [BEN, NOT_ON_WHATSAPP]);
		const { nodes } = await createTwice({ ifSomeoneIsMissing: 'failIfAnyone' }, items, BACKUP);
		expect(groupNames()).toEqual(['A', 'B']);
		const failed = itemsOf(nodes['Second']?.[0]?.outputs[0]);
		expect(failed.map(({ error }) => error)).toEqual([
			expect.stringContaining('not in the group "A"'),
			expect.stringContaining('not in the group "B"'),
		]);
	});
});

test('a Unique Key counts in all of them', async () => {
	await engine.installDeduplication();
	loseAnswer('create-group', OF_A);
	hideGroups();
	await createTwice({ uniqueKey: "={{ $('Start').item.json.name }}" }, TWO);
	expect(requestedNames()).toEqual(['A', 'B']);
});

test('two Sync nodes with different lists do not throw out each other’s people', async () => {
	const group = groupId(addGroup(members(ANA, BEN)));
	const sync = (name: string, participants: string) =>
		node(name, 'participant.sync', { groupId: group, participants }, CONTINUE);
	const { nodes } = await runWorkflow(chain(sync('First', ANA), sync('Second', BEN)), [{}]);
	expect(nodes['Second']?.[0]?.outputs[0]?.[0]?.json['error']).toContain('already synced');
	expect(membersOf('Team')).toEqual([ANA]);
});

test.each([
	['with nobody in common', [BEN]],
	['with somebody in common', [BEN, CARLOS]],
])('failed items that come back in another order keep their own groups, %s', async (_, ofB) => {
	loseAnswer('create-group', OF_A);
	refuse('create-group', { bodyContains: '"B"' });
	hideGroups(6);
	// As if a node in between had turned them round: n8n takes the first for the first.
	const turned = (field: string) =>
		`={{ $runIndex === 0 ? $json.${field} : $('Start').all()[1 - $itemIndex].json.${field} }}`;
	const fields = { name: turned('name'), participants: turned('people') };
	const groups = node('Groups', 'group.create', fields, ERROR_OUTPUT);
	const workflow = inErrorLoop(groups, { name: 'Wait', type: 'n8n-nodes-base.wait' });
	await runWorkflow(workflow, lists([ANA, CARLOS], ofB));
	expect(membersOf('B')).toEqual(ofB);
	expect(membersOf('A')).not.toContain(BEN);
	expect(groupNames().sort()).toEqual(['A', 'B']);
});

test('Wait Until Listed waits for a group that a node before has created', async () => {
	hideGroups(2);
	const options = { ifGroupExists: 'use', waitUntilListed: 60 };
	const second = node('Second', 'group.create', { ...OF_START, options });
	const { nodes } = await runWorkflow(chain(node('First', 'group.create'), second), lists(ANA));
	expect(itemsOf(nodes['Second']?.[0]?.outputs[0])).toMatchObject([
		{ created: false, steps: { listed: { status: 'done' } } },
	]);
	expect(callsOf('list-groups')).toHaveLength(3);
});
