import { ANA, BEN, BY_ITEM, CARLOS, CONTINUE, FROM, useBench, people, RETRY } from './harness.mts';

// Private messages (2chat-api.md 3.4) and the messages of a group (2.9).

const bench = useBench();

describe('Participant: Send Message', () => {
	const PRIVATE = { ...BY_ITEM, text: '={{ $json.text }}' };
	const sent = () => bench.sandbox.world.directMessages.map(({ to, text }) => [to, text]);

	test('writes to each person once, and reports on everybody', async () => {
		const { output, outputs } = await bench.run('participant.sendMessage', PRIVATE, [
			{ people: [ANA, BEN, ANA, 'nobody'], text: 'Hello' },
			{ people: { name: 'Carlos', phone: CARLOS }, text: 'Hi' },
		]);
		expect(bench.bodiesOf('send-message')).toEqual([
			{ from_number: FROM, to_number: ANA, text: 'Hello' },
			{ from_number: FROM, to_number: BEN, text: 'Hello' },
			{ from_number: FROM, to_number: CARLOS, text: 'Hi' },
		]);
		expect(output.map(({ phone_number, outcome }) => [phone_number, outcome])).toEqual([
			[ANA, 'sent'],
			[BEN, 'sent'],
			[ANA, 'duplicate'],
			[null, 'invalid_number'],
			[CARLOS, 'sent'],
		]);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 0, 0, 1].map((item) => ({ item })),
		);
	});

	test('never writes twice after an unclear end', async () => {
		bench.sandbox.fault({ operation: 'send-message', nth: 2, when: 'after', effect: 'reset' });
		bench.sandbox.fault({ operation: 'send-message', nth: 3, effect: 'answer', status: 402 });
		const rows = [
			{ people: [ANA, BEN], text: 'Hello' },
			{ people: CARLOS, text: 'Hi' },
		];
		const { output, status } = await bench.run('participant.sendMessage', PRIVATE, rows, RETRY);
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
		['a page of Google Drive', { url: 'https://drive.google.com/file/d/1/view' }, 'Google Drive'],
	])('with %s the item fails, and nothing is sent for it', async (_, bad, message) => {
		const { outputs } = await bench.run(
			'participant.sendMessage',
			{ ...PRIVATE, mediaUrl: '={{ $json.url }}' },
			[
				{ people: ANA, text: 'Hello', ...bad },
				{ people: BEN, text: 'Hello' },
			],
			CONTINUE,
		);
		expect(outputs[1]?.[0]?.json['error']).toContain(message);
		expect(bench.bodiesOf('send-message')).toMatchObject([{ to_number: BEN }]);
	});

	test('fails when nobody could be written to', async () => {
		bench.sandbox.fault({ operation: 'send-message', effect: 'answer', status: 402, times: 0 });
		const { outputs } = await bench.run(
			'participant.sendMessage',
			PRIVATE,
			[
				{ people: [ANA, BEN], text: 'Hello' },
				{ people: CARLOS, text: 'Hello' },
			],
			CONTINUE,
		);
		expect(outputs[0]).toEqual([]);
		expect(outputs[1]?.map(({ json }) => json['error'])).toEqual(
			Array(2).fill(expect.stringContaining('no API credits left')),
		);
		expect(sent()).toEqual([]);
	});
});

describe('WhatsApp Group: Get Messages', () => {
	/** A group with so many messages, the oldest first. */
	function conversation(count: number): string {
		const uuid = bench.addGroup(people(1).map((phoneNumber) => ({ phoneNumber })));
		const group = bench.sandbox.world.groups.at(-1);
		for (let index = 0; index < count && group !== undefined; index++) {
			bench.sandbox.world.say(group, {
				fromPhoneNumber: ANA,
				text: `Message ${index}`,
				url: null,
				pin: null,
				viaApi: false,
			});
		}
		return uuid;
	}

	test.each([
		[{ returnAll: true }, 120, 3],
		[{ returnAll: false, limit: 60 }, 60, 2],
		[{ returnAll: false, limit: 5 }, 5, 1],
	])('%j gives the newest first, in as few calls as it takes', async (parameters, count, calls) => {
		const uuids = [conversation(120), conversation(1)];
		const { output } = await bench.run(
			'group.getMessages',
			{ groupId: BY_ITEM.groupId, ...parameters },
			uuids.map((uuid) => ({ uuid })),
		);
		expect(output).toHaveLength(count + 1);
		expect(output[0]).toMatchObject({ text: 'Message 119', phone_number: ANA, uuid: uuids[0] });
		expect(output.at(-1)).toMatchObject({ text: 'Message 0', uuid: uuids[1] });
		const paths = bench.sandbox.calls.map(({ path }) => path);
		expect(paths.filter((path) => path.includes(uuids[0] ?? ''))).toHaveLength(calls);
		expect(paths.filter((path) => path.includes(uuids[1] ?? ''))).toHaveLength(1);
	});

	test('Since leaves out what is older, and what is no date is refused', async () => {
		const uuid = conversation(3);
		const rows = [
			{ uuid, since: '2999-01-01' },
			{ uuid, since: '2000-01-01' },
		];
		const parameters = {
			groupId: BY_ITEM.groupId,
			returnAll: true,
			filters: { since: '={{ $json.since }}' },
		};
		const { output } = await bench.run('group.getMessages', parameters, rows);
		expect(output).toHaveLength(3);
		bench.sandbox.calls.length = 0;
		const { error } = await bench.run('group.getMessages', parameters, [
			{ uuid, since: 'yesterday' },
			{ uuid, since: 'yesterday' },
		]);
		expect(error?.message).toContain('Since: "yesterday" is not a date');
		expect(bench.sandbox.calls).toEqual([]);
	});
});
