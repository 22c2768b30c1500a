import { ERROR_OUTPUT, RETRY, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, NOT_ON_WHATSAPP, members, people, rows } from '../data.mts';
import { errorsOf, linksOf, outcomes } from '../results.mts';
import { addGroup, bodiesOf, changeAnswers, membersOf, refuse, requests } from '../twoChat.mts';
import { sync, twoGroups } from './sync.mts';

// Sync: the members come to match the list.

useBench();

test('adds who is missing, then removes who is not on the list', async () => {
	const [first, second] = [addGroup(members(ANA, CARLOS)), addGroup(members(ANA))];
	const { output, outputs } = await sync(rows([first, second], [ANA, BEN], ANA));
	expect(requests()).toEqual([
		`GET /whatsapp/group/${first}`,
		`POST /whatsapp/group/${first}/add-participant`,
		`POST /whatsapp/group/${first}/remove-participant`,
		`GET /whatsapp/group/${second}`,
		`POST /whatsapp/group/${second}/add-participant`,
	]);
	// Members too: what 2Chat stores may be minutes old, and its answer tells.
	expect(bodiesOf('add-participant')).toEqual([
		{ from_number: FROM, participants: [ANA, BEN] },
		{ from_number: FROM, participants: [ANA] },
	]);
	expect(bodiesOf('remove-participant')).toEqual([{ from_number: FROM, participants: [CARLOS] }]);
	expect(output).toMatchObject([
		{
			uuid: first,
			from_number: FROM,
			to_add: [BEN],
			to_remove: [CARLOS],
			stays: [ANA],
			summary: { people: 2, in_group: 2, missing: 0, added: 1, already_member: 1, removed: 1 },
		},
		{ to_add: [], to_remove: [], stays: [ANA] },
	]);
	const expected = { [ANA]: 'already_member', [BEN]: 'added', [CARLOS]: 'removed' };
	expect(outcomes(output[0])).toEqual(expected);
	expect(linksOf(outputs[0])).toEqual([0, 1]);
	expect(membersOf(first)).toEqual([ANA, BEN]);
});

test('shows first who comes and goes, with Preview Only', async () => {
	const leaving = people(12);
	const [first, second] = twoGroups(members(ANA, ...leaving));
	const lists = rows([first, second], [ANA, BEN], [ANA, ...leaving]);
	const { output } = await sync(lists, { previewOnly: true });
	expect(requests()).toEqual([`GET /whatsapp/group/${first}`, `GET /whatsapp/group/${second}`]);
	const refused = '12 people would be removed, and Max Removals is 10';
	expect(output).toMatchObject([
		{
			preview: true,
			uuid: first,
			to_add: [BEN],
			to_remove: leaving,
			stays: [ANA],
			plan: { calls: 3, credits: 4, refused },
		},
		{ preview: true, uuid: second, to_add: [], to_remove: [], plan: { calls: 2, refused: null } },
	]);
});

test('under Retry On Fail the plan of the first try counts, not what 2Chat stores by then', async () => {
	const uuids = twoGroups(members(ANA, CARLOS));
	sandbox.settings.membersShownAfterMs = 60_000;
	refuse('get-group', { nth: 2, status: 400 });
	const { output, status } = await sync(rows(uuids, [ANA, BEN], [ANA, CARLOS]), {}, RETRY);
	expect(status).toBe('success');
	expect(bodiesOf('add-participant')).toHaveLength(2);
	expect(bodiesOf('remove-participant')).toHaveLength(1);
	const expected = { [ANA]: 'already_member', [BEN]: 'added', [CARLOS]: 'removed' };
	expect(outcomes(output[0])).toEqual(expected);
});

test('gives one item for each person when asked to', async () => {
	const [first, second] = twoGroups(members(CARLOS));
	const { output } = await sync(rows([first, second], ANA, BEN), { output: 'participants' });
	expect(output).toMatchObject([
		{ uuid: first, phone_number: ANA, outcome: 'added' },
		{ uuid: first, phone_number: CARLOS, outcome: 'removed' },
		{ uuid: second, phone_number: BEN, outcome: 'added' },
		{ uuid: second, phone_number: CARLOS, outcome: 'removed' },
	]);
});

test('If Someone Is Missing looks at the people of the list only', async () => {
	const [first, second] = twoGroups(members(CARLOS));
	const lists = rows([first, second], ANA, [ANA, NOT_ON_WHATSAPP]);
	const result = await sync(lists, { ifSomeoneIsMissing: 'failIfAnyone' }, ERROR_OUTPUT);
	expect(result.output).toMatchObject([{ summary: { people: 1, missing: 0, removed: 1 } }]);
	expect(errorsOf(result)).toEqual([
		`1 of 2 people are not in the group ${second}: +447700900101 (not on WhatsApp)`,
	]);
});

describe('a member stays', () => {
	test('who is the creator or the sender, or has no number', async () => {
		sandbox.settings.hiddenIds = 'flagged';
		const stranger = '+61491570158';
		const seed = [{ phoneNumber: FROM, role: 'admin' as const }, ...members(ANA, stranger)];
		const uuids = twoGroups(seed, { ownerPhoneNumber: CARLOS });
		const { output } = await sync(rows(uuids, ANA, [ANA, BEN]));
		expect(bodiesOf('remove-participant')).toEqual([]);
		expect(output).toMatchObject([
			{
				participants: [
					{ phone_number: ANA, outcome: 'already_member' },
					{ phone_number: CARLOS, input: null, outcome: 'protected' },
					{ phone_number: null, input: null, outcome: 'kept' },
				],
				summary: { people: 1, protected: 1, kept: 1, removed: 0 },
			},
			{ summary: { people: 2, protected: 1, kept: 1, removed: 0 } },
		]);
		for (const uuid of uuids) {
			expect(membersOf(uuid)).toEqual(expect.arrayContaining([FROM, ANA, stranger]));
		}
	});

	test('whose number WhatsApp writes in another way', async () => {
		const [mexican, brazilian] = ['+525530483303', '+5511999999999'];
		const uuids = twoGroups(members(mexican, brazilian));
		const { output } = await sync(
			rows(uuids, ['+52 1 55 3048 3303', '+55 11 99999-9999'], [mexican, '+55 11 9999-9999']),
		);
		expect(bodiesOf('remove-participant')).toEqual([]);
		expect(output).toMatchObject([
			{ to_add: [], to_remove: [] },
			{ to_add: [], to_remove: [] },
		]);
	});

	test.each([
		{ because: 'a digit is wrong', member: ANA, entry: '+17137157534' },
		{ because: 'two digits are swapped', member: ANA, entry: '+17137157353' },
		{ because: 'the country is another', member: '+4915112345678', entry: '+43 1512345678' },
	])('who may be an entry of the list: $because', async ({ member, entry }) => {
		const uuids = twoGroups(members(member, CARLOS, BEN));
		const { output } = await sync(rows(uuids, [BEN, entry], BEN));
		expect(outcomes(output[0])).toMatchObject({ [member]: 'kept', [CARLOS]: 'removed' });
		// The doubt is about the first list only.
		expect(outcomes(output[1])).toMatchObject({ [member]: 'removed', [CARLOS]: 'removed' });
	});

	test('of whom the list has another number', async () => {
		const uuids = twoGroups(members(ANA, CARLOS));
		const ana = { name: 'Ana', mobile: BEN };
		const { output } = await sync(
			rows(uuids, { ...ana, phone: ANA }, [{ ...ana, work_phone: ANA }, CARLOS]),
		);
		expect(output).toMatchObject([{ to_remove: [CARLOS] }, { to_remove: [] }]);
		for (const uuid of uuids) expect(membersOf(uuid)).toContain(ANA);
	});

	test('whose other number on the list lacks the plus', async () => {
		const ben = { name: 'Ben', whatsapp: CARLOS };
		const { output } = await sync(
			rows(
				twoGroups(members(ANA, BEN)),
				[ANA, { ...ben, phone: Number(BEN.slice(1)) }],
				[ANA, { ...ben, phone: BEN.slice(1) }],
			),
		);
		expect(output).toMatchObject([{ to_remove: [] }, { to_remove: [] }]);
	});
});

test('whom 2Chat shows twice goes once', async () => {
	const uuids = twoGroups(members(ANA, ...people(6)));
	changeAnswers('get-group', (answer) => {
		const { data } = answer as { data: { participants: object[] } };
		return { data: { ...data, participants: [...data.participants, ...data.participants] } };
	});
	const { output } = await sync(rows(uuids, ANA, ANA));
	expect(bodiesOf('remove-participant')).toMatchObject([
		{ participants: people(6) },
		{ participants: people(6) },
	]);
	expect(output).toMatchObject([{ summary: { removed: 6 } }, { summary: { removed: 6 } }]);
});
