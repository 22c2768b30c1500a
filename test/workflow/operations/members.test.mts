import {
	ANA,
	BEN,
	BY_ITEM,
	CARLOS,
	CONTINUE,
	FROM,
	from,
	group,
	useBench,
	outcomes,
	people,
	RETRY,
} from './harness.mts';

// Add, remove, promote, demote: the bodies of 2chat-api.md 2.4 to 2.6, in tens, everyone accounted for.

const bench = useBench();

const CHANGES = ['add', 'remove', 'promote', 'demote'] as const;
const DONE = { add: 'added', remove: 'removed', promote: 'promoted', demote: 'demoted' };

const roleOf = (uuid: string, phoneNumber: string) =>
	bench.sandbox.world.groups
		.find((candidate) => candidate.uuid === uuid)
		?.members.find((member) => member.phoneNumber === phoneNumber)?.role;

/** A group where `change` is possible for these people. */
const groupFor = (change: (typeof CHANGES)[number], numbers: string[]) =>
	bench.addGroup(
		change === 'add'
			? [{ phoneNumber: CARLOS }]
			: numbers.map((phoneNumber) => ({
					phoneNumber,
					role: change === 'demote' ? ('admin' as const) : ('member' as const),
				})),
	);

describe.each(CHANGES)('%s', (change) => {
	const endpoint = `${change}-participant` as const;

	test('sends the documented body, item by item, and reports on everybody', async () => {
		const uuids = [groupFor(change, [ANA, BEN]), groupFor(change, [ANA])];
		const { output, outputs, status } = await bench.run(`participant.${change}`, BY_ITEM, [
			{ uuid: uuids[0], people: [ANA, '+1 (864) 735-1567'] },
			{ uuid: uuids[1], people: `${ANA}; nobody` },
		]);
		expect(status).toBe('success');
		expect(bench.requests()).toEqual(
			uuids.map((uuid) => `POST /whatsapp/group/${uuid}/${endpoint}`),
		);
		expect(bench.bodiesOf(endpoint)).toEqual([
			{ from_number: FROM, participants: [ANA, BEN] },
			{ from_number: FROM, participants: [ANA] },
		]);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
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
		expect(outcomes(output[1] ?? {})).toEqual({ [ANA]: DONE[change], nobody: 'invalid_number' });
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
		const { output } = await bench.run(`participant.${change}`, BY_ITEM, [{ uuid, people: many }]);
		expect(bench.bodiesOf(endpoint)).toEqual(
			[many.slice(0, 10), many.slice(10, 20), many.slice(20)].map((participants) => ({
				from_number: FROM,
				participants,
			})),
		);
		expect(output[0]?.['summary']).toMatchObject({ people: 23, [DONE[change]]: 23 });
	});

	test('names every person once, with duplicates and the sender', async () => {
		const uuid = groupFor(change, [ANA]);
		const { output } = await bench.run(`participant.${change}`, BY_ITEM, [
			{ uuid, people: [ANA, FROM, ANA] },
		]);
		const lines = output[0]?.['participants'] as Array<{ outcome: string }>;
		expect(lines.map(({ outcome }) => outcome)).toEqual([
			DONE[change],
			change === 'add' ? 'sender' : 'protected',
			'duplicate',
		]);
		expect(bench.bodiesOf(endpoint)).toEqual([{ from_number: FROM, participants: [ANA] }]);
	});

	test('gives one item for each participant when asked to', async () => {
		const uuid = groupFor(change, [ANA, BEN]);
		const { output, outputs } = await bench.run(
			`participant.${change}`,
			{ ...BY_ITEM, options: { output: 'participants' } },
			[
				{ uuid, people: [ANA, BEN] },
				{ uuid, people: [] },
			],
			{ settings: { onError: 'continueRegularOutput' } },
		);
		expect(output.slice(0, 2)).toMatchObject([
			{ uuid, from_number: FROM, phone_number: ANA, outcome: DONE[change] },
			{ uuid, from_number: FROM, phone_number: BEN, outcome: DONE[change] },
		]);
		expect(output[2]?.['error']).toBe('Participants is empty');
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
			{ item: 1 },
		]);
	});

	test('keeps each item apart when one is refused', async () => {
		const uuid = groupFor(change, [ANA]);
		const { outputs } = await bench.run(
			`participant.${change}`,
			BY_ITEM,
			[
				{ uuid: 'WAG00000000-0000-4000-8000-000000000000', people: [ANA, BEN] },
				{ uuid, people: ANA },
			],
			CONTINUE,
		);
		expect(outputs[0]?.map(({ json }) => json['uuid'])).toEqual([uuid]);
		expect(outputs[1]?.[0]?.json).toMatchObject({
			error: expect.stringMatching(/HTTP 404/) as string,
			message: {
				http_code: 404,
				uuid: 'WAG00000000-0000-4000-8000-000000000000',
				participants: [
					{ phone_number: ANA, outcome: 'not_attempted' },
					{ phone_number: BEN, outcome: 'not_attempted' },
				],
			},
		});
	});

	test('goes on after a lost answer, since a second time changes nothing', async () => {
		const uuid = groupFor(change, [ANA]);
		bench.sandbox.fault({ operation: endpoint, when: 'after', effect: 'reset' });
		const { output, status } = await bench.run(`participant.${change}`, BY_ITEM, [
			{ uuid, people: ANA },
		]);
		expect(status).toBe('success');
		expect(bench.bodiesOf(endpoint)).toHaveLength(2);
		// The second try finds it done: for remove that looks as if the person had never been there.
		const second = { add: 'already_member', remove: 'not_member' };
		expect(outcomes(output[0] ?? {})).toEqual({
			[ANA]: { ...DONE, ...second }[change],
		});
	});

	test('tells people apart even when 2Chat denies success because it could serve nobody', async () => {
		Object.assign(bench.sandbox.settings, { successWhenNobody: false });
		const uuid = groupFor(change, [ANA]);
		const stranger = change === 'add' ? '+447700900101' : BEN;
		const { output } = await bench.run(`participant.${change}`, BY_ITEM, [
			{ uuid, people: stranger },
			{ uuid, people: ANA },
		]);
		expect(output.map(outcomes)).toEqual([
			{ [stranger]: change === 'add' ? 'not_on_whatsapp' : 'not_member' },
			{ [ANA]: DONE[change] },
		]);
	});

	test('does a finished item only once under Retry On Fail', async () => {
		const uuid = groupFor(change, [ANA, BEN]);
		bench.sandbox.fault({ operation: endpoint, bodyContains: BEN, effect: 'answer', status: 400 });
		const { output, status } = await bench.run(
			`participant.${change}`,
			BY_ITEM,
			[
				{ uuid, people: ANA },
				{ uuid, people: BEN },
			],
			RETRY,
		);
		expect(status).toBe('success');
		expect(bench.bodiesOf(endpoint)).toEqual([
			{ from_number: FROM, participants: [ANA] },
			{ from_number: FROM, participants: [BEN] },
			{ from_number: FROM, participants: [BEN] },
		]);
		expect(output.map(outcomes)).toEqual([{ [ANA]: DONE[change] }, { [BEN]: DONE[change] }]);
	});

	test('names what is done when a later item ends the run', async () => {
		const uuid = groupFor(change, [ANA]);
		const { error } = await bench.run(`participant.${change}`, BY_ITEM, [
			{ uuid, people: ANA },
			{ uuid, people: '' },
		]);
		expect(error?.message).toBe('Participants is empty');
		expect(error?.description).toContain(`participants ${DONE[change]} (${uuid})`);
	});

	test('stops sending when every further call would meet the same', async () => {
		const many = people(25);
		const uuid = groupFor(change, many);
		bench.sandbox.fault({ operation: endpoint, nth: 2, effect: 'answer', status: 402 });
		const { output } = await bench.run(`participant.${change}`, BY_ITEM, [{ uuid, people: many }]);
		expect(bench.bodiesOf(endpoint)).toHaveLength(2);
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
		const { error } = await bench.run(
			`participant.${change}`,
			{ groupId: group(uuid), participants: ANA, ...parameters },
			[{}, {}],
		);
		expect(error?.message).toMatch(message);
		expect(bench.sandbox.calls).toEqual([]);
	});

	test('says what 2Chat says when the number is no admin', async () => {
		const uuid = bench.addGroup([{ phoneNumber: ANA }, { phoneNumber: FROM }], {
			ownerPhoneNumber: BEN,
		});
		const { error } = await bench.run(`participant.${change}`, BY_ITEM, [
			{ uuid, people: CARLOS },
			{ uuid, people: ANA },
		]);
		expect(error).toMatchObject({ name: 'NodeApiError', context: { itemIndex: 0 } });
		expect(error?.message).toMatch(/HTTP 403.*You have no admin rights/);
	});
});

describe('add', () => {
	test('tells everybody apart by the documented codes', async () => {
		const uuid = bench.addGroup([{ phoneNumber: ANA }]);
		const named = {
			[BEN]: 'added',
			[ANA]: 'already_member',
			'+447700900101': 'not_on_whatsapp',
			'+447700900102': 'invited',
			'+447700900103': 'needs_invite',
			'+447700900104': 'recently_left',
			'+447700900106': 'group_full',
			'+447700900108': 'unknown',
		};
		const { output } = await bench.run('participant.add', BY_ITEM, [
			{ uuid, people: Object.keys(named) },
			{ uuid, people: CARLOS },
		]);
		expect(outcomes(output[0] ?? {})).toEqual(named);
		expect(output[0]?.['summary']).toMatchObject({ people: 8, in_group: 2, missing: 6 });
		expect(outcomes(output[1] ?? {})).toEqual({ [CARLOS]: 'added' });
	});

	test('says above the output who is missing', async () => {
		const uuid = bench.addGroup();
		const { hints } = await bench.run('participant.add', BY_ITEM, [
			{ uuid, people: [BEN, '+447700900101'] },
			{ uuid, people: CARLOS },
		]);
		expect(hints.map(({ message }) => message)).toEqual([
			`1 of 2 people are not in the group "${uuid}": +447700900101 (not on WhatsApp)`,
		]);
	});

	test('fails when asked to, with the report', async () => {
		const uuid = bench.addGroup();
		const { outputs } = await bench.run(
			'participant.add',
			{ ...BY_ITEM, options: { ifSomeoneIsMissing: 'failIfAnyone' } },
			[
				{ uuid, people: [BEN, '+447700900101'] },
				{ uuid, people: CARLOS },
			],
			CONTINUE,
		);
		expect(outputs[1]?.[0]?.json).toMatchObject({
			error: `1 of 2 people are not in the group ${uuid}: +447700900101 (not on WhatsApp)`,
			message: { uuid, summary: { added: 1, not_on_whatsapp: 1 } },
		});
		expect(outputs[0]).toHaveLength(1);
		expect(bench.membersOf(uuid)).toEqual([ANA, BEN, CARLOS]);
	});

	test('shows the plan and sends nothing but reads with Preview Only', async () => {
		const uuid = bench.addGroup();
		const { output } = await bench.run(
			'participant.add',
			{ ...BY_ITEM, options: { previewOnly: true } },
			[
				{ uuid, people: [ANA, ...people(11)] },
				{ uuid, people: BEN },
			],
		);
		expect(bench.requests()).toEqual([
			`GET /whatsapp/group/${uuid}`,
			`GET /whatsapp/group/${uuid}`,
		]);
		expect(output[0]).toMatchObject({
			preview: true,
			uuid,
			plan: { numbers: people(11), people_per_call: [10, 2], calls: 2, credits: 2 },
			summary: { people: 12, already_member: 1, would_add: 11, not_attempted: 0 },
		});
		expect(bench.membersOf(uuid)).toEqual([ANA]);
	});

	test("a text in place of the people is 2Chat's refusal", async () => {
		bench.sandbox.settings.notAdminAnswer = 'stringInPlaceOfMap';
		const uuid = bench.addGroup([{ phoneNumber: FROM }], { ownerPhoneNumber: BEN });
		const { error } = await bench.run('participant.add', BY_ITEM, [{ uuid, people: ANA }]);
		expect(error?.message).toMatch(/^2Chat added nobody: .*no admin rights/);
	});

	test('works as a tool whose group and people the model fills in', async () => {
		const uuid = bench.addGroup();
		const { response } = await bench.engine.runTool({
			type: 'twoChatGroups',
			credentials: {
				twoChatGroupsApi: { apiKey: bench.sandbox.apiKey, baseUrl: bench.sandbox.baseUrl },
			},
			parameters: {
				resource: 'participant',
				operation: 'add',
				fromNumber: from(FROM),
				groupId: group("={{ $fromAI('group', 'Id of the group', 'string') }}"),
				participants: "={{ $fromAI('people', 'Phone numbers', 'string') }}",
			},
			args: { group: uuid, people: `${BEN}, ${CARLOS}` },
		});
		expect(JSON.parse(response ?? '')).toMatchObject([{ uuid, summary: { added: 2 } }]);
	});
});

describe('remove', () => {
	test('tells who was not a member, and whom WhatsApp protects', async () => {
		const uuid = bench.addGroup([{ phoneNumber: FROM, role: 'admin' }, { phoneNumber: ANA }], {
			ownerPhoneNumber: CARLOS,
		});
		const { output } = await bench.run('participant.remove', BY_ITEM, [
			{ uuid, people: [ANA, BEN, CARLOS] },
			{ uuid, people: FROM },
		]);
		expect(outcomes(output[0] ?? {})).toEqual({
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
		expect(outcomes(output[1] ?? {})).toEqual({ [FROM]: 'protected' });
		expect(bench.bodiesOf('remove-participant')).toHaveLength(1);
	});

	test('takes a number in the form that WhatsApp answers with', async () => {
		bench.sandbox.settings.answersKeyedBy = 'whatsapp';
		const uuid = bench.addGroup([{ phoneNumber: '+525530483303' }, { phoneNumber: ANA }]);
		const { output } = await bench.run('participant.remove', BY_ITEM, [
			{ uuid, people: '+52 55 3048 3303' },
			{ uuid, people: ANA },
		]);
		expect(outcomes(output[0] ?? {})).toEqual({ '+525530483303': 'removed' });
		expect(bench.membersOf(uuid)).toEqual([]);
	});

	test('an answer without its lists is no proof', async () => {
		const uuid = bench.addGroup();
		bench.sandbox.fault({
			operation: 'remove-participant',
			effect: 'answer',
			status: 200,
			body: { success: true },
		});
		const { output } = await bench.run('participant.remove', BY_ITEM, [{ uuid, people: ANA }]);
		expect(outcomes(output[0] ?? {})).toEqual({ [ANA]: 'unknown' });
	});
});

describe('promote and demote', () => {
	test.each(['lists', 'map', 'plain'] as const)(
		'take an answer of the shape "%s" for a success',
		async (shape) => {
			bench.sandbox.settings.roleChangeAnswer = shape;
			const uuid = bench.addGroup([{ phoneNumber: ANA }, { phoneNumber: BEN }]);
			const promoted = await bench.run('participant.promote', BY_ITEM, [
				{ uuid, people: ANA },
				{ uuid, people: BEN },
			]);
			expect(promoted.output.map(outcomes)).toEqual([{ [ANA]: 'promoted' }, { [BEN]: 'promoted' }]);
			expect([roleOf(uuid, ANA), roleOf(uuid, BEN)]).toEqual(['admin', 'admin']);
			const demoted = await bench.run('participant.demote', BY_ITEM, [{ uuid, people: ANA }]);
			expect(outcomes(demoted.output[0] ?? {})).toEqual({ [ANA]: 'demoted' });
			expect(roleOf(uuid, ANA)).toBe('member');
		},
	);

	test.each(['lists', 'map'] as const)('read who was refused from "%s"', async (shape) => {
		bench.sandbox.settings.roleChangeAnswer = shape;
		const uuid = bench.addGroup([{ phoneNumber: FROM, role: 'admin' }, { phoneNumber: ANA }], {
			ownerPhoneNumber: CARLOS,
		});
		const promoted = await bench.run('participant.promote', BY_ITEM, [
			{ uuid, people: [ANA, BEN] },
		]);
		expect(outcomes(promoted.output[0] ?? {})).toEqual({ [ANA]: 'promoted', [BEN]: 'not_member' });
		const demoted = await bench.run('participant.demote', BY_ITEM, [
			{ uuid, people: [ANA, CARLOS, FROM] },
		]);
		expect(outcomes(demoted.output[0] ?? {})).toEqual({
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
	const { hints } = await bench.run(`participant.${change}`, BY_ITEM, [
		{ uuid, people: [ANA, CARLOS, 'n/a'] },
		{ uuid, people: BEN },
	]);
	expect(hints.map(({ message }) => message)).toEqual([
		`2 of 3 people were not ${words} the group "${uuid}": ${CARLOS} (not a member), n/a (not a valid phone number)`,
	]);
});
