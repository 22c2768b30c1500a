import { useBench, people, WAITS_TO_MEASURE as WAIT_SPEED } from '../create/harness.mts';
import {
	CONTINUE,
	CREATION_OF_A,
	FROM_FIELDS,
	HIDDEN,
	jsonOf,
	namesOf,
	requestedNames,
	RETRY,
	TWO,
} from './support.mts';

// Waits between requests, and what happens when somebody stops the execution in the middle of one.

const bench = useBench(WAIT_SPEED);

describe('too many requests', () => {
	const tooMany = {
		...CREATION_OF_A,
		effect: 'answer',
		status: 429,
		body: { detail: 'x' },
	} as const;
	/** A wait of so many seconds, as these tests pass it, with room for a coarse timer. */
	const passed = (seconds: number) => (seconds * 1_000) / WAIT_SPEED - 5;

	test.each([
		['without Retry-After', undefined, 2],
		['with Retry-After in seconds', () => '40', 40],
		['with Retry-After as a date', () => new Date(Date.now() + 40_900).toUTCString(), 40],
		['with Retry-After that cannot be read', () => 'soon', 2],
	])('%s are repeated after the wait', async (_, header, seconds) => {
		const { sandbox } = bench;
		sandbox.fault({
			...tooMany,
			...(header === undefined ? {} : { headers: { 'retry-after': header() } }),
		});
		const run = await bench.create(FROM_FIELDS, TWO);
		expect(run.status).toBe('success');
		expect(requestedNames(sandbox)).toEqual(['A', 'A', 'B']);
		expect(namesOf(sandbox)).toEqual(['A', 'B']);
		const [first, second] = bench.callsOf('create-group');
		const waited = (second?.at ?? 0) - (first?.endedAt ?? 0);
		expect(waited).toBeGreaterThanOrEqual(passed(seconds));
	});

	test('with a Retry-After beyond the bound are refused, and the group is not made', async () => {
		const { sandbox } = bench;
		sandbox.fault({ ...tooMany, headers: { 'retry-after': '3600' } });
		const run = await bench.create(FROM_FIELDS, TWO, { settings: CONTINUE });
		expect(requestedNames(sandbox)).toEqual(['A', 'B']);
		expect(namesOf(sandbox)).toEqual(['B']);
		const [failed] = jsonOf(run.outputs);
		expect(failed?.['error']).toContain('too many requests');
		expect(failed?.['error']).not.toContain('may exist');
	});

	test('for good end the item after a bounded number of requests', async () => {
		const { sandbox } = bench;
		sandbox.fault({ ...tooMany, times: 0 });
		const run = await bench.create(FROM_FIELDS, TWO, { settings: CONTINUE });
		expect(namesOf(sandbox)).toEqual(['B']);
		expect(requestedNames(sandbox).length).toBeLessThanOrEqual(8);
		expect(jsonOf(run.outputs)[0]?.['error']).toContain('too many requests');
	});

	test('once do not slow the rest down below the lowest documented rate', async () => {
		const { sandbox } = bench;
		sandbox.fault({ ...tooMany });
		const items = people(8).map((number, index) => ({
			name: index ? `N${index}` : 'A',
			people: number,
		}));
		const run = await bench.create(FROM_FIELDS, items);
		expect(run.status).toBe('success');
		const at = bench.callsOf('create-group').map((call) => call.at);
		const rest = (at.at(-1) ?? 0) - (at[1] ?? 0);
		// Ten a minute (2chat-api.md 1.6), and as much again for the work itself.
		expect(rest).toBeLessThan(2 * 7 * (6_000 / WAIT_SPEED));
	});
});

describe('an execution that is stopped', () => {
	// Half a second, as these waits pass.
	const STOP = { cancelAfter: 100_000 };

	test('while a create request is under way sends nothing more, and a retry looks for the group', async () => {
		const { sandbox } = bench;
		sandbox.fault({ ...CREATION_OF_A, when: 'after', effect: 'delay', delayMs: 10_000 });
		const stopped = await bench.create(FROM_FIELDS, TWO, {
			...STOP,
			settings: RETRY,
			executionId: 'first',
		});
		expect(stopped.status).toBe('canceled');
		expect(sandbox.calls).toHaveLength(1);
		expect(namesOf(sandbox)).toEqual(['A']);
		const again = await bench.create(FROM_FIELDS, TWO, {
			executionId: 'second',
			mode: 'retry',
			contextData: stopped.contextData,
		});
		expect(requestedNames(sandbox)).toEqual(['A', 'B']);
		expect(again.output.map(({ recovered }) => recovered)).toEqual([true, undefined]);
	});

	test('while it waits for its turn sends nothing more, and a retry makes the group', async () => {
		const { sandbox } = bench;
		sandbox.fault({
			...CREATION_OF_A,
			effect: 'answer',
			status: 429,
			headers: { 'retry-after': '170' },
		});
		const stopped = await bench.create(FROM_FIELDS, TWO, {
			...STOP,
			settings: RETRY,
			executionId: 'first',
		});
		expect(stopped.status).toBe('canceled');
		expect(sandbox.calls).toHaveLength(1);
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		expect(sandbox.calls).toHaveLength(1);
		const again = await bench.create(FROM_FIELDS, TWO, {
			executionId: 'second',
			mode: 'retry',
			contextData: stopped.contextData,
		});
		// 2Chat has said that it did not take the request up, so nothing is unclear.
		expect(again.status).toBe('success');
		expect(namesOf(sandbox)).toEqual(['A', 'B']);
	});

	test('while it looks for a group goes on looking in a retry', async () => {
		const { sandbox } = bench;
		sandbox.fault({ ...CREATION_OF_A, when: 'after', effect: 'reset' });
		sandbox.fault({ ...HIDDEN, times: 5 });
		const stopped = await bench.create(FROM_FIELDS, TWO, {
			...STOP,
			settings: CONTINUE,
			executionId: 'first',
		});
		expect(stopped.status).toBe('canceled');
		expect(requestedNames(sandbox)).toEqual(['A']);
		const again = await bench.create(FROM_FIELDS, TWO, {
			executionId: 'second',
			mode: 'retry',
			contextData: stopped.contextData,
		});
		expect(again.status).toBe('success');
		expect(requestedNames(sandbox)).toEqual(['A', 'B']);
		expect(namesOf(sandbox)).toEqual(['A', 'B']);
	});

	test('while people are added adds nobody twice in a retry', async () => {
		const { sandbox } = bench;
		const all = people(30);
		sandbox.fault({
			operation: 'add-participant',
			when: 'after',
			effect: 'delay',
			delayMs: 10_000,
		});
		const items = [{ name: 'A', people: all }, TWO[1] ?? {}];
		const stopped = await bench.create(FROM_FIELDS, items, { ...STOP, executionId: 'first' });
		expect(stopped.status).toBe('canceled');
		expect(bench.callsOf('add-participant')).toHaveLength(1);
		const again = await bench.create(FROM_FIELDS, items, {
			executionId: 'second',
			mode: 'retry',
			contextData: stopped.contextData,
		});
		expect(again.output[0]).toMatchObject({ created: true, summary: { added: 30 } });
		expect(requestedNames(sandbox)).toEqual(['A', 'B']);
		expect(bench.callsOf('add-participant')).toHaveLength(3);
	});
});
