import type { Fault } from '../../sandbox/sandbox.mts';
import { CONTINUE, RETRY, create, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, groups, lists } from '../data.mts';
import { callsOf, groupNames, hideGroups, loseAnswer, refuse } from '../twoChat.mts';
import { requestedNames } from '../twoChat.mts';
import { OF_A } from './support.mts';

// 2Chat refuses what it has done all the same (2chat-api.md 1.5, 5.2, 7.22): nothing is sent again unless a look shows
// that there is no group.

const WORDS = 'CreateGroupError: An unknown error occupied while creating a group';
const SETTINGS = { ...CONTINUE, ...RETRY };
const ITEMS = lists([ANA, BEN], CARLOS);

useBench();

const refuseA = (status: number, body: object, when: Fault['when'] = 'after') =>
	refuse('create-group', { ...OF_A, when, status, body });

test.each([
	[400, { success: false, error: true, error_message: WORDS }],
	[403, { success: false, error_message: 'CreateGroupError: forbidden' }],
	[406, { success: false, message: WORDS }],
	[422, { detail: WORDS }],
	[429, { success: false, error_message: 'rate-overlimit' }],
	[200, { success: false, group: WORDS }],
	[202, { error: true, error_message: 'Evaluation failed' }],
	[409, { success: false }],
	[486, { success: false }],
])(
	'HTTP %i %j after the write: the group is found, and not created again',
	async (status, body) => {
		refuseA(status, body);
		const { output } = await create({}, ITEMS, SETTINGS);
		expect(groupNames().filter((name) => name === 'A')).toEqual(['A']);
		expect(output[0]).toMatchObject({ name: 'A', recovered: true });
	},
);

const SHOWS_NOTHING: Array<[string, () => unknown]> = [
	['its members are hidden', () => (sandbox.settings.hiddenIds = 'everybody')],
	['2Chat does not show it', () => refuse('get-group', { times: 0, status: 404 })],
	['the list cannot be read', () => refuse('list-groups', { times: 0, status: 503 })],
];

describe.each([
	[410, { success: false }],
	[200, { success: false, message: 'No' }],
])('HTTP %i %j after the write', (status, body) => {
	test.each(SHOWS_NOTHING)('and %s: it may exist, and is not created again', async (_, hide) => {
		hide();
		refuseA(status, body);
		const { output } = await create({}, ITEMS, SETTINGS);
		expect(requestedNames().filter((name) => name === 'A')).toEqual(['A']);
		expect(output[0]?.['error']).toContain('The group "A" may exist');
	});
});

test.each([200, 202, 409, 410, 486, 500])(
	'HTTP %i that denies success and shows a group without its id: it may exist, and is not created again',
	async (status) => {
		hideGroups();
		refuseA(status, { success: false, group: { name: 'A', participants: [] } });
		const { output } = await create({}, ITEMS, SETTINGS);
		expect(requestedNames().filter((name) => name === 'A')).toEqual(['A']);
		expect(output).toMatchObject([
			{ error: expect.stringContaining('The group "A" may exist') as string },
			{ created: true },
		]);
	},
);

test('a number that is busy before the work gets the request again, after one look', async () => {
	refuseA(486, { success: false }, 'before');
	const { output } = await create({}, ITEMS);
	expect(output.map(({ created }) => created)).toEqual([true, true]);
	expect(callsOf('list-groups')).toHaveLength(1);
});

test.each([
	'Group name exceeds the limit for groups: 25 characters',
	'Max 10 participants per group (group limit)',
	'Cannot create group "A"',
])('words that only sound like the limit of new groups stop nobody: %s', async (words) => {
	refuseA(400, { error_message: words }, 'before');
	const { output } = await create({}, ITEMS, CONTINUE);
	const error = expect.stringContaining(words) as string;
	expect(output).toMatchObject([{ error }, { created: true }]);
});

test('creations that nobody hears of again end the other items of the sender at once', async () => {
	loseAnswer('create-group', { times: 0 });
	hideGroups();
	const { output } = await create({}, groups(24), CONTINUE);
	expect(requestedNames()).toEqual(['G0', 'G1']);
	expect(sandbox.calls.length).toBeLessThan(15);
	const errors = output.map(({ error }) => String(error));
	expect(errors.slice(0, 2).every((error) => error.includes('may exist'))).toBe(true);
	expect(errors.slice(2).every((error) => error.includes('was not sent'))).toBe(true);
});
