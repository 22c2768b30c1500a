import {
	callList,
	failedItems,
	linesOf,
	outcomesOf,
	TO_ERROR_OUTPUT,
	writes,
} from './expectations.mts';
import { BY_ITEM, FROM, useBench, people, WAITS_TO_MEASURE, OTHER_FROM } from './harness.mts';

// If Group Exists: a group of the same name on the same number.

const [ANA, BEN, CARLOS] = ['+17137157533', '+18647351567', '+447700176576'] as const;

const bench = useBench(WAITS_TO_MEASURE);

function addGroup(name: string, members: string[] = [], phoneNumber = FROM) {
	return bench.sandbox.world.addGroup({
		name,
		phoneNumber,
		members: members.map((number) => ({ phoneNumber: number })),
	});
}

describe('Create Another', () => {
	test.each([{}, { ifGroupExists: 'create' }])('makes one without looking: %j', async (options) => {
		addGroup('A');
		const { output } = await bench.create({ ...BY_ITEM, options }, [
			{ name: 'A', people: ANA },
			{ name: 'A', people: BEN },
		]);
		expect(callList(bench)).toEqual(['POST /whatsapp/group/create', 'POST /whatsapp/group/create']);
		expect(output.map(({ created }) => created)).toEqual([true, true]);
		expect(bench.groupNames()).toEqual(['A', 'A', 'A']);
	});
});

describe('Use Existing and Add Missing People', () => {
	const USE = { ...BY_ITEM, options: { ifGroupExists: 'use' } };

	test('adds the missing people to the group and makes none', async () => {
		const a = addGroup('A', [ANA]);
		const b = addGroup('B');
		const { output } = await bench.create(USE, [
			{ name: 'A', people: [ANA, BEN] },
			{ name: 'B', people: [ANA, '+447700900101'] },
		]);
		expect(writes(bench)).toEqual([
			`POST /whatsapp/group/${a.uuid}/add-participant`,
			`POST /whatsapp/group/${b.uuid}/add-participant`,
		]);
		expect(bench.callsOf('add-participant').map(({ body }) => body)).toEqual([
			{ from_number: FROM, participants: [ANA, BEN] },
			{ from_number: FROM, participants: [ANA, '+447700900101'] },
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
		const group = addGroup('A', [ANA, BEN]);
		bench.sandbox.settings.membersShownAfterMs = 600_000;
		bench.sandbox.world.depart(group, BEN, 'remove', { author: FROM, own: true });
		const { output } = await bench.create(USE, [
			{ name: 'A', people: [ANA, BEN] },
			{ name: 'A', people: [ANA] },
		]);
		expect(output.map(outcomesOf)).toEqual([['already_member', 'added'], ['already_member']]);
	});

	test('makes the group when there is none', async () => {
		addGroup('Another', [], FROM);
		addGroup('A', [], OTHER_FROM);
		const { output } = await bench.create(USE, [
			{ name: 'A', people: ANA },
			{ name: 'B', people: BEN },
		]);
		expect(output.map(({ created }) => created)).toEqual([true, true]);
		expect(bench.createBodies()).toHaveLength(2);
	});

	test('adds more than ten people in tens', async () => {
		const many = people(34);
		addGroup('A', many.slice(5, 10));
		const { output } = await bench.create(USE, [
			{ name: 'A', people: many },
			{ name: 'A', people: many.slice(0, 3) },
		]);
		expect(bench.callsOf('add-participant')).toHaveLength(5);
		expect(output[0]?.['summary']).toMatchObject({ people: 34, added: 29, already_member: 5 });
		expect(outcomesOf(output[1])).toEqual(['already_member', 'already_member', 'already_member']);
	});

	test('recognises members whom WhatsApp knows by another form of the number', async () => {
		addGroup('A', ['+525530483303', '+5511999999999']);
		const { output } = await bench.create(USE, [
			{ name: 'A', people: ['+525530483303', '+5511999999999'] },
			{ name: 'A', people: ['+5215530483303'] },
		]);
		expect(output.map(outcomesOf)).toEqual([
			['already_member', 'already_member'],
			['already_member'],
		]);
	});

	test('finds a name that WhatsApp stores with other blanks or in another Unicode form', async () => {
		addGroup('Caf\u00e9  Team', [ANA]);
		const { output } = await bench.create(USE, [
			{ name: 'Cafe\u0301 Team', people: ANA },
			{ name: ' Caf\u00e9 Team ', people: ANA },
		]);
		expect(output.map(({ created }) => created)).toEqual([false, false]);
		expect(bench.createBodies()).toEqual([]);
	});

	test('takes the group that the number made itself before one that it was added to', async () => {
		bench.sandbox.world.addGroup({ name: 'A', phoneNumber: FROM, ownerPhoneNumber: ANA });
		const own = addGroup('A');
		bench.sandbox.world.addGroup({ name: 'A', phoneNumber: FROM, ownerPhoneNumber: BEN });
		const { output } = await bench.create(USE, [
			{ name: 'A', people: ANA },
			{ name: 'A', people: BEN },
		]);
		expect(output.map(({ uuid }) => uuid)).toEqual([own.uuid, own.uuid]);
	});

	test('the same name twice in one run makes one group, listed or not', async () => {
		bench.sandbox.settings.listedAfterMs = 600_000;
		const { output } = await bench.create(USE, [
			{ name: 'A', people: [ANA] },
			{ name: 'A', people: [ANA, BEN] },
			{ name: 'B', people: [CARLOS] },
			{ name: ' A', people: [CARLOS] },
		]);
		expect(bench.groupNames()).toEqual(['A', 'B']);
		expect(output.map(({ created }) => created)).toEqual([true, false, true, false]);
		expect(new Set([0, 1, 3].map((index) => output[index]?.['uuid'])).size).toBe(1);
		expect(outcomesOf(output[1])).toEqual(['already_member', 'added']);
	});

	test('a group made in this run that cannot be used yet gets the next people all the same', async () => {
		Object.assign(bench.sandbox.settings, {
			listedAfterMs: 600_000,
			readableAfterMs: 250,
			usableAfterMs: 250,
		});
		const { output } = await bench.create(USE, [
			{ name: 'A', people: [ANA] },
			{ name: 'A', people: [ANA, BEN] },
		]);
		expect(bench.groupNames()).toEqual(['A']);
		expect(output.map(({ summary }) => summary)).toMatchObject([
			{ people: 1, in_group: 1 },
			{ people: 2, in_group: 2 },
		]);
	});

	test('says so when the number may not add people to the group', async () => {
		for (const notAdminAnswer of ['error', 'stringInPlaceOfMap'] as const) {
			bench.sandbox.reset();
			bench.sandbox.settings.notAdminAnswer = notAdminAnswer;
			bench.sandbox.world.addGroup({ name: 'A', phoneNumber: FROM, ownerPhoneNumber: ANA });
			const { output } = await bench.create(USE, [
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
	const STOP = { ...BY_ITEM, options: { ifGroupExists: 'stop' } };

	test('lets the item fail, names the group, and sends nothing for it', async () => {
		const group = addGroup('A');
		const result = await bench.create(
			STOP,
			[
				{ name: 'A', people: ANA },
				{ name: 'B', people: BEN },
			],
			TO_ERROR_OUTPUT,
		);
		expect(bench.createBodies()).toMatchObject([{ group: { name: 'B' } }]);
		expect(result.output).toMatchObject([{ name: 'B', created: true }]);
		const [failed] = failedItems(result);
		expect(failed?.['error']).toBe(`A group named "A" exists already on ${FROM}: ${group.uuid}`);
		expect(failed?.['message']).toMatchObject({ uuid: group.uuid, wa_group_id: group.waGroupId });
	});

	test('knows groups made earlier in the run, although they are not listed yet', async () => {
		bench.sandbox.settings.listedAfterMs = 600_000;
		const result = await bench.create(
			STOP,
			[
				{ name: 'A', people: ANA },
				{ name: 'A', people: BEN },
			],
			TO_ERROR_OUTPUT,
		);
		expect(bench.groupNames()).toEqual(['A']);
		expect(failedItems(result)).toHaveLength(1);
	});

	test('does not create anything when the list of groups cannot be had', async () => {
		bench.sandbox.fault({ operation: 'list-groups', effect: 'html', status: 500, times: 0 });
		for (const ifGroupExists of ['stop', 'use']) {
			const { status, error } = await bench.create({ ...BY_ITEM, options: { ifGroupExists } }, [
				{ name: 'A', people: ANA },
				{ name: 'B', people: BEN },
			]);
			expect(status).toBe('error');
			expect(error?.message).toContain('HTTP 500');
		}
		expect(writes(bench)).toEqual([]);
	});
});

describe('the list of groups, however 2Chat pages it', () => {
	const PAGINGS = (['both', 'page', 'page_number', 'ignored'] as const).flatMap((groupPaging) =>
		(['none', 'page', 'total'] as const).map((groupCount) => ({ groupPaging, groupCount })),
	);

	test.each(PAGINGS)('%j', async (paging) => {
		Object.assign(bench.sandbox.settings, paging, {
			groupPageCap: paging.groupPaging === 'ignored' ? 0 : 10,
		});
		for (let index = 0; index < 23; index++) addGroup(`Group ${index}`, [ANA]);
		const { output } = await bench.create({ ...BY_ITEM, options: { ifGroupExists: 'use' } }, [
			{ name: 'Group 22', people: ANA },
			{ name: 'Group 0', people: ANA },
		]);
		expect(output.map(({ created }) => created)).toEqual([false, false]);
		expect(bench.createBodies()).toEqual([]);
		// The list is read once for both items; each page costs a credit.
		expect(bench.callsOf('list-groups').length).toBeLessThanOrEqual(4);
	});

	test('or as a bare array', async () => {
		bench.sandbox.settings.groupListAnswer = 'bareArray';
		addGroup('A', [ANA]);
		addGroup('B', [ANA]);
		const { output } = await bench.create({ ...BY_ITEM, options: { ifGroupExists: 'use' } }, [
			{ name: 'A', people: ANA },
			{ name: 'B', people: ANA },
		]);
		expect(output.map(({ created }) => created)).toEqual([false, false]);
	});
});

test.each([
	[{ ifGroupExists: 'maybe' }, 'If Group Exists is "maybe"'],
	[{ ifGroupExists: ['use'] }, 'If Group Exists is'],
])('a value that it does not have is refused: %j', async (options, message) => {
	const { error } = await bench.create({ ...BY_ITEM, options }, [
		{ name: 'A', people: ANA },
		{ name: 'B', people: BEN },
	]);
	expect(error?.message).toContain(message);
	expect(error?.description).toContain('create, use, stop');
	expect(callList(bench)).toEqual([]);
});
