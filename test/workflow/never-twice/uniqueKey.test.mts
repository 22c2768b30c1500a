import { setTimeout as delay } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import { startEngine } from '../../engine/client.mts';
import type { Engine, RunNodeResult } from '../../engine/types.mts';
import { FROM, openBench, people, WAITS_TO_MEASURE, type CreateBench } from '../create/harness.mts';
import { installFixture } from '../engine/fixture.mts';
import { openEngine, openSandbox } from '../shared.mts';
import { CONTINUE, FROM_FIELDS, jsonOf, namesOf, requestedNames, RETRY, told } from './support.mts';

// Unique Key: a known key never creates, not even in another execution.

const BY_KEY = { ...FROM_FIELDS, options: { uniqueKey: '={{ $json.deal }}' } };
const TWO = [
	{ name: 'A', people: ['+17137157533'], deal: 'deal-1' },
	{ name: 'B', people: ['+18647351567'], deal: 'deal-2' },
];

describe('Unique Key', () => {
	let bench: CreateBench;

	beforeAll(async () => {
		bench = await openBench(WAITS_TO_MEASURE);
	});
	afterAll(async () => await bench.close());
	beforeEach(async () => {
		bench.sandbox.reset();
		await bench.engine.installDeduplication();
	});

	test('makes a group once, whichever execution asks', async () => {
		const { sandbox } = bench;
		const first = await bench.create(BY_KEY, TWO, { executionId: 'first' });
		const second = await bench.create(BY_KEY, TWO, { executionId: 'second' });
		expect(namesOf(sandbox)).toEqual(['A', 'B']);
		expect(first.output.map(({ created }) => created)).toEqual([true, true]);
		expect(second.output.map(({ created }) => created)).toEqual([false, false]);
		expect(second.output.map(({ uuid }) => uuid)).toEqual(first.output.map(({ uuid }) => uuid));
	});

	test('neither adds people nor repeats steps for a group that an earlier execution has dealt with', async () => {
		const { sandbox } = bench;
		const parameters = {
			...BY_KEY,
			additionalFields: {
				welcomeMessage: 'Hello',
				pictureUrl: 'https://example.com/group.jpg',
				admins: '+17137157533',
			},
		};
		await bench.create(parameters, TWO, { executionId: 'first' });
		const writes = sandbox.calls.filter(({ method }) => method === 'POST').length;
		const second = await bench.create(parameters, TWO, { executionId: 'second' });
		expect(second.status).toBe('success');
		expect(second.output.map(({ created }) => created)).toEqual([false, false]);
		expect(sandbox.calls.filter(({ method }) => method === 'POST')).toHaveLength(writes);
		expect(sandbox.world.groups.map(({ messages }) => messages.length)).toEqual([1, 1]);
		expect(second.output.map(({ steps }) => steps)).toMatchObject([
			{ welcome_message: { status: 'not_done' }, picture: { status: 'not_done' } },
			{ welcome_message: { status: 'not_done' }, picture: { status: 'not_done' } },
		]);
	});

	test('with "use it" adds who is missing', async () => {
		const { sandbox } = bench;
		await bench.create(BY_KEY, TWO, { executionId: 'first' });
		const more = TWO.map((item) => ({ ...item, people: [...item.people, '+447700176576'] }));
		const second = await bench.create(
			{ ...FROM_FIELDS, options: { uniqueKey: '={{ $json.deal }}', ifGroupExists: 'use' } },
			more,
			{ executionId: 'second' },
		);
		expect(second.output.map(({ summary }) => summary)).toMatchObject([
			{ already_member: 1, added: 1 },
			{ already_member: 1, added: 1 },
		]);
		expect(namesOf(sandbox)).toEqual(['A', 'B']);
	});

	test('makes one group for two items of one execution, listed or not', async () => {
		const { sandbox } = bench;
		sandbox.settings.listedAfterMs = 60_000;
		const items = [TWO[0] ?? {}, { ...TWO[1], name: 'A', deal: 'deal-1' }];
		const { status, output } = await bench.create(BY_KEY, items);
		expect(status).toBe('success');
		expect(namesOf(sandbox)).toEqual(['A']);
		expect(output.map(({ created }) => created)).toEqual([true, false]);
		expect(output[1]?.['uuid']).toBe(output[0]?.['uuid']);
	});

	test('does not take the group of another key for one whose answer was lost', async () => {
		const { sandbox } = bench;
		const alike = TWO.map((item) => ({ ...item, deal: `${item.deal}, again` }));
		const first = await bench.create(BY_KEY, TWO, { executionId: 'first' });
		sandbox.fault({ operation: 'create-group', times: 2, when: 'before', effect: 'reset' });
		const second = await bench.create(BY_KEY, alike, { executionId: '2', settings: CONTINUE });
		expect(first.output.map(({ created }) => created)).toEqual([true, true]);
		expect(second.output.map(({ error }) => error)).toEqual([
			expect.stringContaining('"A" may exist'),
			expect.stringContaining('"B" may exist'),
		]);
		expect(namesOf(sandbox)).toEqual(['A', 'B']);
	});

	test('is free again after 2Chat has refused', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'create-group', effect: 'answer', status: 402 });
		const first = await bench.create(BY_KEY, TWO, { executionId: 'first', settings: CONTINUE });
		expect(jsonOf(first.outputs).map(({ created }) => created)).toEqual([undefined, true]);
		const second = await bench.create(BY_KEY, TWO, { executionId: 'second' });
		expect(second.output.map(({ created }) => created)).toEqual([true, false]);
		expect(namesOf(sandbox)).toEqual(['B', 'A']);
	});

	test('does not stand in the way of Retry On Fail', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'create-group', nth: 2, effect: 'answer', status: 402 });
		const run = await bench.create(BY_KEY, TWO, { settings: RETRY });
		expect(run.output.map(({ created }) => created)).toEqual([true, true]);
		expect(requestedNames(sandbox)).toEqual(['A', 'B', 'B']);
	});

	test('stays used after an unclear end', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'create-group', bodyContains: '"A"', effect: 'reset' });
		const first = await bench.create(BY_KEY, TWO, { executionId: 'first', settings: CONTINUE });
		expect(told(first)).toContain('The group "A" may exist');
		const second = await bench.create(BY_KEY, TWO, { executionId: 'second', settings: CONTINUE });
		expect(requestedNames(sandbox)).toEqual(['A', 'B']);
		const [failed, known] = jsonOf(second.outputs);
		expect(failed?.['error']).toContain('Unique Key "deal-1" was used before');
		expect(known).toMatchObject({ name: 'B', created: false });
	});

	test('finds the group of an execution that ended before it could note it, by its people', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'create-group', when: 'after', effect: 'reset', times: 2 });
		sandbox.settings.listedAfterMs = 3_600_000;
		const items = TWO.map((item) => ({ ...item, people: [...item.people, '+447700176576'] }));
		const first = await bench.create(BY_KEY, items, { executionId: 'first', settings: CONTINUE });
		expect(told(first)).toContain('The group "A" may exist');
		for (const { handles } of sandbox.world.groups) handles.forEach((one) => (one.listedFrom = 0));
		const [, other] = sandbox.world.groups;
		if (other === undefined) throw new Error('There is no second group.');
		sandbox.world.join(other, '+447700900999', 'add', { author: FROM, own: false });
		sandbox.world.settle(other);
		const second = await bench.create(BY_KEY, items, { executionId: 'second', settings: CONTINUE });
		const [found, strange] = jsonOf(second.outputs);
		expect(found).toMatchObject({ name: 'A', created: false });
		expect(strange?.['error']).toContain('Unique Key "deal-2" was used before');
		expect(requestedNames(sandbox)).toEqual(['A', 'B']);
		expect(sandbox.calls.filter(({ operation }) => operation === 'add-participant')).toEqual([]);
	});

	test('is not taken by a preview', async () => {
		const { sandbox } = bench;
		await bench.create(
			{ ...FROM_FIELDS, options: { uniqueKey: '={{ $json.deal }}', previewOnly: true } },
			TWO,
		);
		expect(namesOf(sandbox)).toEqual([]);
		const run = await bench.create(BY_KEY, TWO);
		expect(run.output.map(({ created }) => created)).toEqual([true, true]);
	});

	test('is not lost by an execution that is stopped before its group was asked for', async () => {
		const { sandbox } = bench;
		const slowly = {
			...FROM_FIELDS,
			options: {
				uniqueKey: '={{ $json.deal }}',
				// Twenty seconds as these waits pass, and half a second until the stop.
				batching: { batch: { batchSize: 1, batchInterval: 4_000 } },
			},
		};
		const stopped = await bench.create(slowly, TWO, { executionId: 'first', cancelAfter: 100_000 });
		expect(stopped.status).toBe('canceled');
		expect(namesOf(sandbox)).toEqual(['A']);
		const again = await bench.create(BY_KEY, TWO, { executionId: 'second' });
		expect(again.output.map(({ created }) => created)).toEqual([false, true]);
		expect(namesOf(sandbox)).toEqual(['A', 'B']);
	});

	test.each<[unknown, string]>([
		['', 'Unique Key is empty'],
		['  ', 'Unique Key is empty'],
		[null, 'Unique Key is empty'],
		[undefined, 'Unique Key is empty'],
		[['a'], 'Unique Key should be text'],
		[true, 'Unique Key should be text'],
	])('that is %j lets the item fail', async (deal, message) => {
		const items: IDataObject[] = [TWO[0] ?? {}, { ...TWO[1], deal: (deal ?? null) as never }];
		if (deal === undefined) delete items[1]?.['deal'];
		const run = await bench.create(BY_KEY, items, { settings: CONTINUE });
		expect(jsonOf(run.outputs)[1]?.['error']).toContain(message);
		expect(namesOf(bench.sandbox)).toEqual(['A']);
	});

	test('is refused in plain words where n8n keeps no keys, and nothing is sent', async () => {
		const { sandbox, engine } = bench;
		await engine.removeDeduplication();
		const run = await bench.create(BY_KEY, TWO, { settings: CONTINUE });
		expect(sandbox.calls).toEqual([]);
		expect(jsonOf(run.outputs).map(({ error }) => String(error))).toEqual([
			expect.stringContaining('Unique Key cannot be used here'),
			expect.stringContaining('Unique Key cannot be used here'),
		]);
	});
});

describe('fifty executions in the same instant', () => {
	const EXECUTIONS = 50;
	/** What each access to n8n's table takes: memory, a database next door. */
	const LATENCIES = [0, 5];

	interface Race {
		runs: RunNodeResult[];
		/** How many groups there are for each of the keys. */
		groups: number[];
	}

	const withOneKey = new Map<number, Race>();
	const withTenKeys = new Map<number, Race>();
	/** One after the other, so that a write of one falls between two of another. */
	const inTurn = new Map<number, Race>();

	// Waits have to pass as they do in earnest here, because the store's own time does. The two run side by side.
	beforeAll(async () => {
		const compete = async (
			keys: number,
			latencies: number[],
			races: Map<number, Race>,
			everyMs = 0,
		) => {
			const engine = await openEngine();
			for (const latencyMs of latencies) {
				await engine.installDeduplication({ latencyMs });
				races.set(latencyMs, await race(engine, keys, everyMs));
			}
			await engine.close();
		};
		await Promise.all([
			compete(1, LATENCIES, withOneKey),
			compete(10, LATENCIES, withTenKeys),
			compete(EXECUTIONS, [30], inTurn, 20),
		]);
	});

	async function race(engine: Engine, keys: number, everyMs: number): Promise<Race> {
		const sandbox = await openSandbox({ settings: { groupsPerDay: 0 } });
		const [number = ''] = people(1);
		const run = async (key: number, executionId: string) =>
			await engine.runNode({
				type: 'twoChatGroups',
				credentials: {
					twoChatGroupsApi: { apiKey: sandbox.apiKey, baseUrl: sandbox.baseUrl },
				},
				executionId,
				parameters: {
					resource: 'group',
					operation: 'create',
					fromNumber: { __rl: true, mode: 'phone', value: FROM },
					name: `Deal ${key}`,
					participants: number,
					options: { uniqueKey: `deal-${key}` },
				},
			});
		// The table's row for this node exists from the second execution on: the case without its protection.
		await run(-1, 'earlier');
		const runs = await Promise.all(
			Array.from({ length: EXECUTIONS }, async (_, index) => {
				await delay(index * everyMs);
				return await run(index % keys, `race-${index}`);
			}),
		);
		const groups = Array.from(
			{ length: keys },
			(_, key) => namesOf(sandbox).filter((name) => name === `Deal ${key}`).length,
		);
		await sandbox.close();
		return { runs, groups };
	}

	test.each(LATENCIES)('with one key make one group (store: %d ms)', (latencyMs) => {
		const { runs = [], groups } = withOneKey.get(latencyMs) ?? {};
		expect(groups).toEqual([1]);
		const outputs = runs.map(({ output }) => output[0]);
		expect(outputs.filter((item) => item?.['created'] === true)).toHaveLength(1);
		expect(new Set(outputs.map((item) => item?.['uuid'])).size).toBe(1);
		expect(runs.map(({ status }) => status)).toEqual(Array(EXECUTIONS).fill('success'));
	});

	test.each(LATENCIES)('with ten keys make ten groups (store: %d ms)', (latencyMs) => {
		expect(withTenKeys.get(latencyMs)?.groups).toEqual(Array.from({ length: 10 }, () => 1));
	});

	test('one after the other with a key of their own all make their group', () => {
		const { runs = [], groups } = inTurn.get(30) ?? {};
		expect(groups).toEqual(Array.from({ length: EXECUTIONS }, () => 1));
		expect(runs.map(({ output }) => output[0]?.['created'])).toEqual(Array(EXECUTIONS).fill(true));
	});

	test('get through the bare store more than once, which is why the claim is read back', async () => {
		const fixture = await installFixture(`
			const key = this.getNodeParameter('name', 0);
			const seen = await this.helpers.checkProcessedAndRecord([key], 'node', { mode: 'entries' });
			return [[{ json: { isNew: seen.new.length === 1 } }]];
		`);
		const bare = await startEngine({ packageFolder: fixture.folder });
		const through: Record<string, number> = {};
		for (const latencyMs of LATENCIES) {
			await bare.installDeduplication({ latencyMs });
			await bare.runNode({ type: 'fixture', parameters: { name: 'earlier' } });
			const runs = await Promise.all(
				Array.from({ length: EXECUTIONS }, () =>
					bare.runNode({ type: 'fixture', parameters: { name: 'deal' } }),
				),
			);
			through[`${latencyMs} ms`] = runs.filter(
				({ output }) => output[0]?.['isNew'] === true,
			).length;
		}
		await bare.close();
		await fixture.remove();
		console.info(`bare store, new to so many of ${EXECUTIONS}:`, through);
		expect(Math.max(...Object.values(through))).toBeGreaterThan(1);
	});
});
