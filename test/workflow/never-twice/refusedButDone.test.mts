import type { Fault } from '../../sandbox/sandbox.mts';
import { BY_ITEM, useBench, type CreateBench } from '../create/harness.mts';
import { CONTINUE, HIDDEN, jsonOf, namesOf, requestedNames } from './support.mts';

// 2Chat refuses what it has done all the same (2chat-api.md 1.5, 5.2, 7.22): nothing is sent again unless a look shows
// that there is no group.

const [ANA, BEN, CARLOS] = ['+17137157533', '+18647351567', '+447700176576'] as const;
const WORDS = 'CreateGroupError: An unknown error occupied while creating a group';
const SETTINGS = { ...CONTINUE, retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const ITEMS = [
	{ name: 'Club', people: [ANA, BEN] },
	{ name: 'Other', people: [CARLOS] },
];

const bench = useBench();

const ofClub = (status: number, body: object): Fault => ({
	operation: 'create-group',
	bodyContains: 'Club',
	when: 'after',
	effect: 'answer',
	status,
	body,
});

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
		bench.sandbox.fault(ofClub(status, body));
		const { outputs } = await bench.create(BY_ITEM, ITEMS, { settings: SETTINGS });
		expect(namesOf(bench.sandbox).filter((name) => name === 'Club')).toEqual(['Club']);
		expect(jsonOf(outputs)[0]).toMatchObject({ name: 'Club', recovered: true });
	},
);

const SHOWS_NOTHING: Array<[string, (bench: CreateBench) => void]> = [
	['its members are hidden', ({ sandbox }) => (sandbox.settings.hiddenIds = 'everybody')],
	[
		'2Chat does not show it',
		({ sandbox }) =>
			sandbox.fault({ operation: 'get-group', times: 0, effect: 'answer', status: 404 }),
	],
	[
		'the list cannot be read',
		({ sandbox }) =>
			sandbox.fault({ operation: 'list-groups', times: 0, effect: 'html', status: 503 }),
	],
];

describe.each([
	[410, { success: false }],
	[200, { success: false, message: 'No' }],
])('HTTP %i %j after the write', (status, body) => {
	test.each(SHOWS_NOTHING)('and %s: it may exist, and is not created again', async (_, hide) => {
		hide(bench);
		bench.sandbox.fault(ofClub(status, body));
		const { outputs } = await bench.create(BY_ITEM, ITEMS, { settings: SETTINGS });
		expect(requestedNames(bench.sandbox).filter((name) => name === 'Club')).toEqual(['Club']);
		expect(jsonOf(outputs)[0]?.['error']).toContain('The group "Club" may exist');
	});
});

test('a number that is busy before the work gets the request again, after one look', async () => {
	bench.sandbox.fault({ ...ofClub(486, { success: false }), when: 'before' });
	const { output } = await bench.create(BY_ITEM, ITEMS);
	expect(output.map(({ created }) => created)).toEqual([true, true]);
	expect(bench.callsOf('list-groups')).toHaveLength(1);
});

test('words that only sound like the limit of new groups stop nobody', async () => {
	for (const words of [
		'Group name exceeds the limit for groups: 25 characters',
		'Max 10 participants per group (group limit)',
		'Cannot create group "Club"',
	]) {
		bench.sandbox.reset();
		bench.sandbox.fault({ ...ofClub(400, { error_message: words }), when: 'before' });
		const { outputs } = await bench.create(BY_ITEM, ITEMS, { settings: CONTINUE });
		const [club, other] = jsonOf(outputs);
		expect(club?.['error']).toContain(words);
		expect(other).toMatchObject({ created: true });
	}
});

test('creations that nobody hears of again end the other items of the sender at once', async () => {
	const { sandbox } = bench;
	sandbox.fault({
		operation: 'create-group',
		times: 0,
		when: 'after',
		effect: 'html',
		status: 504,
	});
	sandbox.fault({ ...HIDDEN, times: 0 });
	const items = Array.from({ length: 24 }, (_, index) => ({ name: `G${index}`, people: ANA }));
	const { outputs } = await bench.create(BY_ITEM, items, { settings: CONTINUE });
	expect(requestedNames(sandbox)).toEqual(['G0', 'G1']);
	expect(sandbox.calls.length).toBeLessThan(15);
	const errors = jsonOf(outputs).map(({ error }) => String(error));
	expect(errors.slice(0, 2).every((error) => error.includes('may exist'))).toBe(true);
	expect(errors.slice(2).every((error) => error.includes('was not sent'))).toBe(true);
});
