import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, ERROR_OUTPUT, RETRY, WAITS_TO_MEASURE, run, runWorkflow } from '../bench.mts';
import { sandbox, useBench, type How } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, lists, people, rows } from '../data.mts';
import { errorsOf, failedItems, linksOf, nextStepOf } from '../results.mts';
import { addGroups, bodiesOf, callsOf, loseAnswer, refuse } from '../twoChat.mts';
import { inLoop, node } from '../workflows.mts';

// Participant: Send Message (2chat-api.md 3.4), to many people, over many items.

useBench(WAITS_TO_MEASURE);

const send = async (items: IDataObject[], how: How = {}, more: IDataObject = {}) =>
	await run('participant.sendMessage', { text: 'Hello', ...more }, items, how);

/** Who has a message by now. */
const receivers = () => sandbox.world.directMessages.map(({ to }) => to);

/** The same person, as two lists may have them. */
const [MEXICAN, OTHER_FORM] = ['+5215512345678', '+525512345678'];

test('writes to each person once, and reports on everybody', async () => {
	const items = [
		{ people: [ANA, BEN, ANA, FROM, 'nobody'], text: 'Hello' },
		{ people: { name: 'Carlos', phone: CARLOS }, text: 'Hi' },
	];
	const { output, outputs } = await send(items, {}, { text: '={{ $json.text }}' });
	expect(bodiesOf('send-message')).toEqual([
		{ from_number: FROM, to_number: ANA, text: 'Hello' },
		{ from_number: FROM, to_number: BEN, text: 'Hello' },
		{ from_number: FROM, to_number: CARLOS, text: 'Hi' },
	]);
	expect(output).toMatchObject([
		{ phone_number: ANA, outcome: 'sent' },
		{ phone_number: BEN, outcome: 'sent' },
		{ phone_number: ANA, outcome: 'duplicate', next_step: null },
		{ phone_number: FROM, outcome: 'sender', next_step: null },
		{ phone_number: null, outcome: 'invalid_number' },
		{ phone_number: CARLOS, outcome: 'sent' },
	]);
	expect(output[3]?.['reason']).not.toContain('member');
	expect(linksOf(outputs[0])).toEqual([0, 0, 0, 0, 0, 1]);
});

test('never writes twice after an unclear end', async () => {
	loseAnswer('send-message', { nth: 2 });
	refuse('send-message', { nth: 3 });
	const { output, status } = await send(lists([ANA, BEN], CARLOS), RETRY);
	expect(status).toBe('success');
	expect(receivers()).toEqual([ANA, BEN, CARLOS]);
	expect(output.map(({ outcome }) => outcome)).toEqual(['sent', 'unknown', 'sent']);
});

test.each([
	['nothing to say', { text: ' ' }, 'Text and Media URL are both empty'],
	['nobody to say it to', { people: 'n/a' }, 'Participants holds no phone number'],
	["a file on one's own machine", { url: 'http://localhost/a.pdf' }, 'your own machine'],
])('with %s the item fails, and nothing is sent for it', async (_, bad, message) => {
	const items = [
		{ people: ANA, text: 'Hello', ...bad },
		{ people: BEN, text: 'Hello' },
	];
	const fields = { text: '={{ $json.text }}', mediaUrl: '={{ $json.url }}' };
	const result = await send(items, ERROR_OUTPUT, fields);
	expect(errorsOf(result)).toEqual([expect.stringContaining(message)]);
	expect(receivers()).toEqual([BEN]);
});

test.each([false, true])('Batching pauses between items (in a loop: %s)', async (isLoop) => {
	const options = { batching: { batch: { batchSize: 1, batchInterval: 60 } } };
	const items = lists(ANA, BEN, CARLOS);
	const parameters = { text: 'Hello', options };
	if (isLoop) await runWorkflow(inLoop(node('Send', 'participant.sendMessage', parameters)), items);
	else await send(items, {}, parameters);
	const [first = 0, second = 0, third = 0] = callsOf('send-message').map(({ at }) => at);
	// Two pauses of a minute, 200 times faster.
	expect(second - first).toBeGreaterThan(200);
	expect(third - second).toBeGreaterThan(200);
});

describe('when 2Chat takes none', () => {
	test('says whom it refused, and goes on with the others', async () => {
		refuse('send-message', { bodyContains: BEN, times: 0 });
		const { output } = await send(lists([ANA, BEN], CARLOS));
		expect(output).toMatchObject([
			{ phone_number: ANA, outcome: 'sent' },
			{
				phone_number: BEN,
				outcome: 'not_attempted',
				reason: expect.stringContaining('no API credits left') as string,
				next_step: expect.stringContaining('Check plan and credits') as string,
			},
			{ phone_number: CARLOS, outcome: 'sent' },
		]);
		// That would write to the others twice.
		expect(output[1]?.['next_step']).not.toMatch(/run the workflow again\.?$/);
		expect(receivers()).toEqual([ANA, CARLOS]);
	});

	test('fails when nobody could be written to, after one call for want of credits', async () => {
		refuse('send-message', { times: 0 });
		const result = await send(lists(people(30), ANA), ERROR_OUTPUT);
		expect(result.output).toEqual([]);
		const noCredits = expect.stringContaining('no API credits left') as string;
		expect(errorsOf(result)).toEqual([noCredits, noCredits]);
		expect(bodiesOf('send-message').length).toBeLessThanOrEqual(2);
		expect(receivers()).toEqual([]);
	});

	test('names everybody of an item of which all are refused', async () => {
		for (const nth of [1, 2]) refuse('send-message', { nth, status: 400 });
		const result = await send(lists([ANA, BEN, 'nobody', FROM], CARLOS), ERROR_OUTPUT);
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

	test.each(['participant.sendMessage', 'group.sendMessage'] as const)(
		'nobody is told to run the workflow again: %s',
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

	test('two answers that are lost, but not in a row, stop nobody', async () => {
		for (const nth of [1, 3]) sandbox.fault({ operation: 'send-message', nth, effect: 'reset' });
		const { output } = await send(lists(people(5), ANA));
		expect(output.map(({ outcome }) => outcome)).toEqual([
			...['unknown', 'sent', 'unknown', 'sent', 'sent'],
			'sent',
		]);
	});

	test.each(['hang', 'html'] as const)(
		'does not wait for each person while all that comes is: %s',
		async (effect) => {
			sandbox.fault({ operation: 'send-message', effect, times: 0 });
			const items = lists(people(10), people(10));
			const { output } = await send(items, CONTINUE, { options: { timeout: 60 } });
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

	test('does not wait for each group either', async () => {
		sandbox.fault({ operation: 'send-message', effect: 'html', times: 0 });
		const uuids = addGroups(['A', 'B', 'C', 'D'], ANA);
		await run('group.sendMessage', { text: 'Hello' }, rows(uuids, 1, 2, 3, 4), CONTINUE);
		expect(bodiesOf('send-message')).toHaveLength(2);
	});
});

test('an error names how many were sent, not how many entries there were', async () => {
	const { error } = await send(lists([ANA, FROM, ANA, 'nobody'], ''));
	expect(error?.description).toContain('message to 1 person');
});

test('a person whose number stands in two forms gets one message, in every try', async () => {
	refuse('send-message', { bodyContains: BEN, status: 400 });
	const { output } = await send(lists([MEXICAN, OTHER_FORM, ANA], BEN), RETRY);
	expect(receivers()).toEqual([MEXICAN, ANA, BEN]);
	expect(output).toMatchObject([
		{ phone_number: MEXICAN, outcome: 'sent' },
		{ phone_number: OTHER_FORM, outcome: 'duplicate', next_step: null, message_uuid: null },
		{ phone_number: ANA, outcome: 'sent' },
		{ phone_number: BEN, outcome: 'sent' },
	]);
});

test('the other form of a number gets the message that the first was refused', async () => {
	refuse('send-message', { bodyContains: MEXICAN ?? '', status: 422 });
	const { output, hints } = await send(lists([MEXICAN, OTHER_FORM], ANA));
	expect(output.map(({ outcome }) => outcome)).toEqual(['duplicate', 'sent', 'sent']);
	expect(hints).toEqual([]);
	expect(receivers()).toEqual([OTHER_FORM, ANA]);
});

test('it is said above the output who may not have got a message', async () => {
	loseAnswer('send-message', { nth: 2 });
	refuse('send-message', { bodyContains: CARLOS, status: 400 });
	const items = lists([ANA, BEN, ANA, FROM, 'n/a'], [CARLOS, ...people(1)], [ANA]);
	const { hints } = await send(items);
	expect(hints.map(({ message }) => message)).toEqual([
		`2 of 3 people may not have got the message: ${BEN} (not sure), n/a (has no digits, so it is not a phone number)`,
		`1 of 2 people may not have got the message: ${CARLOS} (not sent)`,
	]);
});
