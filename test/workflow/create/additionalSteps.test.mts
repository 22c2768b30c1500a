import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, RETRY, WAITS_TO_MEASURE, create, sandbox, useBench } from '../bench.mts';
import type { How } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, NOT_ON_WHATSAPP, lists, people, sameGroup } from '../data.mts';
import { expectPlainWords, linesOf, outcomesOf } from '../results.mts';
import { addGroups, adminsOf, bodiesOf, callsOf, expectRefused, groupNames } from '../twoChat.mts';
import { operations, refuse, requestedPeople, requests } from '../twoChat.mts';

// Description, Picture URL, Admins, Welcome Message: done after the people are in, and none can lose the group.

useBench(WAITS_TO_MEASURE);

const PICTURE = 'https://example.com/picture.jpg';
const ROWS = lists([ANA, BEN], [CARLOS]);

interface Step {
	status: string;
	reason: string | null;
	promoted?: string[];
}

async function createWith(fields: IDataObject, items: IDataObject[] = ROWS, how: How = {}) {
	return await create({ additionalFields: fields }, items, how);
}

function stepsOf(item: IDataObject | undefined): Record<string, Step> {
	return (item?.['steps'] ?? {}) as Record<string, Step>;
}

const areAdmins = (item: IDataObject | undefined) => linesOf(item).map(({ is_admin }) => is_admin);

const saidInGroups = () =>
	sandbox.world.groups.map(({ messages }) => messages.map(({ text }) => text));

test('all of them, in this order after everybody is in', async () => {
	const many = people(13);
	const description = 'About us';
	const welcomeMessage = '={{ "Hello " + $json.name }}';
	const { output } = await createWith(
		{ description, pictureUrl: PICTURE, admins: many, welcomeMessage },
		lists(many, many.slice(3)),
	);
	// Admins in tens, like everybody.
	expect(operations().slice(0, 6)).toEqual([
		'create-group',
		'add-participant',
		'set-picture',
		'promote-participant',
		'promote-participant',
		'send-message',
	]);
	const done = { status: 'done', reason: null };
	const steps = {
		description: done,
		picture: done,
		admins: { ...done, promoted: many },
		welcome_message: done,
	};
	expect(output.map(stepsOf)).toEqual([steps, steps]);
	const group = { description, pictureUrl: PICTURE };
	expect(sandbox.world.groups).toMatchObject([group, group]);
	expect(saidInGroups()).toEqual([['Hello A'], ['Hello B']]);
});

test('none of them is sent or reported unless asked for', async () => {
	const empty = { description: '', pictureUrl: ' ', admins: '', welcomeMessage: '' };
	const { output } = await createWith(empty);
	expect(operations()).toEqual(['create-group', 'create-group']);
	expect(output.map(stepsOf)).toEqual([{}, {}]);
});

describe('a group that is used again', () => {
	const ALL = { description: 'New', pictureUrl: PICTURE, admins: ANA, welcomeMessage: 'Hello' };
	const USE = { additionalFields: ALL, options: { ifGroupExists: 'use' } };

	test('gets people and admins, and is left as it is otherwise', async () => {
		addGroups(['A', 'B']);
		for (const group of sandbox.world.groups) group.description = 'Old';
		const { output } = await create(USE, ROWS);
		const notDone = {
			status: 'not_done',
			reason: expect.stringContaining('The group was there already') as string,
		};
		for (const item of output) {
			expect(stepsOf(item)).toEqual({
				admins: { status: 'done', reason: null, promoted: [ANA] },
				description: notDone,
				picture: notDone,
				welcome_message: notDone,
			});
			expectPlainWords(stepsOf(item)['picture']?.reason);
		}
		expect([...callsOf('set-picture'), ...callsOf('send-message')]).toEqual([]);
		expect(sandbox.world.groups).toMatchObject([{ description: 'Old' }, { description: 'Old' }]);
	});

	test('in the run that made it gets its welcome message and picture once', async () => {
		const { output } = await create(USE, sameGroup(ANA, BEN));
		expect(output.map(stepsOf)).toMatchObject([
			{ welcome_message: { status: 'done' } },
			{ welcome_message: { status: 'not_done' } },
		]);
		expect(callsOf('send-message')).toHaveLength(1);
		expect(callsOf('set-picture')).toHaveLength(1);
	});
});

describe('Admins', () => {
	test('are promoted, and marked in the report', async () => {
		const rows = lists([ANA, BEN, CARLOS], [BEN, ANA]);
		const { output } = await createWith({ admins: [ANA, BEN].join(';') }, rows);
		expect(['A', 'B'].map(adminsOf)).toEqual([
			[ANA, BEN],
			[BEN, ANA],
		]);
		expect(output.map(areAdmins)).toEqual([
			[true, true, false],
			[true, true],
		]);
		expect(stepsOf(output[0])['admins']).toMatchObject({ status: 'done', promoted: [ANA, BEN] });
	});

	test('who are not among the participants are added', async () => {
		const { output } = await createWith({ admins: `${CARLOS}, ${ANA}` }, lists([ANA, BEN], [BEN]));
		expect(requestedPeople()).toEqual([
			[ANA, BEN, CARLOS],
			[BEN, CARLOS, ANA],
		]);
		expect(outcomesOf(output[0])).toEqual(['added', 'added', 'added']);
		expect(output[0]?.['summary']).toMatchObject({ people: 3, in_group: 3, duplicate: 0 });
		expect(areAdmins(output[0])).toEqual([true, false, true]);
	});

	test('who could not be added are named, and the others are promoted', async () => {
		const { output } = await createWith({ admins: [ANA, NOT_ON_WHATSAPP] });
		const reason = expect.stringContaining(
			`${NOT_ON_WHATSAPP} is not known to be in the group`,
		) as string;
		const step = { admins: { status: 'partly', promoted: [ANA], reason } };
		expect(output.map(stepsOf)).toMatchObject([step, step]);
		const body = { from_number: FROM, participants: [ANA] };
		expect(bodiesOf('promote-participant')).toEqual([body, body]);
	});

	test('that cannot be read are reported, and the others are promoted', async () => {
		const { output } = await createWith({ admins: `${ANA}, the boss` });
		expect(adminsOf('A')).toEqual([ANA]);
		for (const item of output) {
			const line = { input: 'the boss', outcome: 'invalid_number', is_admin: false };
			expect(linesOf(item).at(-1)).toMatchObject(line);
		}
	});

	test('alone make no group when nobody under Participants can be sent', async () => {
		const run = await createWith({ admins: CARLOS }, lists('0171 2345', [FROM]), CONTINUE);
		expect(requests()).toEqual([]);
		const error = expect.stringContaining('Participants holds no phone number') as string;
		expect(run.output).toMatchObject([{ error }, { error }]);
	});

	test('that are the sender change nothing', async () => {
		const { output } = await createWith({ admins: FROM });
		expect(callsOf('promote-participant')).toEqual([]);
		expect(output.map(outcomesOf)).toEqual([['added', 'added'], ['added']]);
	});
});

describe.each([
	{ step: 'picture', fields: { pictureUrl: PICTURE }, operation: 'set-picture' },
	{ step: 'admins', fields: { admins: ANA }, operation: 'promote-participant' },
	{ step: 'welcome_message', fields: { welcomeMessage: 'Hello' }, operation: 'send-message' },
] as const)('$step', ({ step, fields, operation }) => {
	const results = (output: IDataObject[]) => output.map((item) => stepsOf(item)[step]);

	test('refused: the group stays, and the output says why', async () => {
		const body = { success: false, error: true, error_message: 'You may not do that' };
		refuse(operation, { status: 403, times: 0, body });
		const { output, status } = await createWith(fields);
		expect(status).toBe('success');
		expect(output).toMatchObject(
			sandbox.world.groups.map(({ uuid }) => ({ uuid, summary: { missing: 0 } })),
		);
		for (const result of results(output)) {
			expect(result?.status).toBe('not_done');
			expect(result?.reason).toContain('You may not do that');
			expectPlainWords(result?.reason);
		}
	});

	test.each([{ effect: 'html', status: 500 }, { effect: 'cut' }] as const)(
		'without a clear answer (%j): the output says that it may have been done',
		async (fault) => {
			sandbox.fault({ operation, times: 0, when: 'after', ...fault });
			const { output, status } = await createWith(fields);
			expect(status).toBe('success');
			expect(results(output)).toMatchObject([{ status: 'unclear' }, { status: 'unclear' }]);
			for (const result of results(output)) expectPlainWords(result?.reason);
		},
	);

	test('of a group that cannot be written to yet is done as soon as it can', async () => {
		sandbox.settings.usableAfterMs = 200;
		const { output } = await createWith(fields);
		expect(results(output)).toMatchObject([{ status: 'done' }, { status: 'done' }]);
	});

	test('of one item does not touch the next item', async () => {
		refuse(operation, { status: 400, body: { detail: 'No' } });
		const { output } = await createWith(fields);
		expect(results(output)).toMatchObject([{ status: 'not_done' }, { status: 'done' }]);
	});
});

test('Picture URL on one’s own machine is refused before anything is sent', async () => {
	const result = await createWith({ pictureUrl: 'http://localhost/picture.jpg' });
	expectRefused(result, /^Picture URL: .* can only be reached from your own machine or network/);
});

describe('Welcome Message', () => {
	test.each([
		{ effect: 'reset', when: 'after' },
		{ effect: 'html', when: 'after' },
		{ effect: 'answer', status: 503 },
		{ effect: 'truncate', when: 'after' },
	] as const)('is never sent a second time after %j', async (fault) => {
		sandbox.fault({ operation: 'send-message', times: 0, ...fault });
		// The second item fails, so n8n runs the node again for both.
		refuse('create-group', { status: 400, bodyContains: '"B"', times: 0 });
		await createWith({ welcomeMessage: 'Hello' }, lists(ANA, BEN), RETRY);
		expect(callsOf('send-message')).toHaveLength(1);
		expect(groupNames()).toEqual(['A']);
	});

	test('is sent as given', async () => {
		const text = '  Hello\n\n*bold* \u{1F44B} {not an expression}  ';
		await createWith({ welcomeMessage: text });
		expect(bodiesOf('send-message')).toMatchObject([{ text }, { text }]);
	});
});
