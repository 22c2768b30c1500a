import { DOCUMENTED_GROUP } from '../../sandbox/sandbox.mts';
import { ANA, BEN, client, OWN, sandbox, useSandbox } from './client.mts';

// One documented answer for each endpoint. What the settings make of them is tested by the node's own tests.

const CHANNEL = 'WPN95841312-b54d-46e3-b0bc-6414f4a5296b';
const ZULU = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string;
const NOT_ON_WHATSAPP = '+447700900101';
const INVITED = '+447700900102';

useSandbox();

it('answers 403 without a key and 401 to a wrong one, on any path (1.1, 1.4)', async () => {
	const create = { from_number: OWN, group: { name: 'A', participants: [ANA] } };
	expect(await client.request('GET', '/info', undefined, '')).toEqual({
		status: 403,
		body: { detail: 'Not authenticated' },
	});
	expect(await client.request('POST', '/whatsapp/group/create', create, 'wrong')).toEqual({
		status: 401,
		body: { detail: 'Invalid API Key' },
	});
	expect(sandbox.world.groups).toHaveLength(0);
});

it('info (1.3)', async () => {
	const { body } = await client.get('/info');
	expect(body).toEqual({
		success: true,
		account: {
			name: 'Account Name (ACC91be87af-5a29-4034-b599-342f2aeb5d52)',
			uuid: 'ACC91be87af-5a29-4034-b599-342f2aeb5d52',
			on_trial: false,
			blocked: false,
			created_at: '2022-04-21T21:55:37Z',
			expires_at: ZULU,
		},
		limits: { requests_per_minute: 80 },
		usage: {
			api_request_count: 1,
			max_api_request_count: 500_000,
			number_check_count: 0,
			max_number_check_count: 500_000,
		},
	});
});

it('get-numbers, without WABA numbers (3.1)', async () => {
	const { body } = await client.get('/whatsapp/get-numbers');
	const numbers = body.numbers as Array<Record<string, unknown>>;
	expect(body.success).toBe(true);
	expect(numbers.map(({ channel_type }) => channel_type)).toEqual(['WW', 'WW', 'WW', 'WW']);
	expect(numbers[0]).toMatchObject({
		uuid: CHANNEL,
		friendly_name: 'My testing number',
		phone_number: OWN,
		iso_country_code: 'PY',
		server: '595981048477@c.us',
		platform: 'iphone',
		connection_status: 'C',
		enabled: true,
		is_business_profile: false,
		sync_contacts: true,
		created_at: '2022-10-31 22:05:44',
		updated_at: '2022-12-01 21:40:04',
	});
});

it('check-number, without a success field (3.3)', async () => {
	const check = async (number: string) =>
		(await client.get(`/whatsapp/check-number/${OWN}/${number}`)).body;
	const number = { iso_country_code: 'US', region: '', carrier: '', timezone: [] };
	expect(await check(ANA)).toEqual({ is_valid: true, number, on_whatsapp: true });
	expect(await check(NOT_ON_WHATSAPP)).toMatchObject({ is_valid: true, on_whatsapp: false });
	expect(await check('+1')).toEqual({ is_valid: false });
	const more = await check('+525530483303?extra-information=true');
	expect(more.whatsapp_info).toMatchObject({ number_id: '5215530483303@c.us' });
});

it('create-group, which is not idempotent (2.1)', async () => {
	const added = {
		statusCode: 200,
		message: 'The participant was added successfully',
		isGroupCreator: false,
		isInviteV4Sent: false,
	};
	const { status, body } = await client.create([ANA, NOT_ON_WHATSAPP]);
	expect(status).toBe(200);
	expect(body).toEqual({
		success: true,
		group: {
			name: 'My cool WhatsApp group',
			wa_group_id: expect.stringMatching(/^120363\d{12}@g\.us$/) as string,
			participants: {
				[OWN]: { ...added, isGroupCreator: true },
				[ANA]: added,
				[NOT_ON_WHATSAPP]: {
					...added,
					statusCode: 404,
					message: 'The phone number is not registered on WhatsApp',
				},
			},
			accepted_numbers: [ANA],
			unaccepted_numbers: [NOT_ON_WHATSAPP],
			uuid: expect.stringMatching(/^WAG[0-9a-f-]{36}$/) as string,
		},
	});
	await client.create([ANA, NOT_ON_WHATSAPP]);
	expect(sandbox.world.groups).toHaveLength(2);
});

it('create-group refuses what it has no use for, and makes nothing (2.0, 5.1, section 6)', async () => {
	const eleven = Array.from({ length: 11 }, (_, index) => `+447700900${300 + index}`);
	expect((await client.create(eleven)).status).toBe(422);
	expect((await client.create(['0171 2345'])).status).toBe(422);
	expect((await client.create([ANA], ' \t')).status).toBe(422);
	expect((await client.create([ANA], '\u{1F680}'.repeat(101))).status).toBe(400);
	const { status, body } = await client.post('/whatsapp/group/create', {});
	expect(status).toBe(422);
	expect(body.detail).toContainEqual({
		loc: ['body', 'from_number'],
		msg: 'field required',
		type: 'value_error.missing',
	});
	expect(sandbox.world.groups).toHaveLength(0);
});

it('list-groups (2.2)', async () => {
	const uuid = await client.newGroup();
	const { body } = await client.get(`/whatsapp/groups/${OWN}`);
	expect(body).toEqual({
		success: true,
		data: [
			{
				uuid,
				channel_uuid: CHANNEL,
				wa_group_id: expect.stringMatching(/@g\.us$/) as string,
				profile_pic_url: null,
				wa_owner_id: '595981048477@c.us',
				wa_group_name: 'My cool WhatsApp group',
				wa_created_at: ZULU,
				wa_subject: 'cool group',
				size: 2,
				is_muted: false,
				is_read_only: false,
				channel_is_owner: true,
				created_at: ZULU,
				updated_at: ZULU,
			},
		],
	});
	expect((await client.get('/whatsapp/groups/595981048477')).status).toBe(422);
});

it('get-group (2.3)', async () => {
	sandbox.world.addGroup(DOCUMENTED_GROUP);
	const { body } = await client.get(`/whatsapp/group/${DOCUMENTED_GROUP.uuid}`);
	expect(body.data).toMatchObject({
		uuid: 'WAG768beeef-2b96-4bc7-9b7f-045078568723',
		wa_owner_id: '5215530483303@c.us',
		wa_group_name: '2chat test group',
		wa_created_at: '2022-10-23T17:11:41Z',
		size: 3,
		channel_is_owner: false,
		owner_contact: { first_name: 'Mikey', last_name: 'Mike' },
		owner_data: { phone_number: '+5215530483303', iso_country_code: 'MX' },
	});
	expect((body.data as { participants: unknown[] }).participants).toContainEqual(
		expect.objectContaining({
			wa_participant_id: '447700176576@c.us',
			wa_pushname: 'Carlos @ 2Chat',
			wa_is_super_admin: false,
			wa_is_admin: false,
			phone_number: '+447700176576',
			formatted_phone_number: '+44 7700 176576',
			iso_country_code: 'GB',
		}),
	);
	const unknown = await client.get('/whatsapp/group/WAGunknown');
	expect(unknown).toEqual({ status: 404, body: { detail: expect.any(String) as string } });
});

it('add-participant (2.4, 2.8)', async () => {
	const uuid = await client.newGroup([ANA]);
	const { body } = await client.change('add', uuid, [BEN, ANA, INVITED]);
	expect(body).toEqual({
		success: true,
		participants: {
			[BEN]: {
				statusCode: 200,
				message: 'The participant was added successfully',
				isInviteV4Sent: false,
			},
			[ANA]: {
				statusCode: 409,
				message: 'The participant is already a group member',
				isInviteV4Sent: false,
			},
			[INVITED]: {
				statusCode: 403,
				message: 'The participant can be added by sending private invitation only',
				isInviteV4Sent: true,
			},
		},
	});
});

it.each(['remove', 'promote', 'demote'])('%s-participant (2.5, 2.6)', async (operation) => {
	const uuid = await client.newGroup([ANA]);
	const { status, body } = await client.change(operation, uuid, [ANA, BEN]);
	expect(status).toBe(200);
	expect(body).toEqual({
		success: true,
		participants: {
			timestamp: expect.any(Number) as number,
			accepted_numbers: [ANA],
			unaccepted_numbers: [BEN],
		},
	});
	const roles = sandbox.world.groups[0]!.members.map(({ role }) => role);
	expect(roles).toEqual(
		{
			remove: ['superadmin'],
			promote: ['superadmin', 'admin'],
			demote: ['superadmin', 'member'],
		}[operation],
	);
});

it('set-description and set-picture (2.7)', async () => {
	const uuid = await client.newGroup();
	const set = async (what: string, body: object) =>
		(await client.post(`/whatsapp/group/${uuid}/set-${what}`, { from_number: OWN, ...body })).body;
	const url = 'https://example.com/group-photo.jpg';
	expect(await set('description', { description: 'This is a test description' })).toEqual({
		success: true,
	});
	expect(await set('picture', { url })).toEqual({ success: true, batched: true });
	const { body } = await client.get(`/whatsapp/group/${uuid}`);
	expect(body.data).toMatchObject({
		wa_subject: 'This is a test description',
		profile_pic_url: url,
	});
});

it('send-message and group-messages, newest first (3.4, 2.9)', async () => {
	const uuid = await client.newGroup();
	for (const text of ['first', 'second']) {
		const message = { from_number: OWN, to_group_uuid: uuid, text };
		expect(await client.post('/whatsapp/send-message', message)).toEqual({
			status: 200,
			body: {
				success: true,
				message_uuid: expect.stringMatching(/^MSG/) as string,
				batched: true,
			},
		});
	}
	const { body } = await client.get(`/whatsapp/groups/messages/${uuid}`);
	expect(body).toMatchObject({
		success: true,
		page_number: 0,
		messages: [
			{ message: { text: 'second' }, participant: { phone_number: OWN } },
			{ message: { text: 'first' } },
		],
	});
	const nobody = await client.post('/whatsapp/send-message', { from_number: OWN, text: 'x' });
	expect(nobody.status).toBe(422);
});

it('subscribe, list-webhooks, delete-webhook (3.5)', async () => {
	const hook_url = 'http://127.0.0.1:1/webhook';
	const subscribed = await client.post('/webhooks/subscribe/whatsapp.group.join', {
		hook_url,
		on_number: OWN,
	});
	const webhook = {
		uuid: expect.stringMatching(/^WHK/) as string,
		event_name: 'whatsapp.group.join',
		channel_uuid: CHANNEL,
		hook_url,
		hook_params: { waweb_uuid: CHANNEL },
		created_at: ZULU,
	};
	expect(subscribed.body).toEqual({ success: true, data: webhook });
	expect((await client.get('/webhooks')).body).toEqual({ success: true, webhooks: [webhook] });
	const { uuid } = subscribed.body.data as { uuid: string };
	expect((await client.request('DELETE', `/webhooks/${uuid}`)).body).toEqual({ success: true });
	expect((await client.request('DELETE', `/webhooks/${uuid}`)).status).toBe(404);
});
