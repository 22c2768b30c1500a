import type { Fault } from '../../sandbox/sandbox.mts';
import { FROM, useBench, people } from '../create/harness.mts';
import {
	CONTINUE,
	CREATION_OF_A,
	FROM_FIELDS,
	HIDDEN,
	jsonOf,
	membersOf,
	namesOf,
	requestedNames,
	RETRY,
	told,
	TWO,
	untold,
} from './support.mts';

// Creation is never repeated after an unclear end.

const bench = useBench();

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
			const { sandbox } = bench;
			sandbox.fault({ ...CREATION_OF_A, when: 'before', effect: 'answer', status: 410 });
			sandbox.fault({ ...CREATION_OF_A, nth: 2, when: 'after', effect: 'reset' });
			sandbox.fault({ ...HIDDEN, times: 0 });
			const first = await bench.create(FROM_FIELDS, TWO, {
				settings: how === 'retryOnFail' ? RETRY : {},
			});
			await bench.create(FROM_FIELDS, TWO, { mode: 'retry', contextData: first.contextData });
			expect(namesOf(sandbox)).toEqual(['A']);
			expect(requestedNames(sandbox)).toEqual(['A', 'A']);
		},
	);

	test.each(LOST_ANSWERS)('is found again after %s', async (_, fault) => {
		const { sandbox } = bench;
		sandbox.fault({ ...CREATION_OF_A, when: 'after', ...fault });
		const run = await bench.create(FROM_FIELDS, TWO, { settings: RETRY });
		expect(run.status).toBe('success');
		expect(requestedNames(sandbox)).toEqual(['A', 'B']);
		expect(namesOf(sandbox)).toEqual(['A', 'B']);
		expect(run.output.map(({ uuid }) => uuid)).toEqual(
			sandbox.world.groups.map(({ uuid }) => uuid),
		);
		expect(run.output.map(({ created, recovered }) => [created, recovered])).toEqual([
			[true, true],
			[true, undefined],
		]);
		// Added by the lost call, so nobody has to be sent again.
		expect(bench.callsOf('add-participant')).toEqual([]);
		expect(run.output[0]?.['summary']).toMatchObject({ added: 1, in_group: 1, missing: 0 });
	});

	test('is found again when 2Chat lists it only at the third look', async () => {
		const { sandbox } = bench;
		sandbox.fault({ ...CREATION_OF_A, when: 'after', effect: 'reset' });
		sandbox.fault({ ...HIDDEN, times: 2 });
		const run = await bench.create(FROM_FIELDS, TWO);
		expect(run.output.map(({ recovered }) => recovered)).toEqual([true, undefined]);
		expect(bench.callsOf('list-groups')).toHaveLength(3);
		expect(namesOf(sandbox)).toEqual(['A', 'B']);
	});

	test('gets the people whom the lost call did not take along', async () => {
		const { sandbox } = bench;
		const all = people(25);
		sandbox.fault({ ...CREATION_OF_A, when: 'after', effect: 'reset' });
		const run = await bench.create(FROM_FIELDS, [{ name: 'A', people: all }, TWO[1] ?? {}]);
		expect(run.output[0]).toMatchObject({ recovered: true, summary: { added: 25 } });
		expect(bench.callsOf('add-participant')).toHaveLength(2);
		expect(membersOf(sandbox, 'A').sort()).toEqual([...all].sort());
	});

	test.each(['oldestFirst', 'newestFirst'] as const)(
		'is told from an older one of the same name, listed %s',
		async (groupOrder) => {
			const { sandbox } = bench;
			sandbox.settings.groupOrder = groupOrder;
			const yesterday = sandbox.world.addGroup({
				name: 'A',
				phoneNumber: FROM,
				waCreatedAt: new Date(Date.now() - 86_400_000).toISOString(),
			});
			sandbox.fault({ ...CREATION_OF_A, when: 'after', effect: 'reset' });
			const run = await bench.create(FROM_FIELDS, TWO);
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
	test('may exist: the error says so, and another try only looks', async () => {
		const { sandbox } = bench;
		sandbox.fault({ ...CREATION_OF_A, effect: 'reset' });
		const run = await bench.create(FROM_FIELDS, TWO, { settings: RETRY });
		expect(run.status).toBe('error');
		expect(requestedNames(sandbox)).toEqual(['A']);
		expect(run.error?.message).toContain('The group "A" may exist');
		expect(run.error?.description).toContain('does not create a second one');
	});

	test('does not hold up the other items under Continue', async () => {
		const { sandbox } = bench;
		sandbox.fault({ ...CREATION_OF_A, effect: 'reset' });
		const run = await bench.create(FROM_FIELDS, TWO, { settings: CONTINUE });
		const [failed, made] = jsonOf(run.outputs);
		expect(failed?.['error']).toContain('may exist');
		expect(made).toMatchObject({ name: 'B', created: true });
		expect(untold(sandbox.world.groups, run)).toEqual([]);
	});

	test('is not replaced by one of the same name from yesterday', async () => {
		const { sandbox } = bench;
		sandbox.world.addGroup({
			name: 'A',
			phoneNumber: FROM,
			waCreatedAt: new Date(Date.now() - 86_400_000).toISOString(),
		});
		sandbox.fault({ ...CREATION_OF_A, effect: 'reset' });
		const run = await bench.create(FROM_FIELDS, TWO, { settings: CONTINUE });
		expect(told(run)).toContain('The group "A" may exist');
		expect(membersOf(sandbox, 'A')).toEqual([]);
	});

	test('is not replaced by one of the same name that somebody else makes just then', async () => {
		const { sandbox } = bench;
		sandbox.fault({ ...CREATION_OF_A, effect: 'reset' });
		sandbox.world.addGroup({
			name: 'A',
			phoneNumber: FROM,
			ownerPhoneNumber: '+447700176576',
			members: [{ phoneNumber: FROM, role: 'admin' }],
			waCreatedAt: new Date(Date.now() + 1_000).toISOString(),
		});
		const run = await bench.create(FROM_FIELDS, TWO, { settings: CONTINUE });
		expect(told(run)).toContain('The group "A" may exist');
		expect(membersOf(sandbox, 'A')).not.toContain('+17137157533');
	});
});

describe('a group that another execution makes at the same time under the same name', () => {
	const theirs = () =>
		bench.sandbox.world.addGroup({
			name: 'A',
			phoneNumber: FROM,
			members: [{ phoneNumber: '+447700176576' }],
		});

	test('is not taken when the own one was not made', async () => {
		const { sandbox } = bench;
		sandbox.fault({ ...CREATION_OF_A, effect: 'reset' });
		theirs();
		const run = await bench.create(FROM_FIELDS, TWO, { settings: CONTINUE });
		expect(told(run)).toContain('The group "A" may exist');
		expect(membersOf(sandbox, 'A')).toEqual(['+447700176576']);
	});

	test.each(['oldestFirst', 'newestFirst'] as const)(
		'is not taken instead of the own one (%s)',
		async (groupOrder) => {
			const { sandbox } = bench;
			sandbox.settings.groupOrder = groupOrder;
			const other = theirs();
			sandbox.fault({ ...CREATION_OF_A, when: 'after', effect: 'reset' });
			const run = await bench.create(FROM_FIELDS, TWO);
			const own = sandbox.world.groups.find(
				({ name, uuid }) => name === 'A' && uuid !== other.uuid,
			);
			expect(run.output[0]).toMatchObject({ uuid: own?.uuid, recovered: true });
			expect(membersOf(sandbox, 'A')).toEqual(['+447700176576']);
		},
	);
});

describe('two requests with the same name', () => {
	const SAME = [
		{ name: 'Same', people: ['+17137157533'] },
		{ name: 'Same', people: ['+18647351567'] },
	];

	test('the second does not take the group of the first for its own', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'create-group', nth: 2, effect: 'reset' });
		const run = await bench.create(FROM_FIELDS, SAME, { settings: CONTINUE });
		const [first, second] = jsonOf(run.outputs);
		expect(first).toMatchObject({ created: true });
		expect(second?.['error']).toContain('may exist');
		expect(membersOf(sandbox, 'Same')).toEqual(['+17137157533']);
	});

	test('the first does not take the group of the second, which is found later', async () => {
		const { sandbox } = bench;
		// Neither gets an answer; only the second one's group is made, and no look shows it.
		sandbox.fault({ operation: 'create-group', nth: 1, effect: 'reset' });
		sandbox.fault({ operation: 'create-group', nth: 2, when: 'after', effect: 'reset' });
		sandbox.fault({ ...HIDDEN, times: 12 });
		const first = await bench.create(FROM_FIELDS, SAME, {
			settings: CONTINUE,
			executionId: 'first',
		});
		expect(jsonOf(first.outputs).map(({ error }) => String(error))).toEqual([
			expect.stringContaining('may exist'),
			expect.stringContaining('may exist'),
		]);
		const again = await bench.create(FROM_FIELDS, SAME, {
			settings: CONTINUE,
			executionId: 'second',
			mode: 'retry',
			contextData: first.contextData,
		});
		const [one, two] = jsonOf(again.outputs);
		expect(one?.['error']).toContain('may exist');
		expect(two).toMatchObject({ recovered: true });
		expect(membersOf(sandbox, 'Same')).toEqual(['+18647351567']);
		expect(bench.callsOf('create-group')).toHaveLength(2);
	});

	test.each(['use', 'stop'])(
		'with If Group Exists "%s" none is made while that of the first may exist',
		async (ifGroupExists) => {
			const { sandbox } = bench;
			sandbox.fault({ operation: 'create-group', nth: 1, when: 'after', effect: 'reset' });
			// One look before the first creation, six after it.
			sandbox.fault({ ...HIDDEN, times: 7 });
			const run = await bench.create({ ...FROM_FIELDS, options: { ifGroupExists } }, SAME, {
				settings: CONTINUE,
			});
			expect(bench.callsOf('create-group')).toHaveLength(1);
			expect(namesOf(sandbox)).toEqual(['Same']);
			expect(untold(sandbox.world.groups, run)).toEqual([]);
		},
	);
});

describe('a refusal', () => {
	test('of the key leaves nothing behind', async () => {
		const { sandbox } = bench;
		const run = await bench.create(FROM_FIELDS, TWO, {
			settings: CONTINUE,
			credentials: { twoChatGroupsApi: { apiKey: 'UAK-renewed-key', baseUrl: sandbox.baseUrl } },
		});
		expect(jsonOf(run.outputs).map(({ error }) => String(error))).toEqual([
			expect.stringContaining('does not know this API key'),
			expect.stringContaining('does not know this API key'),
		]);
		expect(namesOf(sandbox)).toEqual([]);
		// n8n itself repeats a request after 401 once.
		expect(sandbox.calls.length).toBeLessThanOrEqual(4);
		expect(told(run)).not.toContain('may exist');
	});

	test('of one item for the key lets "Retry execution" make its group', async () => {
		const { sandbox } = bench;
		sandbox.fault({
			...CREATION_OF_A,
			times: 2,
			effect: 'answer',
			status: 401,
			body: { detail: 'x' },
		});
		const failed = await bench.create(FROM_FIELDS, TWO, { executionId: 'first' });
		expect(failed.status).toBe('error');
		expect(namesOf(sandbox)).toEqual([]);
		sandbox.reset();
		const again = await bench.create(FROM_FIELDS, TWO, {
			executionId: 'second',
			mode: 'retry',
			contextData: failed.contextData,
		});
		expect(again.status).toBe('success');
		expect(namesOf(sandbox)).toEqual(['A', 'B']);
	});
});
