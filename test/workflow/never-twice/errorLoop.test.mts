import type { IDataObject } from 'n8n-workflow';

import type { WorkflowJson } from '../../engine/types.mts';
import { ERROR_OUTPUT, runWorkflow, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, NOT_ON_WHATSAPP, TWO, lists, people, rows } from '../data.mts';
import { itemsOf } from '../results.mts';
import { addGroups, groupNames, groupOf, hideGroups, loseAnswer, membersOf } from '../twoChat.mts';
import { refuse, requestedNames } from '../twoChat.mts';
import { inErrorLoop, link, node } from '../workflows.mts';
import { AGAIN, OF_A } from './support.mts';

// The retry that people build themselves: the error output leads back to the node, with a pause between.

useBench();

/** The error output goes through some nodes back to "Groups". */
function loop(parameters: IDataObject, between: string[]): WorkflowJson {
	const groups = node('Groups', 'group.create', parameters, ERROR_OUTPUT);
	return inErrorLoop(groups, ...between.map((type, index) => ({ name: `Step ${index}`, type })));
}

const NO = { success: false, message: 'No' };
const STRICT = { options: { ifSomeoneIsMissing: 'failIfAnyone' } };
const WAIT = ['n8n-nodes-base.wait'];

test.each([
	// Hidden for longer than all looks of the first try.
	['an answer that was lost', { when: 'after', effect: 'reset' }, 7],
	['a gateway that gave up', { when: 'after', effect: 'html', status: 504 }, 7],
	['a refusal after the group was created', { when: 'after', effect: 'answer', status: 410 }, 0],
	['a busy number', { when: 'after', effect: 'answer', status: 486 }, 0],
	['a denied success', { when: 'after', effect: 'answer', status: 200, body: NO }, 0],
] as const)('after %s there is one group of each name', async (_, fault, hidden) => {
	sandbox.fault({ operation: 'create-group', ...OF_A, ...fault });
	if (hidden > 0) hideGroups(hidden);
	await runWorkflow(loop({}, WAIT), TWO);
	expect(groupNames().sort()).toEqual(['A', 'B']);
});

test.each([
	['a pause', WAIT],
	['several nodes', ['n8n-nodes-base.wait', 'n8n-nodes-base.noOp']],
])(
	'a group that exists, with somebody missing, is not created again through %s',
	async (_, between) => {
		refuse('add-participant', { times: 2 });
		const { nodes } = await runWorkflow(loop(STRICT, between), lists(people(12), [BEN]));
		expect(requestedNames().sort()).toEqual(['A', 'B']);
		const done = (nodes['Groups'] ?? []).flatMap(({ outputs }) => itemsOf(outputs[0]));
		expect(done.map(({ name }) => name).sort()).toEqual(['A', 'B']);
	},
);

test('where a node forgets where its items come from, the same request is still known', async () => {
	loseAnswer('create-group', OF_A);
	hideGroups(7);
	const json = loop({}, ['n8n-nodes-base.splitOut']);
	json.pinData = { 'Step 0': TWO.slice(0, 1).map((one) => ({ json: one })) };
	const { nodes } = await runWorkflow(json, TWO);
	expect(nodes['Groups']).toHaveLength(2);
	expect(groupNames().sort()).toEqual(['A', 'B']);
});

test('what comes of a group that was created is a new request', async () => {
	const name = '={{ $runIndex < 2 ? "Round " + $runIndex : "" }}';
	const json = loop({ name, participants: ANA }, WAIT);
	Object.assign(json.connections, link({ name: 'Groups' }, { name: 'Step 0' }));
	await runWorkflow(json, [{}]);
	expect(groupNames()).toEqual(['Round 0', 'Round 1']);
});

test('the groups that a failed item was split into are groups of their own, also in a later pass', async () => {
	const json = loop({}, ['n8n-nodes-base.splitOut']);
	const split = [
		{ name: 'A', people: [ANA, BEN] },
		{ name: 'B', people: [ANA, CARLOS] },
	];
	json.pinData = { 'Step 0': split.map((one) => ({ json: one, pairedItem: { item: 0 } })) };
	refuse('create-group', { bodyContains: '"B"' });
	await runWorkflow(json, [{ name: 'A and B', people: 'nobody' }]);
	expect(groupNames()).toEqual(['A', 'B']);
	expect(membersOf('A')).toEqual([ANA, BEN]);
	expect(membersOf('B')).toEqual([ANA, CARLOS]);
});

test('also when they have one name, and nobody gets into the group of the others', async () => {
	const json = loop({}, ['n8n-nodes-base.splitOut']);
	const split = [ANA, BEN, CARLOS].map((person) => ({ name: 'A', people: [person] }));
	json.pinData = { 'Step 0': split.map((one) => ({ json: one, pairedItem: { item: 0 } })) };
	refuse('create-group', { nth: 2 });
	await runWorkflow(json, [{ name: 'A', people: 'nobody' }]);
	expect(sandbox.world.groups.map(({ uuid }) => membersOf(uuid))).toEqual([[ANA], [CARLOS], [BEN]]);
});

test('also when only one of them comes back once more', async () => {
	const strict = { ifSomeoneIsMissing: 'failIfAnyone' };
	// In the third pass the second one alone, as behind a filter.
	const who = '={{ $runIndex < 2 ? $json.people : $itemIndex === 0 ? $json.again : "nobody" }}';
	const groups = node(
		'Groups',
		'group.create',
		{ participants: who, options: strict },
		ERROR_OUTPUT,
	);
	const json = inErrorLoop(groups, AGAIN, { name: 'Split', type: 'n8n-nodes-base.splitOut' });
	const ofSecond = [BEN, NOT_ON_WHATSAPP];
	const split = [[ANA], ofSecond].map((list) => ({ name: 'A', people: list, again: ofSecond }));
	json.pinData = { Split: split.map((one) => ({ json: one, pairedItem: { item: 0 } })) };
	await runWorkflow(json, [{ name: 'A', people: 'nobody' }]);
	expect(sandbox.world.groups.map(({ uuid }) => membersOf(uuid))).toEqual([[ANA], [BEN]]);
});

test('a message that may be out is not sent again where a node forgets where its items come from', async () => {
	const uuids = addGroups(['A', 'B'], ANA);
	loseAnswer('send-message', { times: 2 });
	const sending = node('Send', 'group.sendMessage', { text: 'Hello' }, ERROR_OUTPUT);
	const json = inErrorLoop(sending, AGAIN, { name: 'Split', type: 'n8n-nodes-base.splitOut' });
	const items = rows(uuids, ANA, BEN);
	// As of items that were turned round, or put together and taken apart.
	const turned = items.map((one, index) => ({ json: one, pairedItem: { item: 1 - index } }));
	json.pinData = { Split: turned };
	await runWorkflow(json, items);
	const said = (uuid: string) => groupOf(uuid)?.messages.map(({ text }) => text);
	expect(uuids.map(said)).toEqual([['Hello'], ['Hello']]);
});
