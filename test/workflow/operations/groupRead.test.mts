import type { IDataObject } from 'n8n-workflow';

import { ERROR_OUTPUT, run, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, NO_GROUP, OTHER_FROM, from, members } from '../data.mts';
import { errorsOf, linksOf } from '../results.mts';
import { addGroup, answerWith, changeAnswers, expectRefused, requests } from '../twoChat.mts';

// WhatsApp Group: Get, Get Many. Participant: Get Many.

useBench();

describe('get', () => {
	test('simplifies a group and its members, under the names of the API', async () => {
		const uuid = addGroup([{ phoneNumber: FROM }, { phoneNumber: CARLOS, role: 'admin' }], {
			name: '2chat test group',
			description: 'daily motivational quotes',
			ownerPhoneNumber: '+5215530483303',
			waGroupId: '120363777777777777@g.us',
			waCreatedAt: '2022-10-23T17:11:41Z',
		});
		const { output } = await run('group.get', {}, [{ uuid }, { uuid }]);
		const member = { is_admin: false, is_super_admin: false };
		const group = {
			uuid,
			wa_group_name: '2chat test group',
			wa_group_id: '120363777777777777@g.us',
			size: 3,
			wa_subject: 'daily motivational quotes',
			is_read_only: false,
			channel_is_owner: false,
			wa_created_at: '2022-10-23T17:11:41Z',
			profile_pic_url: null,
			participants: [
				{
					phone_number: '+5215530483303',
					name: 'Mikey Mike',
					is_admin: true,
					is_super_admin: true,
					wa_participant_id: '5215530483303@c.us',
				},
				{
					...member,
					phone_number: FROM,
					name: '2Chat sandbox',
					wa_participant_id: '595981048477@c.us',
				},
				{
					...member,
					phone_number: CARLOS,
					name: '2Chat UK',
					is_admin: true,
					wa_participant_id: '447700176576@c.us',
				},
			],
		};
		expect(output).toEqual([group, group]);
	});

	test('gives the answer as it came with Simplify off', async () => {
		const uuid = addGroup();
		const data = { uuid, wa_group_name: 'As it came', participants: [{ device: 'ios' }] };
		answerWith('get-group', { success: true, data }, { times: 2 });
		const { output } = await run('group.get', { simplify: false }, [{ uuid }, { uuid }]);
		expect(output).toEqual([data, data]);
	});

	test('keeps items apart when a group is not there', async () => {
		const uuid = addGroup();
		const result = await run('group.get', {}, [{ uuid: NO_GROUP }, { uuid }], ERROR_OUTPUT);
		expect(result.output).toMatchObject([{ uuid }]);
		expect(errorsOf(result)).toEqual([expect.stringMatching(/HTTP 404.*not found/)]);
	});

	test.each(['html', 'empty', 'truncate'] as const)(
		'an answer that is %s is an error, not an empty group',
		async (effect) => {
			const uuid = addGroup();
			sandbox.fault({ operation: 'get-group', effect, times: 0, status: 200 });
			const { error, outputs } = await run('group.get', {}, [{ uuid }, { uuid }]);
			expect(error?.message).toMatch(/^2Chat answered with/);
			expect(outputs).toEqual([]);
		},
	);
});

describe('get many', () => {
	test('gives one item for each group, of each number asked for', async () => {
		const uuids = [
			addGroup([], { name: 'A' }),
			addGroup([], { name: 'B' }),
			addGroup([], { name: 'C', phoneNumber: OTHER_FROM }),
		];
		const items = [{ number: FROM }, { number: OTHER_FROM }];
		const fromNumber = from('={{ $json.number }}');
		const { output, outputs } = await run('group.getAll', { fromNumber }, items);
		expect(requests()).toEqual(items.map(({ number }) => `GET /whatsapp/groups/${number}`));
		expect(output.map(({ uuid }) => uuid)).toEqual(uuids);
		expect(Object.keys(output[0] ?? {})).toEqual([
			'uuid',
			'wa_group_name',
			'wa_group_id',
			'size',
			'wa_subject',
			'is_read_only',
			'channel_is_owner',
			'wa_created_at',
			'profile_pic_url',
		]);
		expect(linksOf(outputs[0])).toEqual([0, 0, 1]);
	});

	test.each<[IDataObject, number]>([
		[{}, 50],
		[{ limit: 7 }, 7],
		[{ returnAll: true }, 60],
	])('%j gives %i of sixty groups, whatever the pages', async (parameters, count) => {
		for (let index = 0; index < 60; index++) addGroup([], { name: `Group ${index}` });
		sandbox.settings.groupPageCap = 20;
		const { output } = await run('group.getAll', parameters);
		expect(output).toHaveLength(count);
	});

	test('finds by a part of the name, not by its subject', async () => {
		const uuid = addGroup([], { name: 'Projeto São João' });
		addGroup([], { name: 'Another', description: 'projeto são joão' });
		const items = [{ part: ' são '.normalize('NFD') }, { part: 'nothing like it' }];
		const filters = { nameContains: '={{ $json.part }}' };
		const { output } = await run('group.getAll', { filters }, items);
		expect(output).toMatchObject([{ uuid }]);
		// Asked once for all items.
		expect(requests()).toEqual([`GET /whatsapp/groups/${FROM}`]);
	});

	test('has no items when there are no groups, and an error when 2Chat refuses', async () => {
		expect((await run('group.getAll', {})).output).toEqual([]);
		const { error } = await run('group.getAll', { fromNumber: from('+4915112345678') });
		expect(error?.message).toMatch(/HTTP 404/);
	});

	test.each([
		[{ limit: '={{ 0 }}' }, /^Limit should be a whole number of at least 1/],
		[{ returnAll: '={{ "maybe" }}' }, /^Return All should be true or false/],
		[{ simplify: '={{ "maybe" }}' }, /^Simplify should be true or false/],
	])('%j is explained', async (parameters, message) => {
		expectRefused(await run('group.getAll', parameters, [{}, {}]), message);
	});
});

describe('participants: get many', () => {
	const team = () => addGroup([{ phoneNumber: ANA, role: 'admin' }, ...members(BEN, CARLOS)]);

	test('gives one item for each member, with the group', async () => {
		const items = [{ uuid: team() }, { uuid: addGroup([]) }];
		const { output, outputs } = await run('participant.getAll', { fromNumber: from('') }, items);
		expect(requests()).toEqual(items.map(({ uuid }) => `GET /whatsapp/group/${uuid}`));
		expect(output.map(({ phone_number }) => phone_number)).toEqual([FROM, ANA, BEN, CARLOS, FROM]);
		expect(output[1]).toEqual({
			phone_number: ANA,
			name: 'Ana Torres',
			is_admin: true,
			is_super_admin: false,
			wa_participant_id: '17137157533@c.us',
			uuid: items[0]?.uuid,
			wa_group_name: 'Team',
		});
		expect(linksOf(outputs[0])).toEqual([0, 0, 0, 0, 1]);
	});

	test.each([
		['any', [FROM, ANA, BEN, CARLOS]],
		['admin', [FROM, ANA]],
		['creator', [FROM]],
		['member', [BEN, CARLOS]],
	])('filters by the role %s, whatever the super admin is marked as', async (role, expected) => {
		sandbox.settings.superAdminIsAdmin = false;
		const items = [{ uuid: team() }, { uuid: team() }];
		const { output } = await run('participant.getAll', { filters: { role } }, items);
		expect(output.map(({ phone_number }) => phone_number)).toEqual([...expected, ...expected]);
	});

	test('stops at the limit unless all are wanted, and can give what came', async () => {
		const items = [{ uuid: team() }, { uuid: team() }];
		const limited = await run('participant.getAll', { limit: 2 }, items);
		expect(limited.output).toHaveLength(4);
		const raw = await run('participant.getAll', { returnAll: true, simplify: false }, items);
		expect(raw.output).toHaveLength(8);
		expect(raw.output[1]).toMatchObject({ wa_pushname: 'Ana', wa_is_admin: true, device: 'ios' });
	});

	test('shows members without a number', async () => {
		sandbox.settings.hiddenIds = 'everybody';
		const items = [{ uuid: team() }, { uuid: team() }];
		const { output } = await run('participant.getAll', {}, items);
		expect(output).toHaveLength(8);
		expect(output[1]).toMatchObject({
			phone_number: null,
			wa_participant_id: expect.stringMatching(/@lid$/) as string,
		});
	});

	test.each([true, false])(
		'shows everybody, also whoever has neither number nor id (Simplify: %s)',
		async (simplify) => {
			changeAnswers('get-group', (answer) => {
				const { data } = answer as { data: { participants: object[] } };
				const unknown = { wa_participant_id: null, phone_number: null, wa_is_admin: true };
				return { data: { ...data, participants: [...data.participants, unknown] } };
			});
			const items = [{ uuid: team() }, { uuid: team() }];
			const { output } = await run('participant.getAll', { simplify }, items);
			expect(output).toHaveLength(10);
			expect(output[4]).toMatchObject({ phone_number: null, wa_participant_id: null });
		},
	);

	test('knows the creator by the owner of the group, as Get does', async () => {
		changeAnswers('get-group', (answer) => {
			const { data } = answer as { data: { participants: object[] } };
			const participants = data.participants.map((one) => ({ ...one, wa_is_super_admin: false }));
			return { data: { ...data, participants } };
		});
		const items = [{ uuid: team() }, { uuid: team() }];
		const filters = { role: 'creator' };
		const { output } = await run('participant.getAll', { filters }, items);
		expect(output.map(({ phone_number }) => phone_number)).toEqual([FROM, FROM]);
	});
});
