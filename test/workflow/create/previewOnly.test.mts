import type { IDataObject } from 'n8n-workflow';

import {
	expectPlainWords,
	failedItems,
	linesOf,
	outcomesOf,
	TO_ERROR_OUTPUT,
	writes,
} from './expectations.mts';
import { BY_ITEM, FROM, useBench, people } from './harness.mts';

// Preview Only: all checks and the plan, and nothing that anybody on WhatsApp could notice.

const [ANA, BEN] = ['+17137157533', '+18647351567'] as const;
const NOT_ON_WHATSAPP = '+447700900101';

interface Plan {
	creates_group: boolean;
	numbers: string[];
	people_per_call: number[];
	calls: number;
	credits: number;
	credits_left: number;
	estimated_seconds: number;
}

const bench = useBench();

function planOf(item: IDataObject | undefined): Plan {
	return item?.['plan'] as unknown as Plan;
}

/** The plan, then the same for real: how many calls and credits it took. */
async function planAndDo(parameters: IDataObject, rows: IDataObject[], options: IDataObject = {}) {
	const preview = await bench.create(
		{ ...parameters, options: { ...options, previewOnly: true } },
		rows,
	);
	expect(writes(bench)).toEqual([]);
	bench.sandbox.calls.length = 0;
	const [account] = bench.sandbox.world.accounts;
	const before = account?.apiRequestCount ?? 0;
	const real = await bench.create({ ...parameters, options }, rows);
	return {
		preview,
		real,
		calls: writes(bench).length,
		credits: (account?.apiRequestCount ?? 0) - before,
	};
}

const sum = (items: IDataObject[], field: 'calls' | 'credits') =>
	items.reduce((total, item) => total + planOf(item)[field], 0);

const EVERY_STEP = {
	description: 'About',
	pictureUrl: 'https://example.com/picture.jpg',
	admins: ANA,
	welcomeMessage: 'Hello',
};

describe('the plan for a new group', () => {
	test('says whom, in how many calls, for how many credits, and how long', async () => {
		const many = people(37);
		const { output, outputs } = await bench.create({ ...BY_ITEM, options: { previewOnly: true } }, [
			{ name: 'A', people: [...many, 'n/a', FROM, many[0]] },
			{ name: 'B', people: ANA },
		]);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(output[0]).toMatchObject({
			preview: true,
			created: false,
			name: 'A',
			from_number: FROM,
			from_number_state: 'connected',
		});
		expect(planOf(output[0])).toMatchObject({
			creates_group: true,
			numbers: many,
			people_per_call: [10, 10, 10, 7],
			calls: 4,
			credits: 4,
		});
		expect(planOf(output[1])).toMatchObject({ people_per_call: [1], calls: 1, credits: 1 });
		expect(planOf(output[0]).credits_left).toBeGreaterThan(499_000);
		// 250 to 500 ms a person at the least (2chat-api.md 5.2), and no more than some seconds each.
		expect(planOf(output[0]).estimated_seconds).toBeGreaterThan(10);
		expect(planOf(output[0]).estimated_seconds).toBeLessThan(200);
		expect(outcomesOf(output[0])).toEqual([
			...many.map(() => 'would_add'),
			'invalid_number',
			'sender',
			'duplicate',
		]);
		for (const { reason, next_step } of linesOf(output[0])) {
			expectPlainWords(reason);
			expect(next_step ?? '').not.toMatch(/operation Add/);
		}
		expect(output[0]).not.toHaveProperty('uuid');
		expect(writes(bench)).toEqual([]);
		expect(bench.groupNames()).toEqual([]);
	});

	test.each([
		['nothing else', {}, {}],
		['checks', {}, { checkNumbersFirst: true }],
		['a look for the name', {}, { ifGroupExists: 'use' }],
		['checks and a look', {}, { ifGroupExists: 'stop', checkNumbersFirst: true }],
		['every additional step', EVERY_STEP, {}],
		['a wait', {}, { waitUntilListed: 30 }],
	])('keeps its word on calls and credits, with %s', async (_what, additionalFields, options) => {
		const { preview, calls, credits, real } = await planAndDo(
			{ ...BY_ITEM, additionalFields },
			[
				{ name: 'A', people: [ANA, BEN, ...people(13)] },
				{ name: 'B', people: [ANA] },
			],
			options,
		);
		expect(real.status).toBe('success');
		expect(sum(preview.output, 'calls')).toBe(calls);
		expect(sum(preview.output, 'credits')).toBe(credits);
	});

	test('leaves out who is not on WhatsApp, if asked to check', async () => {
		const { output } = await bench.create(
			{ ...BY_ITEM, options: { previewOnly: true, checkNumbersFirst: true } },
			[
				{ name: 'A', people: [ANA, NOT_ON_WHATSAPP] },
				{ name: 'B', people: [BEN] },
			],
		);
		expect(planOf(output[0]).numbers).toEqual([ANA]);
		expect(outcomesOf(output[0])).toEqual(['would_add', 'not_on_whatsapp']);
		expect(writes(bench)).toEqual([]);
	});
});

describe('the plan for a group that is there', () => {
	test('adds who is missing and makes none', async () => {
		const group = bench.sandbox.world.addGroup({
			name: 'A',
			phoneNumber: FROM,
			members: [{ phoneNumber: ANA }],
		});
		const { preview, real, calls, credits } = await planAndDo(
			BY_ITEM,
			[
				{ name: 'A', people: [ANA, BEN, ...people(11)] },
				{ name: 'B', people: [ANA] },
			],
			{ ifGroupExists: 'use', checkNumbersFirst: true },
		);
		expect(preview.output[0]).toMatchObject({
			existing_group: { uuid: group.uuid, wa_group_id: group.waGroupId },
			plan: { creates_group: false, numbers: [BEN, ...people(11)], people_per_call: [10, 3] },
		});
		expect(outcomesOf(preview.output[0])[0]).toBe('already_member');
		expect(preview.output[1]).toMatchObject({ plan: { creates_group: true } });
		expect(real.output.map(({ created }) => created)).toEqual([false, true]);
		expect(sum(preview.output, 'calls')).toBe(calls);
		expect(sum(preview.output, 'credits')).toBe(credits);
	});

	test('has no calls for what is only done to a new one', async () => {
		bench.sandbox.world.addGroup({ name: 'A', phoneNumber: FROM });
		const { preview, calls, credits } = await planAndDo(
			{ ...BY_ITEM, additionalFields: EVERY_STEP },
			[
				{ name: 'A', people: [ANA, BEN] },
				{ name: 'B', people: [ANA] },
			],
			{ ifGroupExists: 'use' },
		);
		expect(preview.output.map((item) => planOf(item).calls)).toEqual([2, 4]);
		expect(sum(preview.output, 'calls')).toBe(calls);
		expect(sum(preview.output, 'credits')).toBe(credits);
	});

	test('fails as the real thing would when the option says stop', async () => {
		bench.sandbox.world.addGroup({ name: 'A', phoneNumber: FROM });
		const result = await bench.create(
			{ ...BY_ITEM, options: { ifGroupExists: 'stop', previewOnly: true } },
			[
				{ name: 'A', people: ANA },
				{ name: 'B', people: ANA },
			],
			TO_ERROR_OUTPUT,
		);
		expect(failedItems(result)[0]?.['error']).toContain('exists already');
		expect(result.output).toHaveLength(1);
		expect(writes(bench)).toEqual([]);
	});
});

describe('what is wrong shows before anything is sent', () => {
	test.each([
		['+447700900001', 'disconnected'],
		['+447700900002', 'connection failed'],
		['+442079460958', 'not in this 2Chat account'],
	])('From %s is %s', async (from, state) => {
		const { output } = await bench.create(
			{
				...BY_ITEM,
				fromNumber: { __rl: true, mode: 'phone', value: from },
				options: { previewOnly: true },
			},
			[
				{ name: 'A', people: ANA },
				{ name: 'B', people: ANA },
			],
		);
		expect(output.map(({ from_number_state }) => from_number_state)).toEqual([state, state]);
		expect(writes(bench)).toEqual([]);
	});

	test('more groups than Max Groups per Run allows', async () => {
		const groups = (count: number) =>
			Array.from({ length: count }, (_, index) => ({ name: `G${index}`, people: ANA }));
		const parameters = { ...BY_ITEM, options: { previewOnly: true, maxGroups: 3 } };
		const { error } = await bench.create(parameters, groups(4));
		expect(error?.message).toBe(
			`This run would create 4 groups from ${FROM}, and Max Groups per Run is 3`,
		);
		expect(bench.sandbox.calls).toEqual([]);
		expect((await bench.create(parameters, groups(3))).output).toHaveLength(3);
		expect(writes(bench)).toEqual([]);
	});

	test('previews do not count as groups of those that are made', async () => {
		const rows = ['A', 'B', 'C', 'D'].map((name, index) => ({
			name,
			people: ANA,
			look: index % 2 === 1,
		}));
		const { output } = await bench.create(
			{ ...BY_ITEM, options: { previewOnly: '={{ $json.look }}', maxGroups: 2 } },
			rows,
		);
		expect(output.map(({ preview }) => preview === true)).toEqual([false, true, false, true]);
		expect(bench.groupNames()).toEqual(['A', 'C']);
	});

	test('an item that could not be sent fails in the preview too', async () => {
		const result = await bench.create(
			{ ...BY_ITEM, options: { previewOnly: true } },
			[
				{ name: '', people: ANA },
				{ name: 'A', people: '' },
				{ name: 'B', people: ANA },
			],
			TO_ERROR_OUTPUT,
		);
		expect(failedItems(result)).toHaveLength(2);
		expect(result.output).toHaveLength(1);
	});

	test('a refused key fails the preview', async () => {
		const { error } = await bench.create(
			{ ...BY_ITEM, options: { previewOnly: true } },
			[
				{ name: 'A', people: ANA },
				{ name: 'B', people: ANA },
			],
			{
				credentials: { twoChatGroupsApi: { apiKey: 'wrong', baseUrl: bench.sandbox.baseUrl } },
			},
		);
		expect(error?.message).toContain('2Chat does not know this API key');
	});
});

test('two previews make nothing that a later run would take for done', async () => {
	const rows = [
		{ name: 'A', people: ANA },
		{ name: 'B', people: ANA },
	];
	const first = await bench.create({ ...BY_ITEM, options: { previewOnly: true } }, rows);
	const { output } = await bench.create({ ...BY_ITEM }, rows, { contextData: first.contextData });
	expect(output.map(({ created }) => created)).toEqual([true, true]);
});
