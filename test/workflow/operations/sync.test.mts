import {
	ANA,
	BEN,
	BY_ITEM,
	CARLOS,
	CONTINUE,
	FROM,
	from,
	useBench,
	outcomes,
	people,
	RETRY,
	type Bench,
} from './harness.mts';

// Sync: the members come to match the list, and nobody is removed by accident or doubt.

const bench = useBench();

/** The other connected number of the sandbox that works. */
const OTHER_FROM = '+12123334444';

const members = (...numbers: string[]) => numbers.map((phoneNumber) => ({ phoneNumber }));

/** Two groups alike, because items with the same group are one list. */
function twoGroups(...seed: Parameters<Bench['addGroup']>): [first: string, second: string] {
	return [bench.addGroup(...seed), bench.addGroup(...seed)];
}

test('adds who is missing, then removes who is not on the list', async () => {
	const uuids = [bench.addGroup(members(ANA, CARLOS)), bench.addGroup(members(ANA))];
	const { output, outputs } = await bench.run('participant.sync', BY_ITEM, [
		{ uuid: uuids[0], people: [ANA, BEN] },
		{ uuid: uuids[1], people: ANA },
	]);
	expect(bench.requests()).toEqual([
		`GET /whatsapp/group/${uuids[0]}`,
		`POST /whatsapp/group/${uuids[0]}/add-participant`,
		`POST /whatsapp/group/${uuids[0]}/remove-participant`,
		`GET /whatsapp/group/${uuids[1]}`,
		`POST /whatsapp/group/${uuids[1]}/add-participant`,
	]);
	// Members too: what 2Chat stores may be minutes old, and its answer tells.
	expect(bench.bodiesOf('add-participant')).toEqual([
		{ from_number: FROM, participants: [ANA, BEN] },
		{ from_number: FROM, participants: [ANA] },
	]);
	expect(bench.bodiesOf('remove-participant')).toEqual([
		{ from_number: FROM, participants: [CARLOS] },
	]);
	expect(output[0]).toMatchObject({
		uuid: uuids[0],
		from_number: FROM,
		to_add: [BEN],
		to_remove: [CARLOS],
		stays: [ANA],
		summary: { people: 2, in_group: 2, missing: 0, added: 1, already_member: 1, removed: 1 },
	});
	expect(outcomes(output[0] ?? {})).toEqual({
		[ANA]: 'already_member',
		[BEN]: 'added',
		[CARLOS]: 'removed',
	});
	expect(output[1]).toMatchObject({ to_add: [], to_remove: [], stays: [ANA] });
	expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	expect(bench.membersOf(uuids[0] ?? '')).toEqual([ANA, BEN]);
});

test('shows first who comes and goes, with Preview Only', async () => {
	const leaving = people(12);
	const [first, second] = twoGroups(members(ANA, ...leaving));
	const { output } = await bench.run(
		'participant.sync',
		{ ...BY_ITEM, options: { previewOnly: true } },
		[
			{ uuid: first, people: [ANA, BEN] },
			{ uuid: second, people: [ANA, ...leaving] },
		],
	);
	expect(bench.requests()).toEqual([
		`GET /whatsapp/group/${first}`,
		`GET /whatsapp/group/${second}`,
	]);
	expect(output[0]).toMatchObject({
		preview: true,
		uuid: first,
		to_add: [BEN],
		to_remove: leaving,
		stays: [ANA],
		plan: {
			calls: 3,
			credits: 4,
			refused: '12 people would be removed, and Max Removals is 10',
		},
	});
	expect(output[1]).toMatchObject({
		preview: true,
		uuid: second,
		to_add: [],
		to_remove: [],
		plan: { calls: 2, refused: null },
	});
});

test('the creator, the sender and members without a number stay', async () => {
	bench.sandbox.settings.hiddenIds = 'flagged';
	const [first, second] = twoGroups(
		[{ phoneNumber: FROM, role: 'admin' }, ...members(ANA, '+61491570158')],
		{ ownerPhoneNumber: CARLOS },
	);
	const { output } = await bench.run('participant.sync', BY_ITEM, [
		{ uuid: first, people: ANA },
		{ uuid: second, people: [ANA, BEN] },
	]);
	expect(bench.bodiesOf('remove-participant')).toEqual([]);
	expect(output[0]?.['participants']).toMatchObject([
		{ phone_number: ANA, outcome: 'already_member' },
		{ phone_number: CARLOS, input: null, outcome: 'protected' },
		{ phone_number: null, input: null, outcome: 'kept' },
	]);
	expect(output[0]?.['summary']).toMatchObject({ people: 1, protected: 1, kept: 1, removed: 0 });
	expect(output[1]?.['summary']).toMatchObject({ people: 2, protected: 1, kept: 1, removed: 0 });
	for (const uuid of [first, second]) {
		expect(bench.membersOf(uuid)).toEqual(expect.arrayContaining([FROM, ANA, '+61491570158']));
	}
});

test('numbers that WhatsApp writes in another way are the same people', async () => {
	const [first, second] = twoGroups(members('+525530483303', '+5511999999999'));
	const { output } = await bench.run('participant.sync', BY_ITEM, [
		{ uuid: first, people: ['+52 1 55 3048 3303', '+55 11 99999-9999'] },
		{ uuid: second, people: ['+525530483303', '+55 11 9999-9999'] },
	]);
	expect(bench.bodiesOf('remove-participant')).toEqual([]);
	expect(output.map(({ to_add, to_remove }) => ({ to_add, to_remove }))).toEqual([
		{ to_add: [], to_remove: [] },
		{ to_add: [], to_remove: [] },
	]);
});

test('a member who may be somebody of the list in another form is not removed', async () => {
	const [first, second] = twoGroups(members('+4915112345678'));
	const { output } = await bench.run('participant.sync', BY_ITEM, [
		{ uuid: first, people: '+43 1512345678' },
		{ uuid: second, people: ANA },
	]);
	expect(outcomes(output[0] ?? {})).toMatchObject({ '+4915112345678': 'kept' });
	// Nobody on the second list looks like them.
	expect(outcomes(output[1] ?? {})).toMatchObject({ '+4915112345678': 'removed' });
});

test.each([
	['a wrong digit', '+17137157534'],
	['two digits swapped', '+17137157353'],
])('a member whose number may be on the list, %s, is not removed', async (_, mistyped) => {
	const [first, second] = twoGroups(members(ANA, CARLOS, BEN));
	const { output } = await bench.run('participant.sync', BY_ITEM, [
		{ uuid: first, people: [BEN, mistyped] },
		{ uuid: second, people: BEN },
	]);
	const [meant, other] = mistyped.startsWith('+44') ? [CARLOS, ANA] : [ANA, CARLOS];
	expect(outcomes(output[0] ?? {})).toMatchObject({ [meant]: 'kept', [other]: 'removed' });
	// The doubt is about the first list only.
	expect(output[1]?.['to_remove']).toEqual([ANA, CARLOS]);
});

describe('nobody is removed', () => {
	test.each([[''], [[]], [null], ['nobody'], [FROM]])(
		'for the list %j, which is refused',
		async (list) => {
			const [first, second] = twoGroups(members(ANA, BEN));
			const { outputs } = await bench.run(
				'participant.sync',
				BY_ITEM,
				[
					{ uuid: first, people: list },
					{ uuid: second, people: [ANA, BEN] },
				],
				CONTINUE,
			);
			expect(outputs[1]?.[0]?.json['error']).toMatch(
				/^Participants (is empty|holds no phone number)/,
			);
			expect(outputs[0]).toHaveLength(1);
			expect(bench.requests()).toEqual([
				`GET /whatsapp/group/${second}`,
				`POST /whatsapp/group/${second}/add-participant`,
			]);
			expect(bench.membersOf(first)).toEqual([ANA, BEN]);
		},
	);

	test('when more would go than Max Removals', async () => {
		const many = people(11);
		const [first, second] = twoGroups(members(...many));
		const { outputs } = await bench.run(
			'participant.sync',
			BY_ITEM,
			[
				{ uuid: first, people: ANA },
				{ uuid: second, people: many },
			],
			CONTINUE,
		);
		expect(outputs[1]?.[0]?.json).toMatchObject({
			error: `11 people would be removed, and Max Removals is 10: ${many.slice(0, 5).join(', ')} and 6 more`,
			message: { uuid: first, to_add: [ANA], to_remove: many, stays: [] },
		});
		expect(outputs[0]).toMatchObject([{ json: { uuid: second, to_remove: [] } }]);
		expect(bench.requests().filter((request) => request.includes(first))).toEqual([
			`GET /whatsapp/group/${first}`,
		]);
		expect(bench.membersOf(first)).toEqual(many);
	});

	test('and the limit can be raised, or set to nobody', async () => {
		const many = people(11);
		const uuids = twoGroups(members(ANA, ...many));
		const run = async (maxRemovals: number) =>
			await bench.run(
				'participant.sync',
				{ ...BY_ITEM, options: { maxRemovals } },
				uuids.map((uuid) => ({ uuid, people: ANA })),
			);
		expect((await run(0)).error?.message).toMatch(/^11 people would be removed/);
		expect(uuids.map(bench.membersOf)).toEqual([
			[ANA, ...many],
			[ANA, ...many],
		]);
		// Of each list, not of all together.
		expect((await run(11)).output).toMatchObject([
			{ summary: { removed: 11 } },
			{ summary: { removed: 11 } },
		]);
		expect(uuids.map(bench.membersOf)).toEqual([[ANA], [ANA]]);
	});

	test.each([
		[{ maxRemovals: '={{ -1 }}' }, /^Max Removals should be a whole number of at least 0/],
		[{ maxRemovals: '={{ "many" }}' }, /^Max Removals should be/],
		[{ ifEntryIsUnreadable: '={{ "whatever" }}' }, /^If an Entry Is Unreadable is "whatever"/],
		[{ previewOnly: '={{ "perhaps" }}' }, /^Preview Only should be true or false/],
	])('when %j cannot be read: nothing is sent', async (options, message) => {
		const [first, second] = twoGroups(members(CARLOS));
		const { error } = await bench.run('participant.sync', { ...BY_ITEM, options }, [
			{ uuid: first, people: ANA },
			{ uuid: second, people: BEN },
		]);
		expect(error?.message).toMatch(message);
		expect(bench.sandbox.calls).toEqual([]);
	});

	test('while an entry cannot be read, because it may be one of them', async () => {
		const [first, second] = twoGroups(members(ANA, CARLOS));
		const { output } = await bench.run('participant.sync', BY_ITEM, [
			{ uuid: first, people: [ANA, '447700176576', BEN] },
			{ uuid: second, people: [ANA, BEN] },
		]);
		expect(outcomes(output[0] ?? {})).toEqual({
			[ANA]: 'already_member',
			'447700176576': 'invalid_number',
			[BEN]: 'added',
			[CARLOS]: 'kept',
		});
		const lines = output[0]?.['participants'] as Array<{ reason: string }>;
		expect(lines.at(-1)?.reason).toContain('entry 2 of it cannot be read: "447700176576"');
		expect(bench.membersOf(first)).toEqual([ANA, CARLOS, BEN]);
		// The other list can be read.
		expect(bench.membersOf(second)).toEqual([ANA, BEN]);
	});

	test('unless the option says that they go all the same', async () => {
		const [first, second] = twoGroups(members(ANA, CARLOS));
		const { output } = await bench.run(
			'participant.sync',
			{ ...BY_ITEM, options: { ifEntryIsUnreadable: 'removeAnyway' } },
			[
				{ uuid: first, people: [ANA, 'nobody'] },
				{ uuid: second, people: [ANA, 'nobody'] },
			],
		);
		for (const item of output) expect(outcomes(item)).toMatchObject({ [CARLOS]: 'removed' });
		expect([first, second].map(bench.membersOf)).toEqual([[ANA], [ANA]]);
	});

	test('when adding does not go through', async () => {
		const [uuid, second] = twoGroups(members(CARLOS));
		bench.sandbox.fault({ operation: 'add-participant', effect: 'answer', status: 402, times: 0 });
		const { error } = await bench.run('participant.sync', BY_ITEM, [
			{ uuid, people: ANA },
			{ uuid: second, people: BEN },
		]);
		expect(error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '402',
			context: { details: { uuid, summary: { not_attempted: 2 } } },
		});
		expect(bench.bodiesOf('remove-participant')).toEqual([]);
	});

	test('when 2Chat shows no members', async () => {
		const [uuid, second] = twoGroups();
		const body = { success: true, data: { uuid } };
		bench.sandbox.fault({ operation: 'get-group', effect: 'answer', status: 200, body });
		const { error } = await bench.run('participant.sync', BY_ITEM, [
			{ uuid, people: BEN },
			{ uuid: second, people: BEN },
		]);
		expect(error?.message).toBe('2Chat answered without the group and its members');
		expect(bench.requests()).toEqual([`GET /whatsapp/group/${uuid}`]);
	});
});

test('under Retry On Fail the plan of the first try counts, not what 2Chat stores by then', async () => {
	const [first, second] = twoGroups(members(ANA, CARLOS));
	bench.sandbox.settings.membersShownAfterMs = 60_000;
	bench.sandbox.fault({ operation: 'get-group', nth: 2, effect: 'answer', status: 400 });
	const { output, status } = await bench.run(
		'participant.sync',
		BY_ITEM,
		[
			{ uuid: first, people: [ANA, BEN] },
			{ uuid: second, people: [ANA, CARLOS] },
		],
		RETRY,
	);
	expect(status).toBe('success');
	expect(bench.bodiesOf('add-participant')).toHaveLength(2);
	expect(bench.bodiesOf('remove-participant')).toHaveLength(1);
	expect(outcomes(output[0] ?? {})).toEqual({
		[ANA]: 'already_member',
		[BEN]: 'added',
		[CARLOS]: 'removed',
	});
});

test('gives one item for each person when asked to', async () => {
	const [first, second] = twoGroups(members(CARLOS));
	const { output } = await bench.run(
		'participant.sync',
		{ ...BY_ITEM, options: { output: 'participants' } },
		[
			{ uuid: first, people: ANA },
			{ uuid: second, people: BEN },
		],
	);
	expect(output).toMatchObject([
		{ uuid: first, phone_number: ANA, outcome: 'added' },
		{ uuid: first, phone_number: CARLOS, outcome: 'removed' },
		{ uuid: second, phone_number: BEN, outcome: 'added' },
		{ uuid: second, phone_number: CARLOS, outcome: 'removed' },
	]);
});

test('If Someone Is Missing looks at the people of the list only', async () => {
	const [first, second] = twoGroups(members(CARLOS));
	const { outputs } = await bench.run(
		'participant.sync',
		{ ...BY_ITEM, options: { ifSomeoneIsMissing: 'failIfAnyone' } },
		[
			{ uuid: first, people: ANA },
			{ uuid: second, people: [ANA, '+447700900101'] },
		],
		CONTINUE,
	);
	expect(outputs[0]?.[0]?.json['summary']).toMatchObject({ people: 1, missing: 0, removed: 1 });
	expect(outputs[1]?.[0]?.json['error']).toBe(
		`1 of 2 people are not in the group ${second}: +447700900101 (not on WhatsApp)`,
	);
});

describe('a member who is not a stranger stays', () => {
	test('when the list has another number of theirs', async () => {
		const [first, second] = twoGroups(members(ANA, CARLOS));
		const { output } = await bench.run('participant.sync', BY_ITEM, [
			{ uuid: first, people: { name: 'Ana', mobile: BEN, phone: ANA } },
			{ uuid: second, people: [{ name: 'Ana', mobile: BEN, work_phone: ANA }, CARLOS] },
		]);
		expect(output.map(({ to_remove }) => to_remove)).toEqual([[CARLOS], []]);
		for (const uuid of [first, second]) expect(bench.membersOf(uuid ?? '')).toContain(ANA);
	});

	test.each([
		[
			'with a number made of a hidden id',
			{ wa_participant_id: '22364616163348@lid', phone_number: '+22364616163348' },
			'kept',
		],
		['as the owner by id only', { wa_participant_id: '447700176576@c.us' }, 'protected'],
	])('%s', async (_, member, outcome) => {
		const uuids = twoGroups(members(ANA, CARLOS));
		bench.sandbox.fault({
			operation: 'get-group',
			times: 0,
			effect: 'mutate',
			mutate: (answer) => {
				const { data } = answer as { data: { participants: Array<Record<string, unknown>> } };
				const others = data.participants
					.filter((one) => one['phone_number'] !== CARLOS)
					.map((one) => ({ ...one, wa_is_super_admin: false, wa_is_admin: false }));
				return {
					data: { ...data, wa_owner_id: '447700176576@c.us', participants: [...others, member] },
				};
			},
		});
		const { output } = await bench.run(
			'participant.sync',
			BY_ITEM,
			uuids.map((uuid) => ({ uuid, people: ANA })),
		);
		expect(bench.bodiesOf('remove-participant')).toEqual([]);
		for (const item of output) expect(item['summary']).toMatchObject({ [outcome]: 1, removed: 0 });
	});

	test('when Loop Over Items gives Sync one row of a list at a time: the second list is refused', async () => {
		const uuid = bench.addGroup(members(ANA, BEN));
		const to = (node: string) => [{ node, type: 'main', index: 0 }];
		const { apiKey, baseUrl } = bench.sandbox;
		await bench.engine.run(
			{
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
							...BY_ITEM,
						},
						onError: 'continueRegularOutput',
					},
				],
				connections: {
					Start: { main: [to('Loop')] },
					Loop: { main: [[], to('Sync')] },
					Sync: { main: [to('Loop')] },
				},
			},
			{
				items: [
					{ uuid, people: ANA },
					{ uuid, people: BEN },
				],
				credentials: { twoChatGroupsApi: { apiKey, baseUrl } },
			},
		);
		expect(bench.membersOf(uuid)).toEqual([ANA]);
		expect(bench.bodiesOf('remove-participant')).toHaveLength(1);
	});
});

describe('rows with the same From and group are one list: they', () => {
	test('do not throw out each other, and rows of other groups are lists of their own', async () => {
		const first = bench.addGroup(members(ANA, BEN, CARLOS));
		const second = bench.addGroup(members(ANA));
		const { output, outputs } = await bench.run('participant.sync', BY_ITEM, [
			{ uuid: first, people: ANA },
			{ uuid: first, people: BEN },
			{ uuid: second, people: BEN },
			{ uuid: first, people: ANA },
		]);
		expect(bench.membersOf(first)).toEqual([ANA, BEN]);
		expect(bench.membersOf(second)).toEqual([BEN]);
		expect(output.map(({ uuid, to_remove }) => [uuid, to_remove])).toEqual([
			[first, [CARLOS]],
			[second, [ANA]],
		]);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
			[{ item: 0 }, { item: 1 }, { item: 3 }],
			{ item: 2 },
		]);
	});

	test.each([[''], ['   '], [null], [[]]])(
		'remove nobody when one of them holds %j: it may stand for a member whose number is missing',
		async (empty) => {
			const [first, second] = twoGroups(members(ANA, CARLOS));
			const { output } = await bench.run('participant.sync', BY_ITEM, [
				{ uuid: first, people: ANA },
				{ uuid: first, people: empty },
				{ uuid: second, people: empty },
				{ uuid: first, people: BEN },
				{ uuid: second, people: ANA },
			]);
			expect([first, second].map(bench.membersOf)).toEqual([
				[ANA, CARLOS, BEN],
				[ANA, CARLOS],
			]);
			expect(bench.bodiesOf('remove-participant')).toEqual([]);
			expect(output[0]?.['participants']).toMatchObject([
				{ input: ANA, outcome: 'already_member' },
				{ input: '', outcome: 'invalid_number' },
				{ input: BEN, outcome: 'added' },
				{ input: null, phone_number: CARLOS, outcome: 'kept' },
			]);
		},
	);

	test('keep everybody when one of them holds a mistyped number', async () => {
		const [first, second] = twoGroups(members(ANA, CARLOS));
		const { output } = await bench.run('participant.sync', BY_ITEM, [
			{ uuid: first, people: ANA },
			{ uuid: second, people: ANA },
			{ uuid: first, people: BEN },
			{ uuid: first, people: '+44 7700 17657x' },
			{ uuid: second, people: BEN },
			{ uuid: first, people: BEN },
		]);
		expect(bench.membersOf(first)).toEqual([ANA, CARLOS, BEN]);
		expect(bench.membersOf(second)).toEqual([ANA, BEN]);
		const lines = output[0]?.['participants'] as Array<{ reason: string }>;
		expect(lines.at(-1)).toMatchObject({ phone_number: CARLOS, outcome: 'kept' });
		expect(lines.at(-1)?.reason).toContain('entry 3 of it cannot be read: "+44 7700 17657x"');
	});

	test('count together for Max Removals', async () => {
		const ten = people(10);
		const eleven = people(11);
		const first = bench.addGroup(members(ANA, BEN, ...ten));
		const second = bench.addGroup(members(ANA, BEN, ...eleven));
		// The other of the two would be the eleventh to go, if each row were a list.
		const { outputs } = await bench.run(
			'participant.sync',
			BY_ITEM,
			[
				{ uuid: first, people: ANA },
				{ uuid: second, people: ANA },
				{ uuid: first, people: BEN },
				{ uuid: second, people: BEN },
			],
			CONTINUE,
		);
		expect(outputs[0]).toMatchObject([{ json: { uuid: first, summary: { removed: 10 } } }]);
		expect(outputs[1]?.map(({ json }) => json['error'])).toEqual(
			Array(2).fill(expect.stringMatching(/^11 people would be removed, and Max Removals is 10: /)),
		);
		expect(bench.membersOf(first)).toEqual([ANA, BEN]);
		expect(bench.membersOf(second)).toEqual([ANA, BEN, ...eleven]);
	});

	test('also with two senders and two kinds of id, so that none throws out the people of the other', async () => {
		const uuid = bench.addGroup([
			{ phoneNumber: OTHER_FROM, role: 'admin' },
			...members(ANA, BEN, CARLOS),
		]);
		const waGroupId = bench.sandbox.world.groups.at(-1)?.waGroupId;
		const { output, outputs } = await bench.run(
			'participant.sync',
			{
				...BY_ITEM,
				fromNumber: from('={{ $json.from }}'),
				groupId: { __rl: true, mode: 'waGroupId', value: '={{ $json.uuid }}' },
			},
			[
				{ uuid, from: FROM, people: [ANA, OTHER_FROM] },
				{ uuid: waGroupId, from: OTHER_FROM, people: BEN },
			],
		);
		expect(output).toMatchObject([
			{ from_number: FROM, to_add: [], to_remove: [CARLOS], stays: [ANA, OTHER_FROM, BEN] },
		]);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([[{ item: 0 }, { item: 1 }]]);
		expect(bench.membersOf(uuid)).toEqual(expect.arrayContaining([ANA, BEN, OTHER_FROM]));
		expect(bench.membersOf(uuid)).not.toContain(CARLOS);
	});

	test('remove nobody while another row cannot be attributed to any list', async () => {
		const [first, second] = twoGroups(members(ANA, BEN));
		const { outputs } = await bench.run(
			'participant.sync',
			BY_ITEM,
			[
				{ uuid: first, people: ANA },
				{ uuid: 'no group', people: BEN },
				{ uuid: second, people: ANA },
			],
			CONTINUE,
		);
		expect(bench.bodiesOf('remove-participant')).toEqual([]);
		expect(outputs[1]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		for (const { json } of outputs[0] ?? []) {
			expect(json).toMatchObject({ summary: { kept: 1, removed: 0 } });
			expect(JSON.stringify(json)).toContain('row 2 cannot be read');
		}
	});

	test('are recognised when From and group are written differently', async () => {
		const [first, second] = twoGroups(members(ANA, BEN, CARLOS));
		const { output } = await bench.run(
			'participant.sync',
			{
				...BY_ITEM,
				fromNumber: from('={{ $json.from }}'),
				options: { defaultCountry: 'PY' },
			},
			[
				{ uuid: first, from: '0981 048477', people: ANA },
				{ uuid: second, from: '0981 048477', people: CARLOS },
				{ uuid: ` ${first} `, from: FROM, people: BEN },
				{ uuid: second, from: '0981048477', people: ANA },
			],
		);
		expect(output.map(({ uuid, to_remove }) => [uuid, to_remove])).toEqual([
			[first, [CARLOS]],
			[second, [BEN]],
		]);
		expect(bench.membersOf(first)).toEqual([ANA, BEN]);
		expect(bench.membersOf(second)).toEqual([ANA, CARLOS]);
	});

	test('fail one by one, with Continue, when nothing in their list can be read', async () => {
		const [first, second] = twoGroups(members(ANA, BEN));
		const { outputs } = await bench.run(
			'participant.sync',
			BY_ITEM,
			[
				{ uuid: first, people: 'nobody' },
				{ uuid: second, people: ANA },
				{ uuid: first, people: 'n/a' },
				{ uuid: second, people: BEN },
				{ uuid: first, people: '' },
			],
			CONTINUE,
		);
		expect(outputs[1]?.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 2 },
			{ item: 4 },
		]);
		expect(outputs[1]?.map(({ json }) => [json['people'], json['error']])).toEqual(
			['nobody', 'n/a', ''].map((cell) => [
				cell,
				expect.stringMatching(/^Participants holds no phone number that can be used/),
			]),
		);
		expect(outputs[0]).toMatchObject([{ json: { uuid: second, to_remove: [] } }]);
		expect(bench.requests().filter((request) => request.includes(first))).toEqual([]);
	});
});
