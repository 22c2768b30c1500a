import { CONTINUE, ERROR_OUTPUT, run, runWorkflow, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, NOT_ON_WHATSAPP, NO_GROUP, from, groupId } from '../data.mts';
import { lists, members, people, rows } from '../data.mts';
import { errorsOf, linesOf, outcomes } from '../results.mts';
import { addGroup, addGroups, answerWith, callsOf, groupOf, refuse, say } from '../twoChat.mts';
import { twoGroups } from '../operations/sync.mts';
import { chain, node } from '../workflows.mts';

// What items, hints and errors say is so.

useBench();

const inIt = [ANA, BEN, CARLOS];
const list = [...people(10), ...inIt];
const full = () => {
	sandbox.settings.groupCapacity = inIt.length + 1;
	return twoGroups(members(...inIt));
};

test.each(['participant.add', 'participant.sync'] as const)(
	'in a full group %s reports members as members, also behind ten people for whom there is no room',
	async (operation) => {
		const { output, hints } = await run(operation, {}, rows(full(), list, ANA));
		expect(output[0]?.['summary']).toMatchObject({ people: 13, in_group: 3, group_full: 10 });
		expect(outcomes(output[0])).toMatchObject({ [ANA]: 'already_member' });
		expect(hints[0]?.message).toMatch(/^10 of 13 people are not in the group/);
	},
);

test('Since is a time in the time zone of the workflow', async () => {
	const uuid = addGroup(members(ANA));
	say(uuid, 'Hello');
	const time = Date.parse(String(groupOf(uuid)?.messages[0]?.at));
	// An hour before the message, as the editor writes it for somebody in Tokyo.
	const since = new Date(time + 8 * 3_600_000).toISOString().slice(0, 19);
	const parameters = { groupId: groupId(uuid), returnAll: true, filters: { since } };
	const workflow = chain(node('Get', 'group.getMessages', parameters));
	const settings = { timezone: 'Asia/Tokyo' };
	const { nodes } = await runWorkflow({ ...workflow, settings }, [{}, {}]);
	expect(nodes['Get']?.[0]?.outputs[0]).toHaveLength(2);
});

test('Update says above the output what was not done', async () => {
	const uuids = addGroups(['A', 'B'], ANA);
	refuse('set-picture', { status: 403 });
	const updateFields = { description: 'News', pictureUrl: 'https://example.com/a.jpg' };
	const { hints } = await run('group.update', { updateFields }, rows(uuids, 1, 2));
	expect(hints.map(({ message }) => message)).toEqual([expect.stringContaining('picture')]);
});

test.each([200, 400])('a refusal without words (%i) does not speak of words', async (status) => {
	refuse('add-participant', { status, body: { success: false }, times: 0 });
	const { error } = await run('participant.add', {}, rows(addGroup(), BEN, CARLOS));
	expect(error?.description).toContain('Check the fields of this node.');
	expect(error?.description).not.toContain('after the colon');
});

test.each([200, 400, 403])(
	'a refusal (%i) that tells of people is read for each',
	async (status) => {
		const participants = { [BEN]: { statusCode: 403 }, [CARLOS]: { statusCode: 404 } };
		refuse('add-participant', { status, body: { success: false, participants }, times: 0 });
		const { output } = await run(
			'participant.add',
			{},
			rows(addGroups(['A', 'B']), [BEN], [CARLOS]),
		);
		expect(output.flatMap(linesOf).map(({ outcome }) => outcome)).toEqual([
			'needs_invite',
			'not_on_whatsapp',
		]);
	},
);

test('the creator is named even if WhatsApp hides their number', async () => {
	const hidden = '+61491570158';
	sandbox.settings.hiddenIds = 'flagged';
	const uuid = addGroup([{ phoneNumber: FROM, role: 'admin' }, ...members(ANA)], {
		ownerPhoneNumber: hidden,
	});
	const { output } = await run('participant.remove', {}, rows(uuid, [hidden, ANA], BEN));
	expect(outcomes(output[0])).toEqual({ [hidden]: 'protected', [ANA]: 'removed' });
	expect(linesOf(output[1])).toMatchObject([{ outcome: 'not_member' }]);
});

test('the creator is named although an item before could not read the group', async () => {
	const creator = '+61491570158';
	const uuid = addGroup([{ phoneNumber: FROM, role: 'admin' }, ...members(ANA)], {
		ownerPhoneNumber: creator,
	});
	refuse('get-group');
	const { output } = await run('participant.remove', {}, rows(uuid, BEN, creator));
	expect(output.flatMap(linesOf).map(({ outcome }) => outcome)).toEqual([
		'not_member',
		'protected',
	]);
});

test.each([
	['add', NOT_ON_WHATSAPP],
	['remove', BEN],
	['promote', BEN],
	['demote', BEN],
	['sync', ANA],
] as const)(
	'%s: an error does not call done what was done to nobody',
	async (operation, somebody) => {
		const uuid = addGroup(members(ANA));
		const { error } = await run(
			`participant.${operation}`,
			{},
			rows([uuid, NO_GROUP], somebody, ''),
		);
		expect(error?.message).toBe('Participants is empty');
		expect(error?.description).not.toContain('Already done');
	},
);

test.each([200, 400])(
	'a number that is no admin is not asked again for the rest (%i)',
	async (status) => {
		const words = 'AddParticipantsError: You have no admin rights to add a participant to a group';
		refuse('add-participant', { times: 0, status, body: { success: false, error_message: words } });
		const many = rows(addGroups(['A', 'B']), people(25), people(25));
		const { output } = await run('participant.add', {}, many, CONTINUE);
		expect(callsOf('add-participant')).toHaveLength(2);
		for (const { error } of output) expect(error).toContain('You have no admin rights');
	},
);

// A refusal whose status says that all is well, in each shape that 2Chat has for one (2chat-api.md 1.4).

const SHAPES = ['error_message', 'message', 'detail', 'detailList'] as const;
const WRITES = [
	'participant.add',
	'participant.remove',
	'participant.promote',
	'participant.demote',
	'participant.sendMessage',
	'group.sendMessage',
	'group.update',
] as const;

// All of them read it in one place, so not each shape for each of them.
test.each([
	...SHAPES.map((shape) => [shape, 'participant.add'] as const),
	...WRITES.map((operation) => ['mixed', operation] as const),
])('%s: %s fails with the words of 2Chat', async (errorShape, operation) => {
	Object.assign(sandbox.settings, { errorsAnswerWith: 'ok', errorShape });
	const fromNumber = from('+4915112345678');
	const updateFields = { description: 'News' };
	const result = await run(
		operation,
		{ fromNumber, text: 'Hello', updateFields },
		rows(addGroup(members(BEN)), ANA, BEN),
		ERROR_OUTPUT,
	);
	const error = expect.stringContaining('Number +4915112345678 not found') as string;
	expect(errorsOf(result)).toEqual([error, error]);
	expect(sandbox.world.directMessages).toEqual([]);
});

test('a private message that was refused is not called sent', async () => {
	answerWith('send-message', { error_message: 'No such number' });
	const { output } = await run(
		'participant.sendMessage',
		{ text: 'Hello' },
		lists([ANA, BEN], ANA),
	);
	expect(output).toMatchObject([
		{ outcome: 'not_attempted', reason: '2Chat rejected the request: No such number' },
		{ outcome: 'sent' },
		{ outcome: 'sent' },
	]);
});
