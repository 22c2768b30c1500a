import { ERROR_OUTPUT, RETRY, WAIT_SPEED, engine, retryOf, run, runTool } from '../bench.mts';
import { sandbox, useBench } from '../bench.mts';
import { FROM, NO_GROUP, groupId } from '../data.mts';
import { errorsOf, failedItems, linksOf } from '../results.mts';
import { addGroup, bodiesOf, expectRefused, loseAnswer, refuse, requests } from '../twoChat.mts';

// WhatsApp Group: Update, Send Message.

useBench();

describe('update', () => {
	const FIELDS = {
		updateFields: { description: '={{ $json.about }}', pictureUrl: '={{ $json.picture }}' },
	};
	const PICTURE = 'https://example.com/group-photo.jpg';

	test('sends each change on its own, with the documented bodies', async () => {
		const [first, second] = [addGroup(), addGroup()];
		const { output, outputs } = await run('group.update', FIELDS, [
			{ uuid: first, about: 'This is a test description', picture: PICTURE },
			{ uuid: second, about: ' ', picture: PICTURE },
		]);
		expect(requests()).toEqual([
			`POST /whatsapp/group/${first}/set-description`,
			`POST /whatsapp/group/${first}/set-picture`,
			`POST /whatsapp/group/${second}/set-picture`,
		]);
		expect(sandbox.calls.map(({ body }) => body)).toEqual([
			{ from_number: FROM, description: 'This is a test description' },
			{ from_number: FROM, url: PICTURE },
			{ from_number: FROM, url: PICTURE },
		]);
		const done = { status: 'done', reason: null };
		expect(output).toEqual([
			{ uuid: first, from_number: FROM, steps: { description: done, picture: done } },
			{ uuid: second, from_number: FROM, steps: { picture: done } },
		]);
		expect(linksOf(outputs[0])).toEqual([0, 1]);
	});

	test('says which of the two was not possible', async () => {
		refuse('set-picture', { status: 400 });
		const item = { uuid: addGroup(), about: 'New', picture: PICTURE };
		const { output, status } = await run('group.update', FIELDS, [item, item]);
		expect(status).toBe('success');
		const reason = expect.stringMatching(/HTTP 400/) as string;
		expect(output).toMatchObject([
			{ steps: { description: { status: 'done' }, picture: { status: 'not_done', reason } } },
			{ steps: { picture: { status: 'done' } } },
		]);
	});

	test('fails when nothing was possible, and keeps items apart', async () => {
		const items = [
			{ uuid: NO_GROUP, about: 'New', picture: PICTURE },
			{ uuid: addGroup(), about: 'New' },
		];
		const result = await run('group.update', FIELDS, items, ERROR_OUTPUT);
		expect(failedItems(result)).toMatchObject([
			{
				error: expect.stringMatching(/HTTP 404/) as string,
				message: { uuid: NO_GROUP, steps: { description: { status: 'not_done' } } },
			},
		]);
		expect(result.output).toHaveLength(1);
	});

	test('does not repeat what is done under Retry On Fail', async () => {
		const uuid = addGroup();
		refuse('set-description', { nth: 2, status: 400 });
		const items = ['one', 'two'].map((about) => ({ uuid, about }));
		const { output } = await run('group.update', FIELDS, items, RETRY);
		expect(bodiesOf('set-description')).toMatchObject([
			{ description: 'one' },
			{ description: 'two' },
			{ description: 'two' },
		]);
		expect(output).toHaveLength(2);
	});

	test.each([
		[{}, /^Update Fields is empty/],
		[{ updateFields: { description: '={{ $json.nothing }}' } }, /^Update Fields is empty/],
		[{ updateFields: { description: '={{ $json }}' } }, /^Description should be text/],
		[{ updateFields: { pictureUrl: 'a.jpg' } }, /^Picture URL: "a.jpg" is not a web address/],
	])('%j is explained, and nothing is sent', async (parameters, message) => {
		const uuid = addGroup();
		expectRefused(await run('group.update', parameters, [{ uuid }, { uuid }]), message);
	});
});

describe('send message', () => {
	const FIELDS = { text: '={{ $json.text }}', mediaUrl: '={{ $json.file }}' };
	const FILE = 'https://example.com/agenda.pdf';
	const BY_MODEL = "={{ $fromAI('text', 'What to say', 'string') }}";
	const saying = (uuid: string, ...texts: string[]) => texts.map((text) => ({ uuid, text }));
	const messages = () => sandbox.world.groups.flatMap((group) => group.messages);
	const said = () => messages().map(({ text }) => text);

	test('sends the documented body, item by item', async () => {
		const uuid = addGroup();
		const { output, outputs } = await run('group.sendMessage', FIELDS, [
			{ uuid, text: 'Hello,\nall', file: FILE },
			{ uuid, text: 'Hello' },
			{ uuid, file: FILE },
		]);
		const to = { from_number: FROM, to_group_uuid: uuid };
		expect(requests()).toEqual(Array(3).fill('POST /whatsapp/send-message'));
		expect(bodiesOf('send-message')).toEqual([
			{ ...to, text: 'Hello,\nall', url: FILE },
			{ ...to, text: 'Hello' },
			{ ...to, url: FILE },
		]);
		const sent = { uuid, from_number: FROM, batched: true };
		expect(output).toEqual(messages().map((one) => ({ ...sent, message_uuid: one.uuid })));
		expect(linksOf(outputs[0])).toEqual([0, 1, 2]);
	});

	test.each(['reset', 'html', 'cut', 'empty', 'truncate'] as const)(
		'is never repeated after an answer that is %s',
		async (effect) => {
			const uuid = addGroup();
			sandbox.fault({ operation: 'send-message', when: 'after', effect });
			const items = saying(uuid, 'one', 'two');
			const first = await run('group.sendMessage', FIELDS, items, RETRY);
			expect(first.error?.message).toContain(`The message to ${uuid} may have been sent`);
			expect(first.error?.message).toContain('It is not sent again');
			expect(said()).toEqual(['one']);
			// "Retry execution" keeps the memory as well.
			await run('group.sendMessage', FIELDS, items, retryOf(first));
			expect(said()).toEqual(['one']);
		},
	);

	test.each([
		{ what: 'the same text', text: FIELDS.text },
		{ what: 'another text in every try', text: '={{ $json.text }} at {{ Math.random() }}' },
	])('a sent one is not sent again when a later item is tried again: $what', async ({ text }) => {
		refuse('send-message', { nth: 2, status: 400 });
		const items = saying(addGroup(), 'same', 'same');
		const { output, status } = await run('group.sendMessage', { text }, items, RETRY);
		expect(status).toBe('success');
		expect(said().map((one) => one?.slice(0, 4))).toEqual(['same', 'same']);
		expect(output).toMatchObject(messages().map((one) => ({ message_uuid: one.uuid })));
	});

	test('one that was stopped while the number was busy is sent by the retry', async () => {
		const uuid = addGroup();
		// Two seconds as waits pass here, and the stop comes in the middle of them.
		refuse('send-message', { status: 486, headers: { 'retry-after': '100' } });
		const items = saying(uuid, 'one');
		await engine.reset(50);
		const stopped = await run('group.sendMessage', FIELDS, items, { cancelAfter: 50_000 });
		await engine.reset(WAIT_SPEED);
		expect(stopped.status).toBe('canceled');
		expect(bodiesOf('send-message')).toHaveLength(1);
		sandbox.reset();
		addGroup([], { uuid });
		const again = await run('group.sendMessage', FIELDS, items, retryOf(stopped));
		expect(again.status).toBe('success');
		expect(said()).toEqual(['one']);
	});

	test('waits for a number that is busy, because nothing was taken up', async () => {
		refuse('send-message', { status: 486 });
		const { output } = await run('group.sendMessage', FIELDS, saying(addGroup(), 'one', 'two'));
		expect(output).toHaveLength(2);
		expect(said()).toEqual(['one', 'two']);
	});

	test('keeps items apart, and names what is sent when the run ends', async () => {
		const uuid = addGroup();
		const items = [
			{ uuid, text: 'one' },
			{ uuid: NO_GROUP, text: 'two' },
			{ uuid, text: 'three' },
		];
		const apart = await run('group.sendMessage', FIELDS, items, ERROR_OUTPUT);
		expect(apart.output).toHaveLength(2);
		expect(errorsOf(apart)).toEqual([expect.stringMatching(/HTTP 404/)]);
		const { error } = await run('group.sendMessage', FIELDS, items);
		expect(error?.description).toContain(`message to ${uuid}`);
	});

	test.each([
		[{}, /^Text and Media URL are both empty/],
		[{ text: '={{ $json.nothing }}' }, /^Text and Media URL are both empty/],
		[{ text: '={{ $json }}' }, /^Text should be text/],
		[{ mediaUrl: 'agenda.pdf' }, /^Media URL: "agenda.pdf" is not a web address/],
		[{ mediaUrl: 'https://drive.google.com/file/d/1/view' }, /is a page of Google Drive/],
	])('%j is explained, and nothing is sent', async (parameters, message) => {
		const uuid = addGroup();
		expectRefused(await run('group.sendMessage', parameters, [{ uuid }, { uuid }]), message);
	});

	test('a tool does not say again what may have been said', async () => {
		loseAnswer('send-message');
		const parameters = { groupId: groupId(addGroup()), text: BY_MODEL };
		const args = [{ text: 'Hi' }, { text: 'Bye' }, { text: 'Hi' }];
		const { failure } = await runTool('group.sendMessage', parameters, args, RETRY);
		expect(failure).toContain('may have been sent');
		expect(said()).toEqual(['Hi', 'Bye']);
	});
});
