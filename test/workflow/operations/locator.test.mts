import type { INodePropertyRegexValidation } from 'n8n-workflow';

import { ANA, BEN, credentialsOf, FROM, from, group, useBench } from './harness.mts';

// Group: its list, both kinds of id, and what people paste instead.

const bench = useBench();

const SALES = '+12123334444';

describe('the list', () => {
	const search = async (parameters: Record<string, unknown>, filter?: string) =>
		await bench.engine.listSearch({
			type: 'twoChatGroups',
			method: 'searchGroups',
			parameters: {
				resource: 'group',
				operation: 'get',
				...parameters,
			} as never,
			credentials: credentialsOf(bench.sandbox),
			...(filter === undefined ? {} : { filter }),
		});

	test('shows the groups of the number in From by name, with their size', async () => {
		const team = bench.addGroup([{ phoneNumber: ANA }, { phoneNumber: BEN }]);
		const board = bench.addGroup([], { name: 'Board' });
		bench.addGroup([], { name: 'Other number', phoneNumber: SALES });
		const { results } = await search({ fromNumber: from(FROM) });
		expect(results).toEqual([
			{ name: 'Board (1 member)', value: board },
			{ name: 'Team (3 members)', value: team },
		]);
		expect(bench.requests()).toEqual([`GET /whatsapp/groups/${FROM}`]);
	});

	test('says which groups are read-only', async () => {
		const uuid = bench.addGroup();
		bench.sandbox.fault({
			operation: 'list-groups',
			effect: 'mutate',
			mutate: (answer) => {
				const list = answer as { data: Array<Record<string, unknown>> };
				return { ...list, data: list.data.map((entry) => ({ ...entry, is_read_only: true })) };
			},
		});
		const { results } = await search({ fromNumber: from(FROM) });
		expect(results).toEqual([{ name: 'Team (2 members, read-only)', value: uuid }]);
	});

	test('can be searched', async () => {
		bench.addGroup([], { name: 'Board' });
		const team = bench.addGroup();
		const { results } = await search({ fromNumber: from(FROM) }, 'tEA');
		expect(results.map(({ value }) => value)).toEqual([team]);
	});

	test('says that From is empty, and asks nothing', async () => {
		const empty = { fromNumber: { __rl: true, mode: 'list', value: '' } };
		await expect(search(empty)).rejects.toThrow('From is empty');
		expect(bench.sandbox.calls).toEqual([]);
	});

	test('does not let somebody wait for a minute while 2Chat is busy', async () => {
		const busy = { effect: 'answer', status: 429, headers: { 'retry-after': '60' } } as const;
		bench.sandbox.fault({ operation: 'list-groups', ...busy });
		await expect(search({ fromNumber: from(FROM) })).rejects.toThrow(/too many requests/i);
		expect(bench.requests()).toHaveLength(1);
	});

	test("lets 2Chat's refusal through instead of being empty", async () => {
		await expect(search({ fromNumber: from('+4915112345678') })).rejects.toThrow(/HTTP 404/);
	});
});

test('the list in From has the WhatsApp numbers, those that cannot be used last and with their state first', async () => {
	const { results } = await bench.engine.listSearch({
		type: 'twoChatGroups',
		method: 'searchNumbers',
		parameters: { resource: 'group', operation: 'get' },
		credentials: credentialsOf(bench.sandbox),
	});
	const states = bench.sandbox.world.numbers.filter(({ channelType }) => channelType === 'WW');
	expect(results).toHaveLength(states.length);
	expect(results).toContainEqual({
		name: '✓ +595981048477 · My testing number',
		value: FROM,
	});
	const names = results.map(({ name }) => name);
	expect(names.slice(-2)).toEqual([
		expect.stringMatching(/^Connection failed: /),
		expect.stringMatching(/^Disconnected: /),
	]);
	expect(bench.requests()).toEqual([expect.stringMatching(/^GET .whatsapp.get-numbers/)]);
});

describe('ids', () => {
	test("2Chat's id goes into the path, without From", async () => {
		const uuids = [bench.addGroup(), bench.addGroup([], { uuid: 'WGP768beeef-2b96-4bc7' })];
		const { output, outputs } = await bench.run(
			'group.get',
			{ fromNumber: from(''), groupId: group('={{ $json.uuid }}') },
			uuids.map((uuid) => ({ uuid })),
		);
		expect(bench.requests()).toEqual(uuids.map((uuid) => `GET /whatsapp/group/${uuid}`));
		expect(output.map(({ uuid }) => uuid)).toEqual(uuids);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	test.each(['waGroupId', 'uuid'])(
		"WhatsApp's id is looked up, once for all items, in mode %s",
		async (mode) => {
			const one = bench.addGroup([], { waGroupId: '120363777777777777@g.us' });
			const two = bench.addGroup([], { waGroupId: '595981048477-1666545101@g.us' });
			const { output } = await bench.run('group.get', { groupId: group('={{ $json.id }}', mode) }, [
				{ id: '120363777777777777@g.us' },
				{ id: ' 595981048477-1666545101@g.us ' },
				{ id: '120363777777777777' },
			]);
			expect(output.map(({ uuid }) => uuid)).toEqual([one, two, one]);
			expect(bench.requests()).toEqual([
				`GET /whatsapp/groups/${FROM}`,
				...[one, two, one].map((uuid) => `GET /whatsapp/group/${uuid}`),
			]);
		},
	);

	test.each(['getAll', 'update'])(
		'a number in From without country code is refused in words that fit %s',
		async (operation) => {
			const fields = {
				fromNumber: from('0171 2345678'),
				groupId: group('WAG62598186-d2bd-4946-86c6-30f8a3c849c6'),
				updateFields: { description: 'D' },
			};
			const { error } = await bench.run(`group.${operation}`, fields, [{}, {}]);
			expect(error?.message).toContain('has no country code');
			expect(error?.description).not.toContain('Default Country');
			expect(bench.requests()).toEqual([]);
		},
	);

	test("WhatsApp's id needs From, and has to be among the number's groups", async () => {
		const without = await bench.run('group.get', {
			fromNumber: from(''),
			groupId: group('120363777777777777@g.us', 'waGroupId'),
		});
		expect(without.error?.message).toBe('From is empty');
		expect(bench.sandbox.calls).toEqual([]);
		const unknown = await bench.run('group.get', {
			groupId: group('120363777777777777@g.us', 'waGroupId'),
		});
		expect(unknown.error?.message).toBe(
			`Group: 2Chat lists no group "120363777777777777@g.us" for ${FROM}`,
		);
	});

	test.each([
		['', 'Group is empty'],
		['https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv', /is an invite link/],
		['chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv', /is an invite link/],
		['+1 713 715-7533', /is a phone number, not a group id/],
		['17137157533', /is a phone number, not a group id/],
		['17137157533@c.us', /is the WhatsApp id of a person/],
		['123456789012345@lid', /is the WhatsApp id of a person/],
		['https://wa.me/17137157533', /is a link to a person/],
		['WPN95841312-b54d-46e3-b0bc-6414f4a5296b', /is the 2Chat id of a phone number/],
		['My cool WhatsApp group', /is not a group id/],
		['Team', /is not a group id/],
		['..', /is not a group id/],
		['WAG1/../../info', /is not a group id/],
		['WAG1?x=1', /is not a group id/],
		['WAG1#x', /is not a group id/],
		['WAG1%2f..', /is not a group id/],
	])('%j is explained, and nothing is sent', async (value, message) => {
		const uuid = bench.addGroup();
		for (const mode of ['uuid', 'waGroupId', 'list']) {
			const { error, outputs } = await bench.run(
				'participant.remove',
				{ groupId: group('={{ $json.id }}', mode), participants: ANA },
				[{ id: value }, { id: value }],
			);
			expect(error?.message).toMatch(message);
			expect(error?.message).toMatch(/^Group/);
			expect(error?.description).not.toBe('');
			expect(outputs).toEqual([]);
		}
		expect(bench.sandbox.calls).toEqual([]);
		expect(bench.membersOf(uuid)).toEqual([ANA]);
	});

	test.each([123, 1.2036377777777778e23, true, { uuid: 'x' }, ['x']])(
		'%j, which is no text, is explained',
		async (id) => {
			const { error } = await bench.run('group.get', { groupId: group('={{ $json.id }}') }, [
				{ id },
			]);
			expect(error?.message).toMatch(/^Group: .* is/);
			expect(bench.sandbox.calls).toEqual([]);
		},
	);

	test('the editor itself refuses what is plainly no id', async () => {
		const { nodes } = await bench.engine.loaded();
		const { properties } = nodes.find(({ name }) => name === 'twoChatGroups') ?? {};
		const field = properties?.find(({ name }) => name === 'groupId');
		for (const mode of field?.modes?.filter(({ name }) => name !== 'list') ?? []) {
			const [rule] = mode.validation ?? [];
			const { regex: pattern, errorMessage } = (rule as INodePropertyRegexValidation).properties;
			const regex = new RegExp(`^${pattern}$`);
			expect(errorMessage).toMatch(/id/);
			for (const good of [
				'WAG62598186-d2bd-4946-86c6-30f8a3c849c6',
				'WGP768beeef-2b96-4bc7-9b7f-045078568723',
				'120363777777777777@g.us',
				'595981048477-1666545101@g.us',
			]) {
				expect([good, regex.test(good)]).toEqual([good, true]);
			}
			for (const bad of [
				'https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv',
				'+17137157533',
				'Team',
			]) {
				expect([bad, regex.test(bad)]).toEqual([bad, false]);
			}
		}
	});
});
