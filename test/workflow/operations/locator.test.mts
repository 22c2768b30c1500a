import type { INodePropertyRegexValidation } from 'n8n-workflow';

import { credentials, engine, run, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, FROM, OTHER_FROM, from, groupId, members } from '../data.mts';
import { linksOf } from '../results.mts';
import { addGroup, changeAnswers, changeListed, expectRefused } from '../twoChat.mts';
import { membersOf, requests } from '../twoChat.mts';

// Group: its list, both kinds of id, and what people paste instead.

useBench();

describe('the list', () => {
	const search = async (fromNumber = from(FROM), filter = '') =>
		await engine.listSearch({
			type: 'twoChatGroups',
			method: 'searchGroups',
			parameters: { resource: 'group', operation: 'get', fromNumber },
			credentials: credentials(),
			filter,
		});

	test('shows the groups of the number in From by name, with their size', async () => {
		const team = addGroup(members(ANA, BEN));
		const board = addGroup([], { name: 'Board' });
		addGroup([], { name: 'Other number', phoneNumber: OTHER_FROM });
		const { results } = await search();
		expect(results).toEqual([
			{ name: 'Board (1 member)', value: board },
			{ name: 'Team (3 members)', value: team },
		]);
		expect(requests()).toEqual([`GET /whatsapp/groups/${FROM}`]);
	});

	test('says which groups are read-only', async () => {
		const uuid = addGroup();
		changeListed((groups) => groups.map((group) => ({ ...group, is_read_only: true })));
		const { results } = await search();
		expect(results).toEqual([{ name: 'Team (2 members, read-only)', value: uuid }]);
	});

	test('can be searched', async () => {
		addGroup([], { name: 'Board' });
		const team = addGroup();
		const { results } = await search(from(FROM), 'tEA');
		expect(results.map(({ value }) => value)).toEqual([team]);
	});

	test('is searched whichever Unicode form a name and the filter have', async () => {
		addGroup([], { name: 'Board' });
		const composed = addGroup([], { name: 'Caf\u00e9' });
		const apart = addGroup([], { name: 'Cafe\u0301' });
		for (const filter of ['CAF\u00c9', 'cafe\u0301']) {
			const { results } = await search(from(FROM), filter);
			expect(results.map(({ value }) => value).sort()).toEqual([composed, apart].sort());
		}
	});

	// The list shows the message alone.
	test('wants From first, and asks nothing', async () => {
		const nothing = { __rl: true, mode: 'list', value: '' };
		await expect(search(nothing)).rejects.toThrow('Choose a number in From first');
		expect(sandbox.calls).toEqual([]);
	});

	test('does not let somebody wait for a minute while 2Chat is busy', async () => {
		const busy = { effect: 'answer', status: 429, headers: { 'retry-after': '60' } } as const;
		sandbox.fault({ operation: 'list-groups', ...busy });
		await expect(search()).rejects.toThrow(/too many requests/i);
		expect(requests()).toHaveLength(1);
	});

	test("lets 2Chat's refusal through instead of being empty", async () => {
		await expect(search(from('+4915112345678'))).rejects.toThrow(/HTTP 404/);
	});
});

const searchNumbers = async () =>
	await engine.listSearch({
		type: 'twoChatGroups',
		method: 'searchNumbers',
		parameters: { resource: 'group', operation: 'get' },
		credentials: credentials(),
	});

test('the list in From has the WhatsApp numbers, those that cannot be used last and with their state first', async () => {
	const { results } = await searchNumbers();
	const states = sandbox.world.numbers.filter(({ channelType }) => channelType === 'WW');
	expect(results).toHaveLength(states.length);
	expect(results).toContainEqual({ name: '✓ +595981048477 · My testing number', value: FROM });
	expect(results.slice(-2)).toMatchObject([
		{ name: expect.stringMatching(/^Connection failed: /) as string },
		{ name: expect.stringMatching(/^Disconnected: /) as string },
	]);
	expect(requests()).toEqual([expect.stringMatching(/^GET .whatsapp.get-numbers/)]);
});

test('a number of which 2Chat leaves the channel open is in the list in From', async () => {
	changeAnswers('get-numbers', (answer) => {
		const { numbers } = answer as { numbers: object[] };
		return { numbers: numbers.map((one) => ({ ...one, channel_type: null })) };
	});
	const { results } = await searchNumbers();
	expect(results.map(({ value }) => value)).toEqual(expect.arrayContaining([FROM, OTHER_FROM]));
});

describe('ids', () => {
	test("2Chat's id goes into the path, without From", async () => {
		const items = [{ uuid: addGroup() }, { uuid: addGroup([], { uuid: 'WGP768beeef-2b96-4bc7' }) }];
		const { output, outputs } = await run('group.get', { fromNumber: from('') }, items);
		expect(requests()).toEqual(items.map(({ uuid }) => `GET /whatsapp/group/${uuid}`));
		expect(output).toMatchObject(items);
		expect(linksOf(outputs[0])).toEqual([0, 1]);
	});

	test.each(['waGroupId', 'uuid'])(
		"WhatsApp's id is looked up, once for all items, in mode %s",
		async (mode) => {
			const one = addGroup([], { waGroupId: '120363777777777777@g.us' });
			const two = addGroup([], { waGroupId: '595981048477-1666545101@g.us' });
			const { output } = await run('group.get', { groupId: groupId('={{ $json.id }}', mode) }, [
				{ id: '120363777777777777@g.us' },
				{ id: ' 595981048477-1666545101@g.us ' },
				{ id: '120363777777777777' },
			]);
			expect(output.map(({ uuid }) => uuid)).toEqual([one, two, one]);
			expect(requests()).toEqual([
				`GET /whatsapp/groups/${FROM}`,
				...[one, two].map((uuid) => `GET /whatsapp/group/${uuid}`),
			]);
		},
	);

	test.each(['getAll', 'update'])(
		'a number in From without country code is refused in words that fit %s',
		async (operation) => {
			const fields = {
				fromNumber: from('0171 2345678'),
				groupId: groupId('WAG62598186-d2bd-4946-86c6-30f8a3c849c6'),
				updateFields: { description: 'D' },
			};
			const result = await run(`group.${operation}`, fields, [{}, {}]);
			expectRefused(result, /has no country code/);
			expect(result.error?.description).not.toContain('Default Country');
		},
	);

	test("WhatsApp's id needs From, and has to be among the number's groups", async () => {
		const parameters = { groupId: groupId('120363777777777777@g.us', 'waGroupId') };
		const without = { ...parameters, fromNumber: from('') };
		expectRefused(await run('group.get', without, [{}, {}]), 'From is empty');
		const { error } = await run('group.get', parameters, [{}, {}]);
		expect(error?.message).toBe(
			`Group: 2Chat lists no group "120363777777777777@g.us" for ${FROM}`,
		);
	});

	test.each([
		['', 'Group is empty'],
		['https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv', /is an invite link/],
		['+1 713 715-7533', /is a phone number, not a group id/],
		['123456789012345@lid', /is the WhatsApp id of a person/],
		['https://wa.me/17137157533', /is a link to a person/],
		['WPN95841312-b54d-46e3-b0bc-6414f4a5296b', /is the 2Chat id of a phone number/],
		['My cool WhatsApp group', /is not a group id/],
		['Wagner', 'Group: "Wagner" is not a group id'],
		['WGP-Team', 'Group: "WGP-Team" is not a group id'],
		['WAG1/../../info', /is not a group id/],
	])('%j is explained, and nothing is sent', async (value, message) => {
		const uuid = addGroup();
		for (const mode of ['uuid', 'waGroupId', 'list']) {
			const parameters = { groupId: groupId('={{ $json.id }}', mode), participants: ANA };
			const items = [{ id: value }, { id: value }];
			const result = await run('participant.remove', parameters, items);
			expectRefused(result, message);
			expect(result.error?.message).toMatch(/^Group/);
			expect(result.error?.description).not.toBe('');
			expect(result.outputs).toEqual([]);
		}
		expect(membersOf(uuid)).toEqual([ANA]);
	});

	test.each([123, 1.2036377777777778e23, true, { uuid: 'x' }, ['x']])(
		'%j, which is no text, is explained',
		async (id) => {
			const parameters = { groupId: groupId('={{ $json.id }}') };
			expectRefused(await run('group.get', parameters, [{ id }, { id }]), /^Group: .* is/);
		},
	);

	test('the editor itself refuses what is plainly no id', async () => {
		const { nodes } = await engine.loaded();
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
			for (const bad of ['https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv', ANA, 'Team']) {
				expect([bad, regex.test(bad)]).toEqual([bad, false]);
			}
		}
	});
});
