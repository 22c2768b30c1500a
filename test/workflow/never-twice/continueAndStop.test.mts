import type { NodeSettings } from '../../engine/types.mts';
import type { Fault } from '../../sandbox/sandbox.mts';
import { useBench, people } from '../create/harness.mts';
import {
	CONTINUE,
	CONTINUE_MODES,
	ERROR_OUTPUT,
	FROM_FIELDS,
	jsonOf,
	membersOf,
	namesOf,
	peopleOf,
	requestedNames,
	RETRY,
	THREE,
	told,
	untold,
	writesOf,
} from './support.mts';

// Each item's own fate (n8n-rules.md section 6), a run that stops in the middle, and the ten fault cases
// that were measured on other nodes (rivals-measured.md section 1, 2).

const bench = useBench();

const refusing = (name: string, more: Partial<Fault> = {}): Fault => ({
	operation: 'create-group',
	bodyContains: `"${name}"`,
	times: 0,
	effect: 'answer',
	status: 400,
	body: { success: false, error: true, error_message: 'WhatsApp says no' },
	...more,
});

describe('an item that fails under Continue', () => {
	test('is one item with error and message, linked to its input', async () => {
		const { sandbox } = bench;
		sandbox.fault(refusing('B'));
		const run = await bench.create(FROM_FIELDS, THREE, { settings: CONTINUE });
		expect(run.status).toBe('success');
		const items = run.outputs[0] ?? [];
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(items.map(({ json }) => json['created'])).toEqual([true, undefined, true]);
		expect(Object.keys(items[1]?.json ?? {}).sort()).toEqual(['error', 'message']);
		expect(items[1]?.json).toMatchObject({
			error: expect.stringContaining('WhatsApp says no') as unknown,
			message: { http_code: 400 },
		});
		expect(namesOf(sandbox)).toEqual(['A', 'C']);
	});

	test('reaches the error output with the fields of its input', async () => {
		const { sandbox } = bench;
		sandbox.fault(refusing('B'));
		const run = await bench.create(FROM_FIELDS, THREE, { settings: ERROR_OUTPUT });
		expect(jsonOf(run.outputs).map(({ name }) => name)).toEqual(['A', 'C']);
		const failed = jsonOf(run.outputs, 1);
		expect(failed).toHaveLength(1);
		expect(Object.keys(failed[0] ?? {}).sort()).toEqual(['error', 'message', 'name', 'people']);
		expect(failed[0]).toMatchObject({ name: 'B', message: { http_code: 400 } });
	});

	const failures: Array<[string, object, Fault | null, object?]> = [
		['a setting', { name: 'A', people: 'nobody' }, null],
		['an empty name', { name: ' ', people: '+17137157533' }, null],
		['a missing name', { people: '+17137157533' }, null],
		['missing people', { name: 'A' }, null],
		['a refusal', {}, refusing('A')],
		['a refusal without a reason', {}, refusing('A', { body: { success: false }, status: 200 })],
		['an empty error', {}, refusing('A', { body: {}, status: 400 })],
		['a lost answer', {}, refusing('A', { effect: 'reset' })],
		['a web page', {}, refusing('A', { effect: 'html', status: 200 })],
		[
			'people who are missing',
			{ people: '+447700900101' },
			null,
			{ options: { ifSomeoneIsMissing: 'failIfAnyone' } },
		],
	];

	test.each(failures)(
		'because of %s reaches the error output, the others do not',
		async (...case_) => {
			const { sandbox } = bench;
			const [, fields, fault, parameters = {}] = case_;
			if (fault !== null) sandbox.fault(fault);
			const items = [{ name: 'A', people: '+17137157533', ...fields }, ...THREE.slice(1)];
			if (!('name' in fields) && 'people' in fields && case_[0] === 'a missing name') {
				Reflect.deleteProperty(items[0] ?? {}, 'name');
			}
			if (case_[0] === 'missing people') Reflect.deleteProperty(items[0] ?? {}, 'people');
			const run = await bench.create({ ...FROM_FIELDS, ...parameters }, items, {
				settings: ERROR_OUTPUT,
			});
			expect(jsonOf(run.outputs).map(({ name }) => name)).toEqual(['B', 'C']);
			for (const item of jsonOf(run.outputs)) expect(item['error']).toBeUndefined();
			const failed = jsonOf(run.outputs, 1);
			expect(failed).toHaveLength(1);
			expect(failed[0]?.['error']).toEqual(expect.any(String));
			expect(String(failed[0]?.['error']).length).toBeGreaterThan(10);
		},
	);

	test.each(CONTINUE_MODES)(
		'names the group that exists although people are missing (%s)',
		async (_, mode) => {
			const { sandbox } = bench;
			const items = [{ name: 'A', people: ['+17137157533', '+447700900101'] }, ...THREE.slice(1)];
			const run = await bench.create(
				{ ...FROM_FIELDS, options: { ifSomeoneIsMissing: 'failIfAnyone' } },
				items,
				{ settings: { ...RETRY, ...mode } },
			);
			expect(requestedNames(sandbox)).toEqual(['A', 'B', 'C']);
			expect(untold(sandbox.world.groups, run)).toEqual([]);
			const failed = [...jsonOf(run.outputs), ...jsonOf(run.outputs, 1)].find(
				(item) => item['error'] !== undefined,
			);
			expect(failed?.['message']).toMatchObject({
				uuid: sandbox.world.groups[0]?.uuid,
				summary: { in_group: 1, missing: 1, not_on_whatsapp: 1 },
			});
		},
	);

	test.each(CONTINUE_MODES)(
		'by an expression that cannot be worked out keeps it to itself (%s)',
		async (_, mode) => {
			const { sandbox } = bench;
			// The first item's expression names a node that does not exist.
			const broken = "={{ $json.name === 'A' ? $('Nowhere').item.json.name : $json.name }}";
			for (const groupItemsBy of ['item', 'name']) {
				sandbox.reset();
				const run = await bench.create({ ...FROM_FIELDS, name: broken, groupItemsBy }, THREE, {
					settings: mode,
				});
				const made = jsonOf(run.outputs).filter(({ uuid }) => uuid !== undefined);
				expect(made.map(({ name }) => name)).toEqual(['B', 'C']);
				const failed = [...jsonOf(run.outputs), ...jsonOf(run.outputs, 1)].filter(
					(item) => item['error'] !== undefined,
				);
				expect(failed).toHaveLength(1);
				expect(namesOf(sandbox)).toEqual(['B', 'C']);
			}
		},
	);

	test('does so for its options too', async () => {
		const { sandbox } = bench;
		const broken = "={{ $json.name === 'A' ? $('Nowhere').item.json.x : 120 }}";
		const run = await bench.create({ ...FROM_FIELDS, options: { timeout: broken } }, THREE, {
			settings: CONTINUE,
		});
		expect(namesOf(sandbox)).toEqual(['B', 'C']);
		expect(jsonOf(run.outputs).map(({ created }) => created)).toEqual([undefined, true, true]);
	});

	test('is one item for each row that was to be in the group', async () => {
		const { sandbox } = bench;
		sandbox.fault(refusing('A'));
		const rows = [
			{ name: 'A', people: '+17137157533' },
			{ name: 'B', people: '+447700176576' },
			{ name: 'A', people: '+18647351567' },
		];
		const run = await bench.create({ ...FROM_FIELDS, groupItemsBy: 'name' }, rows, {
			settings: ERROR_OUTPUT,
		});
		expect(jsonOf(run.outputs).map(({ name }) => name)).toEqual(['B']);
		expect(jsonOf(run.outputs, 1).map(({ people: number }) => number)).toEqual([
			'+17137157533',
			'+18647351567',
		]);
	});
});

describe('a run that stops in the middle', () => {
	const TWENTY = people(20).map((number, index) => ({
		name: `Group ${index + 1}`,
		people: number,
	}));

	test.each([
		['too many requests', 429, 'Too many requests'],
		['no credits', 402, 'The API credits are used up'],
		['the creation limit', 500, 'created too many groups very quickly'],
	])('(%s) names the ten groups that exist', async (_, status, text) => {
		const { sandbox } = bench;
		sandbox.fault({
			operation: 'create-group',
			nth: 11,
			times: 0,
			effect: 'answer',
			status,
			body: { success: false, error: true, error_message: text },
		});
		const run = await bench.create(FROM_FIELDS, TWENTY, { settings: RETRY });
		expect(run.status).toBe('error');
		expect(sandbox.world.groups).toHaveLength(10);
		expect(run.outputs).toEqual([]);
		for (const { name, uuid } of sandbox.world.groups) {
			expect(run.error?.description).toContain(`"${name}"`);
			expect(run.error?.description).toContain(uuid);
		}
		expect(run.error?.description).toContain('Retrying this execution does not do it again');
		expect(new Set(requestedNames(sandbox)).size).toBe(11);
	});

	test('by a group that may exist names that one and the ten before it', async () => {
		const { sandbox } = bench;
		sandbox.settings.listedAfterMs = 60_000;
		sandbox.fault({ operation: 'create-group', nth: 11, when: 'after', effect: 'reset' });
		const run = await bench.create(FROM_FIELDS, TWENTY);
		expect(sandbox.world.groups).toHaveLength(11);
		expect(untold(sandbox.world.groups, run)).toEqual([]);
	});

	test('by missing people names that group and the ones before it', async () => {
		const { sandbox } = bench;
		const items = [...TWENTY.slice(0, 10), { name: 'Group 11', people: '+447700900101' }];
		const run = await bench.create(
			{ ...FROM_FIELDS, options: { ifSomeoneIsMissing: 'failIfNobody' } },
			items,
		);
		expect(run.status).toBe('error');
		expect(sandbox.world.groups).toHaveLength(11);
		expect(untold(sandbox.world.groups, run)).toEqual([]);
	});

	test('without Continue sends nothing more after the item that failed', async () => {
		const { sandbox } = bench;
		sandbox.fault(refusing('Group 3'));
		await bench.create(FROM_FIELDS, TWENTY);
		expect(requestedNames(sandbox)).toEqual(['Group 1', 'Group 2', 'Group 3']);
	});
});

describe('the fault cases that other nodes were measured by', () => {
	const ONE = [
		{ name: 'A', people: ['+17137157533'] },
		{ name: 'Z', people: ['+447700176576'] },
	];
	const cases: Array<{
		name: string;
		fault?: Fault;
		items: object[];
		settings: NodeSettings;
		groups: string[];
		mayExist?: string[];
	}> = [
		{
			name: '(a) the second of three answers 500 once and is not made',
			fault: refusing('B', { times: 1, status: 500 }),
			items: THREE,
			settings: RETRY,
			// An unclear end: made by nobody, and told as "may exist" instead of risking a second one.
			groups: ['A'],
			mayExist: ['B'],
		},
		{
			name: "(a') the second of three answers 500 once and is made",
			fault: refusing('B', { times: 1, status: 500, when: 'after' }),
			items: THREE,
			settings: RETRY,
			groups: ['A', 'B', 'C'],
		},
		{
			name: '(b) made, then the connection is reset',
			fault: refusing('A', { times: 1, effect: 'reset', when: 'after' }),
			items: ONE,
			settings: RETRY,
			groups: ['A', 'Z'],
		},
		{
			name: '(c) made, then 504',
			fault: refusing('A', { times: 1, effect: 'html', status: 504, when: 'after' }),
			items: ONE,
			settings: RETRY,
			groups: ['A', 'Z'],
		},
		{
			name: '(d) the first of three is always refused, Continue',
			fault: refusing('A'),
			items: THREE,
			settings: { ...RETRY, ...CONTINUE },
			groups: ['B', 'C'],
		},
		{
			name: 'made but always 500, Retry On Fail',
			fault: refusing('A', { status: 500, when: 'after' }),
			items: ONE,
			settings: RETRY,
			groups: ['A', 'Z'],
		},
		{
			name: 'made but always 500, Retry On Fail off',
			fault: refusing('A', { status: 500, when: 'after' }),
			items: ONE,
			settings: {},
			groups: ['A', 'Z'],
		},
		{
			name: 'made, 500 once, Retry On Fail off',
			fault: refusing('A', { times: 1, status: 500, when: 'after' }),
			items: ONE,
			settings: {},
			groups: ['A', 'Z'],
		},
		{
			name: 'an error output whose first of three is refused',
			fault: refusing('A'),
			items: THREE,
			settings: ERROR_OUTPUT,
			groups: ['B', 'C'],
		},
		{
			name: 'a web page with status 200 instead of an answer',
			fault: refusing('A', { effect: 'html', status: 200 }),
			items: ONE,
			settings: { ...RETRY, ...CONTINUE },
			groups: ['Z'],
			mayExist: ['A'],
		},
	];

	test.each(cases)('$name: no duplicate, no group untold', async (case_) => {
		const { sandbox } = bench;
		if (case_.fault !== undefined) sandbox.fault(case_.fault);
		const run = await bench.create(FROM_FIELDS, case_.items as never, {
			settings: case_.settings,
		});
		expect(namesOf(sandbox)).toEqual(case_.groups);
		expect(untold(sandbox.world.groups, run)).toEqual([]);
		for (const name of case_.mayExist ?? []) {
			expect(told(run)).toContain(`The group "${name}" may exist`);
		}
	});
});

describe('people whom a lost answer may have added', () => {
	const STRICT = { ...FROM_FIELDS, options: { ifSomeoneIsMissing: 'failIfAnyone' } };
	const items = [
		{ name: 'A', people: people(15) },
		{ name: 'B', people: ['+18647351567'] },
	];

	test('are not called "not sent" when the next request is refused', async () => {
		const { sandbox } = bench;
		// Added, the answer lost; the same call, repeated at once, is refused.
		sandbox.fault({ operation: 'add-participant', when: 'after', effect: 'html', status: 504 });
		sandbox.fault({ operation: 'add-participant', effect: 'answer', status: 402 });
		const run = await bench.create(FROM_FIELDS, items);
		expect(membersOf(sandbox, 'A')).toHaveLength(15);
		expect(run.output[0]?.['summary']).toMatchObject({ added: 10, unknown: 5, not_attempted: 0 });
	});

	test('nor when that request is made by a later try', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'add-participant', when: 'after', effect: 'answer', status: 500 });
		sandbox.fault({ operation: 'add-participant', times: 0, effect: 'answer', status: 402 });
		const run = await bench.create(STRICT, items, { settings: { ...RETRY, ...CONTINUE } });
		expect(membersOf(sandbox, 'A')).toHaveLength(15);
		const [failed] = jsonOf(run.outputs);
		expect(failed?.['message']).toMatchObject({ summary: { unknown: 5, not_attempted: 0 } });
	});

	test('nor when the lost answer was that of the creation', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'create-group', nth: 1, when: 'after', effect: 'reset' });
		// Only the sender and one more show so far.
		sandbox.fault({
			operation: 'get-group',
			times: 0,
			effect: 'mutate',
			mutate: (answer) => {
				const { data } = answer as { data: { participants: unknown[] } };
				return { data: { ...data, participants: data.participants.slice(0, 2) } };
			},
		});
		sandbox.fault({ operation: 'add-participant', times: 0, effect: 'answer', status: 402 });
		const run = await bench.create(FROM_FIELDS, items);
		expect(membersOf(sandbox, 'A')).toHaveLength(10);
		expect(run.output[0]).toMatchObject({
			recovered: true,
			summary: { added: 1, unknown: 9, not_attempted: 5 },
		});
	});
});

describe('who is in the group', () => {
	test.each([
		['create', ['+17137157533', '+447700900102']],
		['add', [...people(10), '+17137157533', '+447700900102']],
	])(
		'is not read from the list of accepted numbers when %s names the others',
		async (_, numbers) => {
			const { sandbox } = bench;
			Object.assign(sandbox.settings, { refusedInMap: false, listsOnAdd: 'top' });
			const run = await bench.create(FROM_FIELDS, [
				{ name: 'A', people: numbers },
				{ name: 'B', people: ['+447700900102'] },
			]);
			expect(run.output.map(({ summary }) => summary)).toMatchObject([
				{ added: numbers.length - 1, unknown: 1 },
				{ added: 0, unknown: 1 },
			]);
		},
	);

	test('is told for everyone when 2Chat denies success because nobody could be added', async () => {
		const { sandbox } = bench;
		sandbox.settings.successWhenNobody = false;
		const run = await bench.create(
			FROM_FIELDS,
			[
				{ name: 'A', people: ['+447700900101', '+447700900102'] },
				{ name: 'B', people: ['+447700900103'] },
			],
			{ settings: RETRY },
		);
		expect(requestedNames(sandbox)).toEqual(['A', 'B']);
		expect(run.output.map(({ summary }) => summary)).toMatchObject([
			{ not_on_whatsapp: 1, invited: 1, in_group: 0 },
			{ needs_invite: 1, in_group: 0 },
		]);
	});
});

describe('Check Numbers First', () => {
	const CHECKED = { ...FROM_FIELDS, options: { checkNumbersFirst: true } };

	test('makes no group when it leaves nobody, and says who was meant', async () => {
		const { sandbox } = bench;
		const run = await bench.create(
			CHECKED,
			[{ name: 'A', people: ['+447700900101'] }, THREE[1] ?? {}],
			{ settings: ERROR_OUTPUT },
		);
		expect(requestedNames(sandbox)).toEqual(['B']);
		const [failed] = jsonOf(run.outputs, 1);
		expect(failed?.['error']).toContain('+447700900101');
		expect(failed?.['message']).toMatchObject({
			participants: [{ phone_number: '+447700900101', outcome: 'not_on_whatsapp' }],
		});
	});

	test('sends those who are left, and nobody twice in a later try', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'create-group', nth: 2, effect: 'answer', status: 402 });
		const items = [
			{ name: 'A', people: ['+447700900101', '+17137157533'] },
			{ name: 'B', people: ['+18647351567', '+447700900101'] },
		];
		const run = await bench.create(CHECKED, items, { settings: RETRY });
		expect(writesOf(sandbox).map(peopleOf)).toEqual([
			['+17137157533'],
			['+18647351567'],
			['+18647351567'],
		]);
		expect(run.output.map(({ summary }) => summary)).toMatchObject([
			{ added: 1, not_on_whatsapp: 1 },
			{ added: 1, not_on_whatsapp: 1 },
		]);
	});
});

describe('a list of groups that cannot be read', () => {
	test.each([
		['nothing but success', { success: true }],
		['null for the list', { success: true, data: null }],
		['an object for the list', { success: true, data: { groups: [] } }],
		['another name for the list', { success: true, groups: [] }],
	])('(%s) does not count as "no such group"', async (_, body) => {
		const { sandbox } = bench;
		sandbox.world.addGroup({ name: 'A', phoneNumber: '+595981048477' });
		sandbox.fault({ operation: 'list-groups', times: 0, effect: 'answer', status: 200, body });
		for (const ifGroupExists of ['use', 'stop']) {
			const run = await bench.create({ ...FROM_FIELDS, options: { ifGroupExists } }, THREE, {
				settings: CONTINUE,
			});
			expect(requestedNames(sandbox)).toEqual([]);
			for (const item of jsonOf(run.outputs)) expect(item['error']).toEqual(expect.any(String));
		}
	});

	test('does not keep the node asking', async () => {
		const { sandbox } = bench;
		const page = Array.from({ length: 10 }, () => ({ wa_group_name: 'without id' }));
		sandbox.fault({
			operation: 'list-groups',
			times: 0,
			effect: 'answer',
			status: 200,
			body: { success: true, data: page },
		});
		await bench.create({ ...FROM_FIELDS, options: { ifGroupExists: 'use' } }, THREE);
		expect(bench.callsOf('list-groups').length).toBeLessThanOrEqual(3);
	});
});
