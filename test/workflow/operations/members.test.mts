import type { IDataObject } from 'n8n-workflow';

import {
	CONTINUE,
	ERROR_OUTPUT,
	RETRY,
	credentials,
	engine,
	run,
	sandbox,
	useBench,
} from '../bench.mts';
import type { How } from '../bench.mts';
import {
	ANA,
	BEN,
	CARLOS,
	FROM,
	INVITED,
	NEEDS_INVITE,
	NO_GROUP,
	NOT_ON_WHATSAPP,
	from,
	groupId,
	members,
	people,
	rows,
} from '../data.mts';
import { linesOf, linksOf, outcomes } from '../results.mts';
import { addGroup, bodiesOf, loseAnswer, membersOf, refuse, requests } from '../twoChat.mts';

// Add, remove, promote, demote: the bodies of 2chat-api.md 2.4 to 2.6, in tens, everyone accounted for.

useBench();

const CHANGES = ['add', 'remove', 'promote', 'demote'] as const;
const DONE = { add: 'added', remove: 'removed', promote: 'promoted', demote: 'demoted' };

const roleOf = (uuid: string, phoneNumber: string) =>
	sandbox.world.groups
		.find((candidate) => candidate.uuid === uuid)
		?.members.find((member) => member.phoneNumber === phoneNumber)?.role;

/** A group where `change` is possible for these people. */
const groupFor = (change: (typeof CHANGES)[number], numbers: string[]) =>
	addGroup(
		change === 'add'
			? members(CARLOS)
			: numbers.map((phoneNumber) => ({
					phoneNumber,
					role: change === 'demote' ? ('admin' as const) : ('member' as const),
				})),
	);

describe.each(CHANGES)('%s', (change) => {
	const endpoint = `${change}-participant` as const;
	const apply = async (items: IDataObject[], how: How = {}) =>
		await run(`participant.${change}`, {}, items, how);

	test('sends the documented body, item by item, and reports on everybody', async () => {
		const uuids = [groupFor(change, [ANA, BEN]), groupFor(change, [ANA])];
		const { output, outputs, status } = await apply(
			rows(uuids, [ANA, '+1 (864) 735-1567'], `${ANA}; nobody`),
		);
		expect(status).toBe('success');
		expect(requests()).toEqual(uuids.map((uuid) => `POST /whatsapp/group/${uuid}/${endpoint}`));
		expect(bodiesOf(endpoint)).toEqual([
			{ from_number: FROM, participants: [ANA, BEN] },
			{ from_number: FROM, participants: [ANA] },
		]);
		expect(linksOf(outputs[0])).toEqual([0, 1]);
		expect(output[0]).toMatchObject({ uuid: uuids[0], from_number: FROM });
		expect(output[0]?.['participants']).toEqual([
			{
				phone_number: ANA,
				input: ANA,
				name: null,
				outcome: DONE[change],
				reason: expect.any(String) as string,
				next_step: null,
				status_code: change === 'add' ? 200 : null,
				message: change === 'add' ? 'The participant was added successfully' : null,
				invite_sent: false,
				is_admin: change === 'promote',
			},
			expect.objectContaining({ phone_number: BEN, input: '+1 (864) 735-1567' }),
		]);
		expect(outcomes(output[1])).toEqual({ [ANA]: DONE[change], nobody: 'invalid_number' });
		expect(output[1]?.['summary']).toMatchObject({
			people: 2,
			[DONE[change]]: 1,
			invalid_number: 1,
			...(change === 'add' ? { in_group: 1, missing: 1 } : { done: 1, not_done: 1 }),
		});
	});

	test('takes any number of people, ten a call and in order', async () => {
		const many = people(23);
		const uuid = groupFor(change, many);
		const { output } = await apply([{ uuid, people: many }]);
		expect(bodiesOf(endpoint)).toEqual(
			[many.slice(0, 10), many.slice(10, 20), many.slice(20)].map((participants) => ({
				from_number: FROM,
				participants,
			})),
		);
		expect(output[0]?.['summary']).toMatchObject({ people: 23, [DONE[change]]: 23 });
	});

	test('names every person once, with duplicates and the sender', async () => {
		const uuid = groupFor(change, [ANA]);
		const { output } = await apply([{ uuid, people: [ANA, FROM, ANA] }]);
		const lines = linesOf(output[0]);
		expect(lines.map(({ outcome }) => outcome)).toEqual([
			DONE[change],
			change === 'add' ? 'sender' : 'protected',
			'duplicate',
		]);
		expect(bodiesOf(endpoint)).toEqual([{ from_number: FROM, participants: [ANA] }]);
	});

	test('gives one item for each participant when asked to', async () => {
		const uuid = groupFor(change, [ANA, BEN]);
		const { output, outputs } = await run(
			`participant.${change}`,
			{ options: { output: 'participants' } },
			rows(uuid, [ANA, BEN], []),
			CONTINUE,
		);
		expect(output.slice(0, 2)).toMatchObject([
			{ uuid, from_number: FROM, phone_number: ANA, outcome: DONE[change] },
			{ uuid, from_number: FROM, phone_number: BEN, outcome: DONE[change] },
		]);
		expect(output[2]?.['error']).toBe('Participants is empty');
		expect(linksOf(outputs[0])).toEqual([0, 0, 1]);
	});

	test('keeps each item apart when one is refused', async () => {
		const uuid = groupFor(change, [ANA]);
		const { outputs } = await apply(rows([NO_GROUP, uuid], [ANA, BEN], ANA), ERROR_OUTPUT);
		expect(outputs[0]?.map(({ json }) => json['uuid'])).toEqual([uuid]);
		expect(outputs[1]?.[0]?.json).toMatchObject({
			error: expect.stringMatching(/HTTP 404/) as string,
			message: {
				http_code: 404,
				uuid: NO_GROUP,
				participants: [
					{ phone_number: ANA, outcome: 'not_attempted' },
					{ phone_number: BEN, outcome: 'not_attempted' },
				],
			},
		});
	});

	test('goes on after a lost answer, since a second time changes nothing', async () => {
		const uuid = groupFor(change, [ANA]);
		loseAnswer(endpoint);
		const { output, status } = await apply([{ uuid, people: ANA }]);
		expect(status).toBe('success');
		expect(bodiesOf(endpoint)).toHaveLength(2);
		// The second try finds it done: for remove that looks as if the person had never been there.
		const second = { add: 'already_member', remove: 'not_member' };
		expect(outcomes(output[0])).toEqual({
			[ANA]: { ...DONE, ...second }[change],
		});
	});

	test('tells people apart even when 2Chat denies success because it could serve nobody', async () => {
		Object.assign(sandbox.settings, { successWhenNobody: false });
		const uuid = groupFor(change, [ANA]);
		const stranger = change === 'add' ? NOT_ON_WHATSAPP : BEN;
		const { output } = await apply(rows(uuid, stranger, ANA));
		expect(output.map(outcomes)).toEqual([
			{ [stranger]: change === 'add' ? 'not_on_whatsapp' : 'not_member' },
			{ [ANA]: DONE[change] },
		]);
	});

	test('does a finished item only once under Retry On Fail', async () => {
		const uuid = groupFor(change, [ANA, BEN]);
		refuse(endpoint, { bodyContains: BEN, status: 400 });
		const { output, status } = await apply(rows(uuid, ANA, BEN), RETRY);
		expect(status).toBe('success');
		expect(bodiesOf(endpoint)).toEqual([
			{ from_number: FROM, participants: [ANA] },
			{ from_number: FROM, participants: [BEN] },
			{ from_number: FROM, participants: [BEN] },
		]);
		expect(output.map(outcomes)).toEqual([{ [ANA]: DONE[change] }, { [BEN]: DONE[change] }]);
	});

	test('names what is done when a later item ends the run', async () => {
		const uuid = groupFor(change, [ANA]);
		const { error } = await apply(rows(uuid, ANA, ''));
		expect(error?.message).toBe('Participants is empty');
		expect(error?.description).toContain(`participants ${DONE[change]} (${uuid})`);
	});

	test('stops sending when every further call would meet the same', async () => {
		const many = people(25);
		const uuid = groupFor(change, many);
		refuse(endpoint, { nth: 2 });
		const { output } = await apply([{ uuid, people: many }]);
		expect(bodiesOf(endpoint)).toHaveLength(2);
		expect(output[0]?.['summary']).toMatchObject({
			people: 25,
			[DONE[change]]: 10,
			not_attempted: 15,
		});
	});

	test.each([
		[{ participants: '={{ $json.nothing }}' }, 'Participants is empty'],
		[
			{ participants: '0171 2345678' },
			/Participants .* Entry 1: "0171 2345678" has no country code/,
		],
		[{ fromNumber: from('={{ $json.nothing }}') }, 'From is empty'],
		[{ options: { defaultCountry: '={{ "Narnia" }}' } }, /^Default Country: "Narnia"/],
		[{ options: { output: '={{ "raw" }}' } }, /^Output is "raw"/],
	])('wrong input %j: nothing is sent', async (parameters, message) => {
		const uuid = groupFor(change, [ANA]);
		const { error } = await run(
			`participant.${change}`,
			{ groupId: groupId(uuid), participants: ANA, ...parameters },
			[{}, {}],
		);
		expect(error?.message).toMatch(message);
		expect(sandbox.calls).toEqual([]);
	});

	test('says what 2Chat says when the number is no admin', async () => {
		const uuid = addGroup(members(ANA, FROM), {
			ownerPhoneNumber: BEN,
		});
		const { error } = await apply(rows(uuid, CARLOS, ANA));
		expect(error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0 } });
		expect(error?.message).toMatch(/HTTP 403.*You have no admin rights/);
	});
});

describe('add', () => {
	test('tells everybody apart by the documented codes', async () => {
		const uuid = addGroup(members(ANA));
		const named = {
			[BEN]: 'added',
			[ANA]: 'already_member',
			[NOT_ON_WHATSAPP]: 'not_on_whatsapp',
			[INVITED]: 'invited',
			[NEEDS_INVITE]: 'needs_invite',
			'+447700900104': 'recently_left',
			'+447700900106': 'group_full',
			'+447700900108': 'unknown',
		};
		const { output } = await run('participant.add', {}, rows(uuid, Object.keys(named), CARLOS));
		expect(outcomes(output[0])).toEqual(named);
		expect(output[0]?.['summary']).toMatchObject({ people: 8, in_group: 2, missing: 6 });
		expect(outcomes(output[1])).toEqual({ [CARLOS]: 'added' });
	});

	test('says above the output who is missing', async () => {
		const uuid = addGroup();
		const { hints } = await run('participant.add', {}, rows(uuid, [BEN, NOT_ON_WHATSAPP], CARLOS));
		expect(hints.map(({ message }) => message)).toEqual([
			`1 of 2 people are not in the group "${uuid}": +447700900101 (not on WhatsApp)`,
		]);
	});

	test('fails when asked to, with the report', async () => {
		const uuid = addGroup();
		const { outputs } = await run(
			'participant.add',
			{ options: { ifSomeoneIsMissing: 'failIfAnyone' } },
			rows(uuid, [BEN, NOT_ON_WHATSAPP], CARLOS),
			ERROR_OUTPUT,
		);
		expect(outputs[1]?.[0]?.json).toMatchObject({
			error: `1 of 2 people are not in the group ${uuid}: +447700900101 (not on WhatsApp)`,
			message: { uuid, summary: { added: 1, not_on_whatsapp: 1 } },
		});
		expect(outputs[0]).toHaveLength(1);
		expect(membersOf(uuid)).toEqual([ANA, BEN, CARLOS]);
	});

	test('shows the plan and sends nothing but reads with Preview Only', async () => {
		const uuid = addGroup();
		const { output } = await run(
			'participant.add',
			{ options: { previewOnly: true } },
			rows(uuid, [ANA, ...people(11)], BEN),
		);
		expect(requests()).toEqual([`GET /whatsapp/group/${uuid}`, `GET /whatsapp/group/${uuid}`]);
		expect(output[0]).toMatchObject({
			preview: true,
			uuid,
			plan: { numbers: people(11), people_per_call: [10, 2], calls: 2, credits: 2 },
			summary: { people: 12, already_member: 1, would_add: 11, not_attempted: 0 },
		});
		expect(membersOf(uuid)).toEqual([ANA]);
	});

	test("a text in place of the people is 2Chat's refusal", async () => {
		sandbox.settings.notAdminAnswer = 'stringInPlaceOfMap';
		const uuid = addGroup(members(FROM), { ownerPhoneNumber: BEN });
		const { error } = await run('participant.add', {}, [{ uuid, people: ANA }]);
		expect(error?.message).toMatch(/^2Chat added nobody: .*no admin rights/);
	});

	test('works as a tool whose group and people the model fills in', async () => {
		const uuid = addGroup();
		const { response } = await engine.runTool({
			type: 'twoChatGroups',
			credentials: credentials(),
			parameters: {
				resource: 'participant',
				operation: 'add',
				fromNumber: from(FROM),
				groupId: groupId("={{ $fromAI('group', 'Id of the group', 'string') }}"),
				participants: "={{ $fromAI('people', 'Phone numbers', 'string') }}",
			},
			args: { group: uuid, people: `${BEN}, ${CARLOS}` },
		});
		expect(JSON.parse(response ?? '')).toMatchObject([{ uuid, summary: { added: 2 } }]);
	});
});

describe('remove', () => {
	test('tells who was not a member, and whom WhatsApp protects', async () => {
		const uuid = addGroup([{ phoneNumber: FROM, role: 'admin' }, { phoneNumber: ANA }], {
			ownerPhoneNumber: CARLOS,
		});
		const { output } = await run('participant.remove', {}, rows(uuid, [ANA, BEN, CARLOS], FROM));
		expect(outcomes(output[0])).toEqual({
			[ANA]: 'removed',
			[BEN]: 'not_member',
			[CARLOS]: 'protected',
		});
		expect(output[0]?.['summary']).toEqual({
			people: 3,
			done: 1,
			not_done: 2,
			removed: 1,
			not_member: 1,
			protected: 1,
			invalid_number: 0,
			empty: 0,
			duplicate: 0,
			not_attempted: 0,
			unknown: 0,
		});
		// The sender is never sent: for 2Chat that would be leaving, which is another thing.
		expect(outcomes(output[1])).toEqual({ [FROM]: 'protected' });
		expect(bodiesOf('remove-participant')).toHaveLength(1);
	});

	test('takes a number in the form that WhatsApp answers with', async () => {
		sandbox.settings.answersKeyedBy = 'whatsapp';
		const uuid = addGroup([{ phoneNumber: '+525530483303' }, { phoneNumber: ANA }]);
		const { output } = await run('participant.remove', {}, rows(uuid, '+52 55 3048 3303', ANA));
		expect(outcomes(output[0])).toEqual({ '+525530483303': 'removed' });
		expect(membersOf(uuid)).toEqual([]);
	});

	test('an answer without its lists is no proof', async () => {
		const uuid = addGroup();
		sandbox.fault({
			operation: 'remove-participant',
			effect: 'answer',
			status: 200,
			body: { success: true },
		});
		const { output } = await run('participant.remove', {}, [{ uuid, people: ANA }]);
		expect(outcomes(output[0])).toEqual({ [ANA]: 'unknown' });
	});
});

describe('promote and demote', () => {
	test.each(['lists', 'map', 'plain'] as const)(
		'take an answer of the shape "%s" for a success',
		async (shape) => {
			sandbox.settings.roleChangeAnswer = shape;
			const uuid = addGroup(members(ANA, BEN));
			const promoted = await run('participant.promote', {}, rows(uuid, ANA, BEN));
			expect(promoted.output.map(outcomes)).toEqual([{ [ANA]: 'promoted' }, { [BEN]: 'promoted' }]);
			expect([roleOf(uuid, ANA), roleOf(uuid, BEN)]).toEqual(['admin', 'admin']);
			const demoted = await run('participant.demote', {}, [{ uuid, people: ANA }]);
			expect(outcomes(demoted.output[0])).toEqual({ [ANA]: 'demoted' });
			expect(roleOf(uuid, ANA)).toBe('member');
		},
	);

	test.each(['lists', 'map'] as const)('read who was refused from "%s"', async (shape) => {
		sandbox.settings.roleChangeAnswer = shape;
		const uuid = addGroup([{ phoneNumber: FROM, role: 'admin' }, { phoneNumber: ANA }], {
			ownerPhoneNumber: CARLOS,
		});
		const promoted = await run('participant.promote', {}, [{ uuid, people: [ANA, BEN] }]);
		expect(outcomes(promoted.output[0])).toEqual({ [ANA]: 'promoted', [BEN]: 'not_member' });
		const demoted = await run('participant.demote', {}, [{ uuid, people: [ANA, CARLOS, FROM] }]);
		expect(outcomes(demoted.output[0])).toEqual({
			[ANA]: 'demoted',
			[CARLOS]: 'protected',
			[FROM]: 'protected',
		});
	});
});

test.each([
	['remove', 'removed from'],
	['promote', 'made admins of'],
	['demote', 'demoted in'],
] as const)('%s says above the output for whom it did nothing', async (change, words) => {
	const uuid = groupFor(change, [ANA, BEN]);
	const { hints } = await run(`participant.${change}`, {}, rows(uuid, [ANA, CARLOS, 'n/a'], BEN));
	expect(hints.map(({ message }) => message)).toEqual([
		`2 of 3 people were not ${words} the group "${uuid}": ${CARLOS} (not a member), n/a (not a valid phone number)`,
	]);
});
