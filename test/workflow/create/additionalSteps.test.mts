import type { IDataObject } from 'n8n-workflow';

import { expectPlainWords, linesOf, outcomesOf, TO_ERROR_OUTPUT } from './expectations.mts';
import { BY_ITEM, FROM, useBench, people, WAITS_TO_MEASURE } from './harness.mts';

// Description, Picture URL, Admins, Welcome Message: done after the people are in, and none can lose the group.

const [ANA, BEN, CARLOS] = ['+17137157533', '+18647351567', '+447700176576'] as const;
const NOT_ON_WHATSAPP = '+447700900101';
const PICTURE = 'https://example.com/picture.jpg';

interface Step {
	status: string;
	reason: string | null;
	promoted?: string[];
}

const bench = useBench(WAITS_TO_MEASURE);

const ROWS = [
	{ name: 'A', people: [ANA, BEN] },
	{ name: 'B', people: [CARLOS] },
];

function withFields(additionalFields: IDataObject): IDataObject {
	return { ...BY_ITEM, additionalFields };
}

function stepsOf(item: IDataObject | undefined): Record<string, Step> {
	return (item?.['steps'] ?? {}) as Record<string, Step>;
}

function adminsOf(name: string): string[] {
	const group = bench.sandbox.world.groups.find((candidate) => candidate.name === name);
	return (group?.members ?? []).flatMap(({ phoneNumber, role }) =>
		role === 'admin' ? phoneNumber : [],
	);
}

test('all of them, in this order after everybody is in', async () => {
	const many = people(13);
	const { output } = await bench.create(
		withFields({
			description: 'About us',
			pictureUrl: PICTURE,
			admins: many[12],
			welcomeMessage: 'Hello everybody',
		}),
		[
			{ name: 'A', people: many },
			{ name: 'B', people: many.slice(3) },
		],
	);
	expect(bench.sandbox.calls.map(({ operation }) => operation).slice(0, 5)).toEqual([
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
	for (const group of bench.sandbox.world.groups) {
		expect(group).toMatchObject({ description: 'About us', pictureUrl: PICTURE });
		expect(group.messages.map(({ text }) => text)).toEqual(['Hello everybody']);
	}
});

test('none of them is sent or reported unless asked for', async () => {
	const { output } = await bench.create(
		withFields({ description: '', pictureUrl: ' ', admins: '', welcomeMessage: '' }),
		ROWS,
	);
	expect(bench.sandbox.calls.map(({ operation }) => operation)).toEqual([
		'create-group',
		'create-group',
	]);
	for (const item of output) expect(stepsOf(item)).toEqual({});
});

describe('Description', () => {
	test('travels with the creation, as given', async () => {
		const about = '  Line one\n\nLine "two"  ';
		await bench.create(withFields({ description: about }), ROWS);
		expect(bench.createBodies()).toMatchObject([
			{ group: { description: about } },
			{ group: { description: about } },
		]);
		expect(bench.sandbox.calls).toHaveLength(2);
	});
});

describe('a group that is used again', () => {
	const ALL = {
		description: 'New',
		pictureUrl: PICTURE,
		admins: ANA,
		welcomeMessage: 'Hello',
	};
	const USE = { ...withFields(ALL), options: { ifGroupExists: 'use' } };

	test('gets people and admins, and is left as it is otherwise', async () => {
		for (const name of ['A', 'B']) {
			bench.sandbox.world.addGroup({ name, phoneNumber: FROM, description: 'Old' });
		}
		const { output } = await bench.create(USE, ROWS);
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
		expect(bench.callsOf('set-picture')).toEqual([]);
		expect(bench.callsOf('send-message')).toEqual([]);
		expect(bench.sandbox.world.groups.map(({ description }) => description)).toEqual([
			'Old',
			'Old',
		]);
	});

	test('in the run that made it gets its welcome message and picture once', async () => {
		const rows = [
			{ name: 'A', people: ANA },
			{ name: 'A', people: BEN },
		];
		const { output } = await bench.create(USE, rows);
		expect(output.map((item) => stepsOf(item)['welcome_message']?.status)).toEqual([
			'done',
			'not_done',
		]);
		expect(bench.callsOf('send-message')).toHaveLength(1);
		expect(bench.callsOf('set-picture')).toHaveLength(1);
	});
});

describe('Admins', () => {
	test.each(['lists', 'map', 'plain'] as const)(
		'are promoted, whichever way 2Chat answers: %s',
		async (roleChangeAnswer) => {
			bench.sandbox.settings.roleChangeAnswer = roleChangeAnswer;
			const { output } = await bench.create(withFields({ admins: [ANA, BEN].join(';') }), [
				{ name: 'A', people: [ANA, BEN, CARLOS] },
				{ name: 'B', people: [BEN, ANA] },
			]);
			expect(adminsOf('A')).toEqual([ANA, BEN]);
			expect(adminsOf('B')).toEqual([BEN, ANA]);
			expect(linesOf(output[0]).map(({ is_admin }) => is_admin)).toEqual([true, true, false]);
			expect(linesOf(output[1]).map(({ is_admin }) => is_admin)).toEqual([true, true]);
			expect(stepsOf(output[0])['admins']).toMatchObject({ status: 'done', promoted: [ANA, BEN] });
		},
	);

	test('who are not among the participants are added', async () => {
		const { output } = await bench.create(withFields({ admins: `${CARLOS}, ${ANA}` }), [
			{ name: 'A', people: [ANA, BEN] },
			{ name: 'B', people: [BEN] },
		]);
		expect(bench.createBodies()).toMatchObject([
			{ group: { participants: [ANA, BEN, CARLOS] } },
			{ group: { participants: [BEN, CARLOS, ANA] } },
		]);
		expect(outcomesOf(output[0])).toEqual(['added', 'added', 'added']);
		expect(output[0]?.['summary']).toMatchObject({ people: 3, in_group: 3, duplicate: 0 });
		expect(linesOf(output[0]).map(({ is_admin }) => is_admin)).toEqual([true, false, true]);
	});

	test('beyond ten are promoted in tens', async () => {
		const many = people(23);
		const { output } = await bench.create(withFields({ admins: many }), [
			{ name: 'A', people: many },
			{ name: 'B', people: ANA },
		]);
		expect(bench.callsOf('promote-participant')).toHaveLength(6);
		expect(stepsOf(output[0])['admins']?.promoted).toEqual(many);
		expect(outcomesOf(output[1])).toHaveLength(24);
	});

	test('who could not be added are named, and the others are promoted', async () => {
		const { output } = await bench.create(withFields({ admins: [ANA, NOT_ON_WHATSAPP] }), ROWS);
		for (const item of output) {
			const { status, reason, promoted } = stepsOf(item)['admins'] ?? { status: '', reason: '' };
			expect(status).toBe('partly');
			expect(promoted).toEqual([ANA]);
			expect(reason).toContain(`${NOT_ON_WHATSAPP} is not in the group`);
		}
		expect(bench.callsOf('promote-participant').map(({ body }) => body)).toEqual([
			{ from_number: FROM, participants: [ANA] },
			{ from_number: FROM, participants: [ANA] },
		]);
	});

	test('that cannot be read are reported, and the others are promoted', async () => {
		const { output } = await bench.create(withFields({ admins: `${ANA}, the boss` }), ROWS);
		expect(adminsOf('A')).toEqual([ANA]);
		const line = linesOf(output[0]).at(-1);
		expect(line).toMatchObject({ input: 'the boss', outcome: 'invalid_number', is_admin: false });
	});

	test('that are the sender change nothing', async () => {
		const { output } = await bench.create(withFields({ admins: FROM }), ROWS);
		expect(bench.callsOf('promote-participant')).toEqual([]);
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
		bench.sandbox.fault({
			operation,
			effect: 'answer',
			status: 403,
			times: 0,
			body: { success: false, error: true, error_message: 'You may not do that' },
		});
		const { output, status } = await bench.create(withFields(fields), ROWS);
		expect(status).toBe('success');
		expect(output.map(({ uuid }) => uuid)).toEqual(
			bench.sandbox.world.groups.map(({ uuid }) => uuid),
		);
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
			bench.sandbox.fault({ operation, times: 0, when: 'after', ...fault });
			const { output, status } = await bench.create(withFields(fields), ROWS);
			expect(status).toBe('success');
			for (const item of output) {
				expect(stepsOf(item)[step]?.status).toBe('unclear');
				expectPlainWords(stepsOf(item)[step]?.reason);
			}
		},
	);

	test('of a group that cannot be written to yet is done as soon as it can', async () => {
		bench.sandbox.settings.usableAfterMs = 200;
		const { output } = await bench.create(withFields(fields), ROWS);
		for (const item of output) expect(stepsOf(item)[step]?.status).toBe('done');
	});

	test('of one item does not touch the next item', async () => {
		bench.sandbox.fault({ operation, effect: 'answer', status: 400, body: { detail: 'No' } });
		const { output } = await bench.create(withFields(fields), ROWS);
		expect(output.map((item) => stepsOf(item)[step]?.status)).toEqual(['not_done', 'done']);
	});
});

describe('Picture URL', () => {
	test('that 2Chat cannot open is told in its own words', async () => {
		const { output } = await bench.create(
			withFields({ pictureUrl: 'http://localhost/picture.jpg' }),
			ROWS,
		);
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
		bench.sandbox.fault({ operation: 'send-message', times: 0, ...fault });
		// The second item fails, so n8n runs the node again for both.
		bench.sandbox.fault({
			operation: 'create-group',
			effect: 'answer',
			status: 400,
			bodyContains: 'Broken',
			times: 0,
		});
		await bench.create(
			withFields({ welcomeMessage: 'Hello' }),
			[
				{ name: 'A', people: ANA },
				{ name: 'Broken', people: BEN },
			],
			{ settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } },
		);
		expect(bench.callsOf('send-message')).toHaveLength(1);
		expect(bench.groupNames()).toEqual(['A']);
	});

	test('goes to each group once, whatever becomes of other items', async () => {
		const result = await bench.create(
			withFields({ welcomeMessage: '={{ "Hello " + $json.name }}' }),
			[{ name: 'A', people: ANA }, { name: '' }, { name: 'B', people: BEN }],
			TO_ERROR_OUTPUT,
		);
		expect(result.output).toHaveLength(2);
		expect(
			bench.sandbox.world.groups.map(({ messages }) => messages.map(({ text }) => text)),
		).toEqual([['Hello A'], ['Hello B']]);
	});

	test('is sent as given', async () => {
		const text = '  Hello\n\n*bold* \u{1F44B} {not an expression}  ';
		await bench.create(withFields({ welcomeMessage: text }), ROWS);
		expect(bench.callsOf('send-message').map(({ body }) => (body as IDataObject)['text'])).toEqual([
			text,
			text,
		]);
	});
});
