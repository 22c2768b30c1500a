import type { Fault } from '../../sandbox/sandbox.mts';
import {
	CONTINUE,
	RETRY,
	WAITS_TO_MEASURE,
	create,
	engine,
	retryOf,
	run,
	sandbox,
	useBench,
	waitOf,
} from '../bench.mts';
import { ANA, BEN, TWO, groups, lists, people } from '../data.mts';
import { callsOf, groupNames, hideGroups, loseAnswer, refuse } from '../twoChat.mts';
import { requestedNames } from '../twoChat.mts';
import { OF_A } from './support.mts';

// Waits between requests, and what happens when somebody stops the execution in the middle of one.

useBench(WAITS_TO_MEASURE);
// The first run of an engine takes longer than some of these stops wait.
beforeAll(async () => void (await create({}, lists([ANA]))));

describe('too many requests', () => {
	const tooMany = (more: Partial<Fault> = {}) =>
		refuse('create-group', { ...OF_A, status: 429, body: { detail: 'x' }, ...more });
	const after = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString();
	/** A wait of so many seconds, as these tests pass it, with room for a coarse timer. */
	const passed = (seconds: number) => (seconds * 1_000) / WAITS_TO_MEASURE - 5;

	test.each([
		['without Retry-After', () => ({}), 2],
		['with Retry-After in seconds', () => ({ 'retry-after': '40' }), 40],
		['with Retry-After as a date', () => ({ 'retry-after': after(40.9) }), 40],
		[
			'with a date by a clock that is ten minutes behind',
			() => ({ 'retry-after': after(-559.1), date: after(-600) }),
			40,
		],
		['with Retry-After that cannot be read', () => ({ 'retry-after': 'soon' }), 2],
		['with Retry-After that is over', () => ({ 'retry-after': new Date(0).toUTCString() }), 2],
	])('%s are repeated after the wait', async (_, headers, seconds) => {
		tooMany({ headers: headers() });
		const run = await create();
		expect(run.status).toBe('success');
		expect(requestedNames()).toEqual(['A', 'A', 'B']);
		const [first, second] = callsOf('create-group');
		const waited = (second?.at ?? 0) - (first?.endedAt ?? 0);
		expect(waited).toBeGreaterThanOrEqual(passed(seconds));
	});

	test('that may be repeated at once do not use up all tries in a moment', async () => {
		const headers = { 'retry-after': '0' };
		refuse('list-groups', { times: 3, status: 503, headers });
		await run('group.getAll', {}, [{}, {}]);
		const [first, second, third, fourth] = callsOf('list-groups').map(({ at }) => at);
		expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(passed(2));
		expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(passed(5));
		expect((fourth ?? 0) - (third ?? 0)).toBeGreaterThanOrEqual(passed(10));
	});

	test('with a Retry-After beyond the bound are refused, and the group is not made', async () => {
		tooMany({ headers: { 'retry-after': '3600' } });
		const run = await create({}, TWO, CONTINUE);
		expect(requestedNames()).toEqual(['A', 'B']);
		expect(groupNames()).toEqual(['B']);
		const [failed] = run.output;
		expect(failed?.['error']).toContain('too many requests');
		expect(failed?.['error']).not.toContain('may exist');
	});

	test('for good end the item after a bounded number of requests', async () => {
		tooMany({ times: 0 });
		const run = await create({}, TWO, CONTINUE);
		expect(groupNames()).toEqual(['B']);
		expect(requestedNames().length).toBeLessThanOrEqual(8);
		expect(run.output[0]?.['error']).toContain('too many requests');
	});

	test('once do not slow the rest down below the lowest documented rate', async () => {
		tooMany();
		const items = [{ name: 'A', people: ANA }, ...groups(7)];
		const waited = await waitOf(async () => await create({}, items));
		expect(requestedNames()).toHaveLength(9);
		// Two seconds before the second try, then ten a minute (2chat-api.md 1.6).
		expect(waited).toBeGreaterThan(2_000);
		expect(waited).toBeLessThanOrEqual(2_000 + 8 * 6_000);
	});
});

describe('an execution that is stopped', () => {
	// Half a second, as these waits pass.
	const STOP = { cancelAfter: 100_000 };
	const SLOW = { when: 'after', effect: 'delay', delayMs: 10_000 } as const;

	test('while a create request is under way sends nothing more, and a retry looks for the group', async () => {
		sandbox.fault({ operation: 'create-group', ...OF_A, ...SLOW });
		const stopped = await create({}, TWO, { ...RETRY, ...STOP });
		expect(stopped.status).toBe('canceled');
		expect(sandbox.calls).toHaveLength(1);
		expect(groupNames()).toEqual(['A']);
		const again = await create({}, TWO, retryOf(stopped));
		expect(requestedNames()).toEqual(['A', 'B']);
		expect(again.output.map(({ recovered }) => recovered)).toEqual([true, undefined]);
	});

	test('while it waits for its turn sends nothing more, and a retry makes the group', async () => {
		refuse('create-group', { ...OF_A, status: 429, headers: { 'retry-after': '170' } });
		const stopped = await create({}, TWO, { ...RETRY, ...STOP });
		expect(stopped.status).toBe('canceled');
		expect(sandbox.calls).toHaveLength(1);
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		expect(sandbox.calls).toHaveLength(1);
		const again = await create({}, TWO, retryOf(stopped));
		// 2Chat has said that it did not take the request up, so nothing is unclear.
		expect(again.status).toBe('success');
		expect(groupNames()).toEqual(['A', 'B']);
	});

	test('while it looks for a group goes on looking in a retry', async () => {
		loseAnswer('create-group', OF_A);
		hideGroups(5);
		const stopped = await create({}, TWO, { ...CONTINUE, ...STOP });
		expect(stopped.status).toBe('canceled');
		expect(requestedNames()).toEqual(['A']);
		const again = await create({}, TWO, retryOf(stopped));
		expect(again.status).toBe('success');
		expect(requestedNames()).toEqual(['A', 'B']);
		expect(groupNames()).toEqual(['A', 'B']);
	});

	test('while people are added adds nobody twice in a retry', async () => {
		sandbox.fault({ operation: 'add-participant', ...SLOW });
		const items = lists(people(30), BEN);
		const stopped = await create({}, items, STOP);
		expect(stopped.status).toBe('canceled');
		expect(callsOf('add-participant')).toHaveLength(1);
		const again = await create({}, items, retryOf(stopped));
		expect(again.output[0]).toMatchObject({ created: true, summary: { added: 30 } });
		expect(requestedNames()).toEqual(['A', 'B']);
		expect(callsOf('add-participant')).toHaveLength(3);
	});
});

const NO = { success: false, error: true, error_message: 'No' };
/** Long enough to be stopped meanwhile. */
const LATER = { body: NO, headers: { 'retry-after': '170' } };

describe.each([409, 410, 486])(
	'a stop while the node waits after %i, which 2Chat has carried out all the same',
	(status) => {
		test.each([
			['', {}],
			[', which the refusal shows', { group: { name: 'A', wa_group_id: '120363@g.us' } }],
		])('"Retry execution" makes no second group%s', async (_, more) => {
			refuse('create-group', { when: 'after', status, ...LATER, body: { ...NO, ...more } });
			const stopped = await create({}, lists([ANA]), { cancelAfter: 125_000 });
			expect(stopped.status).toBe('canceled');
			await create({}, lists([ANA]), retryOf(stopped));
			expect(groupNames()).toEqual(['A']);
		});

		test('nor does a new execution with the same Unique Key', async () => {
			await engine.installDeduplication();
			const parameters = { options: { uniqueKey: 'one' } };
			refuse('create-group', { when: 'after', status, ...LATER });
			// Claiming the key takes a second or two of real time.
			const stopped = await create(parameters, lists([ANA]), { cancelAfter: 125_000 });
			expect(stopped.status).toBe('canceled');
			expect(callsOf('create-group')).toHaveLength(1);
			await create(parameters, lists([ANA]));
			expect(groupNames()).toEqual(['A']);
		});
	},
);

test('a welcome message that was never taken up is sent by the retry', async () => {
	const parameters = { additionalFields: { welcomeMessage: 'Hello' } };
	refuse('send-message', { status: 429, ...LATER });
	const stopped = await create(parameters, lists([ANA]), { cancelAfter: 60_000 });
	expect([stopped.status, callsOf('send-message').length]).toEqual(['canceled', 1]);
	const { output } = await create(parameters, lists([ANA]), retryOf(stopped));
	expect(output[0]).toMatchObject({ steps: { welcome_message: { status: 'done' } } });
	expect(sandbox.world.groups.map(({ messages }) => messages.length)).toEqual([1]);
});
