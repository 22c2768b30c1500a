import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, ERROR_OUTPUT, create, engine, runWorkflow, sandbox } from '../bench.mts';
import { useBench, withCredential, type How } from '../bench.mts';
import { ANA, BEN, FROM, NOT_ON_WHATSAPP, TWO, from, groups, lists } from '../data.mts';
import { people, sameGroup } from '../data.mts';
import { errorsOf, expectPlainWords, linesOf, linksOf, outcomesOf } from '../results.mts';
import { addGroups, expectRefused, groupNames, groupOf, writes } from '../twoChat.mts';
import { chain, node } from '../workflows.mts';

// Preview Only: all checks and the plan, and nothing that anybody on WhatsApp could notice.

useBench();
beforeEach(async () => await engine.installDeduplication());

interface Plan {
	calls: number;
	credits: number;
	credits_left: number;
	estimated_seconds: number;
}

const planOf = (item: IDataObject | undefined) => item?.['plan'] as unknown as Plan;

/** The preview, after which nothing has been sent. */
async function preview(items: IDataObject[] = TWO, parameters: IDataObject = {}, how: How = {}) {
	const options = { ...(parameters['options'] as IDataObject), previewOnly: true };
	const result = await create({ ...parameters, options }, items, how);
	expect(writes()).toEqual([]);
	return result;
}

/** The preview, then the same for real, which takes as many calls and credits as the plan says. */
async function previewAndDo(items: IDataObject[], parameters: IDataObject) {
	const { output: previews } = await preview(items, parameters);
	sandbox.calls.length = 0;
	const creditsUsed = () => sandbox.world.account.apiRequestCount;
	const before = creditsUsed();
	const { status, output } = await create(parameters, items);
	expect(status).toBe('success');
	const planned = (field: 'calls' | 'credits') =>
		previews.reduce((total, item) => total + planOf(item)[field], 0);
	expect(planned('calls')).toBe(writes().length);
	expect(planned('credits')).toBe(creditsUsed() - before);
	return { previews, output };
}

const EVERY_STEP = {
	description: 'About',
	pictureUrl: 'https://example.com/picture.jpg',
	admins: ANA,
	welcomeMessage: 'Hello',
};

describe('the plan for a new group', () => {
	test('says whom, in how many calls, for how many credits, and how long', async () => {
		const many = people(37);
		const { output, outputs } = await preview(lists([...many, 'n/a', FROM, many[0]], ANA));
		expect(linksOf(outputs[0])).toEqual([0, 1]);
		expect(output).toMatchObject([
			{
				preview: true,
				created: false,
				name: 'A',
				from_number: FROM,
				from_number_state: 'connected',
				plan: {
					creates_group: true,
					numbers: many,
					people_per_call: [10, 10, 10, 7],
					calls: 4,
					credits: 4,
				},
			},
			{ plan: { people_per_call: [1], calls: 1, credits: 1 } },
		]);
		const { credits_left: left, estimated_seconds: seconds } = planOf(output[0]);
		expect(left).toBeGreaterThan(499_000);
		// 250 to 500 ms a person at the least (2chat-api.md 5.2), and no more than some seconds each.
		expect(seconds).toBeGreaterThan(10);
		expect(seconds).toBeLessThan(200);
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
		expect(groupNames()).toEqual([]);
	});

	test.each([
		{ what: 'nothing else' },
		{ what: 'checks', options: { checkNumbersFirst: true } },
		{ what: 'a look for the name', options: { ifGroupExists: 'use' } },
		{ what: 'checks and a look', options: { ifGroupExists: 'stop', checkNumbersFirst: true } },
		{ what: 'every additional step', additionalFields: EVERY_STEP },
		{ what: 'a wait', options: { waitUntilListed: 30 } },
		{ what: 'a new Unique Key', options: { uniqueKey: '={{ $json.name }}' } },
		{
			what: 'an admin who is not on WhatsApp',
			additionalFields: { admins: NOT_ON_WHATSAPP },
			options: { checkNumbersFirst: true },
		},
	])('keeps its word on calls and credits, with $what', async ({ what: _what, ...parameters }) => {
		await previewAndDo(lists([ANA, BEN, ...people(13)], [ANA]), parameters);
	});

	test('leaves out who is not on WhatsApp, if asked to check', async () => {
		const rows = lists([ANA, NOT_ON_WHATSAPP], [BEN]);
		const { output } = await preview(rows, { options: { checkNumbersFirst: true } });
		expect(output).toMatchObject([{ plan: { numbers: [ANA] } }, { plan: { numbers: [BEN] } }]);
		expect(outcomesOf(output[0])).toEqual(['would_add', 'not_on_whatsapp']);
	});
});

describe('the plan for a group that is there', () => {
	test('adds who is missing and makes none', async () => {
		addGroups(['A'], ANA);
		const { uuid, waGroupId } = groupOf('A') ?? {};
		const { previews, output } = await previewAndDo(lists([ANA, BEN, ...people(11)], [ANA]), {
			options: { ifGroupExists: 'use', checkNumbersFirst: true },
		});
		expect(previews).toMatchObject([
			{
				existing_group: { uuid, wa_group_id: waGroupId },
				plan: { creates_group: false, numbers: [BEN, ...people(11)], people_per_call: [10, 3] },
			},
			{ plan: { creates_group: true } },
		]);
		expect(outcomesOf(previews[0])[0]).toBe('already_member');
		expect(output).toMatchObject([{ created: false }, { created: true }]);
	});

	test('has no calls for what is only done to a new one', async () => {
		addGroups(['A']);
		const { previews } = await previewAndDo(lists([ANA, BEN], [ANA]), {
			additionalFields: EVERY_STEP,
			options: { ifGroupExists: 'use' },
		});
		expect(previews).toMatchObject([{ plan: { calls: 2 } }, { plan: { calls: 4 } }]);
	});

	test('of its Unique Key adds nobody, unless it is to be used', async () => {
		const options = {
			uniqueKey: '={{ $json.name }}',
			checkNumbersFirst: true,
			waitUntilListed: 30,
		};
		await create({ options }, lists([ANA], [ANA]));
		sandbox.calls.length = 0;
		const rows = lists([ANA, BEN], [BEN]);
		const { previews, output } = await previewAndDo(rows, {
			additionalFields: EVERY_STEP,
			options,
		});
		const plan = { creates_group: false, numbers: [], people_per_call: [], calls: 0 };
		expect(previews).toMatchObject([
			{ unique_key: 'used', plan, summary: { already_member: 1, unknown: 1 } },
			{ unique_key: 'used', plan, summary: { already_member: 1, unknown: 1 } },
		]);
		expect(output.map(outcomesOf)).toEqual(previews.map(outcomesOf));
		const used = await previewAndDo(rows, { options: { ...options, ifGroupExists: 'use' } });
		expect(used.previews.map((item) => item['plan'])).toMatchObject([
			{ numbers: [BEN] },
			{ numbers: [BEN] },
		]);
	});

	test.each(['', '={{ $json.name }}'])(
		'fails as the real thing would when the option says stop, with the Unique Key %j',
		async (uniqueKey) => {
			const keyed = uniqueKey === '' ? {} : { uniqueKey };
			await create({ options: keyed }, TWO.slice(0, 1));
			sandbox.calls.length = 0;
			const parameters = { options: { ...keyed, ifGroupExists: 'stop' } };
			const result = await preview(TWO, parameters, ERROR_OUTPUT);
			expect(errorsOf(result)).toEqual([expect.stringContaining('exists already')]);
			expect(result.output).toHaveLength(1);
		},
	);
});

describe('what is wrong shows before anything is sent', () => {
	test.each([
		['+447700900001', 'disconnected'],
		['+447700900002', 'connection failed'],
		['+442079460958', 'not in this 2Chat account'],
	])('From %s is %s', async (number, state) => {
		const { output } = await preview(TWO, { fromNumber: from(number) });
		expect(output).toMatchObject([{ from_number_state: state }, { from_number_state: state }]);
	});

	test('more groups than Max Groups per Run allows', async () => {
		const parameters = { options: { maxGroups: 3 } };
		expectRefused(
			await preview(groups(4), parameters),
			`This run would create 4 groups from ${FROM}, and Max Groups per Run is 3`,
		);
		expect((await preview(groups(3), parameters)).output).toHaveLength(3);
	});

	test('previews do not count as groups of those that are made', async () => {
		const items = lists(ANA, ANA, ANA, ANA).map((item, index) => ({
			...item,
			look: index % 2 === 1,
		}));
		const options = { previewOnly: '={{ $json.look }}', maxGroups: 2 };
		const { output } = await create({ options }, items);
		expect(output.map((item) => item['preview'] === true)).toEqual([false, true, false, true]);
		expect(groupNames()).toEqual(['A', 'C']);
	});

	test('an item that could not be sent fails in the preview too', async () => {
		const items = [
			{ name: '', people: ANA },
			{ name: 'A', people: '' },
			{ name: 'B', people: ANA },
		];
		const result = await preview(items, {}, ERROR_OUTPUT);
		expect(errorsOf(result)).toHaveLength(2);
		expect(result.output).toHaveLength(1);
	});

	test('a refused key fails the preview', async () => {
		const { error } = await preview(TWO, {}, withCredential({ apiKey: 'wrong' }));
		expect(error?.message).toContain('2Chat does not know this API key');
	});
});

test('two previews make nothing that a later run would take for done', async () => {
	const { contextData } = await preview();
	const { output } = await create({}, TWO, { contextData });
	expect(output).toMatchObject([{ created: true }, { created: true }]);
});

describe('what it says of each group is what the same run does: create it, use one that is there, or fail', () => {
	const BY_NAME = { uniqueKey: '={{ $json.name }}' };

	const wayOf = ({ error, plan, created }: IDataObject) => {
		if (error !== undefined) return 'error';
		return plan === undefined ? created : (plan as IDataObject)['creates_group'];
	};

	async function expectToKeepItsWord(items: IDataObject[], options: IDataObject): Promise<void> {
		const { output: previews } = await preview(items, { options }, CONTINUE);
		const { output } = await create({ options }, items, CONTINUE);
		expect(previews.map(wayOf)).toEqual(output.map(wayOf));
	}

	test.each(['create', 'use', 'stop'])(
		'beyond Max Groups per Run, with %s',
		async (ifGroupExists) => await expectToKeepItsWord(groups(4), { maxGroups: 2, ifGroupExists }),
	);

	test.each([{ ifGroupExists: 'use' }, { ifGroupExists: 'stop' }, { uniqueKey: 'one' }])(
		'of two rows with one name and %j',
		async (options) => await expectToKeepItsWord(sameGroup(ANA, BEN), options),
	);

	test('with a new Unique Key', async () => await expectToKeepItsWord(TWO, BY_NAME));

	test('with a Unique Key where n8n keeps no keys', async () => {
		await engine.removeDeduplication();
		await expectToKeepItsWord(TWO, BY_NAME);
	});
});

test('the groups of the plan alone are named, whatever another node has created', async () => {
	const fields = { name: '={{ $json.name ?? $json.uuid }}', participants: ANA };
	const first = node('First', 'group.create', fields);
	const options = { previewOnly: true, maxGroups: 2 };
	const second = node('Second', 'group.create', { ...fields, options });
	const { error } = await runWorkflow(chain(first, second), groups(3));
	expect(error?.message).toContain('would create 3 groups');
});
