import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startSandbox, type Sandbox } from '../../sandbox/sandbox.mts';
import { ANA, BEN, Client, OWN } from './client.mts';

const SALES = '+12123334444';
const CHANNEL = 'WPN95841312-b54d-46e3-b0bc-6414f4a5296b';

interface Subscription {
	success: boolean;
	data: { uuid: string } & Record<string, unknown>;
}

let sandbox: Sandbox;
let client: Client;
let receiver: Server;
let hookUrl: string;
let received: Array<Record<string, unknown>>;
let receiverStatus: number;

beforeAll(async () => {
	sandbox = await startSandbox();
	client = new Client(sandbox);
	receiver = createServer((request, response) => {
		let text = '';
		request.on('data', (chunk: Buffer) => (text += chunk.toString()));
		request.on('end', () => {
			received.push(JSON.parse(text) as Record<string, unknown>);
			response.writeHead(receiverStatus).end();
		});
	});
	await new Promise<void>((resolve) => {
		receiver.listen(0, '127.0.0.1', resolve);
	});
	hookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhook/secret`;
});
beforeEach(() => {
	sandbox.reset();
	received = [];
	receiverStatus = 200;
});
afterAll(async () => {
	await sandbox.close();
	receiver.close();
});

function subscribe(event: string, body: Record<string, unknown> = {}) {
	return client.post<Subscription>(`/webhooks/subscribe/${event}`, {
		hook_url: hookUrl,
		on_number: OWN,
		...body,
	});
}

async function happens(body: Record<string, unknown>) {
	const response = await fetch(`${sandbox.url}/_sandbox/events`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('subscriptions (2chat-api.md 3.5)', () => {
	it('are made with the documented answer, in an object and not in an array', async () => {
		const { status, body } = await subscribe('whatsapp.group.join');
		const expected = {
			uuid: expect.stringMatching(/^WHK/) as string,
			event_name: 'whatsapp.group.join',
			channel_uuid: CHANNEL,
			hook_url: hookUrl,
			hook_params: { waweb_uuid: CHANNEL },
			created_at: expect.stringMatching(/Z$/) as string,
		};
		expect(status).toBe(200);
		expect(body).toEqual({ success: true, data: expected });
		const { body: list } = await client.get('/webhooks');
		expect(list).toEqual({ success: true, webhooks: [expected] });
	});

	it('are one more with every call, duplicates included', async () => {
		const first = await subscribe('whatsapp.group.join');
		const second = await subscribe('whatsapp.group.join');
		expect(second.body.data.uuid).not.toBe(first.body.data.uuid);
		expect(sandbox.world.webhooks).toHaveLength(2);
	});

	it('are listed by channel', async () => {
		await subscribe('whatsapp.group.join');
		await subscribe('whatsapp.group.leave', { on_number: SALES });
		const { body } = await client.get<{ webhooks: unknown[] }>(`/webhooks/channel/${CHANNEL}`);
		expect(body.webhooks).toEqual([expect.objectContaining({ event_name: 'whatsapp.group.join' })]);
	});

	it('are deleted once', async () => {
		const { body } = await subscribe('whatsapp.group.join');
		const path = `/webhooks/${body.data.uuid}`;
		const deleted = await client.request('DELETE', path);
		expect(deleted).toMatchObject({ status: 200, body: { success: true } });
		expect((await client.request('DELETE', path, { contentType: null })).status).toBe(404);
		expect((await client.get<{ webhooks: unknown[] }>('/webhooks')).body.webhooks).toEqual([]);
	});

	it('name their group or not', async () => {
		const uuid = await client.newGroup();
		const without = await subscribe('whatsapp.group.join', { to_group_uuid: uuid });
		expect(without.body.data.hook_params).toEqual({ waweb_uuid: CHANNEL });
		sandbox.settings.hookParamsHoldGroup = true;
		const withGroup = await subscribe('whatsapp.group.join', { to_group_uuid: uuid });
		expect(withGroup.body.data.hook_params).toEqual({ waweb_uuid: CHANNEL, to_group_uuid: uuid });
	});

	it('are refused for unknown events, numbers, groups and addresses', async () => {
		expect((await subscribe('whatsapp.group.promote')).status).toBe(422);
		expect((await subscribe('whatsapp.group.join', { hook_url: 'here' })).status).toBe(422);
		const unknownNumber = await subscribe('whatsapp.group.join', { on_number: '+12025550199' });
		expect(unknownNumber.status).toBe(404);
		const offline = await subscribe('whatsapp.group.join', { on_number: '+447700900001' });
		expect(offline.status).toBe(410);
		const unknownGroup = await subscribe('whatsapp.group.join', { to_group_uuid: 'WAGunknown' });
		expect(unknownGroup.status).toBe(404);
		const notOfGroups = await subscribe('whatsapp.number.status', {
			to_group_uuid: await client.newGroup(),
		});
		expect(notOfGroups.status).toBe(400);
		expect(sandbox.world.webhooks).toHaveLength(0);
	});
});

describe('deliveries', () => {
	it('tell of a join with the fields that the document reports', async () => {
		const uuid = await client.newGroup([ANA]);
		await subscribe('whatsapp.group.join');
		await happens({ event: 'join', group: uuid, person: BEN, by: OWN });
		expect(received).toEqual([
			expect.objectContaining({
				event: 'whatsapp.group.join',
				type: 'add',
				channel_phone_number: OWN,
				group: expect.objectContaining({
					uuid,
					wa_group_name: 'My cool WhatsApp group',
				}) as unknown,
				participant: expect.objectContaining({ phone_number: BEN }) as unknown,
				author: expect.objectContaining({ phone_number: OWN }) as unknown,
			}),
		]);
		expect(sandbox.world.deliveries).toEqual([
			expect.objectContaining({ eventName: 'whatsapp.group.join', status: 200, error: null }),
		]);
	});

	it.each([
		['leave', 'whatsapp.group.leave', { type: 'leave' }],
		['remove', 'whatsapp.group.remove', { type: 'remove' }],
		['message', 'whatsapp.group.message.received', { message: { text: 'Hello' } }],
		['reaction', 'whatsapp.group.message.reaction', { reaction: 'heart' }],
	])('tell of a %s, to its own subscribers only', async (event, name, expected) => {
		const uuid = await client.newGroup([ANA]);
		await happens({ event: 'message', group: uuid, person: ANA, text: 'Hello' });
		for (const each of [name, 'whatsapp.group.join']) await subscribe(each);
		await happens({ event, group: uuid, person: ANA, text: 'Hello', reaction: 'heart' });
		expect(received).toHaveLength(1);
		expect(received[0]).toMatchObject({
			...expected,
			event: name,
			participant: { phone_number: ANA },
		});
	});

	it('may leave out which event they are', async () => {
		const uuid = await client.newGroup([ANA]);
		await subscribe('whatsapp.group.leave');
		sandbox.settings.eventInPayload = false;
		await happens({ event: 'leave', group: uuid, person: ANA });
		expect(received[0]).toMatchObject({ type: 'leave' });
		expect(received[0]).not.toHaveProperty('event');
	});

	it('go to the one group asked for', async () => {
		const [wanted, other] = [await client.newGroup([ANA]), await client.newGroup([ANA])];
		await subscribe('whatsapp.group.leave', { to_group_uuid: wanted });
		await happens({ event: 'leave', group: other, person: ANA });
		expect(received).toHaveLength(0);
		await happens({ event: 'leave', group: wanted, person: ANA });
		expect(received).toHaveLength(1);
	});

	it('go to the numbers that are in the group, each with its own UUID', async () => {
		const uuid = await client.newGroup([ANA, SALES]);
		const lonely = await client.newGroup([ANA]);
		const [theirs] = await client.listedUuids(SALES);
		await subscribe('whatsapp.group.leave', { on_number: SALES });
		await happens({ event: 'leave', group: lonely, person: ANA });
		expect(received).toHaveLength(0);
		await happens({ event: 'leave', group: uuid, person: ANA });
		expect(received[0]).toMatchObject({ group: { uuid: theirs } });
	});

	it('follow adds and removals through the API, or not (section 7, 14)', async () => {
		const uuid = await client.newGroup([ANA]);
		await subscribe('whatsapp.group.join');
		await subscribe('whatsapp.group.remove');
		await client.change('add', uuid, [BEN]);
		await client.change('remove', uuid, [BEN]);
		await sandbox.deliveriesSettled();
		expect(received.map(({ event }) => event)).toEqual([
			'whatsapp.group.join',
			'whatsapp.group.remove',
		]);
		sandbox.settings.ownChangesRaiseEvents = false;
		await client.change('add', uuid, [BEN]);
		await sandbox.deliveriesSettled();
		expect(received).toHaveLength(2);
	});

	it('do not echo what the number itself sends', async () => {
		const uuid = await client.newGroup([ANA]);
		await subscribe('whatsapp.group.message.received');
		await client.post('/whatsapp/send-message', {
			from_number: OWN,
			to_group_uuid: uuid,
			text: 'Hello',
		});
		await sandbox.deliveriesSettled();
		expect(received).toHaveLength(0);
	});

	it('never leave this machine', async () => {
		const uuid = await client.newGroup([ANA]);
		await subscribe('whatsapp.group.leave', { hook_url: 'https://example.com/hook' });
		await happens({ event: 'leave', group: uuid, person: ANA });
		expect(sandbox.world.deliveries).toEqual([
			expect.objectContaining({
				status: null,
				error: expect.stringContaining('not sent') as string,
			}),
		]);
	});

	it('record a receiver that fails or is not there, and try once', async () => {
		const uuid = await client.newGroup([ANA]);
		receiverStatus = 500;
		await subscribe('whatsapp.group.leave');
		await subscribe('whatsapp.group.leave', { hook_url: 'http://127.0.0.1:1/' });
		await happens({ event: 'leave', group: uuid, person: ANA });
		expect(received).toHaveLength(1);
		expect(sandbox.world.deliveries.map(({ status }) => status)).toEqual([500, null]);
		expect(sandbox.world.deliveries[1]!.error).not.toBeNull();
	});
});

describe('events that cannot happen', () => {
	it.each([
		['a join of a member', { event: 'join', person: ANA }],
		['a leave of a stranger', { event: 'leave', person: BEN }],
		['a reaction to nothing', { event: 'reaction', person: ANA }],
		['an unknown event', { event: 'promote', person: ANA }],
	])('%s', async (_what, body) => {
		const uuid = await client.newGroup([ANA]);
		expect((await happens({ ...body, group: uuid })).status).toBe(400);
	});

	it('anything in an unknown group', async () => {
		const { status } = await happens({ event: 'leave', group: 'WAGunknown', person: ANA });
		expect(status).toBe(400);
	});
});
