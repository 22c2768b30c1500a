import {
	ANA,
	BEN,
	FROM,
	GROUP,
	JOIN,
	LEAVE,
	MESSAGE,
	OTHER_GROUP,
	REACTION,
	REMOVE,
	SALES,
	WA_GROUP,
	oneGroup,
	useBench,
} from './harness.mts';

// Real deliveries: the sandbox calls the address that n8n gave it, over a socket.

const bench = useBench();

describe('each event of 2chat-api.md 3.5', () => {
	const said = { event: 'message', text: 'Hello' };
	const ana = { phone_number: ANA };

	test.each([
		[JOIN, { event: 'join', person: BEN, by: FROM }, { participant: { phone_number: BEN } }],
		[LEAVE, { event: 'leave' }, { author: ana }],
		[REMOVE, { event: 'remove' }, { participant: ana, author: { phone_number: FROM } }],
		[MESSAGE, said, { participant: ana, message: { text: 'Hello' } }],
		[REACTION, { event: 'reaction', reaction: 'heart' }, { participant: ana, reaction: 'heart' }],
	])('%s starts the workflow', async (event, what, fields) => {
		// Something to react to.
		await bench.happens(said);
		await bench.activate({ events: [event] });
		await bench.happens(what);
		const items = await bench.items();
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({ event, channel_phone_number: FROM, ...fields });
		expect(bench.sandbox.world.deliveries.map(({ status }) => status)).toEqual([200]);
	});

	test('passes the payload on unharmed', async () => {
		await bench.activate({ events: [JOIN] });
		await bench.happens({ event: 'join', person: BEN, by: FROM });
		expect(await bench.items()).toEqual([bench.sandbox.world.deliveries[0]?.payload]);
	});
});

describe('several events in one node', () => {
	test('start the workflow once each, and nothing else does', async () => {
		await bench.activate({ events: [JOIN, LEAVE, MESSAGE] });
		await bench.happens({ event: 'message', text: 'Hello' });
		await bench.happens({ event: 'reaction' });
		await bench.happens({ event: 'join', person: BEN });
		await bench.happens({ event: 'leave', person: BEN });
		await bench.happens({ event: 'remove', person: ANA });
		const items = await bench.items();
		expect(items.map(({ event }) => event)).toEqual([MESSAGE, JOIN, LEAVE]);
	});

	// Payloads of 2023 have no `event` (2chat-api.md 3.5).
	test('are told apart even if 2Chat does not say which one it is', async () => {
		bench.sandbox.settings.eventInPayload = false;
		await bench.activate({ events: [JOIN, LEAVE] });
		await bench.happens({ event: 'join', person: BEN });
		await bench.happens({ event: 'leave', person: BEN });
		const items = await bench.items();
		expect(items.map(({ event, type }) => [event, type])).toEqual([
			[JOIN, 'invite'],
			[LEAVE, 'leave'],
		]);
		for (const { payload } of bench.sandbox.world.deliveries) {
			expect(payload).not.toHaveProperty('event');
		}
	});
});

describe('groups', () => {
	test('all of them, by leaving the group out of the subscription', async () => {
		await bench.activate({ events: [LEAVE] });
		expect(bench.apiCalls('subscribe')[0]?.body).not.toHaveProperty('to_group_uuid');
		await bench.happens({ event: 'leave' });
		await bench.happens({ event: 'leave', group: OTHER_GROUP });
		expect(await bench.items()).toHaveLength(2);
	});

	test.each([
		['by 2Chat id', oneGroup(GROUP)],
		['from the list', oneGroup(GROUP, 'list')],
		['by WhatsApp id', oneGroup(WA_GROUP, 'waGroupId')],
	])('one of them, chosen %s', async (_how, group) => {
		await bench.activate({ events: [JOIN, LEAVE], ...group });
		expect(bench.apiCalls('subscribe').map(({ body }) => body)).toEqual([
			expect.objectContaining({ on_number: FROM, to_group_uuid: GROUP }),
			expect.objectContaining({ on_number: FROM, to_group_uuid: GROUP }),
		]);
		await bench.happens({ event: 'leave', group: OTHER_GROUP });
		expect(await bench.calls()).toEqual([]);
		await bench.happens({ event: 'leave' });
		expect(await bench.items()).toEqual([expect.objectContaining({ event: LEAVE })]);
	});

	test('of the number in From only', async () => {
		await bench.activate({
			events: [LEAVE],
			fromNumber: { __rl: true, mode: 'list', value: SALES },
		});
		expect(bench.hooks().map(({ phoneNumber }) => phoneNumber)).toEqual([SALES]);
		await bench.happens({ event: 'leave' });
		expect(await bench.calls()).toEqual([]);
	});
});
