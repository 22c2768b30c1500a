import { ERROR_OUTPUT, WAITS_TO_MEASURE, create, sandbox, useBench } from '../bench.mts';
import {
	ANA,
	BEN,
	CARLOS,
	FROM,
	NOT_ON_WHATSAPP,
	OTHER_FROM,
	TWO,
	lists,
	members,
	people,
} from '../data.mts';
import { failedItems, linesOf, outcomesOf } from '../results.mts';
import { addGroup, bodiesOf, callsOf, groupNames, requests, writes } from '../twoChat.mts';

// If Group Exists: a group of the same name on the same number.

useBench(WAITS_TO_MEASURE);

function existing(name: string, numbers: string[] = [], phoneNumber = FROM) {
	return sandbox.world.addGroup({ name, phoneNumber, members: members(...numbers) });
}

describe('Create Another', () => {
	test.each([{}, { ifGroupExists: 'create' }])('makes one without looking: %j', async (options) => {
		existing('A');
		const { output } = await create({ options }, [
			{ name: 'A', people: ANA },
			{ name: 'A', people: BEN },
		]);
		expect(requests()).toEqual(['POST /whatsapp/group/create', 'POST /whatsapp/group/create']);
		expect(output.map(({ created }) => created)).toEqual([true, true]);
		expect(groupNames()).toEqual(['A', 'A', 'A']);
	});
});

describe('Use Existing and Add Missing People', () => {
	const USE = { options: { ifGroupExists: 'use' } };

	test('adds the missing people to the group and makes none', async () => {
		const a = existing('A', [ANA]);
		const b = existing('B');
		const { output } = await create(USE, lists([ANA, BEN], [ANA, NOT_ON_WHATSAPP]));
		expect(writes()).toEqual([
			`POST /whatsapp/group/${a.uuid}/add-participant`,
			`POST /whatsapp/group/${b.uuid}/add-participant`,
		]);
		expect(bodiesOf('add-participant')).toEqual([
			{ from_number: FROM, participants: [ANA, BEN] },
			{ from_number: FROM, participants: [ANA, NOT_ON_WHATSAPP] },
		]);
		expect(output).toMatchObject([
			{ uuid: a.uuid, wa_group_id: a.waGroupId, name: 'A', created: false },
			{ uuid: b.uuid, wa_group_id: b.waGroupId, name: 'B', created: false },
		]);
		expect(output.map(outcomesOf)).toEqual([
			['already_member', 'added'],
			['added', 'not_on_whatsapp'],
		]);
		expect(output.map(({ summary }) => summary)).toMatchObject([
			{ people: 2, in_group: 2, missing: 0, added: 1, already_member: 1 },
			{ people: 2, in_group: 1, missing: 1 },
		]);
	});

	test('brings back who left since 2Chat looked at the group', async () => {
		const group = existing('A', [ANA, BEN]);
		sandbox.settings.membersShownAfterMs = 600_000;
		sandbox.world.depart(group, BEN, 'remove', { author: FROM, own: true });
		const { output } = await create(USE, [
			{ name: 'A', people: [ANA, BEN] },
			{ name: 'A', people: [ANA] },
		]);
		expect(output.map(outcomesOf)).toEqual([['already_member', 'added'], ['already_member']]);
	});

	test('makes the group when there is none', async () => {
		existing('Another', [], FROM);
		existing('A', [], OTHER_FROM);
		const { output } = await create(USE);
		expect(output.map(({ created }) => created)).toEqual([true, true]);
		expect(bodiesOf('create-group')).toHaveLength(2);
	});

	test('adds more than ten people in tens', async () => {
		const many = people(34);
		existing('A', many.slice(5, 10));
		const { output } = await create(USE, [
			{ name: 'A', people: many },
			{ name: 'A', people: many.slice(0, 3) },
		]);
		expect(callsOf('add-participant')).toHaveLength(5);
		expect(output[0]?.['summary']).toMatchObject({ people: 34, added: 29, already_member: 5 });
		expect(outcomesOf(output[1])).toEqual(['already_member', 'already_member', 'already_member']);
	});

	test('recognises members whom WhatsApp knows by another form of the number', async () => {
		existing('A', ['+525530483303', '+5511999999999']);
		const { output } = await create(USE, [
			{ name: 'A', people: ['+525530483303', '+5511999999999'] },
			{ name: 'A', people: ['+5215530483303'] },
		]);
		expect(output.map(outcomesOf)).toEqual([
			['already_member', 'already_member'],
			['already_member'],
		]);
	});

	test('finds a name that WhatsApp stores with other blanks or in another Unicode form', async () => {
		existing('Caf\u00e9  Team', [ANA]);
		const { output } = await create(USE, [
			{ name: 'Cafe\u0301 Team', people: ANA },
			{ name: ' Caf\u00e9 Team ', people: ANA },
		]);
		expect(output.map(({ created }) => created)).toEqual([false, false]);
		expect(bodiesOf('create-group')).toEqual([]);
	});

	test('takes the group that the number made itself before one that it was added to', async () => {
		addGroup([], { name: 'A', ownerPhoneNumber: ANA });
		const own = existing('A');
		addGroup([], { name: 'A', ownerPhoneNumber: BEN });
		const { output } = await create(USE, [
			{ name: 'A', people: ANA },
			{ name: 'A', people: BEN },
		]);
		expect(output.map(({ uuid }) => uuid)).toEqual([own.uuid, own.uuid]);
	});

	test('the same name twice in one run makes one group, listed or not', async () => {
		sandbox.settings.listedAfterMs = 600_000;
		const { output } = await create(USE, [
			{ name: 'A', people: [ANA] },
			{ name: 'A', people: [ANA, BEN] },
			{ name: 'B', people: [CARLOS] },
			{ name: ' A', people: [CARLOS] },
		]);
		expect(groupNames()).toEqual(['A', 'B']);
		expect(output.map(({ created }) => created)).toEqual([true, false, true, false]);
		expect(new Set([0, 1, 3].map((index) => output[index]?.['uuid'])).size).toBe(1);
		expect(outcomesOf(output[1])).toEqual(['already_member', 'added']);
	});

	test('a group made in this run that cannot be used yet gets the next people all the same', async () => {
		Object.assign(sandbox.settings, {
			listedAfterMs: 600_000,
			readableAfterMs: 250,
			usableAfterMs: 250,
		});
		const { output } = await create(USE, [
			{ name: 'A', people: [ANA] },
			{ name: 'A', people: [ANA, BEN] },
		]);
		expect(groupNames()).toEqual(['A']);
		expect(output.map(({ summary }) => summary)).toMatchObject([
			{ people: 1, in_group: 1 },
			{ people: 2, in_group: 2 },
		]);
	});

	test('says so when the number may not add people to the group', async () => {
		for (const notAdminAnswer of ['error', 'stringInPlaceOfMap'] as const) {
			sandbox.reset();
			sandbox.settings.notAdminAnswer = notAdminAnswer;
			addGroup([], { name: 'A', ownerPhoneNumber: ANA });
			const { output } = await create(USE, [
				{ name: 'A', people: [BEN] },
				{ name: 'A', people: [ANA, CARLOS] },
			]);
			expect(output.map(outcomesOf)).toEqual([
				['not_attempted'],
				['not_attempted', 'not_attempted'],
			]);
			expect(linesOf(output[0])[0]?.reason).toContain('You have no admin rights');
		}
	});
});

describe('Stop', () => {
	const STOP = { options: { ifGroupExists: 'stop' } };

	test('lets the item fail, names the group, and sends nothing for it', async () => {
		const group = existing('A');
		const result = await create(STOP, TWO, ERROR_OUTPUT);
		expect(bodiesOf('create-group')).toMatchObject([{ group: { name: 'B' } }]);
		expect(result.output).toMatchObject([{ name: 'B', created: true }]);
		const [failed] = failedItems(result);
		expect(failed?.['error']).toBe(`A group named "A" exists already on ${FROM}: ${group.uuid}`);
		expect(failed?.['message']).toMatchObject({ uuid: group.uuid, wa_group_id: group.waGroupId });
	});

	test('knows groups made earlier in the run, although they are not listed yet', async () => {
		sandbox.settings.listedAfterMs = 600_000;
		const items = [
			{ name: 'A', people: ANA },
			{ name: 'A', people: BEN },
		];
		const result = await create(STOP, items, ERROR_OUTPUT);
		expect(groupNames()).toEqual(['A']);
		expect(failedItems(result)).toHaveLength(1);
	});

	test('does not create anything when the list of groups cannot be had', async () => {
		sandbox.fault({ operation: 'list-groups', effect: 'html', status: 500, times: 0 });
		for (const ifGroupExists of ['stop', 'use']) {
			const { status, error } = await create({ options: { ifGroupExists } });
			expect(status).toBe('error');
			expect(error?.message).toContain('HTTP 500');
		}
		expect(writes()).toEqual([]);
	});
});

describe('the list of groups, however 2Chat pages it', () => {
	const PAGINGS = (['both', 'page', 'page_number', 'ignored'] as const).flatMap((groupPaging) =>
		(['none', 'page', 'total'] as const).map((groupCount) => ({ groupPaging, groupCount })),
	);

	test.each(PAGINGS)('%j', async (paging) => {
		Object.assign(sandbox.settings, paging, {
			groupPageCap: paging.groupPaging === 'ignored' ? 0 : 10,
		});
		for (let index = 0; index < 23; index++) existing(`Group ${index}`, [ANA]);
		const { output } = await create({ options: { ifGroupExists: 'use' } }, [
			{ name: 'Group 22', people: ANA },
			{ name: 'Group 0', people: ANA },
		]);
		expect(output.map(({ created }) => created)).toEqual([false, false]);
		expect(bodiesOf('create-group')).toEqual([]);
		// The list is read once for both items; each page costs a credit.
		expect(callsOf('list-groups').length).toBeLessThanOrEqual(4);
	});

	test('or as a bare array', async () => {
		sandbox.settings.groupListAnswer = 'bareArray';
		existing('A', [ANA]);
		existing('B', [ANA]);
		const { output } = await create({ options: { ifGroupExists: 'use' } });
		expect(output.map(({ created }) => created)).toEqual([false, false]);
	});
});

test.each([
	[{ ifGroupExists: 'maybe' }, 'If Group Exists is "maybe"'],
	[{ ifGroupExists: ['use'] }, 'If Group Exists is'],
])('a value that it does not have is refused: %j', async (options, message) => {
	const { error } = await create({ options });
	expect(error?.message).toContain(message);
	expect(error?.description).toContain('create, use, stop');
	expect(requests()).toEqual([]);
});
