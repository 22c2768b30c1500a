import { DOCUMENTED_GROUP, startSandbox, type Sandbox } from '../../sandbox/sandbox.mts';
import { ANA, BEN, CARLOS, Client, OWN, people, wait, type GroupAnswer } from './client.mts';

const SALES = '+12123334444';

let sandbox: Sandbox;
let client: Client;

beforeAll(async () => {
	sandbox = await startSandbox();
	client = new Client(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

describe('create (2chat-api.md 2.1)', () => {
	it('gives the documented answer to the documented request', async () => {
		const { status, body } = await client.post('/whatsapp/group/create', {
			from_number: '+595981048477',
			group: {
				name: 'My cool WhatsApp group',
				description: 'cool group',
				participants: ['+17137157533', '+18647351567'],
			},
		});
		const added = {
			statusCode: 200,
			message: 'The participant was added successfully',
			isGroupCreator: false,
			isInviteV4Sent: false,
		};
		expect(status).toBe(200);
		expect(body).toEqual({
			success: true,
			group: {
				name: 'My cool WhatsApp group',
				wa_group_id: expect.stringMatching(/^120363\d{12}@g\.us$/) as string,
				participants: {
					'+595981048477': { ...added, isGroupCreator: true },
					'+17137157533': added,
					'+18647351567': added,
				},
				accepted_numbers: ['+17137157533', '+18647351567'],
				unaccepted_numbers: [],
				uuid: expect.stringMatching(/^WAG[0-9a-f-]{36}$/) as string,
			},
		});
	});

	it('is not idempotent: the same request twice makes two groups', async () => {
		const first = await client.create([ANA]);
		const second = await client.create([ANA]);
		expect(second.body.group.uuid).not.toBe(first.body.group.uuid);
		expect(second.body.group.wa_group_id).not.toBe(first.body.group.wa_group_id);
		expect(sandbox.world.groups).toHaveLength(2);
	});

	it.each([200, 201, 202] as const)('can answer %d (section 7, 16)', async (createStatus) => {
		sandbox.settings.createStatus = createStatus;
		expect((await client.create([ANA])).status).toBe(createStatus);
	});

	it('refuses a missing, empty or blank name, and makes nothing', async () => {
		for (const group of [{ participants: [ANA] }, { name: '', participants: [ANA] }]) {
			const answer = await client.post('/whatsapp/group/create', { from_number: OWN, group });
			expect(answer.status).toBe(422);
			expect(answer.body).toMatchObject({ detail: [{ loc: ['body', 'group', 'name'] }] });
		}
		expect((await client.create([ANA], { name: ' \t' })).status).toBe(422);
		expect(sandbox.world.groups).toHaveLength(0);
	});

	it('takes names of up to 100 characters, counted in code points (5.1)', async () => {
		const rocket = '\u{1F680}';
		expect((await client.create([ANA], { name: rocket.repeat(100) })).status).toBe(200);
		expect((await client.create([ANA], { name: 'a'.repeat(101) })).status).toBe(400);
		sandbox.settings.longNameStatus = 406;
		expect((await client.create([ANA], { name: rocket.repeat(101) })).status).toBe(406);
		expect(sandbox.world.groups).toHaveLength(1);
	});

	it('takes ten participants and refuses eleven (2.0)', async () => {
		expect((await client.create(people(10))).status).toBe(200);
		const refused = await client.create(people(11));
		expect(refused.status).toBe(422);
		expect(refused.body).toMatchObject({ detail: [{ loc: ['body', 'group', 'participants'] }] });
		sandbox.settings.overTenStatus = 400;
		expect((await client.create(people(11))).status).toBe(400);
		expect(sandbox.world.groups).toHaveLength(1);
	});

	it('refuses an empty list, or makes a group of one (section 7, 11)', async () => {
		expect((await client.create([])).status).toBe(422);
		sandbox.settings.emptyParticipants = 'accept';
		const { status, body } = await client.create([]);
		expect(status).toBe(200);
		expect(Object.keys(body.group.participants)).toEqual([OWN]);
	});

	it('refuses a participant that is not E.164, or lists it as unaccepted', async () => {
		const refused = await client.create([ANA, '0171 2345']);
		expect(refused.status).toBe(422);
		expect(refused.body).toMatchObject({
			detail: [{ loc: ['body', 'group', 'participants', 1] }],
		});
		sandbox.settings.malformedParticipants = 'unaccepted';
		const { status, body } = await client.create([ANA, '0171 2345']);
		expect(status).toBe(200);
		expect(body.group.accepted_numbers).toEqual([ANA]);
		expect(body.group.unaccepted_numbers).toEqual(['0171 2345']);
	});

	it('handles duplicates in each of three ways (section 7, 6)', async () => {
		const merged = await client.create([ANA, ANA, BEN]);
		expect(merged.body.group.accepted_numbers).toEqual([ANA, BEN]);
		sandbox.settings.duplicates = 'reject';
		expect((await client.create([ANA, ANA, BEN])).status).toBe(422);
		sandbox.settings.duplicates = 'lastWins';
		const { body } = await client.create([ANA, ANA, BEN]);
		expect(body.group.participants[ANA]!.statusCode).toBe(409);
		expect(sandbox.world.groups.at(-1)!.members).toHaveLength(3);
	});

	it('counts the creator once, even when listed', async () => {
		const { body } = await client.create([OWN, ANA]);
		expect(body.group.participants[OWN]!.isGroupCreator).toBe(true);
		expect(body.group.accepted_numbers).toEqual([ANA]);
	});
});

describe('the acting number (2chat-api.md 1.5, 3.1; section 7, 6)', () => {
	it('must be one of the account', async () => {
		expect((await client.create([ANA], {}, '+12025550199')).status).toBe(404);
		sandbox.world.accounts.push({
			...sandbox.world.accounts[0]!,
			uuid: 'ACCother',
			keys: ['other'],
		});
		const foreign = await client.request('POST', '/whatsapp/group/create', {
			key: 'other',
			body: { from_number: OWN, group: { name: 'A', participants: [ANA] } },
		});
		expect(foreign.status).toBe(404);
	});

	it.each(['+447700900001', '+447700900002'])('must be connected: %s is not', async (number) => {
		expect((await client.create([ANA], {}, number)).status).toBe(410);
		sandbox.settings.disconnectedStatus = 409;
		expect((await client.create([ANA], {}, number)).status).toBe(409);
	});

	it.each([
		['booting', 409],
		['connecting', 410],
		['busy', 486],
	] as const)('%s answers %d', async (availability, status) => {
		sandbox.world.numbers[0]!.availability = availability;
		expect((await client.create([ANA])).status).toBe(status);
		sandbox.world.numbers[0]!.availability = 'ready';
		expect((await client.create([ANA])).status).toBe(200);
	});

	it('cannot be a WABA number', async () => {
		expect((await client.create([ANA], {}, '+447700900003')).status).toBe(406);
		sandbox.settings.wabaStatus = 404;
		expect((await client.create([ANA], {}, '+447700900003')).status).toBe(404);
	});
});

describe("WhatsApp's limit on new groups (2chat-api.md 5.6)", () => {
	it('stops at thirty a day and number', async () => {
		for (let made = 0; made < 30; made++) expect((await client.create([ANA])).status).toBe(200);
		const refused = await client.create([ANA]);
		expect(refused.status).toBe(500);
		expect(refused.text).toContain('created too many groups very quickly');
		expect(sandbox.world.groups).toHaveLength(30);
		expect((await client.create([ANA], {}, SALES)).status).toBe(200);
	});

	it('can say so in other ways, or not exist', async () => {
		Object.assign(sandbox.settings, {
			groupsPerDay: 1,
			groupLimitStatus: 429,
			groupLimitText: 'CreateGroupError: An unknown error occupied while creating a group',
		});
		await client.create([ANA]);
		const refused = await client.create([ANA]);
		expect(refused.status).toBe(429);
		expect(refused.body).toEqual({
			success: false,
			error: true,
			error_message: 'CreateGroupError: An unknown error occupied while creating a group',
		});
		sandbox.settings.groupsPerDay = 0;
		expect((await client.create([ANA])).status).toBe(200);
	});

	it('looks at the last 24 hours', async () => {
		sandbox.settings.groupsPerDay = 1;
		const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 24 * 3_600_000 - 1_000);
		await client.create([ANA]);
		now.mockRestore();
		expect((await client.create([ANA])).status).toBe(200);
		expect((await client.create([ANA])).status).toBe(500);
	});
});

describe('list (2chat-api.md 2.2)', () => {
	it('has the documented fields', async () => {
		await client.create([ANA], { name: 'Readers', description: 'every Monday' });
		const { status, body } = await client.get<{ data: Array<Record<string, unknown>> }>(
			`/whatsapp/groups/${OWN}`,
		);
		expect(status).toBe(200);
		expect(Object.keys(body)).toEqual(['success', 'data']);
		expect(body.data).toEqual([
			{
				uuid: expect.stringMatching(/^WAG/) as string,
				channel_uuid: 'WPN95841312-b54d-46e3-b0bc-6414f4a5296b',
				wa_group_id: expect.stringMatching(/@g\.us$/) as string,
				profile_pic_url: null,
				wa_owner_id: '595981048477@c.us',
				wa_group_name: 'Readers',
				wa_created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
				wa_subject: 'every Monday',
				size: 2,
				is_muted: false,
				is_read_only: false,
				channel_is_owner: true,
				created_at: expect.stringMatching(/Z$/) as string,
				updated_at: expect.stringMatching(/Z$/) as string,
			},
		]);
	});

	it('shows a group only to numbers that are in it', async () => {
		await client.newGroup();
		expect(await client.listedUuids(OWN)).toHaveLength(1);
		expect(await client.listedUuids(SALES)).toHaveLength(0);
	});

	it('knows a group under another UUID for every connected number (section 7, 13)', async () => {
		const uuid = await client.newGroup([SALES]);
		const [other] = await client.listedUuids(SALES);
		expect(other).toMatch(/^WAG/);
		expect(other).not.toBe(uuid);
		const mine = await client.get<GroupAnswer>(`/whatsapp/group/${uuid}`);
		const theirs = await client.get<GroupAnswer>(`/whatsapp/group/${other}`);
		expect(theirs.body.data.wa_group_id).toBe(mine.body.data.wa_group_id);
		expect(theirs.body.data.channel_is_owner).toBe(false);
	});

	it('works for a disconnected number, being a stored copy', async () => {
		expect((await client.get('/whatsapp/groups/+447700900001')).status).toBe(200);
		expect((await client.get('/whatsapp/groups/+12025550199')).status).toBe(404);
	});

	it('lists a new group only after a while, though its UUID is known at once', async () => {
		sandbox.settings.listedAfterMs = 80;
		const uuid = await client.newGroup();
		expect(await client.listedUuids()).toEqual([]);
		expect((await client.get(`/whatsapp/group/${uuid}`)).status).toBe(200);
		expect((await client.change('add', uuid, [BEN])).status).toBe(200);
		await wait(90);
		expect(await client.listedUuids()).toEqual([uuid]);
	});

	it('can withhold a new group from get and from writes as well (section 7, 10)', async () => {
		sandbox.settings.readableAfterMs = 60;
		sandbox.settings.usableAfterMs = 60;
		const uuid = await client.newGroup();
		expect((await client.get(`/whatsapp/group/${uuid}`)).status).toBe(404);
		expect((await client.change('add', uuid, [BEN])).status).toBe(404);
		await wait(70);
		expect((await client.get(`/whatsapp/group/${uuid}`)).status).toBe(200);
		expect((await client.change('add', uuid, [BEN])).status).toBe(200);
	});

	it('lists groups older than the connection, later, or never (section 7, 15)', async () => {
		sandbox.world.addGroup(DOCUMENTED_GROUP);
		expect(await client.listedUuids()).toHaveLength(1);
		sandbox.settings.groupsFromBeforeConnecting = 'never';
		expect(await client.listedUuids()).toHaveLength(0);
		sandbox.settings.groupsFromBeforeConnecting = 'listed';
		sandbox.settings.initialSyncMs = 60;
		sandbox.world.numbers[0]!.connectedAt = new Date().toISOString();
		expect(await client.listedUuids()).toHaveLength(0);
		await wait(70);
		expect(await client.listedUuids()).toHaveLength(1);
	});

	it('reports times by its own clock', async () => {
		sandbox.settings.clockSkewMs = -3_600_000;
		await client.newGroup();
		const { waCreatedAt } = sandbox.world.groups[0]!;
		const behind = Date.now() - Date.parse(waCreatedAt);
		expect(behind).toBeGreaterThan(3_590_000);
		expect(behind).toBeLessThan(3_610_000);
	});
});

describe('pages of the list (2chat-api.md 2.2; section 7, 1)', () => {
	let uuids: string[];

	beforeEach(() => {
		uuids = Array.from(
			{ length: 5 },
			(_, index) => sandbox.world.addGroup({ name: `G${index}`, phoneNumber: OWN }).uuid,
		);
	});

	it('gives everything without parameters', async () => {
		expect(await client.listedUuids()).toEqual(uuids);
	});

	it.each([
		['both', '?page=1&per_page=2', [2, 3]],
		['both', '?page_number=1&results_per_page=2', [2, 3]],
		['page', '?page=2&per_page=2', [4]],
		['page', '?page_number=1&results_per_page=2', [0, 1, 2, 3, 4]],
		['page_number', '?page_number=2&results_per_page=2', [4]],
		['page_number', '?page=1&per_page=2', [0, 1, 2, 3, 4]],
		['ignored', '?page=1&per_page=2', [0, 1, 2, 3, 4]],
		['ignored', '?page_number=7&results_per_page=2', [0, 1, 2, 3, 4]],
		['both', '?page=3&per_page=2', []],
	] as const)('%s: %s', async (groupPaging, query, expected) => {
		sandbox.settings.groupPaging = groupPaging;
		expect(await client.listedUuids(OWN, query)).toEqual(expected.map((index) => uuids[index]));
	});

	it('caps a page, and repeats it for ever when parameters are ignored', async () => {
		sandbox.settings.groupPageCap = 2;
		expect(await client.listedUuids()).toEqual(uuids.slice(0, 2));
		expect(await client.listedUuids(OWN, '?page=1&per_page=100')).toEqual(uuids.slice(2, 4));
		sandbox.settings.groupPaging = 'ignored';
		expect(await client.listedUuids(OWN, '?page=1&per_page=100')).toEqual(uuids.slice(0, 2));
	});

	it.each([
		['none', undefined],
		['page', 2],
		['total', 5],
	] as const)('count: %s', async (groupCount, expected) => {
		Object.assign(sandbox.settings, { groupCount, groupPageCap: 2 });
		const { body } = await client.get<{ count?: number }>(`/whatsapp/groups/${OWN}`);
		expect(body.count).toBe(expected);
	});

	it('can be a bare array, or newest first', async () => {
		sandbox.settings.groupOrder = 'newestFirst';
		expect(await client.listedUuids()).toEqual([...uuids].reverse());
		sandbox.settings.groupListAnswer = 'bareArray';
		const { body } = await client.get<unknown[]>(`/whatsapp/groups/${OWN}`);
		expect(body).toHaveLength(5);
	});
});

describe('get (2chat-api.md 2.3)', () => {
	it('shows the documented group', async () => {
		sandbox.world.addGroup(DOCUMENTED_GROUP);
		const { status, body } = await client.get<GroupAnswer>(
			'/whatsapp/group/WAG768beeef-2b96-4bc7-9b7f-045078568723',
		);
		expect(status).toBe(200);
		expect(body.data).toMatchObject({
			uuid: 'WAG768beeef-2b96-4bc7-9b7f-045078568723',
			channel_uuid: 'WPN95841312-b54d-46e3-b0bc-6414f4a5296b',
			wa_group_id: '120363777777777777@g.us',
			wa_owner_id: '5215530483303@c.us',
			wa_group_name: '2chat test group',
			wa_created_at: '2022-10-23T17:11:41Z',
			wa_subject: 'daily motivational quotes',
			size: 3,
			channel_is_owner: false,
			owner_contact: { first_name: 'Mikey', last_name: 'Mike' },
			owner_data: { phone_number: '+5215530483303', iso_country_code: 'MX' },
		});
		expect(body.data.participants).toContainEqual({
			wa_participant_id: '447700176576@c.us',
			wa_pushname: 'Carlos @ 2Chat',
			profile_pic_url: null,
			wa_is_super_admin: false,
			wa_is_admin: false,
			device: 'ios',
			created_at: expect.stringMatching(/Z$/) as string,
			updated_at: expect.stringMatching(/Z$/) as string,
			contact: {
				uuid: expect.stringMatching(/^CON[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string,
				first_name: '2Chat',
				last_name: 'UK',
				channel_uuid: null,
				profile_pic_url: null,
			},
			phone_number: '+447700176576',
			formatted_phone_number: '+44 7700 176576',
			iso_country_code: 'GB',
		});
	});

	it('answers 404 with a detail to an unknown UUID, and to the group of another account', async () => {
		const { status, body } = await client.get('/whatsapp/group/WAGunknown');
		expect(status).toBe(404);
		expect(body).toEqual({ detail: expect.any(String) as string });
		const uuid = await client.newGroup();
		sandbox.world.accounts.push({ ...sandbox.world.accounts[0]!, uuid: 'ACC2', keys: ['other'] });
		const foreign = await client.request('GET', `/whatsapp/group/${uuid}`, { key: 'other' });
		expect(foreign.status).toBe(404);
	});

	it('marks the creator as super admin, and as admin or not', async () => {
		const uuid = await client.newGroup();
		const creator = async () =>
			(await client.get<GroupAnswer>(`/whatsapp/group/${uuid}`)).body.data.participants[0];
		expect(await creator()).toMatchObject({ wa_is_super_admin: true, wa_is_admin: true });
		sandbox.settings.superAdminIsAdmin = false;
		expect(await creator()).toMatchObject({ wa_is_super_admin: true, wa_is_admin: false });
	});

	it('can know people by a hidden id only (5.5)', async () => {
		const uuid = await client.newGroup([ANA, '+61491570158']);
		const hidden = async () =>
			(await client.get<GroupAnswer>(`/whatsapp/group/${uuid}`)).body.data.participants.filter(
				({ phone_number }) => phone_number === null,
			);
		expect(await hidden()).toHaveLength(0);
		sandbox.settings.hiddenIds = 'flagged';
		expect(await hidden()).toEqual([
			expect.objectContaining({
				wa_participant_id: expect.stringMatching(/^\d+@lid$/) as string,
				formatted_phone_number: null,
				iso_country_code: null,
			}),
		]);
		sandbox.settings.hiddenIds = 'everybody';
		expect(await hidden()).toHaveLength(3);
	});

	it.each([
		['wa_subject', { wa_subject: 'about' }],
		['description', { wa_subject: null, description: 'about' }],
		['both', { wa_subject: 'about', description: 'about' }],
		['nowhere', { wa_subject: null }],
	] as const)('shows the description in: %s (section 7, 12)', async (descriptionIn, expected) => {
		sandbox.settings.descriptionIn = descriptionIn;
		const { body } = await client.create([ANA], { description: 'about' });
		const answer = await client.get<GroupAnswer>(`/whatsapp/group/${body.group.uuid}`);
		expect(answer.body.data).toMatchObject(expected);
		expect('description' in answer.body.data).toBe('description' in expected);
	});

	it('leaves owner_contact out, or null, for an owner whom nobody has in a directory', async () => {
		const uuid = await client.newGroup([CARLOS]);
		const data = async () => (await client.get<GroupAnswer>(`/whatsapp/group/${uuid}`)).body.data;
		expect(await data()).not.toHaveProperty('owner_contact');
		sandbox.settings.missingOwnerContact = 'null';
		expect(await data()).toHaveProperty('owner_contact', null);
	});
});
