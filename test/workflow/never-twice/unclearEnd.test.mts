import type { Fault } from '../../sandbox/sandbox.mts';
import { CONTINUE, RETRY, create, retryOf, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, TWO, members, people } from '../data.mts';
import {
	addGroup,
	callsOf,
	groupNames,
	hideGroups,
	loseAnswer,
	membersOf,
	refuse,
	requestedNames,
} from '../twoChat.mts';
import { OF_A, shownBy, unmentioned } from './support.mts';

// A creation is never repeated after an unclear end.

useBench();

/** Every way in which 2Chat can have done it and not said so. */
const LOST_ANSWERS: Array<[name: string, fault: Omit<Fault, 'when' | 'operation'>]> = [
	['a reset connection', { effect: 'reset' }],
	['a connection cut in the middle of the answer', { effect: 'cut' }],
	['status 408', { effect: 'answer', status: 408 }],
	['status 500', { effect: 'answer', status: 500 }],
	['status 502 with a web page', { effect: 'html', status: 502 }],
	['status 503', { effect: 'answer', status: 503 }],
	['status 504 with a web page', { effect: 'html' }],
	['status 524, as proxies have it', { effect: 'html', status: 524 }],
	['a web page with status 200', { effect: 'html', status: 200 }],
	['half an answer', { effect: 'truncate' }],
	['an empty answer', { effect: 'empty' }],
	['an answer of null', { effect: 'answer', status: 200, body: 'null' }],
	['an answer without a group', { effect: 'answer', status: 200, body: { success: true } }],
	[
		'an answer without the id',
		{ effect: 'answer', status: 200, body: { success: true, group: { name: 'A' } } },
	],
	[
		'an answer that denies success and has a group without id',
		{ effect: 'answer', status: 200, body: { success: false, group: { name: 'A' } } },
	],
	[
		'an answer that says that it does not know',
		{
			effect: 'answer',
			status: 200,
			body: {
				success: false,
				error_message: 'CreateGroupError: An unknown error occupied while creating a group',
			},
		},
	],
];

describe('a group that was made although the answer was lost', () => {
	test.each(['retryOnFail', 'Retry execution'])(
		'is not created again by %s when 2Chat refused the try before it',
		async (how) => {
			refuse('create-group', { ...OF_A, status: 410 });
			loseAnswer('create-group', { ...OF_A, nth: 2 });
			hideGroups();
			const first = await create({}, TWO, how === 'retryOnFail' ? RETRY : {});
			await create({}, TWO, retryOf(first));
			expect(groupNames()).toEqual(['A']);
			expect(requestedNames()).toEqual(['A', 'A']);
		},
	);

	test.each(LOST_ANSWERS)('is found again after %s', async (_, fault) => {
		sandbox.fault({ operation: 'create-group', ...OF_A, when: 'after', ...fault });
		const run = await create({}, TWO, RETRY);
		expect(run.status).toBe('success');
		expect(requestedNames()).toEqual(['A', 'B']);
		expect(groupNames()).toEqual(['A', 'B']);
		expect(run.output.map(({ uuid }) => uuid)).toEqual(
			sandbox.world.groups.map(({ uuid }) => uuid),
		);
		expect(run.output.map(({ created, recovered }) => [created, recovered])).toEqual([
			[true, true],
			[true, undefined],
		]);
		// Added by the lost call, so nobody has to be sent again.
		expect(callsOf('add-participant')).toEqual([]);
		expect(run.output[0]?.['summary']).toMatchObject({ added: 1, in_group: 1, missing: 0 });
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
		const run = await create({}, [{ name: 'A', people: all }, TWO[1] ?? {}]);
		expect(run.output[0]).toMatchObject({ recovered: true, summary: { added: 25 } });
		expect(callsOf('add-participant')).toHaveLength(2);
		expect(membersOf('A').sort()).toEqual([...all].sort());
	});

	test.each(['oldestFirst', 'newestFirst'] as const)(
		'is told from an older one of the same name, listed %s',
		async (groupOrder) => {
			sandbox.settings.groupOrder = groupOrder;
			const yesterday = sandbox.world.addGroup({
				name: 'A',
				phoneNumber: FROM,
				waCreatedAt: new Date(Date.now() - 86_400_000).toISOString(),
			});
			loseAnswer('create-group', OF_A);
			const run = await create();
			const made = sandbox.world.groups.find(({ name, uuid }) => {
				return name === 'A' && uuid !== yesterday.uuid;
			});
			expect(run.output.map(({ uuid, recovered }) => [uuid, recovered])).toEqual([
				[made?.uuid, true],
				[sandbox.world.groups.at(-1)?.uuid, undefined],
			]);
		},
	);
});

describe('a group that is not found', () => {
	test.each([{ effect: 'reset' }, { effect: 'answer', status: 500 }] as const)(
		'after %j may exist: the error says so, and another try only looks',
		async (fault) => {
			sandbox.fault({ operation: 'create-group', ...OF_A, ...fault });
			const run = await create({}, TWO, RETRY);
			expect(run.status).toBe('error');
			expect(requestedNames()).toEqual(['A']);
			expect(run.error?.message).toContain('The group "A" may exist');
			expect(run.error?.description).toContain('does not create a second one');
		},
	);

	test('does not hold up the other items under Continue', async () => {
		sandbox.fault({ operation: 'create-group', ...OF_A, effect: 'reset' });
		const run = await create({}, TWO, CONTINUE);
		const [failed, made] = run.output;
		expect(failed?.['error']).toContain('may exist');
		expect(made).toMatchObject({ name: 'B', created: true });
		expect(unmentioned(run)).toEqual([]);
	});

	test('is not replaced by one of the same name from yesterday', async () => {
		addGroup([], { name: 'A', waCreatedAt: new Date(Date.now() - 86_400_000).toISOString() });
		sandbox.fault({ operation: 'create-group', ...OF_A, effect: 'reset' });
		const run = await create({}, TWO, CONTINUE);
		expect(shownBy(run)).toContain('The group "A" may exist');
		expect(membersOf('A')).toEqual([]);
	});

	test('is not replaced by one of the same name that somebody else makes just then', async () => {
		sandbox.fault({ operation: 'create-group', ...OF_A, effect: 'reset' });
		addGroup([{ phoneNumber: FROM, role: 'admin' }], {
			name: 'A',
			ownerPhoneNumber: CARLOS,
			waCreatedAt: new Date(Date.now() + 1_000).toISOString(),
		});
		const run = await create({}, TWO, CONTINUE);
		expect(shownBy(run)).toContain('The group "A" may exist');
		expect(membersOf('A')).not.toContain(ANA);
	});
});

describe('a group that another execution makes at the same time under the same name', () => {
	const theirs = () =>
		sandbox.world.addGroup({
			name: 'A',
			phoneNumber: FROM,
			members: members(CARLOS),
		});

	test.each(['oldestFirst', 'newestFirst'] as const)(
		'is not taken instead of the own one (%s)',
		async (groupOrder) => {
			sandbox.settings.groupOrder = groupOrder;
			const other = theirs();
			loseAnswer('create-group', OF_A);
			const run = await create();
			const own = sandbox.world.groups.find(
				({ name, uuid }) => name === 'A' && uuid !== other.uuid,
			);
			expect(run.output[0]).toMatchObject({ uuid: own?.uuid, recovered: true });
			expect(membersOf('A')).toEqual([CARLOS]);
		},
	);
});

describe('two requests with the same name', () => {
	const SAME = [
		{ name: 'Same', people: [ANA] },
		{ name: 'Same', people: [BEN] },
	];

	test('the second does not take the group of the first for its own', async () => {
		sandbox.fault({ operation: 'create-group', nth: 2, effect: 'reset' });
		const run = await create({}, SAME, CONTINUE);
		const [first, second] = run.output;
		expect(first).toMatchObject({ created: true });
		expect(second?.['error']).toContain('may exist');
		expect(membersOf('Same')).toEqual([ANA]);
	});

	test('the first does not take the group of the second, which is found later', async () => {
		// Neither gets an answer; only the second one's group is made, and no look shows it.
		sandbox.fault({ operation: 'create-group', nth: 1, effect: 'reset' });
		loseAnswer('create-group', { nth: 2 });
		hideGroups(12);
		const first = await create({}, SAME, CONTINUE);
		expect(first.output.map(({ error }) => String(error))).toEqual([
			expect.stringContaining('may exist'),
			expect.stringContaining('may exist'),
		]);
		const again = await create({}, SAME, {
			...CONTINUE,
			mode: 'retry',
			contextData: first.contextData,
		});
		const [one, two] = again.output;
		expect(one?.['error']).toContain('may exist');
		expect(two).toMatchObject({ recovered: true });
		expect(membersOf('Same')).toEqual([BEN]);
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
			expect(groupNames()).toEqual(['Same']);
			expect(unmentioned(run)).toEqual([]);
		},
	);
});

describe('a refusal', () => {
	test('of the key leaves nothing behind', async () => {
		const run = await create({}, TWO, {
			...CONTINUE,
			credentials: { twoChatGroupsApi: { apiKey: 'UAK-renewed-key', baseUrl: sandbox.baseUrl } },
		});
		expect(run.output.map(({ error }) => String(error))).toEqual([
			expect.stringContaining('does not know this API key'),
			expect.stringContaining('does not know this API key'),
		]);
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
