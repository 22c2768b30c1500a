import { shapeOf } from '../../live/forms.mts';
import { DOCUMENTED_GROUP } from '../../sandbox/sandbox.mts';
import { read } from '../project.mts';
import { ANA, BEN, client, OWN, sandbox, useSandbox } from './client.mts';

// One answer for each endpoint, as docs/2chat-api.md has it. What the settings make of them is tested by the node's
// own tests.

const NOT_ON_WHATSAPP = '+447700900101';

useSandbox();

/** The last example of a section of the document, which is that of an answer. */
function example(section: string): unknown {
	const [, text = ''] = read('docs/2chat-api.md').split(`\n### ${section} `);
	const examples = (text.split('\n### ')[0] ?? '').matchAll(/```json\n([^]*?)```/g);
	return JSON.parse([...examples].at(-1)?.[1] ?? '');
}

it.each<[section: string, answer: () => Promise<unknown>]>([
	['1.3', async () => (await client.get('/info')).body],
	['2.1', async () => (await client.create([ANA])).body],
	[
		'2.2',
		async () => {
			await client.newGroup();
			const { body } = await client.get(`/whatsapp/groups/${OWN}`);
			return (body.data as unknown[])[0];
		},
	],
	[
		'2.3',
		async () => {
			const { body } = await client.get(`/whatsapp/group/${await client.newGroup([BEN])}`);
			return (body.data as { participants: unknown[] }).participants.at(-1);
		},
	],
	['2.4', async () => (await client.change('add', await client.newGroup(), [BEN])).body],
	['2.5', async () => (await client.change('remove', await client.newGroup(), [ANA])).body],
	[
		'3.3',
		async () => {
			const path = `/whatsapp/check-number/${OWN}/${ANA}?extra-information=true`;
			return (await client.get(path)).body;
		},
	],
])('an answer has the form of the example in section %s', async (section, answer) => {
	expect(shapeOf(await answer())).toBe(shapeOf(example(section)));
});

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

it('get-numbers, without WABA numbers (3.1)', async () => {
	const { body } = await client.get('/whatsapp/get-numbers');
	const ww = { channel_type: 'WW', created_at: '2022-10-31 22:05:44' };
	expect(body.numbers).toMatchObject([
		{ ...ww, phone_number: OWN, connection_status: 'C' },
		{ ...ww, connection_status: 'C' },
		{ ...ww, connection_status: 'D' },
		{ ...ww, connection_status: 'F', server: null, pushname: null },
	]);
});

it('check-number (3.3)', async () => {
	const check = async (number: string) =>
		(await client.get(`/whatsapp/check-number/${OWN}/${number}`)).body;
	expect(await check(NOT_ON_WHATSAPP)).toMatchObject({ is_valid: true, on_whatsapp: false });
	expect(await check('+1')).toEqual({ is_valid: false });
});

it('create-group, which is not idempotent (2.1)', async () => {
	const people = [ANA, NOT_ON_WHATSAPP];
	await client.create(people);
	const { body } = await client.create(people);
	expect(body.group).toMatchObject({
		participants: { [ANA]: { statusCode: 200 }, [NOT_ON_WHATSAPP]: { statusCode: 404 } },
		accepted_numbers: [ANA],
		unaccepted_numbers: [NOT_ON_WHATSAPP],
	});
	expect(sandbox.world.groups).toHaveLength(2);
	const eleven = Array.from({ length: 11 }, (_, index) => `+447700900${300 + index}`);
	for (const wrong of [eleven, ['0171 2345']]) {
		expect((await client.create(wrong)).status).toBe(422);
	}
});

it('get-group knows no group that is not there (2.3)', async () => {
	const { uuid = '' } = sandbox.world.addGroup(DOCUMENTED_GROUP);
	expect((await client.get(`/whatsapp/group/${uuid}`)).body.data).toMatchObject({ uuid, size: 3 });
	const unknown = await client.get('/whatsapp/group/WAGunknown');
	expect(unknown).toEqual({ status: 404, body: { detail: expect.any(String) as string } });
});

it.each(['remove', 'promote', 'demote'])('%s-participant (2.5, 2.6)', async (operation) => {
	const uuid = await client.newGroup([ANA]);
	const { body } = await client.change(operation, uuid, [ANA, BEN]);
	expect(body.participants).toMatchObject({ accepted_numbers: [ANA], unaccepted_numbers: [BEN] });
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
	expect(await set('description', { description: 'About us' })).toEqual({ success: true });
	expect(await set('picture', { url })).toEqual({ success: true, batched: true });
	const { body } = await client.get(`/whatsapp/group/${uuid}`);
	expect(body.data).toMatchObject({ wa_subject: 'About us', profile_pic_url: url });
});

it('send-message and group-messages, newest first (3.4, 2.9)', async () => {
	const uuid = await client.newGroup();
	const send = async (more: object) =>
		await client.post('/whatsapp/send-message', { from_number: OWN, ...more });
	for (const text of ['first', 'second']) {
		const { body } = await send({ to_group_uuid: uuid, text });
		expect(shapeOf(body)).toBe('{success: boolean, message_uuid: string, batched: boolean}');
	}
	const { body } = await client.get(`/whatsapp/groups/messages/${uuid}`);
	expect(body).toMatchObject({
		page_number: 0,
		messages: [
			{ message: { text: 'second' }, participant: { phone_number: OWN } },
			{ message: { text: 'first' } },
		],
	});
	expect((await send({ text: 'x' })).status).toBe(422);
});

it('subscribe, list-webhooks, delete-webhook (3.5)', async () => {
	const hook_url = 'http://127.0.0.1:1/webhook';
	const event_name = 'whatsapp.group.join';
	const hook = { hook_url, on_number: OWN };
	const { body } = await client.post(`/webhooks/subscribe/${event_name}`, hook);
	const { uuid } = body.data as { uuid: string };
	expect(body.data).toMatchObject({ hook_url, event_name, hook_params: {} });
	expect((await client.get('/webhooks')).body).toEqual({ success: true, webhooks: [body.data] });
	expect((await client.request('DELETE', `/webhooks/${uuid}`)).body).toEqual({ success: true });
	expect((await client.request('DELETE', `/webhooks/${uuid}`)).status).toBe(404);
});
