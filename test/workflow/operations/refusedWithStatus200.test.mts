import { ERROR_OUTPUT, run, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, from, lists, members, rows } from '../data.mts';
import { errorsOf } from '../results.mts';
import { addGroup, answerWith } from '../twoChat.mts';

// A refusal whose status says that all is well, in each shape that 2Chat has for one (2chat-api.md 1.4).

useBench();

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
