import type { Fault, GroupSeed, Settings } from '../../sandbox/sandbox.mts';
import { CONTINUE, RETRY, create, retryOf, sandbox, useBench, withCredential } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, TWO, lists, members, people, sameGroup } from '../data.mts';
import { expectPlainWords } from '../results.mts';
import { addGroup, callsOf, groupNames, hideGroups, loseAnswer, membersOf } from '../twoChat.mts';
import { refuse, requestedNames } from '../twoChat.mts';
import { OF_A, shownBy, unmentioned } from './support.mts';

// A creation is never repeated after an unclear end.

useBench();

const YESTERDAY = { waCreatedAt: new Date(Date.now() - 86_400_000).toISOString() };
const UNKNOWN = 'CreateGroupError: An unknown error occupied while creating a group';

/** A success that cannot be one. */
const says = (body: unknown) => ({ effect: 'answer' as const, status: 200, body });

/** After these nobody knows whether the group was made. */
const UNCLEAR: Fault[] = [
	{ effect: 'reset' },
	{ effect: 'cut' },
	{ effect: 'truncate' },
	{ effect: 'empty' },
	...[408, 500, 503].map((status) => ({ effect: 'answer' as const, status })),
	...[200, 502, 504, 524].map((status) => ({ effect: 'html' as const, status })),
	says('null'),
	says('"text"'),
	says({ success: true }),
	says({ success: true, group: null }),
	says({ success: true, group: 'CreateGroupError' }),
	says({ success: true, group: { name: 'A' } }),
	says({ success: true, group: { name: 'A', uuid: '' } }),
	says({ success: true, group: { uuid: '../../info' } }),
	says({ success: false, group: { name: 'A' } }),
];

describe('a group that was made although the answer was lost', () => {
	test.each([{}, RETRY])(
		'is not created again by "Retry execution" when 2Chat refused the try before it: %j',
		async (how) => {
			refuse('create-group', { ...OF_A, status: 410 });
			loseAnswer('create-group', { ...OF_A, nth: 2 });
			hideGroups();
			const first = await create({}, TWO, how);
			await create({}, TWO, retryOf(first));
			expect(groupNames()).toEqual(['A']);
			expect(requestedNames()).toEqual(['A', 'A']);
		},
	);

	const denied = says({ success: false, error_message: UNKNOWN });

	test.each([...UNCLEAR, denied])('is found again after %j', async (fault) => {
		sandbox.fault({ operation: 'create-group', ...OF_A, when: 'after', ...fault });
		const run = await create({}, TWO, RETRY);
		expect(run.status).toBe('success');
		expect(requestedNames()).toEqual(['A', 'B']);
		expect(groupNames()).toEqual(['A', 'B']);
		const [a, b] = sandbox.world.groups;
		expect(run.output).toMatchObject([
			{ uuid: a?.uuid, created: true, recovered: true, summary: { added: 1, in_group: 1 } },
			{ uuid: b?.uuid, created: true },
		]);
		expect(run.output[1]).not.toHaveProperty('recovered');
		// Added by the lost call, so nobody has to be sent again.
		expect(callsOf('add-participant')).toEqual([]);
	});

	test('is found again when 2Chat lists it only at the third look', async () => {
		loseAnswer('create-group', OF_A);
		hideGroups(2);
		const run = await create();
		expect(run.output.map(({ recovered }) => recovered)).toEqual([true, undefined]);
		expect(callsOf('list-groups')).toHaveLength(3);
		expect(groupNames()).toEqual(['A', 'B']);
	});

	test('gets the people whom the lost call did not take along', async () => {
		const all = people(25);
		loseAnswer('create-group', OF_A);
		const run = await create({}, lists(all, BEN));
		expect(run.output[0]).toMatchObject({ recovered: true, summary: { added: 25 } });
		expect(callsOf('add-participant')).toHaveLength(2);
		expect(membersOf('A').sort()).toEqual([...all].sort());
	});

	test.each([
		['an older one', 'oldestFirst', ANA, YESTERDAY],
		['an older one', 'newestFirst', ANA, YESTERDAY],
		['one that another execution makes at the same time', 'oldestFirst', CARLOS, {}],
		['one that another execution makes at the same time', 'newestFirst', CARLOS, {}],
	] as const)('is told from %s under the same name, listed %s', async (_, order, member, seed) => {
		sandbox.settings.groupOrder = order;
		const other = addGroup(members(member), { name: 'A', ...seed });
		loseAnswer('create-group', OF_A);
		const { output } = await create();
		const [, a, b] = sandbox.world.groups;
		expect(output).toMatchObject([{ uuid: a?.uuid, recovered: true }, { uuid: b?.uuid }]);
		expect(membersOf(other)).toEqual([member]);
	});
});

test.each(UNCLEAR)(
	'a group that is not found after %j may exist: the error says so, and another try only looks',
	async (fault) => {
		sandbox.fault({ operation: 'create-group', ...OF_A, ...fault });
		const run = await create({}, TWO, RETRY);
		expect(run.status).toBe('error');
		expect(requestedNames()).toEqual(['A']);
		expect(run.error?.message).toContain('The group "A" may exist');
		expect(run.error?.description).toContain('does not create a second one');
		expectPlainWords(run.error?.message, run.error?.description);
	},
);

test('2Chat is not asked again and again for a list that it refuses', async () => {
	loseAnswer('create-group', { times: 0 });
	refuse('list-groups', { times: 0 });
	const run = await create({}, lists([ANA, BEN], CARLOS), CONTINUE);
	const error = expect.stringContaining('may exist') as string;
	expect(run.output).toMatchObject([{ error }, { error }]);
	expect(callsOf('list-groups')).toHaveLength(2);
});

describe('in the place of a group that is not found none of the same name is taken', () => {
	const OWN = members(ANA, BEN);

	test.each<[because: string, seeds: Array<Partial<GroupSeed>>, settings?: Partial<Settings>]>([
		['somebody is in it who was not named', [{ members: members(ANA, CARLOS) }]],
		['nobody is in it', [{ members: [] }]],
		['its members are hidden', [{ members: OWN }], { hiddenIds: 'everybody' }],
		['there are two that look alike', [{ members: OWN }, { members: OWN }]],
		['it is from yesterday', [{ members: OWN, ...YESTERDAY }]],
		['somebody else makes it', [{ members: members(FROM, BEN), ownerPhoneNumber: ANA }]],
	])('because %s', async (_, seeds, settings = {}) => {
		Object.assign(sandbox.settings, settings);
		const uuids = seeds.map((seed) => addGroup(seed.members, { name: 'A', ...seed }));
		const before = uuids.map(membersOf);
		sandbox.fault({ operation: 'create-group', ...OF_A, effect: 'reset' });
		const run = await create({}, lists([ANA, BEN], CARLOS), CONTINUE);
		expect(run.output).toMatchObject([
			{ error: expect.stringContaining('The group "A" may exist') as string },
			{ name: 'B', created: true },
		]);
		expect(uuids.map(membersOf)).toEqual(before);
		expect(requestedNames()).toEqual(['A', 'B']);
	});

	test('because its name is shorter', async () => {
		sandbox.fault({ operation: 'create-group', bodyContains: 'Berlin', effect: 'reset' });
		addGroup(members(ANA), { name: 'Onboarding' });
		const items = [
			{ name: 'Onboarding Berlin, second team', people: [ANA, BEN] },
			{ name: 'Another', people: [BEN] },
		];
		const { output } = await create({}, items, CONTINUE);
		expect(output[0]?.['error']).toContain('may exist');
		expect(membersOf('Onboarding')).toEqual([ANA]);
	});
});

describe('two requests with the same name', () => {
	const SAME = sameGroup(ANA, BEN);

	test('the second does not take the group of the first for its own', async () => {
		sandbox.fault({ operation: 'create-group', nth: 2, effect: 'reset' });
		const run = await create({}, SAME, CONTINUE);
		const error = expect.stringContaining('may exist') as string;
		expect(run.output).toMatchObject([{ created: true }, { error }]);
		expect(membersOf('A')).toEqual([ANA]);
	});

	test('the first does not take the group of the second, which is found later', async () => {
		// Neither gets an answer; only the second one's group is made, and no look shows it.
		sandbox.fault({ operation: 'create-group', nth: 1, effect: 'reset' });
		loseAnswer('create-group', { nth: 2 });
		hideGroups(12);
		const first = await create({}, SAME, CONTINUE);
		const error = expect.stringContaining('may exist') as string;
		expect(first.output).toMatchObject([{ error }, { error }]);
		const again = await create({}, SAME, { ...CONTINUE, ...retryOf(first) });
		expect(again.output).toMatchObject([{ error }, { recovered: true }]);
		expect(membersOf('A')).toEqual([BEN]);
		expect(callsOf('create-group')).toHaveLength(2);
	});

	test.each(['use', 'stop'])(
		'with If Group Exists "%s" none is made while that of the first may exist',
		async (ifGroupExists) => {
			loseAnswer('create-group');
			// One look before the first creation, six after it.
			hideGroups(7);
			const run = await create({ options: { ifGroupExists } }, SAME, CONTINUE);
			expect(callsOf('create-group')).toHaveLength(1);
			expect(groupNames()).toEqual(['A']);
			expect(unmentioned(run)).toEqual([]);
		},
	);
});

describe('a refusal', () => {
	test('of the key leaves nothing behind', async () => {
		const how = { ...CONTINUE, ...withCredential({ apiKey: 'UAK-renewed-key' }) };
		const run = await create({}, TWO, how);
		const error = expect.stringContaining('does not know this API key') as string;
		expect(run.output).toMatchObject([{ error }, { error }]);
		expect(groupNames()).toEqual([]);
		// n8n itself repeats a request after 401 once.
		expect(sandbox.calls.length).toBeLessThanOrEqual(4);
		expect(shownBy(run)).not.toContain('may exist');
	});

	test('of one item for the key lets "Retry execution" make its group', async () => {
		refuse('create-group', { ...OF_A, times: 2, status: 401, body: { detail: 'x' } });
		const failed = await create();
		expect(failed.status).toBe('error');
		expect(groupNames()).toEqual([]);
		sandbox.reset();
		const again = await create({}, TWO, retryOf(failed));
		expect(again.status).toBe('success');
		expect(groupNames()).toEqual(['A', 'B']);
	});
});
