import { CONTINUE, ERROR_OUTPUT, run, runWorkflow, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, OTHER_FROM, members, people, rows } from '../data.mts';
import { from, groupId } from '../data.mts';
import { errorsOf, failedItems, linesOf, linksOf } from '../results.mts';
import { addGroup, bodiesOf, changeListed, groupOf, membersOf, refuse } from '../twoChat.mts';
import { inLoop, node } from '../workflows.mts';
import { requestsOf, sync, twoGroups } from './sync.mts';

// Sync: rows with the same From and group are one list, and nobody is removed unless every row was understood.

useBench();

/** Rows that say from which number they are, and name their group in any way. */
const FROM_ROWS = { fromNumber: from('={{ $json.from }}'), groupId: groupId('={{ $json.id }}') };

const groupWithTwoSenders = () =>
	addGroup([{ phoneNumber: OTHER_FROM, role: 'admin' }, ...members(ANA, BEN, CARLOS)]);

describe('rows of one list', () => {
	test('do not throw out each other, and rows of other groups are lists of their own', async () => {
		const [first, second] = [addGroup(members(ANA, BEN, CARLOS)), addGroup(members(ANA))];
		const { output, outputs } = await sync(rows([first, first, second, first], ANA, BEN, BEN, ANA));
		expect(membersOf(first)).toEqual([ANA, BEN]);
		expect(membersOf(second)).toEqual([BEN]);
		expect(output).toMatchObject([
			{ uuid: first, to_remove: [CARLOS] },
			{ uuid: second, to_remove: [ANA] },
		]);
		expect(linksOf(outputs[0])).toEqual([[0, 1, 3], 2]);
	});

	test.each<[unread: unknown, why: string]>([
		['', 'is empty'],
		['   ', 'is empty'],
		[null, 'is empty'],
		[[], 'is empty'],
		['+44 7700 17657x', 'cannot be read: "+44 7700 17657x"'],
	])('keep everybody when one of them holds %j: it may stand for a member', async (unread, why) => {
		const [first, second] = twoGroups(members(ANA, CARLOS));
		const uuids = [first, first, second, first, second];
		const { output } = await sync(rows(uuids, ANA, unread, ANA, BEN, BEN));
		expect(membersOf(first)).toEqual([ANA, CARLOS, BEN]);
		expect(membersOf(second)).toEqual([ANA, BEN]);
		const reason = expect.stringContaining(`entry 2 of it ${why}`) as string;
		expect(linesOf(output[0])).toMatchObject([
			{ input: ANA, outcome: 'already_member' },
			{ outcome: 'invalid_number' },
			{ input: BEN, outcome: 'added' },
			{ input: null, phone_number: CARLOS, outcome: 'kept', reason },
		]);
	});

	test('count together for Max Removals', async () => {
		const eleven = people(11);
		const first = addGroup(members(ANA, BEN, ...people(10)));
		const second = addGroup(members(ANA, BEN, ...eleven));
		// The other of the two would be the eleventh to go, if each row were a list.
		const lists = rows([first, second, first, second], ANA, ANA, BEN, BEN);
		const result = await sync(lists, {}, ERROR_OUTPUT);
		expect(result.output).toMatchObject([{ uuid: first, summary: { removed: 10 } }]);
		const tooMany = expect.stringMatching(
			/^11 people would be removed, and Max Removals is 10: /,
		) as string;
		expect(errorsOf(result)).toEqual([tooMany, tooMany]);
		expect(membersOf(first)).toEqual([ANA, BEN]);
		expect(membersOf(second)).toEqual([ANA, BEN, ...eleven]);
	});

	test('do not throw out the people or the senders of each other, with two senders and two kinds of id', async () => {
		const uuid = groupWithTwoSenders();
		const result = await run('participant.sync', FROM_ROWS, [
			{ from: FROM, id: uuid, people: [ANA, OTHER_FROM] },
			{ from: OTHER_FROM, id: groupOf(uuid)?.waGroupId ?? '', people: BEN },
		]);
		expect(result.output).toMatchObject([
			{ from_number: FROM, to_add: [], to_remove: [CARLOS], stays: [ANA, OTHER_FROM, BEN] },
		]);
		expect(linksOf(result.outputs[0])).toEqual([[0, 1]]);
		expect(membersOf(uuid)).toEqual([OTHER_FROM, ANA, BEN]);
	});

	test('keep the numbers in From of all of them', async () => {
		const uuid = groupWithTwoSenders();
		const id = groupOf(uuid)?.waGroupId ?? '';
		await run('participant.sync', FROM_ROWS, [
			{ from: FROM, id, people: ANA },
			{ from: OTHER_FROM, id, people: BEN },
		]);
		expect(membersOf(uuid)).toEqual([OTHER_FROM, ANA, BEN]);
	});

	test('are recognised when From and group are written differently', async () => {
		const [first, second] = twoGroups(members(ANA, BEN, CARLOS));
		const parameters = { ...FROM_ROWS, options: { defaultCountry: 'PY' } };
		const { output } = await run('participant.sync', parameters, [
			{ id: first, from: '0981 048477', people: ANA },
			{ id: second, from: '0981 048477', people: CARLOS },
			{ id: ` ${first} `, from: FROM, people: BEN },
			{ id: second, from: '0981048477', people: ANA },
		]);
		expect(output).toMatchObject([
			{ uuid: first, to_remove: [CARLOS] },
			{ uuid: second, to_remove: [BEN] },
		]);
		expect(membersOf(first)).toEqual([ANA, BEN]);
		expect(membersOf(second)).toEqual([ANA, CARLOS]);
	});

	test('fail one by one, with Continue, when nothing in their list can be read', async () => {
		const [first, second] = twoGroups(members(ANA, BEN));
		const lists = rows([first, second, first, second, first], 'nobody', ANA, 'n/a', BEN, '');
		const result = await sync(lists, {}, ERROR_OUTPUT);
		expect(linksOf(result.outputs[1])).toEqual([0, 2, 4]);
		const error = expect.stringMatching(
			/^Participants holds no phone number that can be used/,
		) as string;
		expect(failedItems(result)).toMatchObject([
			{ people: 'nobody', error },
			{ people: 'n/a', error },
			{ people: '', error },
		]);
		expect(result.output).toMatchObject([{ uuid: second, to_remove: [] }]);
		expect(requestsOf(first)).toEqual([]);
	});
});

describe('nobody is removed', () => {
	test('while another row cannot be attributed to any list', async () => {
		const [first, second] = twoGroups(members(ANA, BEN));
		const lists = rows([first, 'no group', second], ANA, BEN, ANA);
		const { output, outputs } = await sync(lists, {}, ERROR_OUTPUT);
		expect(bodiesOf('remove-participant')).toEqual([]);
		expect(linksOf(outputs[1])).toEqual([1]);
		for (const item of output) {
			expect(item).toMatchObject({ summary: { kept: 1, removed: 0 } });
			expect(JSON.stringify(item)).toContain('row 2 cannot be read');
		}
	});

	test('for a row whose expression finds nothing', async () => {
		const uuids = twoGroups(members(ANA, CARLOS));
		const parameters = { participants: '={{ $json.person.phone.trim() }}' };
		const items = uuids.flatMap((uuid) => [{ uuid, person: { phone: ANA } }, { uuid }]);
		await run('participant.sync', parameters, items, ERROR_OUTPUT);
		expect(uuids.map(membersOf)).toEqual([
			[ANA, CARLOS],
			[ANA, CARLOS],
		]);
	});

	test.each([
		{
			because: 'does not list it yet',
			hide: (uuid: string) => {
				for (const handle of groupOf(uuid)?.handles ?? []) handle.listedFrom = Date.now() + 600_000;
			},
		},
		{
			because: 'lists it without WhatsApp’s id',
			hide: () => changeListed((groups) => groups.map((one) => ({ ...one, wa_group_id: null }))),
		},
	])('from a group named by two kinds of id while 2Chat $because', async ({ hide }) => {
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
});

describe('Loop Over Items gives Sync one list after the other:', () => {
	test('a second list for the same group is refused', async () => {
		const uuid = addGroup(members(ANA, BEN));
		const workflow = inLoop(node('Sync', 'participant.sync', {}, CONTINUE));
		await runWorkflow(workflow, rows(uuid, ANA, BEN));
		expect(membersOf(uuid)).toEqual([ANA]);
		expect(bodiesOf('remove-participant')).toHaveLength(1);
	});

	test.each([
		{ because: 'of Max Removals', list: [ANA], everybody: [ANA, ...people(11)] },
		{ because: 'adding was refused', list: [BEN], everybody: [ANA, CARLOS] },
	])('one of which nothing was done, because $because, does not block the next', async (one) => {
		const { because, list, everybody } = one;
		const uuid = addGroup(members(...everybody));
		if (because !== 'of Max Removals') refuse('add-participant');
		const workflow = inLoop(node('Sync', 'participant.sync', {}, CONTINUE));
		const { nodes } = await runWorkflow(workflow, rows(uuid, list, everybody));
		expect(nodes['Sync']?.map(({ outputs }) => outputs[0]?.[0]?.json)).toMatchObject([
			{ error: expect.stringMatching(/Max Removals|no API credits/) as string },
			{ to_add: [], to_remove: [] },
		]);
		expect(membersOf(uuid)).toEqual(everybody);
	});
});
