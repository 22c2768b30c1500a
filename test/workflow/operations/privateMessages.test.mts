import { run, sandbox, useBench, WAITS_TO_MEASURE } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, lists, people } from '../data.mts';
import { bodiesOf, callsOf, refuse } from '../twoChat.mts';

// Send Message of Participant: to many people, over many items.

useBench(WAITS_TO_MEASURE);

test('private messages: Batching pauses between messages of different items', async () => {
	const options = { batching: { batch: { batchSize: 1, batchInterval: 60 } } };
	const items = [{ people: ANA }, { people: BEN }, { people: CARLOS }];
	await run('participant.sendMessage', { text: 'Hello', options }, items);
	const [first, second, third] = callsOf('send-message').map(({ at }) => Number(new Date(at)));
	// Two pauses of a minute, 200 times faster.
	expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(200);
	expect((third ?? 0) - (second ?? 0)).toBeGreaterThan(200);
});

describe('private messages when 2Chat takes none', () => {
	test('stop at once for want of credits, and are all open for another try', async () => {
		refuse('send-message', { times: 0 });
		await run('participant.sendMessage', { text: 'Hello' }, lists(people(30), ANA));
		expect(bodiesOf('send-message')).toHaveLength(1);
	});

	test('two answers that are lost, but not in a row, stop nobody', async () => {
		for (const nth of [1, 3]) sandbox.fault({ operation: 'send-message', nth, effect: 'reset' });
		const { output } = await run(
			'participant.sendMessage',
			{ text: 'Hello' },
			lists(people(5), ANA),
		);
		expect(output.map(({ outcome }) => outcome)).toEqual([
			...['unknown', 'sent', 'unknown', 'sent', 'sent'],
			'sent',
		]);
	});

	test('do not wait for each person while 2Chat does not answer', async () => {
		sandbox.fault({ operation: 'send-message', effect: 'hang', times: 0 });
		const options = { timeout: 60 };
		const items = lists(people(10), people(10));
		const { output } = await run('participant.sendMessage', { text: 'Hello', options }, items);
		expect(bodiesOf('send-message').length).toBeLessThanOrEqual(3);
		expect(output.slice(3).map(({ outcome }) => outcome)).toEqual(
			Array.from({ length: output.length - 3 }, () => 'not_attempted'),
		);
	});
});

test('private messages: no advice to run the workflow again, which would write to the others twice', async () => {
	refuse('send-message', { nth: 2 });
	const { output } = await run('participant.sendMessage', { text: 'Hello' }, [
		{ people: [ANA, BEN] },
		{ people: CARLOS },
	]);
	expect(output[1]).toMatchObject({ phone_number: BEN, outcome: 'not_attempted' });
	expect(output[1]?.['next_step']).not.toMatch(/run the workflow again\.?$/);
});

test('private messages: an error names how many were sent, not how many entries there were', async () => {
	const items = [{ people: [ANA, FROM, ANA, 'nobody'] }, { people: '' }];
	const { error } = await run('participant.sendMessage', { text: 'Hello' }, items);
	expect(error?.description).toContain('message to 1 person');
});

test('private messages: words about those who get none', async () => {
	const items = [{ people: [ANA, FROM, ANA] }, { people: BEN }];
	const { output } = await run('participant.sendMessage', { text: 'Hello' }, items);
	expect(output[1]).toMatchObject({ outcome: 'sender', next_step: null });
	expect(output[1]?.['reason']).not.toContain('member');
	expect(output[2]).toMatchObject({ outcome: 'duplicate', next_step: null });
});
