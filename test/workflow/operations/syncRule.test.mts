import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, ERROR_OUTPUT, run, runWorkflow, useBench } from '../bench.mts';
import type { How } from '../bench.mts';
import {
	ANA,
	BEN,
	CARLOS,
	FROM,
	OTHER_FROM,
	from,
	groupId,
	members,
	people,
	rows,
} from '../data.mts';
import { addGroup, bodiesOf, changeAnswers, groupOf, membersOf } from '../twoChat.mts';
import { inLoop, node } from '../workflows.mts';

// Nobody is removed unless every row of the run was understood, and ids are resolved before rows are put together.

useBench();

const sync = async (items: IDataObject[], options: IDataObject = {}, how: How = {}) =>
	await run('participant.sync', { options }, items, how);

const FROM_ROWS = {
	fromNumber: from('={{ $json.from }}'),
	groupId: groupId('={{ $json.id }}'),
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
			changeAnswers('list-groups', (answer) => ({
				data: (answer as { data: IDataObject[] }).data.map((one) => ({
					...one,
					wa_group_id: null,
				})),
			})),
	],
])('a group named by two kinds of id while 2Chat %s loses nobody', async (_, hide) => {
	const uuid = addGroup(members(ANA, BEN, CARLOS));
	hide(uuid);
	const items = [
		{ from: FROM, id: uuid, people: ANA },
		{ from: FROM, id: groupOf(uuid)?.waGroupId ?? '', people: BEN },
		{ from: FROM, id: uuid.replace('WAG', 'WGP'), people: CARLOS },
	];
	await run('participant.sync', FROM_ROWS, items, ERROR_OUTPUT);
	expect(bodiesOf('remove-participant')).toEqual([]);
});

test('the numbers in From of all its rows stay', async () => {
	const uuid = addGroup([{ phoneNumber: OTHER_FROM, role: 'admin' }, ...members(ANA, CARLOS)]);
	const id = groupOf(uuid)?.waGroupId ?? '';
	await run('participant.sync', FROM_ROWS, [
		{ from: FROM, id, people: ANA },
		{ from: OTHER_FROM, id, people: BEN },
	]);
	expect(membersOf(uuid)).toEqual([OTHER_FROM, ANA, BEN]);
});

test('a row whose expression finds nothing keeps everybody', async () => {
	const uuids = [addGroup(members(ANA, CARLOS)), addGroup(members(ANA, CARLOS))];
	const parameters = { participants: '={{ $json.person.phone.trim() }}' };
	await run(
		'participant.sync',
		parameters,
		uuids.flatMap((uuid) => [{ uuid, person: { phone: ANA } }, { uuid }]),
		ERROR_OUTPUT,
	);
	expect(uuids.map((uuid) => membersOf(uuid))).toEqual([
		[ANA, CARLOS],
		[ANA, CARLOS],
	]);
});

test('another number of a person counts as theirs, although it lacks the plus', async () => {
	const uuid = addGroup(members(ANA, BEN));
	const [first, second] = [Number(BEN.slice(1)), BEN.slice(1)].map((phone) => ({
		name: 'Ben',
		whatsapp: CARLOS,
		phone,
	}));
	const { output } = await sync(
		rows([uuid, addGroup(members(ANA, BEN))], [ANA, first], [ANA, second]),
	);
	expect(output.map(({ to_remove }) => to_remove)).toEqual([[], []]);
});

test('a list that Max Removals has refused has synced nothing: the next one may', async () => {
	const everybody = people(14);
	const uuid = addGroup(members(...everybody));
	const sync = node('Sync', 'participant.sync', { groupId: groupId(uuid) }, CONTINUE);
	const items = [{ people: everybody[0] }, { people: everybody }];
	const { nodes } = await runWorkflow(inLoop(sync), items);
	const [refused, done] = (nodes['Sync'] ?? []).map(({ outputs }) => outputs[0]?.[0]?.json);
	expect(refused?.['error']).toContain('Max Removals');
	expect(done).toMatchObject({ to_add: [], to_remove: [] });
	expect(membersOf(uuid)).toEqual(everybody);
});
