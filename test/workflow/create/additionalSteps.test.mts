import type { IDataObject } from 'n8n-workflow';

import { ERROR_OUTPUT, RETRY, WAITS_TO_MEASURE, create, sandbox, useBench } from '../bench.mts';
import type { How } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, NOT_ON_WHATSAPP, lists, people } from '../data.mts';
import { expectPlainWords, linesOf, outcomesOf } from '../results.mts';
import { addGroup, bodiesOf, callsOf, groupNames, groupOf, refuse } from '../twoChat.mts';

// Description, Picture URL, Admins, Welcome Message: done after the people are in, and none can lose the group.

const PICTURE = 'https://example.com/picture.jpg';

interface Step {
	status: string;
	reason: string | null;
	promoted?: string[];
}

useBench(WAITS_TO_MEASURE);

const ROWS = lists([ANA, BEN], [CARLOS]);

async function createWith(
	additionalFields: IDataObject,
	items: IDataObject[] = ROWS,
	how: How = {},
) {
	return await create({ additionalFields }, items, how);
}

function stepsOf(item: IDataObject | undefined): Record<string, Step> {
	return (item?.['steps'] ?? {}) as Record<string, Step>;
}

function adminsOf(name: string): string[] {
	return (groupOf(name)?.members ?? []).flatMap(({ phoneNumber, role }) =>
		role === 'admin' ? phoneNumber : [],
	);
}

test('all of them, in this order after everybody is in', async () => {
	const many = people(13);
	const { output } = await createWith(
		{
			description: 'About us',
			pictureUrl: PICTURE,
			admins: many[12],
			welcomeMessage: 'Hello everybody',
		},
		lists(many, many.slice(3)),
	);
	expect(sandbox.calls.map(({ operation }) => operation).slice(0, 5)).toEqual([
		'create-group',
		'add-participant',
		'set-picture',
		'promote-participant',
		'send-message',
	]);
	for (const item of output) {
		expect(stepsOf(item)).toEqual({
			description: { status: 'done', reason: null },
			picture: { status: 'done', reason: null },
			admins: { status: 'done', reason: null, promoted: [many[12]] },
			welcome_message: { status: 'done', reason: null },
		});
	}
	for (const group of sandbox.world.groups) {
		expect(group).toMatchObject({ description: 'About us', pictureUrl: PICTURE });
		expect(group.messages.map(({ text }) => text)).toEqual(['Hello everybody']);
	}
});

test('none of them is sent or reported unless asked for', async () => {
	const { output } = await createWith({
		description: '',
		pictureUrl: ' ',
		admins: '',
		welcomeMessage: '',
	});
	expect(sandbox.calls.map(({ operation }) => operation)).toEqual(['create-group', 'create-group']);
	for (const item of output) expect(stepsOf(item)).toEqual({});
});

describe('Description', () => {
	test('travels with the creation, as given', async () => {
		const about = '  Line one\n\nLine "two"  ';
		await createWith({ description: about });
		expect(bodiesOf('create-group')).toMatchObject([
			{ group: { description: about } },
			{ group: { description: about } },
		]);
		expect(sandbox.calls).toHaveLength(2);
	});
});

describe('a group that is used again', () => {
	const ALL = {
		description: 'New',
		pictureUrl: PICTURE,
		admins: ANA,
		welcomeMessage: 'Hello',
	};
	const USE = { additionalFields: ALL, options: { ifGroupExists: 'use' } };

	test('gets people and admins, and is left as it is otherwise', async () => {
		for (const name of ['A', 'B']) {
			addGroup([], { name, description: 'Old' });
		}
		const { output } = await create(USE, ROWS);
		for (const item of output) {
			const { admins, ...others } = stepsOf(item);
			expect(admins).toMatchObject({ status: 'done', promoted: [ANA] });
			expect(Object.keys(others).sort()).toEqual(['description', 'picture', 'welcome_message']);
			for (const step of Object.values(others)) {
				expect(step?.status).toBe('not_done');
				expect(step?.reason).toContain('The group was there before');
				expectPlainWords(step?.reason);
			}
		}
		expect(callsOf('set-picture')).toEqual([]);
		expect(callsOf('send-message')).toEqual([]);
		expect(sandbox.world.groups.map(({ description }) => description)).toEqual(['Old', 'Old']);
	});

	test('in the run that made it gets its welcome message and picture once', async () => {
		const rows = [
			{ name: 'A', people: ANA },
			{ name: 'A', people: BEN },
		];
		const { output } = await create(USE, rows);
		expect(output.map((item) => stepsOf(item)['welcome_message']?.status)).toEqual([
			'done',
			'not_done',
		]);
		expect(callsOf('send-message')).toHaveLength(1);
		expect(callsOf('set-picture')).toHaveLength(1);
	});
});

describe('Admins', () => {
	test.each(['lists', 'map', 'plain'] as const)(
		'are promoted, whichever way 2Chat answers: %s',
		async (roleChangeAnswer) => {
			sandbox.settings.roleChangeAnswer = roleChangeAnswer;
			const { output } = await createWith(
				{ admins: [ANA, BEN].join(';') },
				lists([ANA, BEN, CARLOS], [BEN, ANA]),
			);
			expect(adminsOf('A')).toEqual([ANA, BEN]);
			expect(adminsOf('B')).toEqual([BEN, ANA]);
			expect(linesOf(output[0]).map(({ is_admin }) => is_admin)).toEqual([true, true, false]);
			expect(linesOf(output[1]).map(({ is_admin }) => is_admin)).toEqual([true, true]);
			expect(stepsOf(output[0])['admins']).toMatchObject({ status: 'done', promoted: [ANA, BEN] });
		},
	);

	test('who are not among the participants are added', async () => {
		const { output } = await createWith({ admins: `${CARLOS}, ${ANA}` }, lists([ANA, BEN], [BEN]));
		expect(bodiesOf('create-group')).toMatchObject([
			{ group: { participants: [ANA, BEN, CARLOS] } },
			{ group: { participants: [BEN, CARLOS, ANA] } },
		]);
		expect(outcomesOf(output[0])).toEqual(['added', 'added', 'added']);
		expect(output[0]?.['summary']).toMatchObject({ people: 3, in_group: 3, duplicate: 0 });
		expect(linesOf(output[0]).map(({ is_admin }) => is_admin)).toEqual([true, false, true]);
	});

	test('beyond ten are promoted in tens', async () => {
		const many = people(23);
		const { output } = await createWith({ admins: many }, lists(many, ANA));
		expect(callsOf('promote-participant')).toHaveLength(6);
		expect(stepsOf(output[0])['admins']?.promoted).toEqual(many);
		expect(outcomesOf(output[1])).toHaveLength(24);
	});

	test('who could not be added are named, and the others are promoted', async () => {
		const { output } = await createWith({ admins: [ANA, NOT_ON_WHATSAPP] });
		for (const item of output) {
			const { status, reason, promoted } = stepsOf(item)['admins'] ?? { status: '', reason: '' };
			expect(status).toBe('partly');
			expect(promoted).toEqual([ANA]);
			expect(reason).toContain(`${NOT_ON_WHATSAPP} is not in the group`);
		}
		expect(bodiesOf('promote-participant')).toEqual([
			{ from_number: FROM, participants: [ANA] },
			{ from_number: FROM, participants: [ANA] },
		]);
	});

	test('that cannot be read are reported, and the others are promoted', async () => {
		const { output } = await createWith({ admins: `${ANA}, the boss` });
		expect(adminsOf('A')).toEqual([ANA]);
		const line = linesOf(output[0]).at(-1);
		expect(line).toMatchObject({ input: 'the boss', outcome: 'invalid_number', is_admin: false });
	});

	test('that are the sender change nothing', async () => {
		const { output } = await createWith({ admins: FROM });
		expect(callsOf('promote-participant')).toEqual([]);
		expect(output.map(outcomesOf)).toEqual([['added', 'added'], ['added']]);
	});
});

/** What each of the steps is called in the output, its field and its call. */
const STEPS = [
	['picture', { pictureUrl: PICTURE }, 'set-picture'],
	['admins', { admins: ANA }, 'promote-participant'],
	['welcome_message', { welcomeMessage: 'Hello' }, 'send-message'],
] as const;

describe.each(STEPS)('%s', (step, fields, operation) => {
	test('refused: the group stays, and the output says why', async () => {
		refuse(operation, {
			status: 403,
			times: 0,
			body: { success: false, error: true, error_message: 'You may not do that' },
		});
		const { output, status } = await createWith(fields);
		expect(status).toBe('success');
		expect(output.map(({ uuid }) => uuid)).toEqual(sandbox.world.groups.map(({ uuid }) => uuid));
		for (const item of output) {
			expect(stepsOf(item)[step]?.status).toBe('not_done');
			expect(stepsOf(item)[step]?.reason).toContain('You may not do that');
			expectPlainWords(stepsOf(item)[step]?.reason);
			expect(item['summary']).toMatchObject({ missing: 0 });
		}
	});

	test.each([{ effect: 'html', status: 500 }, { effect: 'cut' }] as const)(
		'without a clear answer (%j): the output says that it may have been done',
		async (fault) => {
			sandbox.fault({ operation, times: 0, when: 'after', ...fault });
			const { output, status } = await createWith(fields);
			expect(status).toBe('success');
			for (const item of output) {
				expect(stepsOf(item)[step]?.status).toBe('unclear');
				expectPlainWords(stepsOf(item)[step]?.reason);
			}
		},
	);

	test('of a group that cannot be written to yet is done as soon as it can', async () => {
		sandbox.settings.usableAfterMs = 200;
		const { output } = await createWith(fields);
		for (const item of output) expect(stepsOf(item)[step]?.status).toBe('done');
	});

	test('of one item does not touch the next item', async () => {
		refuse(operation, { status: 400, body: { detail: 'No' } });
		const { output } = await createWith(fields);
		expect(output.map((item) => stepsOf(item)[step]?.status)).toEqual(['not_done', 'done']);
	});
});

describe('Picture URL', () => {
	test('that 2Chat cannot open is told in its own words', async () => {
		const { output } = await createWith({ pictureUrl: 'http://localhost/picture.jpg' });
		for (const item of output) {
			expect(stepsOf(item)['picture']).toMatchObject({ status: 'not_done' });
			expect(stepsOf(item)['picture']?.reason).toContain('its URL is not public');
		}
	});
});

describe('Welcome Message', () => {
	const FAULTS = [
		{ effect: 'reset', when: 'after' },
		{ effect: 'html', when: 'after' },
		{ effect: 'answer', status: 503 },
		{ effect: 'truncate', when: 'after' },
	] as const;

	test.each(FAULTS)('is never sent a second time after %j', async (fault) => {
		sandbox.fault({ operation: 'send-message', times: 0, ...fault });
		// The second item fails, so n8n runs the node again for both.
		refuse('create-group', { status: 400, bodyContains: 'Broken', times: 0 });
		const items = [
			{ name: 'A', people: ANA },
			{ name: 'Broken', people: BEN },
		];
		await createWith({ welcomeMessage: 'Hello' }, items, RETRY);
		expect(callsOf('send-message')).toHaveLength(1);
		expect(groupNames()).toEqual(['A']);
	});

	test('goes to each group once, whatever becomes of other items', async () => {
		const result = await createWith(
			{ welcomeMessage: '={{ "Hello " + $json.name }}' },
			[{ name: 'A', people: ANA }, { name: '' }, { name: 'B', people: BEN }],
			ERROR_OUTPUT,
		);
		expect(result.output).toHaveLength(2);
		expect(sandbox.world.groups.map(({ messages }) => messages.map(({ text }) => text))).toEqual([
			['Hello A'],
			['Hello B'],
		]);
	});

	test('is sent as given', async () => {
		const text = '  Hello\n\n*bold* \u{1F44B} {not an expression}  ';
		await createWith({ welcomeMessage: text });
		expect(bodiesOf('send-message')).toMatchObject([{ text }, { text }]);
	});
});
