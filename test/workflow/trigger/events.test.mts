import { sandbox } from '../bench.mts';
import { ANA, BEN, FROM, OTHER_FROM } from '../data.mts';
import { callsOf } from '../twoChat.mts';
import type { EventRequest } from '../../sandbox/sandbox.mts';
import { GROUP, JOIN, LEAVE, MESSAGE, OTHER_GROUP, REACTION, REMOVE } from './harness.mts';
import { WA_GROUP, activate, happens, oneGroup, received, subscriptions } from './harness.mts';
import { useTrigger, webhookCalls } from './harness.mts';

// Real deliveries: the sandbox calls the address that n8n gave it, over a socket.

useTrigger();

const said = { event: 'message', text: 'Hello' } as const;
const ana = { phone_number: ANA };

test.each<[event: string, what: Partial<EventRequest>, fields: object]>([
	[JOIN, { event: 'join', person: BEN, by: FROM }, { participant: { phone_number: BEN } }],
	[LEAVE, { event: 'leave' }, { author: ana }],
	[REMOVE, { event: 'remove' }, { participant: ana, author: { phone_number: FROM } }],
	[MESSAGE, said, { participant: ana, message: { text: 'Hello' } }],
	[REACTION, { event: 'reaction', reaction: 'heart' }, { participant: ana, reaction: 'heart' }],
] as const)('%s (2chat-api.md 3.5) starts the workflow', async (event, what, fields) => {
	// Something to react to.
	await happens(said);
	await activate({ events: [event] });
	await happens(what);
	const items = await received();
	expect(items).toHaveLength(1);
	expect(items[0]).toMatchObject({ event, channel_phone_number: FROM, ...fields });
	expect(sandbox.world.deliveries.map(({ status }) => status)).toEqual([200]);
});

describe('several events in one node', () => {
	test('start the workflow once each, and nothing else does', async () => {
		await activate({ events: [JOIN, LEAVE, MESSAGE] });
		await happens({ event: 'message', text: 'Hello' });
		await happens({ event: 'reaction' });
		await happens({ event: 'join', person: BEN });
		await happens({ event: 'leave', person: BEN });
		await happens({ event: 'remove', person: ANA });
		const items = await received();
		expect(items.map(({ event }) => event)).toEqual([MESSAGE, JOIN, LEAVE]);
	});

	// Payloads of 2023 have no `event` (2chat-api.md 3.5).
	test('are told apart even if 2Chat does not say which one it is', async () => {
		sandbox.settings.eventInPayload = false;
		await activate({ events: [JOIN, LEAVE] });
		await happens({ event: 'join', person: BEN });
		await happens({ event: 'leave', person: BEN });
		const items = await received();
		expect(items.map(({ event, type }) => [event, type])).toEqual([
			[JOIN, 'invite'],
			[LEAVE, 'leave'],
		]);
		for (const { payload } of sandbox.world.deliveries) {
			expect(payload).not.toHaveProperty('event');
		}
	});
});

describe('groups', () => {
	test('all of them, by leaving the group out of the subscription', async () => {
		await activate({ events: [LEAVE] });
		expect(callsOf('subscribe')[0]?.body).not.toHaveProperty('to_group_uuid');
		await happens({ event: 'leave' });
		await happens({ event: 'leave', group: OTHER_GROUP });
		expect(await received()).toHaveLength(2);
	});

	test.each([
		['by 2Chat id', oneGroup(GROUP)],
		['from the list', oneGroup(GROUP, 'list')],
		['by WhatsApp id', oneGroup(WA_GROUP, 'waGroupId')],
	])('one of them, chosen %s', async (_how, group) => {
		await activate({ events: [JOIN, LEAVE], ...group });
		expect(callsOf('subscribe').map(({ body }) => body)).toEqual([
			expect.objectContaining({ on_number: FROM, to_group_uuid: GROUP }),
			expect.objectContaining({ on_number: FROM, to_group_uuid: GROUP }),
		]);
		await happens({ event: 'leave', group: OTHER_GROUP });
		expect(await webhookCalls()).toEqual([]);
		await happens({ event: 'leave' });
		expect(await received()).toEqual([expect.objectContaining({ event: LEAVE })]);
	});

	test('of the number in From only', async () => {
		await activate({
			events: [LEAVE],
			fromNumber: { __rl: true, mode: 'list', value: OTHER_FROM },
		});
		expect(subscriptions().map(({ phoneNumber }) => phoneNumber)).toEqual([OTHER_FROM]);
		await happens({ event: 'leave' });
		expect(await webhookCalls()).toEqual([]);
	});
});
