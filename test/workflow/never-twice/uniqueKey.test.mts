import { setTimeout as delay } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, RETRY, WAITS_TO_MEASURE, create, engine, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM } from '../data.mts';
import { linesOf } from '../results.mts';
import { callsOf, groupNames, groupOf, loseAnswer, refuse, requestedNames } from '../twoChat.mts';
import { writes } from '../twoChat.mts';
import { shownBy } from './support.mts';

// A known Unique Key never creates, not even in another execution.

const BY_KEY = { options: { uniqueKey: '={{ $json.deal }}' } };
const DEALS = [
	{ name: 'A', people: [ANA], deal: 'deal-1' },
	{ name: 'B', people: [BEN], deal: 'deal-2' },
];

describe('Unique Key', () => {
	useBench(WAITS_TO_MEASURE);
	beforeEach(async () => await engine.installDeduplication());

	test('makes a group once, and neither adds people nor repeats steps in another execution', async () => {
		const parameters = {
			...BY_KEY,
			additionalFields: {
				welcomeMessage: 'Hello',
				pictureUrl: 'https://example.com/group.jpg',
				admins: ANA,
			},
		};
		await create(parameters, DEALS);
		const before = writes();
		const { status, output } = await create(parameters, DEALS);
		expect(status).toBe('success');
		expect(writes()).toEqual(before);
		expect(groupNames()).toEqual(['A', 'B']);
		const notDone = { status: 'not_done' };
		const steps = { welcome_message: notDone, picture: notDone };
		expect(output).toMatchObject(
			sandbox.world.groups.map(({ uuid }) => ({ uuid, created: false, steps })),
		);
	});

	test('does not call people missing whom 2Chat does not show', async () => {
		await create(BY_KEY, DEALS);
		refuse('get-group', { times: 0 });
		const { output } = await create(BY_KEY, DEALS);
		const reason = expect.stringContaining('2Chat did not show its members') as string;
		const line = { outcome: 'unknown', reason };
		expect(output).toMatchObject([{ participants: [line] }, { participants: [line] }]);
		expect(callsOf('add-participant')).toEqual([]);
	});

	test('with "use it" adds who is missing', async () => {
		await create(BY_KEY, DEALS);
		const more = DEALS.map((item) => ({ ...item, people: [...item.people, CARLOS] }));
		const second = await create({ options: { ...BY_KEY.options, ifGroupExists: 'use' } }, more);
		const summary = { already_member: 1, added: 1 };
		expect(second.output).toMatchObject([{ summary }, { summary }]);
		expect(groupNames()).toEqual(['A', 'B']);
	});

	test('makes one group for two items of one execution, listed or not', async () => {
		sandbox.settings.listedAfterMs = 60_000;
		const items = [DEALS[0] ?? {}, { ...DEALS[1], name: 'A', deal: 'deal-1' }];
		const { status, output } = await create(BY_KEY, items);
		expect(status).toBe('success');
		expect(groupNames()).toEqual(['A']);
		const uuid = groupOf('A')?.uuid;
		expect(output).toMatchObject([
			{ uuid, created: true },
			{ uuid, created: false },
		]);
		expect(linesOf(output[1])).toMatchObject([{ phone_number: BEN, outcome: 'unknown' }]);
		expect(JSON.stringify(output)).not.toMatch(/earlier execution/i);
	});

	test('does not take the group of another key for one whose answer was lost', async () => {
		const alike = DEALS.map((item) => ({ ...item, deal: `${item.deal}, again` }));
		await create(BY_KEY, DEALS);
		sandbox.fault({ operation: 'create-group', times: 2, effect: 'reset' });
		const { output } = await create(BY_KEY, alike, CONTINUE);
		expect(output).toMatchObject([
			{ error: expect.stringContaining('"A" may exist') as string },
			{ error: expect.stringContaining('"B" may exist') as string },
		]);
		expect(groupNames()).toEqual(['A', 'B']);
	});

	test('is free again after 2Chat has refused', async () => {
		refuse('create-group');
		const first = await create(BY_KEY, DEALS, CONTINUE);
		expect(first.output.map(({ created }) => created)).toEqual([undefined, true]);
		const second = await create(BY_KEY, DEALS);
		expect(second.output.map(({ created }) => created)).toEqual([true, false]);
		expect(groupNames()).toEqual(['B', 'A']);
	});

	test('does not stand in the way of Retry On Fail', async () => {
		refuse('create-group', { nth: 2 });
		const run = await create(BY_KEY, DEALS, RETRY);
		expect(run.output.map(({ created }) => created)).toEqual([true, true]);
		expect(requestedNames()).toEqual(['A', 'B', 'B']);
	});

	test('that an expression makes anew each time is not told to differ between rows', async () => {
		const options = { uniqueKey: '={{ $json.deal }} {{ Math.random() }}' };
		const { output } = await create({ options }, DEALS);
		expect(output).toMatchObject([{ created: true }, { created: true }]);
	});

	test('stays used after an unclear end', async () => {
		sandbox.fault({ operation: 'create-group', bodyContains: '"A"', effect: 'reset' });
		const first = await create(BY_KEY, DEALS, CONTINUE);
		expect(shownBy(first)).toContain('The group "A" may exist');
		const second = await create(BY_KEY, DEALS, CONTINUE);
		expect(requestedNames()).toEqual(['A', 'B']);
		expect(second.output).toMatchObject([
			{ error: expect.stringContaining('Unique Key "deal-1" was used before') as string },
			{ name: 'B', created: false },
		]);
	});

	test('finds the group of an execution that ended before it could note it, by its people', async () => {
		loseAnswer('create-group', { times: 2 });
		sandbox.settings.listedAfterMs = 3_600_000;
		const items = DEALS.map((item) => ({ ...item, people: [...item.people, CARLOS] }));
		const first = await create(BY_KEY, items, CONTINUE);
		expect(shownBy(first)).toContain('The group "A" may exist');
		for (const { handles } of sandbox.world.groups) handles.forEach((one) => (one.listedFrom = 0));
		const other = groupOf('B');
		if (other === undefined) throw new Error('There is no second group.');
		sandbox.world.join(other, '+447700900999', 'add', { author: FROM, own: false });
		sandbox.world.settle(other);
		const second = await create(BY_KEY, items, CONTINUE);
		expect(second.output).toMatchObject([
			{ name: 'A', created: false },
			{
				error: `Unique Key "deal-2" was used before, and the group named "B" on ${FROM} may be what came of it`,
				message: {
					next_step: expect.stringContaining('If it is, run again without Unique Key') as string,
				},
			},
		]);
		expect(requestedNames()).toEqual(['A', 'B']);
		expect(callsOf('add-participant')).toEqual([]);
	});

	test('is kept again when a write for another attempt has wiped it out of the store', async () => {
		// A store that is new has nothing of the first item any more.
		const mutate = (body: unknown) => {
			void engine.installDeduplication();
			return body;
		};
		sandbox.fault({ operation: 'send-message', effect: 'mutate', mutate });
		sandbox.settings.listedAfterMs = 300;
		const slowly = { options: { ...BY_KEY.options, waitUntilListed: 60 } };
		await create({ ...slowly, additionalFields: { welcomeMessage: 'Hello' } }, DEALS);
		const again = await create(BY_KEY, DEALS);
		expect(again.output).toMatchObject([{ created: false }, { created: false }]);
		expect(groupNames()).toEqual(['A', 'B']);
	});

	test('is not taken by a preview', async () => {
		await create({ options: { ...BY_KEY.options, previewOnly: true } }, DEALS);
		expect(groupNames()).toEqual([]);
		const run = await create(BY_KEY, DEALS);
		expect(run.output.map(({ created }) => created)).toEqual([true, true]);
	});

	test('is not lost by an execution that is stopped before its group was asked for', async () => {
		// Twenty seconds as these waits pass, and half a second until the stop.
		const batching = { batch: { batchSize: 1, batchInterval: 4_000 } };
		const slowly = { options: { ...BY_KEY.options, batching } };
		const stopped = await create(slowly, DEALS, { cancelAfter: 100_000 });
		expect(stopped.status).toBe('canceled');
		expect(groupNames()).toEqual(['A']);
		const again = await create(BY_KEY, DEALS);
		expect(again.output.map(({ created }) => created)).toEqual([false, true]);
		expect(groupNames()).toEqual(['A', 'B']);
	});

	test.each<[what: string, deal: unknown, message: string]>([
		['empty', '', 'is empty'],
		['blank', '  ', 'is empty'],
		['of no width', '\u200b\u200b', 'is empty'],
		['null', null, 'is empty'],
		['missing', undefined, 'is empty'],
		['the word NaN', 'NaN', 'is empty'],
		['a list', ['a'], 'should be text'],
		['true', true, 'should be text'],
		['a whole document', 'x'.repeat(501), 'has 501 characters'],
		...['undefined', 'null', 'NaN'].map((word): [what: string, deal: unknown, message: string] => [
			`what an expression has left: ${word}`,
			`deal-${word}`,
			`is "deal-${word}": an expression in it found nothing and left the word "${word}"`,
		]),
	])('that is %s lets the item fail', async (_, deal, message) => {
		const bad = { name: 'C', people: CARLOS, deal } as IDataObject;
		const items = [...DEALS, bad, { name: 'D', people: ANA, deal: 'undefinedness' }];
		const { output } = await create(BY_KEY, items, CONTINUE);
		expect(output[2]?.['error']).toContain(`Unique Key ${message}`);
		expect(requestedNames()).toEqual(['A', 'B', 'D']);
	});

	test('is refused in plain words where n8n keeps no keys, and nothing is sent', async () => {
		await engine.removeDeduplication();
		const run = await create(BY_KEY, DEALS, CONTINUE);
		expect(sandbox.calls).toEqual([]);
		const error = expect.stringContaining('Unique Key cannot be used here') as string;
		expect(run.output).toMatchObject([{ error }, { error }]);
	});
});

describe('twenty executions', () => {
	const EXECUTIONS = 20;

	// Waits pass only twice as fast as in earnest, because the store's own time does not.
	useBench(2);

	/** What the executions give, and how many groups each key has then. */
	async function race(keys: number, latencyMs: number, everyMs = 0) {
		sandbox.settings.groupsPerDay = 0;
		await engine.installDeduplication({ latencyMs });
		const execute = async (key: number) => {
			const options = { uniqueKey: `deal-${key}` };
			return await create({ options }, [{ name: `Deal ${key}`, people: ANA }]);
		};
		// The table's row for this node exists from the second execution on: the case without its protection.
		await execute(-1);
		const runs = await Promise.all(
			Array.from({ length: EXECUTIONS }, async (_, index) => {
				await delay(index * everyMs);
				return await execute(index % keys);
			}),
		);
		const names = groupNames();
		const groups = Array.from(
			{ length: keys },
			(_, key) => names.filter((name) => name === `Deal ${key}`).length,
		);
		return { items: runs.map(({ output }) => output[0]), groups };
	}

	// What each access to n8n's table takes: memory, a database next door.
	describe.each([0, 5])('in the same instant (store: %d ms)', (latencyMs) => {
		test('with one key make one group', async () => {
			const { items, groups } = await race(1, latencyMs);
			expect(groups).toEqual([1]);
			expect(items.filter((item) => item?.['created'] === true)).toHaveLength(1);
			expect(new Set(items.map((item) => item?.['uuid'])).size).toBe(1);
		});

		test('with ten keys make ten groups', async () => {
			const { groups } = await race(10, latencyMs);
			expect(groups).toEqual(Array(10).fill(1));
		});
	});

	// So that a write of one falls between two of another.
	test('one after the other with a key of their own all make their group', async () => {
		const { items, groups } = await race(EXECUTIONS, 30, 20);
		expect(groups).toEqual(Array(EXECUTIONS).fill(1));
		expect(items.map((item) => item?.['created'])).toEqual(Array(EXECUTIONS).fill(true));
	});
});
