import { startSandbox, type Sandbox } from '../../sandbox/sandbox.mts';
import { ANA, Client, OWN, type GroupAnswer } from './client.mts';

const SALES = '+12123334444';
const NOT_ON_WHATSAPP = '+447700900101';

let sandbox: Sandbox;
let client: Client;

beforeAll(async () => {
	sandbox = await startSandbox();
	client = new Client(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

describe('get-numbers (2chat-api.md 3.1)', () => {
	interface Numbers {
		success: boolean;
		numbers: Array<Record<string, unknown>>;
	}

	const phones = async (query = '') =>
		(await client.get<Numbers>(`/whatsapp/get-numbers${query}`)).body.numbers.map(
			({ phone_number }) => phone_number,
		);

	it('shows a number with the documented fields', async () => {
		const { body } = await client.get<Numbers>('/whatsapp/get-numbers');
		expect(body.success).toBe(true);
		expect(body.numbers[0]).toMatchObject({
			uuid: 'WPN95841312-b54d-46e3-b0bc-6414f4a5296b',
			friendly_name: 'My testing number',
			phone_number: '+595981048477',
			iso_country_code: 'PY',
			server: '595981048477@c.us',
			platform: 'iphone',
			connection_status: 'C',
			enabled: true,
			is_business_profile: false,
			channel_type: 'WW',
			sync_contacts: true,
			created_at: '2022-10-31 22:05:44',
			updated_at: '2022-12-01 21:40:04',
		});
	});

	it('has nulls for a number that was never connected, and no WABA number', async () => {
		const { body } = await client.get<Numbers>('/whatsapp/get-numbers');
		expect(body.numbers.at(-1)).toMatchObject({
			connection_status: 'F',
			pushname: null,
			server: null,
			platform: null,
			updated_at: null,
		});
		expect(await phones()).not.toContain('+447700900003');
	});

	it('filters by state', async () => {
		expect(await phones('?status=connected')).toEqual([OWN, SALES]);
		expect(await phones('?status=disconnected')).toEqual(['+447700900001', '+447700900002']);
		expect(await phones('?status=all')).toHaveLength(4);
		expect((await client.get('/whatsapp/get-numbers?status=C')).status).toBe(422);
	});

	it('pages from zero, 50 at a time, 200 at most', async () => {
		expect(await phones('?results_per_page=3')).toHaveLength(3);
		expect(await phones('?results_per_page=3&page_number=1')).toEqual(['+447700900002']);
		expect(await phones('?page_number=1')).toEqual([]);
		expect((await client.get('/whatsapp/get-numbers?results_per_page=201')).status).toBe(422);
	});
});

it('shows one number by its channel UUID (3.2)', async () => {
	const known = await client.get('/whatsapp/channel/WPN95841312-b54d-46e3-b0bc-6414f4a5296b');
	expect(known.status).toBe(200);
	expect(known.body).toMatchObject({ success: true });
	expect(known.text).toContain('+595981048477');
	expect((await client.get('/whatsapp/channel/WPNunknown')).status).toBe(404);
});

describe('check-number (2chat-api.md 3.3)', () => {
	const check = (number: string, query = '') =>
		client.get<Record<string, unknown>>(`/whatsapp/check-number/${OWN}/${number}${query}`);

	it('answers without a success field', async () => {
		const { status, body } = await check(ANA);
		expect(status).toBe(200);
		expect(body).toEqual({
			is_valid: true,
			number: { iso_country_code: 'US', region: '', carrier: '', timezone: [] },
			on_whatsapp: true,
		});
	});

	it('says nothing but is_valid: false of a badly formed number', async () => {
		for (const number of ['17137157533', '+1', 'Ana', '+1234567']) {
			const { status, body } = await check(number);
			expect(status).toBe(200);
			expect(body).toEqual({ is_valid: false });
		}
	});

	it('knows who is not on WhatsApp', async () => {
		expect((await check(NOT_ON_WHATSAPP)).body).toMatchObject({
			is_valid: true,
			on_whatsapp: false,
		});
		sandbox.settings.strangers = 'notOnWhatsApp';
		expect((await check('+12025550198')).body).toMatchObject({ on_whatsapp: false });
	});

	it('gives more with extra information, the real number among it', async () => {
		const more = '?extra-information=true';
		expect((await check(ANA)).body).not.toHaveProperty('whatsapp_info');
		const { body } = await check('+525530483303', more);
		expect(body.whatsapp_info).toMatchObject({
			number_id: '5215530483303@c.us',
			is_business: false,
			is_enterprise: false,
		});
		for (const [form, expected] of [
			['e164', '+5215530483303'],
			['digits', '5215530483303'],
		] as const) {
			sandbox.settings.numberIdForm = form;
			const again = await check('+525530483303', more);
			expect(again.body.whatsapp_info).toMatchObject({ number_id: expected });
		}
		expect((await check('+5215530483303', more)).body).toMatchObject({ is_valid: true });
	});

	it('needs a connected number of the account', async () => {
		const from = (number: string) => client.get(`/whatsapp/check-number/${number}/${ANA}`);
		expect((await from('+447700900001')).status).toBe(410);
		expect((await from('+12025550199')).status).toBe(404);
		expect((await from('12025550199')).status).toBe(422);
	});
});

describe('set-description and set-picture (2chat-api.md 2.7)', () => {
	const url = 'https://example.com/group-photo.jpg';
	const set = (what: 'description' | 'picture', uuid: string, body: Record<string, unknown>) =>
		client.post(`/whatsapp/group/${uuid}/set-${what}`, { from_number: OWN, ...body });

	it('set the two, and show them', async () => {
		const uuid = await client.newGroup();
		const described = await set('description', uuid, { description: 'This is a test description' });
		expect(described.body).toEqual({ success: true });
		const pictured = await set('picture', uuid, { url });
		expect(pictured.body).toEqual({ success: true, batched: true });
		const { body } = await client.get<GroupAnswer>(`/whatsapp/group/${uuid}`);
		expect(body.data).toMatchObject({
			wa_subject: 'This is a test description',
			profile_pic_url: url,
			wa_group_name: 'My cool WhatsApp group',
		});
	});

	it('answer plainly or as queued', async () => {
		const uuid = await client.newGroup();
		sandbox.settings.setDescriptionAnswer = 'batched';
		sandbox.settings.setPictureAnswer = 'plain';
		sandbox.settings.postStatus = 202;
		const described = await set('description', uuid, { description: 'x' });
		expect(described).toMatchObject({ status: 202, body: { success: true, batched: true } });
		expect((await set('picture', uuid, { url })).body).toEqual({ success: true });
	});

	it('take an empty description and a null picture, or not', async () => {
		const uuid = await client.newGroup();
		await set('description', uuid, { description: 'x' });
		expect((await set('description', uuid, { description: '' })).status).toBe(200);
		expect(sandbox.world.groups[0]!.description).toBeNull();
		sandbox.settings.emptyDescription = 'reject';
		expect((await set('description', uuid, { description: '' })).status).toBe(422);
		await set('picture', uuid, { url });
		expect((await set('picture', uuid, { url: null })).status).toBe(422);
		sandbox.settings.nullPicture = 'accept';
		expect((await set('picture', uuid, { url: null })).status).toBe(200);
		expect(sandbox.world.groups[0]!.pictureUrl).toBeNull();
	});

	it('want a public address and a description of bounded length', async () => {
		const uuid = await client.newGroup();
		expect((await set('picture', uuid, { url: 'group-photo.jpg' })).status).toBe(422);
		expect((await set('picture', uuid, { url: 'ftp://example.com/a.jpg' })).status).toBe(422);
		expect((await set('picture', uuid, { url: 'http://localhost/a.jpg' })).status).toBe(400);
		expect((await set('description', uuid, { description: 'a'.repeat(2048) })).status).toBe(200);
		expect((await set('description', uuid, { description: 'a'.repeat(2049) })).status).toBe(400);
	});

	it('are open to members unless the group is locked', async () => {
		const uuid = await client.newGroup([SALES]);
		const bySales = () => set('description', uuid, { from_number: SALES, description: 'x' });
		expect((await bySales()).status).toBe(200);
		sandbox.world.groups[0]!.infoLocked = true;
		expect((await bySales()).status).toBe(403);
		expect((await set('description', uuid, { description: 'y' })).status).toBe(200);
	});
});

describe('messages (2chat-api.md 2.9, 3.4)', () => {
	const send = (body: Record<string, unknown>) =>
		client.post('/whatsapp/send-message', { from_number: OWN, ...body });

	it('are queued, to a group, a number or a hidden id', async () => {
		const uuid = await client.newGroup();
		for (const to of [
			{ to_group_uuid: uuid },
			{ to_number: ANA },
			{ to_remote_id: '97335751731777@lid' },
		]) {
			const { status, body } = await send({ ...to, text: 'Hello' });
			expect(status).toBe(200);
			expect(body).toEqual({
				success: true,
				message_uuid: expect.stringMatching(/^MSG/) as string,
				batched: true,
			});
		}
		expect(sandbox.world.groups[0]!.messages).toHaveLength(1);
		expect(sandbox.world.directMessages).toHaveLength(2);
	});

	it.each([
		['nobody', { text: 'x' }],
		['two addressees', { to_number: ANA, to_group_uuid: 'WAG1', text: 'x' }],
		['nothing to say', { to_number: ANA }],
		['a bad number', { to_number: '1713', text: 'x' }],
		['a bad address', { to_number: ANA, url: 'photo.jpg' }],
		['a pin without coordinates', { to_number: ANA, pin: { name: 'Here' } }],
	])('are refused with %s', async (_what, body) => {
		expect((await send(body)).status).toBe(422);
	});

	it('need a group that is there and that the sender is in', async () => {
		const uuid = await client.newGroup();
		expect((await send({ to_group_uuid: 'WAGunknown', text: 'x' })).status).toBe(404);
		const bySales = await send({ from_number: SALES, to_group_uuid: uuid, text: 'x' });
		expect(bySales.status).toBe(403);
	});

	it('are listed 50 a page, newest first, with who wrote them', async () => {
		const uuid = await client.newGroup();
		const [group] = sandbox.world.groups;
		for (let count = 1; count <= 60; count++) {
			sandbox.world.say(group!, {
				fromPhoneNumber: ANA,
				text: `message ${count}`,
				url: null,
				pin: null,
				viaApi: false,
			});
		}
		const page = async (query: string) =>
			(
				await client.get<{ page_number: number; messages: Array<Record<string, unknown>> }>(
					`/whatsapp/groups/messages/${uuid}${query}`,
				)
			).body;
		const first = await page('');
		expect(first).toMatchObject({ success: true, page_number: 0 });
		expect(first.messages).toHaveLength(50);
		expect(first.messages[0]).toMatchObject({
			message: { text: 'message 60' },
			participant: { phone_number: ANA, pushname: 'Ana', device: 'ios' },
		});
		const second = await page('?page_number=1');
		expect(second.page_number).toBe(1);
		expect(second.messages).toHaveLength(10);
		expect(second.messages.at(-1)).toMatchObject({ message: { text: 'message 1' } });
		expect((await client.get('/whatsapp/groups/messages/WAGunknown')).status).toBe(404);
	});
});
