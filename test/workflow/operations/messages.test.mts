import { ERROR_OUTPUT, RETRY, run, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, members, people } from '../data.mts';
import { errorsOf, linksOf } from '../results.mts';
import { addGroup, bodiesOf, expectRefused, loseAnswer, refuse, say } from '../twoChat.mts';

// Private messages (2chat-api.md 3.4) and the messages of a group (2.9).

useBench();

describe('Participant: Send Message', () => {
	const PRIVATE = { text: '={{ $json.text }}', mediaUrl: '={{ $json.url }}' };
	const sent = () => sandbox.world.directMessages.map(({ to, text }) => [to, text]);

	test('writes to each person once, and reports on everybody', async () => {
		const { output, outputs } = await run('participant.sendMessage', PRIVATE, [
			{ people: [ANA, BEN, ANA, 'nobody'], text: 'Hello' },
			{ people: { name: 'Carlos', phone: CARLOS }, text: 'Hi' },
		]);
		expect(bodiesOf('send-message')).toEqual([
			{ from_number: FROM, to_number: ANA, text: 'Hello' },
			{ from_number: FROM, to_number: BEN, text: 'Hello' },
			{ from_number: FROM, to_number: CARLOS, text: 'Hi' },
		]);
		expect(output).toMatchObject([
			{ phone_number: ANA, outcome: 'sent' },
			{ phone_number: BEN, outcome: 'sent' },
			{ phone_number: ANA, outcome: 'duplicate' },
			{ phone_number: null, outcome: 'invalid_number' },
			{ phone_number: CARLOS, outcome: 'sent' },
		]);
		expect(linksOf(outputs[0])).toEqual([0, 0, 0, 0, 1]);
	});

	test('never writes twice after an unclear end', async () => {
		loseAnswer('send-message', { nth: 2 });
		refuse('send-message', { nth: 3 });
		const rows = [
			{ people: [ANA, BEN], text: 'Hello' },
			{ people: CARLOS, text: 'Hi' },
		];
		const { output, status } = await run('participant.sendMessage', PRIVATE, rows, RETRY);
		expect(status).toBe('success');
		expect(sent()).toEqual([
			[ANA, 'Hello'],
			[BEN, 'Hello'],
			[CARLOS, 'Hi'],
		]);
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
		const result = await run('participant.sendMessage', PRIVATE, items, ERROR_OUTPUT);
		expect(errorsOf(result)).toEqual([expect.stringContaining(message)]);
		expect(bodiesOf('send-message')).toMatchObject([{ to_number: BEN }]);
	});

	test('says whom 2Chat refused, and goes on with the others', async () => {
		refuse('send-message', { bodyContains: BEN, times: 0 });
		const items = [
			{ people: [ANA, BEN], text: 'Hello' },
			{ people: CARLOS, text: 'Hello' },
		];
		const { output } = await run('participant.sendMessage', PRIVATE, items);
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
		expect(sent().map(([to]) => to)).toEqual([ANA, CARLOS]);
	});

	test('fails when nobody could be written to', async () => {
		refuse('send-message', { times: 0 });
		const items = [
			{ people: [ANA, BEN], text: 'Hello' },
			{ people: CARLOS, text: 'Hello' },
		];
		const result = await run('participant.sendMessage', PRIVATE, items, ERROR_OUTPUT);
		expect(result.output).toEqual([]);
		const noCredits = expect.stringContaining('no API credits left') as string;
		expect(errorsOf(result)).toEqual([noCredits, noCredits]);
		expect(sent()).toEqual([]);
	});
});

describe('WhatsApp Group: Get Messages', () => {
	/** A group with so many messages, the oldest first. */
	function conversation(count: number): string {
		const uuid = addGroup(members(...people(1)));
		for (let index = 0; index < count; index++) say(uuid, `Message ${index}`);
		return uuid;
	}

	test.each([
		[{ returnAll: true }, 120, 3],
		[{ returnAll: false, limit: 60 }, 60, 2],
		[{ returnAll: false, limit: 5 }, 5, 1],
	])('%j gives the newest first, in as few calls as it takes', async (parameters, count, calls) => {
		const [long, short] = [conversation(120), conversation(1)];
		const items = [{ uuid: long }, { uuid: short }];
		const { output } = await run('group.getMessages', parameters, items);
		expect(output).toHaveLength(count + 1);
		expect(output[0]).toMatchObject({ text: 'Message 119', phone_number: ANA, uuid: long });
		expect(output.at(-1)).toMatchObject({ text: 'Message 0', uuid: short });
		const callsFor = (uuid: string) => sandbox.calls.filter(({ path }) => path.includes(uuid));
		expect(callsFor(long)).toHaveLength(calls);
		expect(callsFor(short)).toHaveLength(1);
	});

	test('Since leaves out what is older, and what is no date is refused', async () => {
		const uuid = conversation(3);
		const getSince = async (...dates: string[]) =>
			await run(
				'group.getMessages',
				{ returnAll: true, filters: { since: '={{ $json.since }}' } },
				dates.map((since) => ({ uuid, since })),
			);
		const { output } = await getSince('2999-01-01', '2000-01-01');
		expect(output).toHaveLength(3);
		sandbox.calls.length = 0;
		const refused = await getSince('yesterday', 'yesterday');
		expectRefused(refused, /Since: "yesterday" is not a date/);
	});
});
