import type { IDataObject } from 'n8n-workflow';

import type { WorkflowJson } from '../../engine/types.mts';
import {
	ANA,
	BEN,
	BY_ITEM,
	CARLOS,
	CONTINUE,
	credentialsOf,
	FROM,
	from,
	group,
	useBench,
	people,
} from './harness.mts';

// Nobody is removed unless every row of the run was understood, and ids are resolved before rows are put together.

const OTHER_FROM = '+12123334444';

const bench = useBench();

const members = (...numbers: string[]) => numbers.map((phoneNumber) => ({ phoneNumber }));
const groupOf = (uuid: string) => bench.sandbox.world.groups.find((one) => one.uuid === uuid);

const FROM_ROWS = {
	fromNumber: from('={{ $json.from }}'),
	groupId: group('={{ $json.id }}'),
	participants: '={{ $json.people }}',
};

test.each<[string, (uuid: string) => void]>([
	[
		'does not list it yet',
		(uuid) => {
			for (const handle of groupOf(uuid)?.handles ?? []) handle.listedFrom = Date.now() + 600_000;
		},
	],
	[
		'lists it without WhatsApp’s id',
		() =>
			bench.sandbox.fault({
				operation: 'list-groups',
				times: 0,
				effect: 'mutate',
				mutate: (answer) => ({
					data: (answer as { data: IDataObject[] }).data.map((one) => ({
						...one,
						wa_group_id: null,
					})),
				}),
			}),
	],
])('a group named by two kinds of id while 2Chat %s loses nobody', async (_, hide) => {
	const uuid = bench.addGroup(members(ANA, BEN, CARLOS));
	hide(uuid);
	await bench.run(
		'participant.sync',
		FROM_ROWS,
		[
			{ from: FROM, id: uuid, people: ANA },
			{ from: FROM, id: groupOf(uuid)?.waGroupId ?? '', people: BEN },
			{ from: FROM, id: uuid.replace('WAG', 'WGP'), people: CARLOS },
		],
		CONTINUE,
	);
	expect(bench.bodiesOf('remove-participant')).toEqual([]);
});

test('the numbers in From of all its rows stay', async () => {
	const uuid = bench.addGroup([
		{ phoneNumber: OTHER_FROM, role: 'admin' },
		...members(ANA, CARLOS),
	]);
	const id = groupOf(uuid)?.waGroupId ?? '';
	await bench.run('participant.sync', FROM_ROWS, [
		{ from: FROM, id, people: ANA },
		{ from: OTHER_FROM, id, people: BEN },
	]);
	expect(bench.membersOf(uuid)).toEqual([OTHER_FROM, ANA, BEN]);
});

test('a row whose expression finds nothing keeps everybody', async () => {
	const uuids = [bench.addGroup(members(ANA, CARLOS)), bench.addGroup(members(ANA, CARLOS))];
	const parameters = { ...BY_ITEM, participants: '={{ $json.person.phone.trim() }}' };
	await bench.run(
		'participant.sync',
		parameters,
		uuids.flatMap((uuid) => [{ uuid, person: { phone: ANA } }, { uuid }]),
		CONTINUE,
	);
	expect(uuids.map((uuid) => bench.membersOf(uuid))).toEqual([
		[ANA, CARLOS],
		[ANA, CARLOS],
	]);
});

test('another number of a person counts as theirs, although it lacks the plus', async () => {
	const uuid = bench.addGroup(members(ANA, BEN));
	const [first, second] = [Number(BEN.slice(1)), BEN.slice(1)].map((phone) => ({
		name: 'Ben',
		whatsapp: CARLOS,
		phone,
	}));
	const { output } = await bench.run('participant.sync', BY_ITEM, [
		{ uuid, people: [ANA, first] },
		{ uuid: bench.addGroup(members(ANA, BEN)), people: [ANA, second] },
	]);
	expect(output.map(({ to_remove }) => to_remove)).toEqual([[], []]);
});

test('a list that Max Removals has refused has synced nothing: the next one may', async () => {
	const everybody = people(14);
	const uuid = bench.addGroup(members(...everybody));
	const to = (node: string) => [{ node, type: 'main', index: 0 }];
	const json: WorkflowJson = {
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			{ name: 'Loop', type: 'n8n-nodes-base.splitInBatches', parameters: { batchSize: 1 } },
			{
				name: 'Sync',
				type: 'n8n-nodes-2chat-groups.twoChatGroups',
				parameters: {
					resource: 'participant',
					operation: 'sync',
					fromNumber: from(FROM),
					groupId: group(uuid),
					participants: '={{ $json.people }}',
				},
				onError: 'continueRegularOutput',
			},
		],
		connections: {
			Start: { main: [to('Loop')] },
			Loop: { main: [[], to('Sync')] },
			Sync: { main: [to('Loop')] },
		},
	};
	const { nodes } = await bench.engine.run(json, {
		items: [{ people: everybody[0] }, { people: everybody }],
		credentials: credentialsOf(bench.sandbox),
	});
	const [refused, done] = (nodes['Sync'] ?? []).map(({ outputs }) => outputs[0]?.[0]?.json);
	expect(refused?.['error']).toContain('Max Removals');
	expect(done).toMatchObject({ to_add: [], to_remove: [] });
	expect(bench.membersOf(uuid)).toEqual(everybody);
});
