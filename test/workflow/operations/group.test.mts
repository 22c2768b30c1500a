import type { Engine } from '../../engine/types.mts';
import {
	ANA,
	BEN,
	CARLOS,
	CONTINUE,
	credentialsOf,
	FROM,
	from,
	group,
	useBench,
	RETRY,
} from './harness.mts';
import { openEngine } from '../shared.mts';

// WhatsApp Group: Get, Get Many, Update, Send Message.

const bench = useBench();

const BY_UUID = { groupId: group('={{ $json.uuid }}') };
const NO_GROUP = 'WAG00000000-0000-4000-8000-000000000000';

describe('get', () => {
	test('simplifies a group and its members, under the names of the API', async () => {
		const uuid = bench.addGroup([{ phoneNumber: FROM }, { phoneNumber: CARLOS, role: 'admin' }], {
			name: '2chat test group',
			description: 'daily motivational quotes',
			ownerPhoneNumber: '+5215530483303',
			waGroupId: '120363777777777777@g.us',
			waCreatedAt: '2022-10-23T17:11:41Z',
		});
		const { output } = await bench.run('group.get', BY_UUID, [{ uuid }, { uuid }]);
		expect(output[0]).toEqual({
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
					phone_number: FROM,
					name: '2Chat sandbox',
					is_admin: false,
					is_super_admin: false,
					wa_participant_id: '595981048477@c.us',
				},
				{
					phone_number: CARLOS,
					name: '2Chat UK',
					is_admin: true,
					is_super_admin: false,
					wa_participant_id: '447700176576@c.us',
				},
			],
		});
		expect(output[1]).toEqual(output[0]);
	});

	test('gives the answer as it came with Simplify off', async () => {
		const uuid = bench.addGroup();
		const data = { uuid, wa_group_name: 'As it came', participants: [{ device: 'ios' }] };
		const body = { success: true, data };
		bench.sandbox.fault({ operation: 'get-group', effect: 'answer', status: 200, body });
		const { output } = await bench.run('group.get', { ...BY_UUID, simplify: false }, [{ uuid }]);
		expect(output).toEqual([data]);
	});

	test('keeps items apart when a group is not there', async () => {
		const uuid = bench.addGroup();
		const { outputs } = await bench.run(
			'group.get',
			BY_UUID,
			[{ uuid: NO_GROUP }, { uuid }],
			CONTINUE,
		);
		expect(outputs[0]?.map(({ json }) => json['uuid'])).toEqual([uuid]);
		expect(outputs[1]?.[0]?.json['error']).toMatch(/HTTP 404.*not found/);
	});

	test.each(['html', 'empty', 'truncate'] as const)(
		'an answer that is %s is an error, not an empty group',
		async (effect) => {
			const uuid = bench.addGroup();
			bench.sandbox.fault({ operation: 'get-group', effect, times: 0, status: 200 });
			const { error, outputs } = await bench.run('group.get', BY_UUID, [{ uuid }, { uuid }]);
			expect(error?.message).toMatch(/^2Chat answered with/);
			expect(outputs).toEqual([]);
		},
	);
});

describe('get many', () => {
	test('gives one item for each group, of each number asked for', async () => {
		const sales = '+12123334444';
		const uuids = [
			bench.addGroup([], { name: 'A' }),
			bench.addGroup([], { name: 'B' }),
			bench.addGroup([], { name: 'C', phoneNumber: sales }),
		];
		const { output, outputs } = await bench.run(
			'group.getAll',
			{ fromNumber: from('={{ $json.number }}') },
			[{ number: FROM }, { number: sales }],
		);
		expect(bench.requests()).toEqual([
			`GET /whatsapp/groups/${FROM}`,
			`GET /whatsapp/groups/${sales}`,
		]);
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
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
			{ item: 1 },
		]);
	});

	test('stops at the limit unless all are wanted, whatever the pages', async () => {
		for (let index = 0; index < 60; index++) bench.addGroup([], { name: `Group ${index}` });
		bench.sandbox.settings.groupPageCap = 20;
		const count = async (parameters: Record<string, unknown>) =>
			(await bench.run('group.getAll', parameters as never)).output.length;
		expect(await count({})).toBe(50);
		expect(await count({ limit: 7 })).toBe(7);
		expect(await count({ returnAll: true })).toBe(60);
	});

	test('finds by a part of the name, not by its subject', async () => {
		const wanted = bench.addGroup([], { name: 'Projeto São João' });
		bench.addGroup([], { name: 'Another', description: 'projeto são joão' });
		const { output } = await bench.run(
			'group.getAll',
			{ filters: { nameContains: '={{ $json.part }}' } },
			[{ part: ' são '.normalize('NFD') }, { part: 'nothing like it' }],
		);
		expect(output.map(({ uuid }) => uuid)).toEqual([wanted]);
	});

	test('has no items when there are no groups, and an error when 2Chat refuses', async () => {
		expect((await bench.run('group.getAll', {})).output).toEqual([]);
		const { error } = await bench.run('group.getAll', { fromNumber: from('+4915112345678') });
		expect(error?.message).toMatch(/HTTP 404/);
	});

	test.each([
		[{ limit: '={{ 0 }}' }, /^Limit should be a whole number of at least 1/],
		[{ returnAll: '={{ "maybe" }}' }, /^Return All should be true or false/],
		[{ simplify: '={{ "maybe" }}' }, /^Simplify should be true or false/],
	])('%j is explained', async (parameters, message) => {
		const { error } = await bench.run('group.getAll', parameters);
		expect(error?.message).toMatch(message);
	});
});

describe('update', () => {
	const FIELDS = {
		updateFields: { description: '={{ $json.about }}', pictureUrl: '={{ $json.picture }}' },
	};
	const PICTURE = 'https://example.com/group-photo.jpg';

	test('sends each change on its own, with the documented bodies', async () => {
		const uuids = [bench.addGroup(), bench.addGroup()];
		const { output, outputs } = await bench.run('group.update', { ...BY_UUID, ...FIELDS }, [
			{ uuid: uuids[0], about: 'This is a test description', picture: PICTURE },
			{ uuid: uuids[1], about: ' ', picture: PICTURE },
		]);
		expect(bench.requests()).toEqual([
			`POST /whatsapp/group/${uuids[0]}/set-description`,
			`POST /whatsapp/group/${uuids[0]}/set-picture`,
			`POST /whatsapp/group/${uuids[1]}/set-picture`,
		]);
		expect(bench.bodiesOf('set-description')).toEqual([
			{ from_number: FROM, description: 'This is a test description' },
		]);
		expect(bench.bodiesOf('set-picture')).toEqual([
			{ from_number: FROM, url: PICTURE },
			{ from_number: FROM, url: PICTURE },
		]);
		const done = { status: 'done', reason: null };
		expect(output).toEqual([
			{ uuid: uuids[0], from_number: FROM, steps: { description: done, picture: done } },
			{ uuid: uuids[1], from_number: FROM, steps: { picture: done } },
		]);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	test('says which of the two was not possible', async () => {
		const uuid = bench.addGroup();
		bench.sandbox.fault({ operation: 'set-picture', effect: 'answer', status: 400 });
		const { output, status } = await bench.run('group.update', { ...BY_UUID, ...FIELDS }, [
			{ uuid, about: 'New', picture: PICTURE },
			{ uuid, about: 'New', picture: PICTURE },
		]);
		expect(status).toBe('success');
		expect(output[0]?.['steps']).toMatchObject({
			description: { status: 'done' },
			picture: { status: 'not_done', reason: expect.stringMatching(/HTTP 400/) as string },
		});
		expect(output[1]?.['steps']).toMatchObject({ picture: { status: 'done' } });
	});

	test('fails when nothing was possible, and keeps items apart', async () => {
		const uuid = bench.addGroup();
		const { outputs } = await bench.run(
			'group.update',
			{ ...BY_UUID, ...FIELDS },
			[
				{ uuid: NO_GROUP, about: 'New', picture: PICTURE },
				{ uuid, about: 'New' },
			],
			CONTINUE,
		);
		expect(outputs[1]?.[0]?.json).toMatchObject({
			error: expect.stringMatching(/HTTP 404/) as string,
			message: { uuid: NO_GROUP, steps: { description: { status: 'not_done' } } },
		});
		expect(outputs[0]).toHaveLength(1);
	});

	test('does not repeat what is done under Retry On Fail', async () => {
		const uuid = bench.addGroup();
		bench.sandbox.fault({ operation: 'set-description', nth: 2, effect: 'answer', status: 400 });
		const { output } = await bench.run(
			'group.update',
			{ ...BY_UUID, ...FIELDS },
			[
				{ uuid, about: 'one' },
				{ uuid, about: 'two' },
			],
			RETRY,
		);
		expect(bench.bodiesOf('set-description')).toMatchObject([
			{ description: 'one' },
			{ description: 'two' },
			{ description: 'two' },
		]);
		expect(output).toHaveLength(2);
	});

	test.each([
		[{}, /^Update Fields is empty/],
		[{ updateFields: { description: '={{ $json.nothing }}' } }, /^Update Fields is empty/],
		[{ updateFields: { description: '={{ $json }}' } }, /^Description should be text/],
		[
			{ updateFields: { pictureUrl: 'photo.jpg' } },
			/^Picture URL: "photo.jpg" is not a web address/,
		],
	])('%j is explained, and nothing is sent', async (parameters, message) => {
		const uuid = bench.addGroup();
		const { error } = await bench.run('group.update', { ...BY_UUID, ...parameters }, [
			{ uuid },
			{ uuid },
		]);
		expect(error?.message).toMatch(message);
		expect(bench.sandbox.calls).toEqual([]);
	});
});

describe('send message', () => {
	const FIELDS = { text: '={{ $json.text }}', mediaUrl: '={{ $json.file }}' };
	const FILE = 'https://example.com/agenda.pdf';
	/** Without hurried waits, to be stopped in the middle of one. */
	let slow: Engine;
	beforeAll(async () => {
		slow = await openEngine();
	});
	afterAll(async () => await slow.close());

	const said = () => bench.sandbox.world.groups.flatMap(({ messages }) => messages);

	test('sends the documented body, item by item', async () => {
		const uuid = bench.addGroup();
		const { output, outputs } = await bench.run('group.sendMessage', { ...BY_UUID, ...FIELDS }, [
			{ uuid, text: 'Hello,\nall', file: FILE },
			{ uuid, text: 'Hello' },
			{ uuid, file: FILE },
		]);
		const to = { from_number: FROM, to_group_uuid: uuid };
		expect(bench.requests()).toEqual(Array(3).fill('POST /whatsapp/send-message'));
		expect(bench.bodiesOf('send-message')).toEqual([
			{ ...to, text: 'Hello,\nall', url: FILE },
			{ ...to, text: 'Hello' },
			{ ...to, url: FILE },
		]);
		expect(output).toEqual(
			said().map((message) => ({
				uuid,
				from_number: FROM,
				message_uuid: message.uuid,
				batched: true,
			})),
		);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2].map((item) => ({ item })),
		);
	});

	test.each(['reset', 'html', 'cut', 'empty', 'truncate'] as const)(
		'is never repeated after an answer that is %s',
		async (effect) => {
			const uuid = bench.addGroup();
			bench.sandbox.fault({ operation: 'send-message', when: 'after', effect });
			const items = [
				{ uuid, text: 'one' },
				{ uuid, text: 'two' },
			];
			const first = await bench.run('group.sendMessage', { ...BY_UUID, ...FIELDS }, items, RETRY);
			expect(first.error?.message).toContain(`The message to ${uuid} may have been sent`);
			expect(first.error?.message).toContain('It is not sent again');
			expect(said().map(({ text }) => text)).toEqual(['one']);
			// "Retry execution" keeps the memory as well.
			const { contextData } = first;
			await bench.run('group.sendMessage', { ...BY_UUID, ...FIELDS }, items, {
				contextData,
				mode: 'retry',
			});
			expect(said().map(({ text }) => text)).toEqual(['one']);
		},
	);

	test('a sent one is not sent again when a later item fails under Retry On Fail', async () => {
		const uuid = bench.addGroup();
		bench.sandbox.fault({ operation: 'send-message', nth: 2, effect: 'answer', status: 400 });
		const { output, status } = await bench.run(
			'group.sendMessage',
			{ ...BY_UUID, ...FIELDS },
			[
				{ uuid, text: 'same' },
				{ uuid, text: 'same' },
			],
			RETRY,
		);
		expect(status).toBe('success');
		expect(said().map(({ text }) => text)).toEqual(['same', 'same']);
		expect(output.map(({ message_uuid }) => message_uuid)).toEqual(
			said().map(({ uuid: id }) => id),
		);
	});

	test('not even when its text is another one in every try', async () => {
		const uuid = bench.addGroup();
		bench.sandbox.fault({ operation: 'send-message', nth: 2, effect: 'answer', status: 400 });
		const { status } = await bench.run(
			'group.sendMessage',
			{ ...BY_UUID, text: '={{ $json.text }} at {{ Math.random() }}' },
			[
				{ uuid, text: 'one' },
				{ uuid, text: 'two' },
			],
			RETRY,
		);
		expect(status).toBe('success');
		expect(said().map(({ text }) => text?.slice(0, 3))).toEqual(['one', 'two']);
	});

	test('one that was stopped while the number was busy is sent by the retry', async () => {
		const uuid = bench.addGroup();
		// The wait is so long that the stop surely comes within it.
		const headers = { 'retry-after': '100' };
		bench.sandbox.fault({ operation: 'send-message', effect: 'answer', status: 486, headers });
		const items = [{ uuid, text: 'one' }];
		const parameters = { ...BY_UUID, ...FIELDS };
		const stopped = await slow.runNode({
			type: 'twoChatGroups',
			credentials: credentialsOf(bench.sandbox),
			items,
			parameters: {
				resource: 'group',
				operation: 'sendMessage',
				fromNumber: from(FROM),
				...parameters,
			},
			cancelAfter: 5_000,
		});
		expect(stopped.status).toBe('canceled');
		expect(bench.bodiesOf('send-message')).toHaveLength(1);
		bench.sandbox.reset();
		bench.addGroup([], { uuid });
		const { contextData } = stopped;
		const again = await bench.run('group.sendMessage', parameters, items, {
			contextData,
			mode: 'retry',
		});
		expect(again.status).toBe('success');
		expect(said().map(({ text }) => text)).toEqual(['one']);
	});

	test('waits for a number that is busy, because nothing was taken up', async () => {
		const uuid = bench.addGroup();
		bench.sandbox.fault({ operation: 'send-message', effect: 'answer', status: 486 });
		const { output } = await bench.run('group.sendMessage', { ...BY_UUID, ...FIELDS }, [
			{ uuid, text: 'one' },
			{ uuid, text: 'two' },
		]);
		expect(output).toHaveLength(2);
		expect(said().map(({ text }) => text)).toEqual(['one', 'two']);
	});

	test('keeps items apart, and names what is sent when the run ends', async () => {
		const uuid = bench.addGroup();
		const items = [
			{ uuid, text: 'one' },
			{ uuid: NO_GROUP, text: 'two' },
			{ uuid, text: 'three' },
		];
		const apart = await bench.run('group.sendMessage', { ...BY_UUID, ...FIELDS }, items, CONTINUE);
		expect(apart.outputs[0]).toHaveLength(2);
		expect(apart.outputs[1]?.[0]?.json['error']).toMatch(/HTTP 404/);
		const { error } = await bench.run('group.sendMessage', { ...BY_UUID, ...FIELDS }, items);
		expect(error?.description).toContain(`message to ${uuid}`);
	});

	test.each([
		[{}, /^Text and Media URL are both empty/],
		[{ text: '={{ $json.nothing }}' }, /^Text and Media URL are both empty/],
		[{ text: '={{ $json }}' }, /^Text should be text/],
		[{ mediaUrl: 'agenda.pdf' }, /^Media URL: "agenda.pdf" is not a web address/],
		[{ mediaUrl: 'https://drive.google.com/file/d/1/view' }, /is a page of Google Drive/],
	])('%j is explained, and nothing is sent', async (parameters, message) => {
		const uuid = bench.addGroup();
		const { error } = await bench.run('group.sendMessage', { ...BY_UUID, ...parameters }, [
			{ uuid },
			{ uuid },
		]);
		expect(error?.message).toMatch(message);
		expect(bench.sandbox.calls).toEqual([]);
	});

	const toolFor = (uuid: string) => ({
		type: 'twoChatGroups',
		credentials: credentialsOf(bench.sandbox),
		parameters: {
			resource: 'group',
			operation: 'sendMessage',
			fromNumber: from(FROM),
			groupId: group(uuid),
			text: "={{ $fromAI('text', 'What to say', 'string') }}",
		},
	});

	test('works as a tool whose text the model writes', async () => {
		const uuid = bench.addGroup();
		const { response } = await bench.engine.runTool({
			...toolFor(uuid),
			args: [{ text: 'Hi' }, { text: 'Bye' }],
		});
		expect(JSON.parse(response ?? '')).toMatchObject([{ uuid, batched: true }]);
		expect(said().map(({ text }) => text)).toEqual(['Hi', 'Bye']);
	});

	test('a tool does not say again what may have been said', async () => {
		bench.sandbox.fault({ operation: 'send-message', when: 'after', effect: 'reset' });
		const { failure } = await bench.engine.runTool({
			...toolFor(bench.addGroup()),
			args: [{ text: 'Hi' }, { text: 'Bye' }, { text: 'Hi' }],
			...RETRY,
		});
		expect(failure).toContain('may have been sent');
		expect(said().map(({ text }) => text)).toEqual(['Hi', 'Bye']);
	});
});

describe('participants: get many', () => {
	const team = () =>
		bench.addGroup([
			{ phoneNumber: ANA, role: 'admin' },
			{ phoneNumber: BEN },
			{ phoneNumber: CARLOS },
		]);

	test('gives one item for each member, with the group', async () => {
		const uuids = [team(), bench.addGroup([])];
		const { output, outputs } = await bench.run(
			'participant.getAll',
			{ ...BY_UUID, fromNumber: from('') },
			uuids.map((uuid) => ({ uuid })),
		);
		expect(bench.requests()).toEqual(uuids.map((uuid) => `GET /whatsapp/group/${uuid}`));
		expect(output.map(({ phone_number }) => phone_number)).toEqual([FROM, ANA, BEN, CARLOS, FROM]);
		expect(output[1]).toEqual({
			phone_number: ANA,
			name: 'Ana Torres',
			is_admin: true,
			is_super_admin: false,
			wa_participant_id: '17137157533@c.us',
			uuid: uuids[0],
			wa_group_name: 'Team',
		});
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 0, 0, 1].map((item) => ({ item })),
		);
	});

	test.each([
		['any', [FROM, ANA, BEN, CARLOS]],
		['admin', [FROM, ANA]],
		['creator', [FROM]],
		['member', [BEN, CARLOS]],
	])('filters by the role %s, whatever the super admin is marked as', async (role, expected) => {
		bench.sandbox.settings.superAdminIsAdmin = false;
		const { output } = await bench.run('participant.getAll', { ...BY_UUID, filters: { role } }, [
			{ uuid: team() },
		]);
		expect(output.map(({ phone_number }) => phone_number)).toEqual(expected);
	});

	test('stops at the limit unless all are wanted, and can give what came', async () => {
		const uuid = team();
		const limited = await bench.run('participant.getAll', { ...BY_UUID, limit: 2 }, [{ uuid }]);
		expect(limited.output).toHaveLength(2);
		const raw = await bench.run(
			'participant.getAll',
			{ ...BY_UUID, returnAll: true, simplify: false },
			[{ uuid }],
		);
		expect(raw.output).toHaveLength(4);
		expect(raw.output[1]).toMatchObject({ wa_pushname: 'Ana', wa_is_admin: true, device: 'ios' });
	});

	test('shows members without a number', async () => {
		bench.sandbox.settings.hiddenIds = 'everybody';
		const { output } = await bench.run('participant.getAll', BY_UUID, [{ uuid: team() }]);
		expect(output).toHaveLength(4);
		expect(output[1]).toMatchObject({
			phone_number: null,
			wa_participant_id: expect.stringMatching(/@lid$/) as string,
		});
	});
});
