import { RETRY, create, retryOf, runWorkflow, sandbox, useBench } from '../bench.mts';
import { ANA, THREE, TWO, lists, people } from '../data.mts';
import { callsOf, groupNames, hideGroups, loseAnswer, membersOf, refuse } from '../twoChat.mts';
import { requestedNames, requestedPeople } from '../twoChat.mts';
import { CONTINUE_MODES, OF_A, groupsWorkflow, unmentioned } from './support.mts';

// What an execution remembers: what was finished is never sent again.

useBench();

describe.each([
	['that of the item', '={{ $json.name }}'],
	['another one in every try', '={{ $json.name }} {{ Math.random() }}'],
])('Retry On Fail, when the name is %s', (_, name) => {
	const letters = (names: string[]) => names.map(([letter]) => letter);

	test('repeats only the item that was refused', async () => {
		refuse('create-group', { nth: 2 });
		const run = await create({ name }, THREE, RETRY);
		expect(run.status).toBe('success');
		expect(letters(requestedNames())).toEqual(['A', 'B', 'B', 'C']);
		expect(letters(groupNames())).toEqual(['A', 'B', 'C']);
		expect(run.output).toMatchObject(
			sandbox.world.groups.map((group) => ({ uuid: group.uuid, name: group.name, created: true })),
		);
	});

	test('finds in a later try the group that the list did not show in the first', async () => {
		loseAnswer('create-group', { nth: 2 });
		// Every look of the first try, and the first one of the second.
		hideGroups(7);
		const run = await create({ name }, THREE, RETRY);
		expect(run.status).toBe('success');
		expect(callsOf('list-groups')).toHaveLength(8);
		expect(letters(requestedNames())).toEqual(['A', 'B', 'C']);
		expect(run.output.map((item) => item['name'])).toEqual(groupNames());
		expect(run.output.map(({ recovered }) => recovered)).toEqual([undefined, true, undefined]);
	});

	test('names a group that may exist as it was sent', async () => {
		loseAnswer('create-group');
		hideGroups();
		const run = await create({ name }, THREE, RETRY);
		expect(run.status).toBe('error');
		expect(requestedNames()).toHaveLength(1);
		expect(run.error?.message).toContain(`The group "${requestedNames()[0]}" may exist`);
	});
});

describe('Retry On Fail', () => {
	test.each(CONTINUE_MODES)(
		'with %s and a bad first item makes the others once',
		async (_, mode) => {
			refuse('create-group', { ...OF_A, times: 0, status: 422 });
			const run = await create({}, THREE, { ...RETRY, ...mode });
			// n8n runs the node again because the first item of the first output carries an error.
			expect(requestedNames()).toEqual(['A', 'B', 'C', 'A', 'A']);
			expect(run.output.filter(({ uuid }) => uuid !== undefined)).toMatchObject(
				sandbox.world.groups.map(({ uuid, name }) => ({ uuid, name, created: true })),
			);
		},
	);

	test('repeats nothing for an item whose texts are others in every try', async () => {
		refuse('create-group', { nth: 2 });
		const additionalFields = {
			description: '=made at {{ Math.random() }}',
			welcomeMessage: '=It is {{ Math.random() }}',
		};
		await create({ additionalFields }, THREE, RETRY);
		expect(groupNames()).toEqual(['A', 'B', 'C']);
		expect(callsOf('send-message')).toHaveLength(3);
	});
});

describe('a list longer than ten', () => {
	const LONG = lists(people(45), people(2));
	const STRICT = { options: { ifSomeoneIsMissing: 'failIfAnyone' } };

	test('goes on where a call was refused, and sends nobody twice', async () => {
		refuse('add-participant', { nth: 2 });
		const run = await create(STRICT, LONG, RETRY);
		expect(run.status).toBe('success');
		const all = people(45);
		expect(requestedPeople()).toEqual([
			all.slice(0, 10),
			all.slice(10, 20),
			// Refused, then sent again by the second try, which goes on from there.
			all.slice(20, 30),
			all.slice(20, 30),
			all.slice(30, 40),
			all.slice(40),
			people(2),
		]);
		expect(membersOf('A').sort()).toEqual([...all].sort());
		expect(run.output).toMatchObject([
			{ summary: { people: 45, in_group: 45, added: 45, missing: 0 } },
			{ summary: { people: 2, in_group: 2, added: 2, missing: 0 } },
		]);
	});

	test('counts everyone as added whose answer was lost and who was in already', async () => {
		refuse('add-participant', { nth: 2, when: 'after', status: 500 });
		const run = await create(STRICT, LONG, RETRY);
		expect(run.output[0]?.['summary']).toMatchObject({ people: 45, added: 45, in_group: 45 });
		expect(callsOf('add-participant')).toHaveLength(5);
		expect(callsOf('create-group')).toHaveLength(2);
	});
});

test('Loop Over Items makes one group in each pass although the data is the same', async () => {
	// The second pass fails once, so that a repetition and a new request have to be told apart there.
	refuse('create-group', { nth: 2 });
	const parameters = { name: 'Same', participants: ANA };
	const workflow = groupsWorkflow('loop', parameters, RETRY);
	const run = await runWorkflow(workflow, [{}, {}, {}]);
	expect(run.status).toBe('success');
	expect(groupNames()).toEqual(['Same', 'Same', 'Same']);
	expect(requestedNames()).toHaveLength(4);
	const uuids = run.nodes['Groups']?.map(({ outputs }) => outputs[0]?.[0]?.json['uuid']);
	expect(uuids).toEqual(sandbox.world.groups.map(({ uuid }) => uuid));
});

describe('Retry execution', () => {
	test.each([
		['', {}, ['A', 'B', 'C']],
		[
			', also when its name was corrected',
			{ name: '=Team {{ $json.name }}' },
			['A', 'B', 'Team C'],
		],
	])('sends only what the failed execution has not finished%s', async (_, parameters, names) => {
		refuse('create-group', { nth: 3 });
		const failed = await create({}, THREE);
		expect(failed.status).toBe('error');
		expect(groupNames()).toEqual(['A', 'B']);
		expect(unmentioned(failed)).toEqual([]);
		const { status, output } = await create(parameters, THREE, retryOf(failed));
		expect(status).toBe('success');
		expect(requestedNames()).toEqual(['A', 'B', 'C', names[2]]);
		expect(groupNames()).toEqual(names);
		expect(output).toMatchObject(sandbox.world.groups.map(({ uuid, name }) => ({ uuid, name })));
	});

	test('only looks for a group whose creation ended unclear', async () => {
		sandbox.settings.listedAfterMs = 60_000;
		loseAnswer('create-group', { nth: 2 });
		const failed = await create({}, THREE);
		expect(failed.error?.message).toContain('The group "B" may exist');
		const still = await create({}, THREE, retryOf(failed));
		expect(still.error?.message).toContain('The group "B" may exist');
		expect(requestedNames()).toEqual(['A', 'B']);
		for (const { handles } of sandbox.world.groups)
			for (const handle of handles) handle.listedFrom = 0;
		const found = await create({}, THREE, retryOf(still));
		expect(found.status).toBe('success');
		expect(requestedNames()).toEqual(['A', 'B', 'C']);
		expect(found.output.map(({ recovered }) => recovered)).toEqual([undefined, true, undefined]);
	});

	test('does not make a second group when only its texts or steps were corrected', async () => {
		refuse('create-group', { nth: 2 });
		refuse('set-picture', { status: 400 });
		const picture = (pictureUrl: string) => ({ additionalFields: { pictureUrl } });
		const first = await create(picture('https://example.com/wrong.jpg'));
		const pictureUrl = 'https://example.com/group.jpg';
		const second = await create(picture(pictureUrl), TWO, retryOf(first));
		expect(second.status).toBe('success');
		expect(sandbox.world.groups).toMatchObject([
			{ name: 'A', pictureUrl },
			{ name: 'B', pictureUrl },
		]);
	});
});
