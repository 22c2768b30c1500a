import type { IDataObject } from 'n8n-workflow';

import {
	CONTINUE,
	ERROR_OUTPUT,
	WAITS_TO_MEASURE,
	create,
	sandbox,
	useBench,
	waitOf,
} from '../bench.mts';
import { ANA, FROM, OTHER_FROM, from, groups, lists, people } from '../data.mts';
import { errorsOf, failedItems } from '../results.mts';
import { addGroups, callsOf, expectRefused, groupNames } from '../twoChat.mts';
import { refuse, requestedNames, writes } from '../twoChat.mts';

// Number safety: pauses between groups, a limit for each run, and an end when 2Chat says that it is enough.

const FROM_ITEM = { fromNumber: from('={{ $json.from }}') };

useBench(WAITS_TO_MEASURE);

beforeEach(() => void (sandbox.settings.groupsPerDay = 0));

/** Places between create calls at which the node waited, by the number of groups before them. */
function pauses(seconds: number): number[] {
	const times = callsOf('create-group').map(({ at }) => at);
	return times.flatMap((at, index) =>
		index > 0 && at - (times[index - 1] ?? 0) >= (seconds * 1_000) / WAITS_TO_MEASURE - 5
			? index
			: [],
	);
}

describe('Batching', () => {
	/** Seconds. */
	const INTERVAL = 100;

	function batching(batch: IDataObject): IDataObject {
		return { options: { batching: { batch } } };
	}

	test.each([
		[1, [1, 2, 3]],
		[2, [2]],
		[3, [3]],
		[0, [1, 2, 3]],
		[-1, []],
	])('%d items per batch', async (batchSize, expected) => {
		await create(batching({ batchSize, batchInterval: INTERVAL }), groups(4));
		expect(pauses(INTERVAL)).toEqual(expected);
	});

	test('does not wait after the last group, nor for one that only adds people', async () => {
		const parameters = batching({ batchSize: 1, batchInterval: INTERVAL });
		expect(await waitOf(async () => await create(parameters, lists(people(35))))).toBe(0);
		expect(sandbox.calls).toHaveLength(4);
	});

	test('does not wait for items that make no group', async () => {
		const items = [...lists(ANA), { name: '' }, { name: 'B' }, ...groups(2)];
		const parameters = batching({ batchSize: 2, batchInterval: INTERVAL });
		const { output } = await create(parameters, items, ERROR_OUTPUT);
		expect(output).toHaveLength(3);
		expect(pauses(INTERVAL)).toEqual([2]);
	});

	test('without the option there is no pause', async () => {
		await create({}, groups(4));
		expect(pauses(100)).toEqual([]);
	});
});

describe('Max Groups per Run, when an error stops the run', () => {
	test('31 groups from one number are refused before anything is sent', async () => {
		const result = await create({}, groups(31));
		expectRefused(
			result,
			`This run would create 31 groups from ${FROM}, and Max Groups per Run is 30`,
		);
		expect(result.error?.description).toContain('Nothing was sent');
	});

	test.each([
		{ what: '30 are created', count: 30, options: {} },
		{ what: '0 means no limit', count: 45, options: { maxGroups: 0 } },
	])('$what', async ({ count, options }) => {
		const { status } = await create({ options }, groups(count));
		expect(status).toBe('success');
		expect(groupNames()).toHaveLength(count);
	});

	test('the limit is for each number', async () => {
		const items = [...groups(3, { from: FROM }), ...groups(3, { from: OTHER_FROM })];
		const parameters = { ...FROM_ITEM, options: { maxGroups: 3 } };
		const { status } = await create(parameters, items);
		expect(status).toBe('success');
		expect(groupNames()).toHaveLength(6);
		const { error } = await create(parameters, [...items, ...groups(1, { from: OTHER_FROM })]);
		expect(error?.message).toContain(`4 groups from ${OTHER_FROM}`);
		expect(groupNames()).toHaveLength(6);
	});

	test('rows of one group count once', async () => {
		const items = groups(40).map((row, index) => ({ ...row, name: `G${index % 2}` }));
		const { status } = await create({ groupItemsBy: 'name' }, items);
		expect(status).toBe('success');
		expect(groupNames()).toEqual(['G0', 'G1']);
	});

	test.each(['', ' ', null])('nothing (%j) means the usual 30', async (maxGroups) => {
		const result = await create({ options: { maxGroups } }, groups(31));
		expectRefused(result, /Max Groups per Run is 30/);
	});
});

describe('Max Groups per Run, when the workflow goes on', () => {
	test.each([CONTINUE, ERROR_OUTPUT])(
		'the first ones are made, the others say why not: %j',
		async (more) => {
			const result = await create({ options: { maxGroups: 3 } }, groups(7), more);
			expect(groupNames()).toEqual(['G0', 'G1', 'G2']);
			const errors = [...result.output.flatMap(({ error }) => error ?? []), ...errorsOf(result)];
			expect(errors).toEqual(
				['G3', 'G4', 'G5', 'G6'].map(
					(name) =>
						`"${name}" was not sent: ${FROM} has created 3 groups in this run, and Max Groups per Run is 3`,
				),
			);
			expect(writes()).toHaveLength(3);
		},
	);

	test.each([422, 200])('a group that 2Chat refuses (%i) does not count', async (status) => {
		refuse('create-group', { status, body: { success: false, message: 'No' }, nth: 2 });
		const parameters = { options: { maxGroups: 3 } };
		await create(parameters, groups(6), ERROR_OUTPUT);
		expect(groupNames()).toEqual(['G0', 'G2', 'G3']);
	});

	test('a group that is used again does not count', async () => {
		addGroups(['G0']);
		const parameters = { options: { maxGroups: 2, ifGroupExists: 'use' } };
		const { output } = await create(parameters, groups(4), ERROR_OUTPUT);
		expect(output).toMatchObject([{ created: false }, { created: true }, { created: true }]);
	});
});

describe("2Chat's own word that it is enough", () => {
	test.each([
		{ groupLimitStatus: 500, groupLimitText: 'created too many groups very quickly' },
		{ groupLimitStatus: 400, groupLimitText: 'CreateGroupError: rate-overlimit' },
		{ groupLimitStatus: 403, groupLimitText: 'Group creation limit reached for this number' },
		{
			groupLimitStatus: 200,
			groupLimitText: 'You have created too many groups',
			errorsAnswerWith: 'ok',
		},
	] as const)('ends the groups of that number only: %j', async (setting) => {
		Object.assign(sandbox.settings, setting, { groupsPerDay: 2 });
		const items = [
			...groups(5, { from: FROM }),
			{ name: 'Other', people: ANA, from: OTHER_FROM },
			{ name: 'Late', people: ANA, from: FROM },
		];
		const result = await create({ ...FROM_ITEM }, items, ERROR_OUTPUT);
		expect(groupNames()).toEqual(['G0', 'G1', 'Other']);
		// The third one of the first number is refused, and then that number asks no more.
		expect(requestedNames()).toEqual(['G0', 'G1', 'G2', 'Other']);
		const failed = failedItems(result);
		expect(failed.map(({ name }) => name)).toEqual(['G2', 'G3', 'G4', 'Late']);
		for (const { error } of failed) expect(error).toContain(setting.groupLimitText);
		for (const { error } of failed.slice(1)) expect(error).toContain('was not created');
	});
});
