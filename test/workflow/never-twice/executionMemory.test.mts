import { useBench, people } from '../create/harness.mts';
import {
	CONTINUE_MODES,
	FROM_FIELDS,
	groupsWorkflow,
	HIDDEN,
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

// What an execution remembers: what was finished is replayed, never sent again.

const bench = useBench();

describe('Retry On Fail', () => {
	test('repeats only the item that was refused', async () => {
		const { sandbox } = bench;
		sandbox.fault({
			operation: 'create-group',
			bodyContains: '"B"',
			effect: 'answer',
			status: 402,
			body: { success: false, error: true, error_message: 'No credits' },
		});
		const run = await bench.create(FROM_FIELDS, THREE, { settings: RETRY });
		expect(run.status).toBe('success');
		expect(requestedNames(sandbox)).toEqual(['A', 'B', 'B', 'C']);
		expect(namesOf(sandbox)).toEqual(['A', 'B', 'C']);
		expect(run.output.map(({ name, created }) => [name, created])).toEqual([
			['A', true],
			['B', true],
			['C', true],
		]);
		expect(untold(sandbox.world.groups, run)).toEqual([]);
	});

	test('does not repeat an item whose group was made although the answer was an error', async () => {
		const { sandbox } = bench;
		sandbox.fault({
			operation: 'create-group',
			bodyContains: '"B"',
			when: 'after',
			effect: 'answer',
			status: 500,
		});
		const run = await bench.create(FROM_FIELDS, THREE, { settings: RETRY });
		expect(requestedNames(sandbox)).toEqual(['A', 'B', 'C']);
		expect(namesOf(sandbox)).toEqual(['A', 'B', 'C']);
		expect(run.output.map(({ recovered }) => recovered)).toEqual([undefined, true, undefined]);
		expect(untold(sandbox.world.groups, run)).toEqual([]);
	});

	test('finds in a later try the group that the list did not show in the first', async () => {
		const { sandbox } = bench;
		sandbox.fault({
			operation: 'create-group',
			bodyContains: '"B"',
			when: 'after',
			effect: 'reset',
		});
		// Every look of the first try, and the first one of the second.
		sandbox.fault({
			operation: 'list-groups',
			times: 7,
			effect: 'mutate',
			mutate: () => ({ success: true, data: [] }),
		});
		const run = await bench.create(FROM_FIELDS, THREE, { settings: RETRY });
		expect(run.status).toBe('success');
		expect(bench.callsOf('list-groups')).toHaveLength(8);
		expect(requestedNames(sandbox)).toEqual(['A', 'B', 'C']);
		expect(namesOf(sandbox)).toEqual(['A', 'B', 'C']);
	});

	test.each(CONTINUE_MODES)(
		'with %s and a bad first item makes the others once',
		async (_, mode) => {
			const { sandbox } = bench;
			sandbox.fault({
				operation: 'create-group',
				bodyContains: '"A"',
				times: 0,
				effect: 'answer',
				status: 422,
				body: { detail: [{ msg: 'no' }] },
			});
			const run = await bench.create(FROM_FIELDS, THREE, { settings: { ...RETRY, ...mode } });
			// n8n runs the node again because the first item of the first output carries an error.
			expect(requestedNames(sandbox).filter((name) => name === 'A')).toHaveLength(3);
			expect(namesOf(sandbox)).toEqual(['B', 'C']);
			expect(requestedNames(sandbox)).toHaveLength(5);
			const made = jsonOf(run.outputs).filter(({ uuid }) => uuid !== undefined);
			expect(made.map(({ name, created }) => [name, created])).toEqual([
				['B', true],
				['C', true],
			]);
		},
	);

	test('replays an item whose texts are others in every try', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'create-group', nth: 2, effect: 'answer', status: 402 });
		await bench.create(
			{
				...FROM_FIELDS,
				additionalFields: {
					description: '=made at {{ Math.random() }}',
					welcomeMessage: '=It is {{ Math.random() }}',
				},
			},
			THREE,
			{ settings: RETRY },
		);
		expect(namesOf(sandbox)).toEqual(['A', 'B', 'C']);
		expect(bench.callsOf('send-message')).toHaveLength(3);
	});
});

describe('a name that is another one in every try', () => {
	const OTHER_NAMES = { ...FROM_FIELDS, name: '={{ $json.name }} {{ Math.random() }}' };
	const letters = (names: string[]) => names.map(([letter]) => letter);

	test('makes no second group', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'create-group', nth: 2, effect: 'answer', status: 402 });
		const run = await bench.create(OTHER_NAMES, THREE, { settings: RETRY });
		expect(run.status).toBe('success');
		expect(letters(requestedNames(sandbox))).toEqual(['A', 'B', 'B', 'C']);
		expect(letters(namesOf(sandbox))).toEqual(['A', 'B', 'C']);
		expect(run.output.map(({ name }) => name)).toEqual(namesOf(sandbox));
		expect(untold(sandbox.world.groups, run)).toEqual([]);
	});

	test('is looked for as it was sent', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'create-group', nth: 2, when: 'after', effect: 'reset' });
		sandbox.fault({ ...HIDDEN, times: 7 });
		const run = await bench.create(OTHER_NAMES, THREE, { settings: RETRY });
		expect(run.status).toBe('success');
		expect(letters(requestedNames(sandbox))).toEqual(['A', 'B', 'C']);
		expect(run.output.map(({ name }) => name)).toEqual(namesOf(sandbox));
		expect(run.output.map(({ recovered }) => recovered)).toEqual([undefined, true, undefined]);
	});

	test('is named as it was sent when it may exist', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'create-group', nth: 1, when: 'after', effect: 'reset' });
		sandbox.fault({ ...HIDDEN, times: 0 });
		const run = await bench.create(OTHER_NAMES, THREE, { settings: RETRY });
		expect(run.status).toBe('error');
		expect(requestedNames(sandbox)).toHaveLength(1);
		expect(run.error?.message).toContain(`The group "${requestedNames(sandbox)[0]}" may exist`);
	});
});

describe('a list longer than ten', () => {
	const LONG = [
		{ name: 'Long', people: people(45) },
		{ name: 'Short', people: people(2) },
	];
	const STRICT = { ...FROM_FIELDS, options: { ifSomeoneIsMissing: 'failIfAnyone' } };

	test('goes on where a call was refused, and sends nobody twice', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'add-participant', nth: 2, effect: 'answer', status: 402 });
		const run = await bench.create(STRICT, LONG, { settings: RETRY });
		expect(run.status).toBe('success');
		const all = people(45);
		expect(writesOf(sandbox).map(peopleOf)).toEqual([
			all.slice(0, 10),
			all.slice(10, 20),
			// Refused, then sent again by the second try, which goes on from there.
			all.slice(20, 30),
			all.slice(20, 30),
			all.slice(30, 40),
			all.slice(40),
			people(2),
		]);
		expect(membersOf(sandbox, 'Long').sort()).toEqual([...all].sort());
		expect(run.output.map(({ summary }) => summary)).toMatchObject([
			{ people: 45, in_group: 45, added: 45, missing: 0 },
			{ people: 2, in_group: 2, added: 2, missing: 0 },
		]);
	});

	test('counts everyone as added whose answer was lost and who was in already', async () => {
		const { sandbox } = bench;
		sandbox.fault({
			operation: 'add-participant',
			nth: 2,
			when: 'after',
			effect: 'answer',
			status: 500,
		});
		const run = await bench.create(STRICT, LONG, { settings: RETRY });
		expect(run.output[0]?.['summary']).toMatchObject({ people: 45, added: 45, in_group: 45 });
		expect(bench.callsOf('add-participant')).toHaveLength(5);
		expect(bench.callsOf('create-group')).toHaveLength(2);
	});
});

describe('Loop Over Items', () => {
	test('makes one group in each pass although the data is the same', async () => {
		const { sandbox } = bench;
		// The second pass fails once, so that replaying and creating have to be told apart there.
		sandbox.fault({ operation: 'create-group', nth: 2, effect: 'answer', status: 402 });
		const parameters = { name: 'Same', participants: '+17137157533' };
		const workflow = groupsWorkflow('loop', parameters, RETRY);
		const run = await bench.engine.run(workflow, {
			items: [{}, {}, {}],
			credentials: {
				twoChatGroupsApi: { apiKey: sandbox.apiKey, baseUrl: sandbox.baseUrl },
			},
		});
		expect(run.status).toBe('success');
		expect(namesOf(sandbox)).toEqual(['Same', 'Same', 'Same']);
		expect(requestedNames(sandbox)).toHaveLength(4);
		const uuids = run.nodes['Groups']?.map(({ outputs }) => outputs[0]?.[0]?.json['uuid']);
		expect(uuids).toEqual(sandbox.world.groups.map(({ uuid }) => uuid));
	});
});

describe('Retry execution', () => {
	test('sends only what the failed execution has not finished', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'create-group', nth: 3, effect: 'answer', status: 402 });
		const failed = await bench.create(FROM_FIELDS, THREE, { executionId: 'first' });
		expect(failed.status).toBe('error');
		expect(namesOf(sandbox)).toEqual(['A', 'B']);
		expect(untold(sandbox.world.groups, failed)).toEqual([]);

		const again = await bench.create(FROM_FIELDS, THREE, {
			executionId: 'second',
			mode: 'retry',
			contextData: failed.contextData,
		});
		expect(again.status).toBe('success');
		expect(namesOf(sandbox)).toEqual(['A', 'B', 'C']);
		expect(requestedNames(sandbox)).toEqual(['A', 'B', 'C', 'C']);
		expect(again.output.map(({ uuid }) => uuid)).toEqual(
			sandbox.world.groups.map(({ uuid }) => uuid),
		);
	});

	test('only looks for a group whose creation ended unclear', async () => {
		const { sandbox } = bench;
		sandbox.settings.listedAfterMs = 60_000;
		sandbox.fault({ operation: 'create-group', nth: 2, when: 'after', effect: 'reset' });
		const failed = await bench.create(FROM_FIELDS, THREE, { executionId: 'first' });
		expect(told(failed)).toContain('The group "B" may exist');

		const still = await bench.create(FROM_FIELDS, THREE, {
			executionId: 'second',
			mode: 'retry',
			contextData: failed.contextData,
		});
		expect(still.status).toBe('error');
		expect(told(still)).toContain('The group "B" may exist');
		expect(requestedNames(sandbox)).toEqual(['A', 'B']);

		for (const { handles } of sandbox.world.groups)
			for (const handle of handles) handle.listedFrom = 0;
		const found = await bench.create(FROM_FIELDS, THREE, {
			executionId: 'third',
			mode: 'retry',
			contextData: still.contextData,
		});
		expect(found.status).toBe('success');
		expect(requestedNames(sandbox)).toEqual(['A', 'B', 'C']);
		expect(found.output.map(({ recovered }) => recovered)).toEqual([undefined, true, undefined]);
		expect(untold(sandbox.world.groups, found)).toEqual([]);
	});

	test('does not make a second group when its name was corrected', async () => {
		const { sandbox } = bench;
		sandbox.fault({ operation: 'create-group', nth: 3, effect: 'answer', status: 402 });
		const failed = await bench.create(FROM_FIELDS, THREE, { executionId: 'first' });
		const again = await bench.create({ ...FROM_FIELDS, name: '=Team {{ $json.name }}' }, THREE, {
			executionId: 'second',
			mode: 'retry',
			contextData: failed.contextData,
		});
		expect(again.status).toBe('success');
		expect(namesOf(sandbox)).toEqual(['A', 'B', 'Team C']);
		expect(again.output.map(({ name }) => name)).toEqual(['A', 'B', 'Team C']);
	});

	test('does not make a second group when only its texts or steps were corrected', async () => {
		const { sandbox } = bench;
		const items = THREE.slice(0, 2);
		sandbox.fault({ operation: 'create-group', nth: 2, effect: 'answer', status: 402 });
		sandbox.fault({ operation: 'set-picture', effect: 'answer', status: 400 });
		const first = await bench.create(
			{ ...FROM_FIELDS, additionalFields: { pictureUrl: 'https://example.com/wrong.jpg' } },
			items,
			{ executionId: 'first' },
		);
		const second = await bench.create(
			{ ...FROM_FIELDS, additionalFields: { pictureUrl: 'https://example.com/group.jpg' } },
			items,
			{ executionId: 'second', mode: 'retry', contextData: first.contextData },
		);
		expect(second.status).toBe('success');
		expect(namesOf(sandbox)).toEqual(['A', 'B']);
		expect(sandbox.world.groups.map(({ pictureUrl }) => pictureUrl)).toEqual([
			'https://example.com/group.jpg',
			'https://example.com/group.jpg',
		]);
	});
});
