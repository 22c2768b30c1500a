import { ERROR_OUTPUT, WAITS_TO_MEASURE, create, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, NOT_ON_WHATSAPP, OTHER_FROM, TWO } from '../data.mts';
import { lists, sameGroup } from '../data.mts';
import { errorsOf, failedItems, linesOf, outcomesOf } from '../results.mts';
import { addGroup, addGroups, bodiesOf, callsOf } from '../twoChat.mts';
import { groupNames, groupOf, membersOf, requests, writes } from '../twoChat.mts';

// If Group Exists: a group of the same name on the same number.

useBench(WAITS_TO_MEASURE);

const USE = { options: { ifGroupExists: 'use' } };
const STOP = { options: { ifGroupExists: 'stop' } };
const BOTH_FOUND = [{ created: false }, { created: false }];
const BOTH_CREATED = [{ created: true }, { created: true }];

test.each([{}, { ifGroupExists: 'create' }])(
	'Create Another makes one without looking: %j',
	async (options) => {
		addGroups(['A']);
		const { output } = await create({ options }, sameGroup(ANA, BEN));
		expect(requests()).toEqual(['POST /whatsapp/group/create', 'POST /whatsapp/group/create']);
		expect(output).toMatchObject(BOTH_CREATED);
		expect(groupNames()).toEqual(['A', 'A', 'A']);
	},
);

describe('Use Existing and Add Missing People', () => {
	test('adds the missing people to the group and makes none', async () => {
		const [a, b] = [...addGroups(['A'], ANA), ...addGroups(['B'])];
		const { output } = await create(USE, lists([ANA, BEN], [ANA, NOT_ON_WHATSAPP]));
		expect(writes()).toEqual([
			`POST /whatsapp/group/${a}/add-participant`,
			`POST /whatsapp/group/${b}/add-participant`,
		]);
		expect(bodiesOf('add-participant')).toEqual([
			{ from_number: FROM, participants: [ANA, BEN] },
			{ from_number: FROM, participants: [ANA, NOT_ON_WHATSAPP] },
		]);
		expect(output).toMatchObject([
			{
				uuid: a,
				wa_group_id: groupOf('A')?.waGroupId,
				name: 'A',
				created: false,
				summary: { people: 2, in_group: 2, missing: 0, added: 1, already_member: 1 },
			},
			{
				uuid: b,
				wa_group_id: groupOf('B')?.waGroupId,
				name: 'B',
				created: false,
				summary: { people: 2, in_group: 1, missing: 1 },
			},
		]);
		expect(output.map(outcomesOf)).toEqual([
			['already_member', 'added'],
			['added', 'not_on_whatsapp'],
		]);
	});

	test('brings back who left since 2Chat looked at the group', async () => {
		addGroups(['A'], ANA, BEN);
		const [group] = sandbox.world.groups;
		sandbox.settings.membersShownAfterMs = 600_000;
		if (group) sandbox.world.depart(group, BEN, 'remove', { author: FROM, own: true });
		const { output } = await create(USE, sameGroup([ANA, BEN], [ANA]));
		expect(output.map(outcomesOf)).toEqual([['already_member', 'added'], ['already_member']]);
	});

	test('makes the group when there is none', async () => {
		addGroups(['Another']);
		addGroup([], { name: 'A', phoneNumber: OTHER_FROM });
		const { output } = await create(USE);
		expect(output).toMatchObject(BOTH_CREATED);
		expect(bodiesOf('create-group')).toHaveLength(2);
	});

	test('recognises members whom WhatsApp knows by another form of the number', async () => {
		const [mexican, brazilian] = ['+525530483303', '+5511999999999'];
		addGroups(['A'], mexican, brazilian);
		const { output } = await create(USE, sameGroup([mexican, brazilian], '+5215530483303'));
		expect(output.map(outcomesOf)).toEqual([
			['already_member', 'already_member'],
			['already_member'],
		]);
	});

	test('takes the group whose emoji was cut off with the end of its name', async () => {
		addGroups(['Customer onboarding for A', 'Something 🎉'], ANA);
		const name = 'Customer onboarding for Acme and Sons 🎉';
		const { output } = await create(USE, [
			{ name, people: ANA },
			{ name, people: BEN },
		]);
		expect(output).toMatchObject(BOTH_FOUND);
		expect(bodiesOf('create-group')).toEqual([]);
	});

	const flag = (letters: string) =>
		`🏴${String.fromCodePoint(...[...letters].map((one) => 0xe0000 + (one.codePointAt(0) ?? 0)), 0xe007f)}`;

	test.each([
		{
			what: 'without the emoji when the list shows that 2Chat keeps emoji',
			there: ['Team', 'Support', 'Something 🎉'],
			names: ['Team 🔴', 'Support 🟢'],
		},
		{
			what: 'with another flag or another skin',
			there: [`Fans ${flag('gbeng')}`, 'Team 👍🏿'],
			names: [`Fans ${flag('gbsct')}`, 'Team 👍🏽'],
		},
	])('takes no group $what', async ({ there, names }) => {
		addGroups(there, ANA);
		const items = names.map((name) => ({ name, people: BEN }));
		const { output } = await create(USE, items);
		expect(output).toMatchObject(names.map((name) => ({ name, created: true })));
		expect(there.map(membersOf)).toEqual(there.map(() => [ANA]));
	});

	test('takes the group that the number made itself before one that it was added to', async () => {
		addGroup([], { name: 'A', ownerPhoneNumber: ANA });
		const [uuid] = addGroups(['A']);
		addGroup([], { name: 'A', ownerPhoneNumber: BEN });
		const { output } = await create(USE, sameGroup(ANA, BEN));
		expect(output).toMatchObject([{ uuid }, { uuid }]);
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
		const uuid = groupOf('A')?.uuid;
		expect(output).toMatchObject([
			{ uuid, created: true },
			{ uuid, created: false },
			{ created: true },
			{ uuid, created: false },
		]);
		expect(outcomesOf(output[1])).toEqual(['already_member', 'added']);
	});

	test('a group made in this run that cannot be used yet gets the next people all the same', async () => {
		const late = { listedAfterMs: 600_000, readableAfterMs: 250, usableAfterMs: 250 };
		Object.assign(sandbox.settings, late);
		const { output } = await create(USE, sameGroup([ANA], [ANA, BEN]));
		expect(groupNames()).toEqual(['A']);
		expect(output).toMatchObject([
			{ summary: { people: 1, in_group: 1 } },
			{ summary: { people: 2, in_group: 2 } },
		]);
	});

	test.each(['error', 'stringInPlaceOfMap'] as const)(
		'says so when the number may not add people to the group: %s',
		async (notAdminAnswer) => {
			sandbox.settings.notAdminAnswer = notAdminAnswer;
			addGroup([], { name: 'A', ownerPhoneNumber: ANA });
			const { output } = await create(USE, sameGroup(BEN, [ANA, CARLOS]));
			expect(output.map(outcomesOf)).toEqual([
				['not_attempted'],
				['not_attempted', 'not_attempted'],
			]);
			expect(linesOf(output[0])[0]?.reason).toContain('You have no admin rights');
		},
	);
});

describe('Stop', () => {
	test('lets the item fail, names the group, and sends nothing for it', async () => {
		const [uuid] = addGroups(['A']);
		const result = await create(STOP, TWO, ERROR_OUTPUT);
		expect(bodiesOf('create-group')).toMatchObject([{ group: { name: 'B' } }]);
		expect(result.output).toMatchObject([{ name: 'B', created: true }]);
		expect(failedItems(result)).toMatchObject([
			{
				error: `A group named "A" exists already on ${FROM}: ${uuid}`,
				message: { uuid, wa_group_id: groupOf('A')?.waGroupId },
			},
		]);
	});

	test('knows groups made earlier in the run, although they are not listed yet', async () => {
		sandbox.settings.listedAfterMs = 600_000;
		const result = await create(STOP, sameGroup(ANA, BEN), ERROR_OUTPUT);
		expect(groupNames()).toEqual(['A']);
		expect(errorsOf(result)).toHaveLength(1);
	});
});

describe('the list of groups, however 2Chat pages it', () => {
	const PAGINGS = (['both', 'page', 'page_number', 'ignored'] as const).flatMap((groupPaging) =>
		(['none', 'page', 'total'] as const).map((groupCount) => ({ groupPaging, groupCount })),
	);

	test.each(PAGINGS)('%j', async (paging) => {
		const groupPageCap = paging.groupPaging === 'ignored' ? 0 : 10;
		Object.assign(sandbox.settings, { ...paging, groupPageCap });
		for (let index = 0; index < 23; index++) addGroup([], { name: `Group ${index}` });
		const { output } = await create(USE, [
			{ name: 'Group 22', people: ANA },
			{ name: 'Group 0', people: ANA },
		]);
		expect(output).toMatchObject(BOTH_FOUND);
		expect(bodiesOf('create-group')).toEqual([]);
		// The list is read once for both items; each page costs a credit.
		expect(callsOf('list-groups').length).toBeLessThanOrEqual(4);
	});

	test('or as a bare array', async () => {
		sandbox.settings.groupListAnswer = 'bareArray';
		addGroups(['A', 'B'], ANA);
		expect((await create(USE)).output).toMatchObject(BOTH_FOUND);
	});
});
