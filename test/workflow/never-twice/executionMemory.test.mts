import { RETRY, create, credentials, engine, retryOf, sandbox, useBench } from '../bench.mts';
import { ANA, THREE, TWO, people } from '../data.mts';
import {
	callsOf,
	groupNames,
	hideGroups,
	loseAnswer,
	membersOf,
	peopleOf,
	refuse,
	requestedNames,
} from '../twoChat.mts';
import { CONTINUE_MODES, groupsWorkflow, shownBy, unmentioned } from './support.mts';

// What an execution remembers: what was finished is never sent again.

useBench();

describe('Retry On Fail', () => {
	test('repeats only the item that was refused', async () => {
		refuse('create-group', {
			bodyContains: '"B"',
			body: { success: false, error: true, error_message: 'No credits' },
		});
		const run = await create({}, THREE, RETRY);
		expect(run.status).toBe('success');
		expect(requestedNames()).toEqual(['A', 'B', 'B', 'C']);
		expect(groupNames()).toEqual(['A', 'B', 'C']);
		expect(run.output.map(({ name, created }) => [name, created])).toEqual([
			['A', true],
			['B', true],
			['C', true],
		]);
		expect(unmentioned(run)).toEqual([]);
	});

	test('does not repeat an item whose group was made although the answer was an error', async () => {
		sandbox.fault({
			operation: 'create-group',
			bodyContains: '"B"',
			when: 'after',
			effect: 'answer',
			status: 500,
		});
		const run = await create({}, THREE, RETRY);
		expect(requestedNames()).toEqual(['A', 'B', 'C']);
		expect(groupNames()).toEqual(['A', 'B', 'C']);
		expect(run.output.map(({ recovered }) => recovered)).toEqual([undefined, true, undefined]);
		expect(unmentioned(run)).toEqual([]);
	});

	test('finds in a later try the group that the list did not show in the first', async () => {
		loseAnswer('create-group', { bodyContains: '"B"' });
		// Every look of the first try, and the first one of the second.
		hideGroups(7);
		const run = await create({}, THREE, RETRY);
		expect(run.status).toBe('success');
		expect(callsOf('list-groups')).toHaveLength(8);
		expect(requestedNames()).toEqual(['A', 'B', 'C']);
		expect(groupNames()).toEqual(['A', 'B', 'C']);
	});

	test.each(CONTINUE_MODES)(
		'with %s and a bad first item makes the others once',
		async (_, mode) => {
			refuse('create-group', {
				bodyContains: '"A"',
				times: 0,
				status: 422,
				body: { detail: [{ msg: 'no' }] },
			});
			const run = await create({}, THREE, { ...RETRY, ...mode });
			// n8n runs the node again because the first item of the first output carries an error.
			expect(requestedNames().filter((name) => name === 'A')).toHaveLength(3);
			expect(groupNames()).toEqual(['B', 'C']);
			expect(requestedNames()).toHaveLength(5);
			const made = run.output.filter(({ uuid }) => uuid !== undefined);
			expect(made.map(({ name, created }) => [name, created])).toEqual([
				['B', true],
				['C', true],
			]);
		},
	);

	test('repeats nothing for an item whose texts are others in every try', async () => {
		refuse('create-group', { nth: 2 });
		await create(
			{
				additionalFields: {
					description: '=made at {{ Math.random() }}',
					welcomeMessage: '=It is {{ Math.random() }}',
				},
			},
			THREE,
			RETRY,
		);
		expect(groupNames()).toEqual(['A', 'B', 'C']);
		expect(callsOf('send-message')).toHaveLength(3);
	});
});

describe('a name that is another one in every try', () => {
	const CHANGING = { name: '={{ $json.name }} {{ Math.random() }}' };
	const letters = (names: string[]) => names.map(([letter]) => letter);

	test('makes no second group', async () => {
		refuse('create-group', { nth: 2 });
		const run = await create(CHANGING, THREE, RETRY);
		expect(run.status).toBe('success');
		expect(letters(requestedNames())).toEqual(['A', 'B', 'B', 'C']);
		expect(letters(groupNames())).toEqual(['A', 'B', 'C']);
		expect(run.output.map(({ name }) => name)).toEqual(groupNames());
		expect(unmentioned(run)).toEqual([]);
	});

	test('is looked for as it was sent', async () => {
		loseAnswer('create-group', { nth: 2 });
		hideGroups(7);
		const run = await create(CHANGING, THREE, RETRY);
		expect(run.status).toBe('success');
		expect(letters(requestedNames())).toEqual(['A', 'B', 'C']);
		expect(run.output.map(({ name }) => name)).toEqual(groupNames());
		expect(run.output.map(({ recovered }) => recovered)).toEqual([undefined, true, undefined]);
	});

	test('is named as it was sent when it may exist', async () => {
		loseAnswer('create-group');
		hideGroups();
		const run = await create(CHANGING, THREE, RETRY);
		expect(run.status).toBe('error');
		expect(requestedNames()).toHaveLength(1);
		expect(run.error?.message).toContain(`The group "${requestedNames()[0]}" may exist`);
	});
});

describe('a list longer than ten', () => {
	const LONG = [
		{ name: 'Long', people: people(45) },
		{ name: 'Short', people: people(2) },
	];
	const STRICT = { options: { ifSomeoneIsMissing: 'failIfAnyone' } };

	test('goes on where a call was refused, and sends nobody twice', async () => {
		refuse('add-participant', { nth: 2 });
		const run = await create(STRICT, LONG, RETRY);
		expect(run.status).toBe('success');
		const all = people(45);
		expect(sandbox.calls.filter(({ method }) => method !== 'GET').map(peopleOf)).toEqual([
			all.slice(0, 10),
			all.slice(10, 20),
			// Refused, then sent again by the second try, which goes on from there.
			all.slice(20, 30),
			all.slice(20, 30),
			all.slice(30, 40),
			all.slice(40),
			people(2),
		]);
		expect(membersOf('Long').sort()).toEqual([...all].sort());
		expect(run.output.map(({ summary }) => summary)).toMatchObject([
			{ people: 45, in_group: 45, added: 45, missing: 0 },
			{ people: 2, in_group: 2, added: 2, missing: 0 },
		]);
	});

	test('counts everyone as added whose answer was lost and who was in already', async () => {
		sandbox.fault({
			operation: 'add-participant',
			nth: 2,
			when: 'after',
			effect: 'answer',
			status: 500,
		});
		const run = await create(STRICT, LONG, RETRY);
		expect(run.output[0]?.['summary']).toMatchObject({ people: 45, added: 45, in_group: 45 });
		expect(callsOf('add-participant')).toHaveLength(5);
		expect(callsOf('create-group')).toHaveLength(2);
	});
});

describe('Loop Over Items', () => {
	test('makes one group in each pass although the data is the same', async () => {
		// The second pass fails once, so that a repetition and a new request have to be told apart there.
		refuse('create-group', { nth: 2 });
		const parameters = { name: 'Same', participants: ANA };
		const workflow = groupsWorkflow('loop', parameters, RETRY);
		const run = await engine.run(workflow, {
			items: [{}, {}, {}],
			credentials: credentials(),
		});
		expect(run.status).toBe('success');
		expect(groupNames()).toEqual(['Same', 'Same', 'Same']);
		expect(requestedNames()).toHaveLength(4);
		const uuids = run.nodes['Groups']?.map(({ outputs }) => outputs[0]?.[0]?.json['uuid']);
		expect(uuids).toEqual(sandbox.world.groups.map(({ uuid }) => uuid));
	});
});

describe('Retry execution', () => {
	test('sends only what the failed execution has not finished', async () => {
		refuse('create-group', { nth: 3 });
		const failed = await create({}, THREE);
		expect(failed.status).toBe('error');
		expect(groupNames()).toEqual(['A', 'B']);
		expect(unmentioned(failed)).toEqual([]);

		const again = await create({}, THREE, retryOf(failed));
		expect(again.status).toBe('success');
		expect(groupNames()).toEqual(['A', 'B', 'C']);
		expect(requestedNames()).toEqual(['A', 'B', 'C', 'C']);
		expect(again.output.map(({ uuid }) => uuid)).toEqual(
			sandbox.world.groups.map(({ uuid }) => uuid),
		);
	});

	test('only looks for a group whose creation ended unclear', async () => {
		sandbox.settings.listedAfterMs = 60_000;
		loseAnswer('create-group', { nth: 2 });
		const failed = await create({}, THREE);
		expect(shownBy(failed)).toContain('The group "B" may exist');

		const still = await create({}, THREE, retryOf(failed));
		expect(still.status).toBe('error');
		expect(shownBy(still)).toContain('The group "B" may exist');
		expect(requestedNames()).toEqual(['A', 'B']);

		for (const { handles } of sandbox.world.groups)
			for (const handle of handles) handle.listedFrom = 0;
		const found = await create({}, THREE, retryOf(still));
		expect(found.status).toBe('success');
		expect(requestedNames()).toEqual(['A', 'B', 'C']);
		expect(found.output.map(({ recovered }) => recovered)).toEqual([undefined, true, undefined]);
		expect(unmentioned(found)).toEqual([]);
	});

	test('does not make a second group when its name was corrected', async () => {
		refuse('create-group', { nth: 3 });
		const failed = await create({}, THREE);
		const again = await create({ name: '=Team {{ $json.name }}' }, THREE, retryOf(failed));
		expect(again.status).toBe('success');
		expect(groupNames()).toEqual(['A', 'B', 'Team C']);
		expect(again.output.map(({ name }) => name)).toEqual(['A', 'B', 'Team C']);
	});

	test('does not make a second group when only its texts or steps were corrected', async () => {
		refuse('create-group', { nth: 2 });
		refuse('set-picture', { status: 400 });
		const first = await create(
			{ additionalFields: { pictureUrl: 'https://example.com/wrong.jpg' } },
			TWO,
		);
		const second = await create(
			{ additionalFields: { pictureUrl: 'https://example.com/group.jpg' } },
			TWO,
			retryOf(first),
		);
		expect(second.status).toBe('success');
		expect(groupNames()).toEqual(['A', 'B']);
		expect(sandbox.world.groups.map(({ pictureUrl }) => pictureUrl)).toEqual([
			'https://example.com/group.jpg',
			'https://example.com/group.jpg',
		]);
	});
});
