import {
	CONTINUE,
	ERROR_OUTPUT,
	RETRY,
	run,
	runWorkflow,
	sandbox,
	useBench,
	WAITS_TO_MEASURE,
} from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, lists, people, rows } from '../data.mts';
import { failedItems, nextStepOf } from '../results.mts';
import { addGroups, bodiesOf, callsOf, loseAnswer, refuse } from '../twoChat.mts';
import { inLoop, node } from '../workflows.mts';

// Send Message of Participant: to many people, over many items.

useBench(WAITS_TO_MEASURE);

test.each([false, true])(
	'private messages: Batching pauses between items (in a loop: %s)',
	async (isLoop) => {
		const options = { batching: { batch: { batchSize: 1, batchInterval: 60 } } };
		const items = [{ people: ANA }, { people: BEN }, { people: CARLOS }];
		const parameters = { text: 'Hello', options };
		if (isLoop)
			await runWorkflow(inLoop(node('Send', 'participant.sendMessage', parameters)), items);
		else await run('participant.sendMessage', parameters, items);
		const [first, second, third] = callsOf('send-message').map(({ at }) => Number(new Date(at)));
		// Two pauses of a minute, 200 times faster.
		expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(200);
		expect((third ?? 0) - (second ?? 0)).toBeGreaterThan(200);
	},
);

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

	test.each(['hang', 'html'] as const)(
		'do not wait for each person while all that comes is: %s',
		async (effect) => {
			sandbox.fault({ operation: 'send-message', effect, times: 0 });
			const options = { timeout: 60 };
			const items = lists(people(10), people(10));
			const parameters = { text: 'Hello', options };
			const { output } = await run('participant.sendMessage', parameters, items, CONTINUE);
			expect(bodiesOf('send-message')).toHaveLength(2);
			expect(output.slice(0, 10).map(({ outcome }) => outcome)).toEqual([
				...['unknown', 'unknown'],
				...Array.from({ length: 8 }, () => 'not_attempted'),
			]);
			expect(output.slice(10)).toMatchObject([
				{ error: expect.stringContaining('Nothing was sent') as string },
			]);
		},
	);

	test('to groups do not wait for each group either', async () => {
		sandbox.fault({ operation: 'send-message', effect: 'html', times: 0 });
		const uuids = addGroups(['A', 'B', 'C', 'D'], ANA);
		await run('group.sendMessage', { text: 'Hello' }, rows(uuids, 1, 2, 3, 4), CONTINUE);
		expect(bodiesOf('send-message')).toHaveLength(2);
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

test.each(['participant.sendMessage', 'group.sendMessage'] as const)(
	'%s: no such advice either when all of an item is refused',
	async (operation) => {
		refuse('send-message', { nth: 2 });
		const uuids = addGroups(['A', 'B'], ANA);
		const result = await run(operation, { text: 'Hello' }, rows(uuids, ANA, BEN), ERROR_OUTPUT);
		expect(result.output).toHaveLength(1);
		const [failed] = failedItems(result);
		expect(nextStepOf(failed)).toContain('Check plan and credits');
		expect(nextStepOf(failed)).not.toContain('run the workflow again');
	},
);

test('private messages: an item of which all are refused names everybody', async () => {
	for (const nth of [1, 2]) refuse('send-message', { nth, status: 400 });
	const items = lists([ANA, BEN, 'nobody', FROM], CARLOS);
	const result = await run('participant.sendMessage', { text: 'Hello' }, items, ERROR_OUTPUT);
	expect(result.output).toMatchObject([{ phone_number: CARLOS, outcome: 'sent' }]);
	expect(failedItems(result)[0]?.['message']).toMatchObject({
		participants: [
			{ phone_number: ANA, outcome: 'not_attempted' },
			{ phone_number: BEN, outcome: 'not_attempted' },
			{ input: 'nobody', outcome: 'invalid_number' },
			{ phone_number: FROM, outcome: 'sender' },
		],
	});
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

test('private messages: a person whose number stands in two forms gets one message, in every try', async () => {
	const [asked, other] = ['+5215512345678', '+525512345678'];
	refuse('send-message', { bodyContains: BEN, status: 400 });
	const items = lists([asked, other, ANA], BEN);
	const { output } = await run('participant.sendMessage', { text: 'Hello' }, items, RETRY);
	const sent = sandbox.world.directMessages.map(({ to }) => to);
	expect(sent).toEqual([asked, ANA, BEN]);
	expect(output).toMatchObject([
		{ phone_number: asked, outcome: 'sent' },
		{ phone_number: other, outcome: 'duplicate', next_step: null, message_uuid: null },
		{ phone_number: ANA, outcome: 'sent' },
		{ phone_number: BEN, outcome: 'sent' },
	]);
});

test('private messages: the other form of a number gets the message that the first was refused', async () => {
	const [asked, other] = ['+5215512345678', '+525512345678'];
	refuse('send-message', { bodyContains: asked, status: 422 });
	const items = [{ people: [asked, other] }, { people: ANA }];
	const { output, hints } = await run('participant.sendMessage', { text: 'Hello' }, items);
	expect(output.map(({ outcome }) => outcome)).toEqual(['duplicate', 'sent', 'sent']);
	expect(hints).toEqual([]);
	expect(sandbox.world.directMessages.map(({ to }) => to)).toEqual([other, ANA]);
});

test('private messages: it is said above the output who may not have got one', async () => {
	loseAnswer('send-message', { nth: 2 });
	refuse('send-message', { bodyContains: CARLOS, status: 400 });
	const items = lists([ANA, BEN, ANA, FROM, 'n/a'], [CARLOS, ...people(1)], [ANA]);
	const { hints } = await run('participant.sendMessage', { text: 'Hello' }, items);
	expect(hints.map(({ message }) => message)).toEqual([
		`2 of 3 people may not have got the message: ${BEN} (not sure), n/a (has no digits, so it is not a phone number)`,
		`1 of 2 people may not have got the message: ${CARLOS} (not sent)`,
	]);
});
