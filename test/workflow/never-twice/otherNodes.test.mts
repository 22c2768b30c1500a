import type { IDataObject } from 'n8n-workflow';

import type { NodeSettings, WorkflowJson } from '../../engine/types.mts';
import { BY_ITEM, FROM, useBench, people } from '../create/harness.mts';
import { HIDDEN, membersOf, namesOf, requestedNames } from './support.mts';

// What one node of an execution has done counts for its other nodes.

const [ANA, BEN, CARLOS] = ['+17137157533', '+18647351567', '+447700176576'] as const;

const bench = useBench();

const to = (node: string) => [{ node, type: 'main', index: 0 }];

function node(name: string, parameters: IDataObject, settings: NodeSettings = {}) {
	const fromNumber = { __rl: true, mode: 'phone', value: FROM };
	const type = 'n8n-nodes-2chat-groups.twoChatGroups';
	return { name, type, parameters: { fromNumber, ...parameters }, ...settings };
}

const CREATE = { resource: 'group', operation: 'create', ...BY_ITEM };
/** The row as it came in, whatever the error output made of it. */
const OF_START = {
	...CREATE,
	name: "={{ $('Start').item.json.name }}",
	participants: "={{ $('Start').item.json.people }}",
};
const ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;
const CONTINUE = { onError: 'continueRegularOutput' } as const;

async function run(first: IDataObject, second: IDataObject, items: IDataObject[]) {
	const json: WorkflowJson = {
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			node('First', first, ERROR_OUTPUT),
			node('Second', second, CONTINUE),
		],
		connections: { Start: { main: [to('First')] }, First: { main: [[], to('Second')] } },
	};
	const { apiKey, baseUrl } = bench.sandbox;
	return await bench.engine.run(json, {
		items,
		credentials: { twoChatGroupsApi: { apiKey, baseUrl } },
	});
}

test('a second Create behind the error output does not create what may exist', async () => {
	const { sandbox } = bench;
	sandbox.fault({ operation: 'create-group', bodyContains: '"A"', when: 'after', effect: 'reset' });
	sandbox.fault({ ...HIDDEN, times: 0 });
	const { nodes } = await run(CREATE, OF_START, [
		{ name: 'A', people: [ANA] },
		{ name: 'B', people: [BEN] },
	]);
	expect(requestedNames(sandbox)).toEqual(['A', 'B']);
	const again = nodes['Second']?.[0]?.outputs[0] ?? [];
	expect(again.map(({ json }) => json['error'])).toEqual([expect.stringContaining('may exist')]);
});

test('nor a group that exists and failed its item', async () => {
	const { sandbox } = bench;
	sandbox.fault({ operation: 'add-participant', times: 2, effect: 'answer', status: 402 });
	const strict = { ...CREATE, options: { ifSomeoneIsMissing: 'failIfAnyone' } };
	await run(strict, OF_START, [
		{ name: 'A', people: people(12) },
		{ name: 'B', people: [...people(14)].slice(2) },
	]);
	expect(namesOf(sandbox)).toEqual(['A', 'B']);
	expect(['A', 'B'].map((name) => membersOf(sandbox, name).length)).toEqual([12, 12]);
});

test('a Unique Key counts in all of them', async () => {
	await bench.engine.installDeduplication();
	const { sandbox } = bench;
	sandbox.fault({ operation: 'create-group', bodyContains: '"A"', when: 'after', effect: 'reset' });
	sandbox.fault({ ...HIDDEN, times: 0 });
	const options = { uniqueKey: "={{ $('Start').item.json.name }}" };
	await run({ ...CREATE, options }, { ...OF_START, options }, [
		{ name: 'A', people: [ANA] },
		{ name: 'B', people: [BEN] },
	]);
	expect(requestedNames(sandbox)).toEqual(['A', 'B']);
});

test('two Sync nodes with different lists do not throw out each other’s people', async () => {
	const { sandbox } = bench;
	const { uuid } = sandbox.world.addGroup({
		name: 'Team',
		phoneNumber: FROM,
		members: [ANA, BEN].map((phoneNumber) => ({ phoneNumber })),
	});
	const sync = (participants: string) => ({
		resource: 'participant',
		operation: 'sync',
		groupId: { __rl: true, mode: 'uuid', value: uuid },
		participants,
	});
	const json: WorkflowJson = {
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			node('First', sync(ANA)),
			node('Second', sync(BEN), CONTINUE),
		],
		connections: { Start: { main: [to('First')] }, First: { main: [to('Second')] } },
	};
	const { apiKey, baseUrl } = sandbox;
	const { nodes } = await bench.engine.run(json, {
		items: [{}],
		credentials: { twoChatGroupsApi: { apiKey, baseUrl } },
	});
	expect(nodes['Second']?.[0]?.outputs[0]?.[0]?.json['error']).toContain('already synced');
	expect(membersOf(sandbox, 'Team')).toEqual([ANA]);
});

test('failed items that come back in another order keep their own groups', async () => {
	const { sandbox } = bench;
	sandbox.fault({
		operation: 'create-group',
		bodyContains: 'Alpha',
		when: 'after',
		effect: 'reset',
	});
	sandbox.fault({ operation: 'create-group', bodyContains: 'Beta', effect: 'answer', status: 402 });
	sandbox.fault({ ...HIDDEN, times: 6 });
	// As if a node in between had turned them round: n8n takes the first for the first.
	const turned = (field: string) =>
		`={{ $runIndex === 0 ? $json.${field} : $('Start').all()[1 - $itemIndex].json.${field} }}`;
	const json: WorkflowJson = {
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			node(
				'Groups',
				{ ...CREATE, name: turned('name'), participants: turned('people') },
				ERROR_OUTPUT,
			),
			{ name: 'Wait', type: 'n8n-nodes-base.wait' },
		],
		connections: {
			Start: { main: [to('Groups')] },
			Groups: { main: [[], to('Wait')] },
			Wait: { main: [to('Groups')] },
		},
	};
	const { apiKey, baseUrl } = sandbox;
	await bench.engine.run(json, {
		items: [
			{ name: 'Alpha', people: [ANA, CARLOS] },
			{ name: 'Beta', people: [BEN] },
		],
		credentials: { twoChatGroupsApi: { apiKey, baseUrl } },
	});
	expect(membersOf(sandbox, 'Beta')).toEqual([BEN]);
	expect(membersOf(sandbox, 'Alpha')).not.toContain(BEN);
	expect(namesOf(sandbox).sort()).toEqual(['Alpha', 'Beta']);
});
