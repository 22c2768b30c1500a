import type { IDataObject } from 'n8n-workflow';

import type { Settings } from '../../sandbox/sandbox.mts';
import { linesOf, outcomesOf } from './expectations.mts';
import { BY_ITEM, FROM, useBench, people, WAITS_TO_MEASURE } from './harness.mts';

// 2Chat takes ten people in a call (2chat-api.md 2.0). Everybody beyond that is the node's business.

const bench = useBench(WAITS_TO_MEASURE);

/** The body of each call that brings people, in the order of arrival. */
function peopleByCall(): string[][] {
	return bench.sandbox.calls.map(({ body }) => {
		const { participants, group } = body as {
			participants?: string[];
			group?: { participants: string[] };
		};
		return participants ?? group?.participants ?? [];
	});
}

function tens(numbers: string[]): string[][] {
	return Array.from({ length: Math.ceil(numbers.length / 10) }, (_, index) =>
		numbers.slice(index * 10, index * 10 + 10),
	);
}

function membersOf(name: string): string[] {
	const group = bench.sandbox.world.groups.find((candidate) => candidate.name === name);
	return (group?.members ?? [])
		.map(({ phoneNumber }) => phoneNumber)
		.filter((number) => number !== FROM);
}

describe('any number of people', () => {
	test.each([1, 10, 11, 37, 257, 1_023])(
		'%d people are in the group after the least possible number of calls',
		async (count) => {
			const many = people(count);
			const { output, outputs } = await bench.create({ ...BY_ITEM }, [
				{ name: 'Many', people: many },
				{ name: 'Few', people: many.slice(0, 1) },
			]);

			const calls = 1 + Math.max(0, Math.ceil((count - 10) / 10));
			expect(bench.sandbox.calls).toHaveLength(calls + 1);
			expect(peopleByCall()).toEqual([...tens(many), many.slice(0, 1)]);
			const uuid = String(output[0]?.['uuid']);
			expect(bench.sandbox.calls.map(({ path }) => path)).toEqual([
				'/whatsapp/group/create',
				...tens(many)
					.slice(1)
					.map(() => `/whatsapp/group/${uuid}/add-participant`),
				'/whatsapp/group/create',
			]);
			expect(bench.callsOf('add-participant').map(({ body }) => body)).toEqual(
				tens(many)
					.slice(1)
					.map((participants) => ({ from_number: FROM, participants })),
			);
			// Never two at once: WhatsApp adds one by one, and 2Chat answers 486 to a busy number.
			expect(bench.sandbox.calls.every(({ concurrent }) => concurrent === 1)).toBe(true);

			expect(outputs[0]).toHaveLength(2);
			expect(linesOf(output[0]).map(({ phone_number }) => phone_number)).toEqual(many);
			expect(new Set(outcomesOf(output[0]))).toEqual(new Set(['added']));
			expect(output[0]).toMatchObject({
				accepted_numbers: many,
				unaccepted_numbers: [],
				summary: { people: count, in_group: count, missing: 0, added: count },
			});
			expect(membersOf('Many')).toEqual(many);
		},
	);

	test('a new group that cannot be written to for a while gets everybody all the same', async () => {
		bench.sandbox.settings.usableAfterMs = 250;
		const many = people(23);
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'First', people: many },
			{ name: 'Second', people: many },
		]);
		for (const name of ['First', 'Second']) expect(membersOf(name)).toEqual(many);
		for (const item of output) expect(new Set(outcomesOf(item))).toEqual(new Set(['added']));
		expect(bench.groupNames()).toEqual(['First', 'Second']);
	});
});

/** Everybody of the sandbox's world who cannot simply be added, with what 2chat-api.md 2.8 means for them. */
const REFUSED = [
	{ number: '+447700900101', code: 404, outcome: 'not_on_whatsapp' },
	{ number: '+447700900102', code: 403, outcome: 'invited' },
	{ number: '+447700900103', code: 403, outcome: 'needs_invite' },
	{ number: '+447700900104', code: 408, outcome: 'recently_left' },
	{ number: '+447700900105', code: 417, outcome: 'needs_invite' },
	{ number: '+447700900106', code: 419, outcome: 'group_full' },
	{ number: '+447700900108', code: 500, outcome: 'unknown' },
];
const REFUSED_NUMBERS = REFUSED.map(({ number }) => number);
/** Joins a new group, but adding them to an existing one ends with 400. */
const ADD_FAILS = '+447700900107';

const SHAPES = (['number', 'string'] as const).flatMap((statusCodeType) =>
	(['statusCode', 'code'] as const).flatMap((statusCodeKey) =>
		(['absent', 'top', 'inside'] as const).flatMap((listsOnAdd) =>
			(['onWhatsApp', 'joined'] as const).map(
				(acceptedMeans): Partial<Settings> => ({
					statusCodeType,
					statusCodeKey,
					listsOnAdd,
					acceptedMeans,
				}),
			),
		),
	),
);

describe('the code of each person decides, in whatever shape it comes', () => {
	test.each(SHAPES)('%j', async (shape) => {
		Object.assign(bench.sandbox.settings, shape);
		const joining = people(10);
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'By create', people: [...REFUSED_NUMBERS, ADD_FAILS] },
			{ name: 'By add', people: [...joining, ...REFUSED_NUMBERS, ADD_FAILS] },
		]);
		const [byCreate, byAdd] = output.map(linesOf);
		const codes = REFUSED.map(({ number, code, outcome }) => ({
			phone_number: number,
			status_code: code,
			outcome,
			invite_sent: outcome === 'invited',
		}));
		expect(byCreate).toMatchObject([...codes, { outcome: 'added', status_code: 200 }]);
		expect(byAdd?.slice(10)).toMatchObject([...codes, { outcome: 'unknown', status_code: 400 }]);
		expect(output.map(({ summary }) => summary)).toMatchObject([
			{ people: 8, in_group: 1, missing: 7 },
			{ people: 18, in_group: 10, missing: 8 },
		]);
	});

	test('409 in a group that was there before means already a member', async () => {
		const [ana, ben] = ['+17137157533', '+18647351567'] as const;
		for (const name of ['A', 'B']) {
			bench.sandbox.world.addGroup({ name, phoneNumber: FROM, members: [{ phoneNumber: ana }] });
		}
		// 2Chat's stored copy may not show the member yet, so the node asks to add them.
		bench.sandbox.fault({
			operation: 'get-group',
			effect: 'mutate',
			times: 0,
			mutate: (answer) => {
				const { data, ...rest } = answer as { data: IDataObject };
				return { ...rest, data: { ...data, participants: [] } };
			},
		});
		const { output } = await bench.create({ ...BY_ITEM, options: { ifGroupExists: 'use' } }, [
			{ name: 'A', people: [ana, ben] },
			{ name: 'B', people: [ana, ben] },
		]);
		for (const item of output) {
			expect(linesOf(item)).toMatchObject([
				{ outcome: 'already_member', status_code: 409 },
				{ outcome: 'added', status_code: 200 },
			]);
			expect(item['summary']).toMatchObject({ in_group: 2, missing: 0 });
		}
	});

	test('a code that nobody has documented is passed through with its words', async () => {
		const odd = (answer: unknown) => {
			const body = answer as { group: { participants: Record<string, IDataObject> } };
			const person = body.group.participants['+17137157533'];
			if (person !== undefined) Object.assign(person, { statusCode: 777, message: 'Odd thing' });
			return body;
		};
		bench.sandbox.fault({ operation: 'create-group', effect: 'mutate', times: 0, mutate: odd });
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: ['+17137157533', '+18647351567'] },
			{ name: 'B', people: ['+17137157533', '+18647351567'] },
		]);
		for (const item of output) {
			expect(linesOf(item)).toMatchObject([
				{ outcome: 'unknown', status_code: 777, message: 'Odd thing' },
				{ outcome: 'added' },
			]);
			expect(linesOf(item)[0]?.reason).toContain('Odd thing');
		}
	});

	test('people whom the answer does not mention are never taken for added', async () => {
		const without = (number: string) => (answer: unknown) => {
			const body = answer as {
				group?: IDataObject & { participants: Record<string, unknown> };
				participants?: Record<string, unknown>;
			};
			const map = body.group?.participants ?? body.participants ?? {};
			delete map[number];
			if (body.group !== undefined) {
				delete body.group['accepted_numbers'];
				delete body.group['unaccepted_numbers'];
			}
			return body;
		};
		const many = people(12);
		const [first = '', last = ''] = [many[0], many[11]];
		bench.sandbox.fault({
			operation: 'create-group',
			effect: 'mutate',
			times: 0,
			mutate: without(first),
		});
		bench.sandbox.fault({
			operation: 'add-participant',
			effect: 'mutate',
			times: 0,
			mutate: without(last),
		});
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: many },
			{ name: 'B', people: many },
		]);
		for (const item of output) {
			const lines = linesOf(item);
			expect(lines).toHaveLength(12);
			expect(lines[0]).toMatchObject({
				phone_number: first,
				outcome: 'unknown',
				status_code: null,
			});
			expect(lines[11]).toMatchObject({
				phone_number: last,
				outcome: 'unknown',
				status_code: null,
			});
			expect(item['summary']).toMatchObject({ people: 12, in_group: 10, missing: 2, unknown: 2 });
		}
	});

	test('an answer without people tells only who is not on WhatsApp', async () => {
		bench.sandbox.settings.acceptedMeans = 'joined';
		const listsOnly = (answer: unknown) => {
			const { participants: _people, group, ...body } = answer as Record<string, unknown>;
			if (group === undefined) return body;
			const { participants: _created, ...lists } = group as Record<string, unknown>;
			return { ...body, group: lists };
		};
		bench.sandbox.settings.listsOnAdd = 'top';
		for (const operation of ['create-group', 'add-participant'] as const) {
			bench.sandbox.fault({ operation, effect: 'mutate', times: 0, mutate: listsOnly });
		}
		const many = [...people(9), '+447700900101', '+17137157533', '+447700900102'];
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: many },
			{ name: 'B', people: many },
		]);
		for (const item of output) {
			expect(outcomesOf(item)).toEqual([
				...people(9).map(() => 'unknown'),
				'not_on_whatsapp',
				'unknown',
				'not_on_whatsapp',
			]);
		}
	});

	// "Accepted" may mean no more than "has WhatsApp" (2chat-api.md 2.1).
	test.each(
		(['absent', 'top', 'inside'] as const).flatMap((listsOnAdd) =>
			(['onWhatsApp', 'joined'] as const).map((acceptedMeans) => ({ listsOnAdd, acceptedMeans })),
		),
	)('nobody whom the answer leaves out is taken for added: %j', async (shape) => {
		Object.assign(bench.sandbox.settings, { refusedInMap: false, ...shape });
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: [...people(10), '+17137157533', ...REFUSED_NUMBERS] },
			{ name: 'B', people: [...REFUSED_NUMBERS, '+17137157533'] },
		]);
		expect(output.map(({ summary }) => summary)).toMatchObject([
			{ people: 18, in_group: 11, missing: 7 },
			{ people: 8, in_group: 1, missing: 7 },
		]);
	});
});

describe('2Chat may write a number in another way than it was sent', () => {
	/** Each as sent, and as WhatsApp may call the same person (2chat-api.md 3.3). */
	const SPELLINGS = [
		['+525530483303', '+5215530483303'],
		['+5215512345678', '+525512345678'],
		['+541123456789', '+5491123456789'],
		['+5491123456780', '+541123456780'],
		['+5511999999999', '+551199999999'],
		['+551198888888', '+5511998888888'],
		['+17137157533', '17137157533'],
		['+18647351567', '18647351567@c.us'],
		['+447700176576', '447700176576@s.whatsapp.net'],
	] as const;
	const SENT = SPELLINGS.map(([sent]) => sent);

	function respell(answer: unknown): unknown {
		const body = answer as { group?: IDataObject; participants?: IDataObject };
		const name = new Map<string, string>(SPELLINGS);
		const part = (body.group ?? body) as {
			participants: Record<string, unknown>;
			accepted_numbers?: string[];
		};
		part.participants = Object.fromEntries(
			Object.entries(part.participants).map(([key, value]) => [name.get(key) ?? key, value]),
		);
		part.accepted_numbers = part.accepted_numbers?.map((key) => name.get(key) ?? key) ?? [];
		return body;
	}

	test.each(['create', 'add'])('in the answer to %s', async (call) => {
		const before = call === 'add' ? people(10) : [];
		for (const operation of ['create-group', 'add-participant'] as const) {
			bench.sandbox.fault({ operation, effect: 'mutate', times: 0, mutate: respell });
		}
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: [...before, ...SENT] },
			{ name: 'B', people: [...before, ...SENT] },
		]);
		for (const item of output) {
			expect(linesOf(item).slice(before.length)).toMatchObject(
				SENT.map((phone_number) => ({ phone_number, outcome: 'added', status_code: 200 })),
			);
		}
	});

	test("the sandbox's own Mexican and Brazilian people, keyed as WhatsApp does", async () => {
		bench.sandbox.settings.answersKeyedBy = 'whatsapp';
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: ['+525530483303', '+5511999999999', '+447700900101'] },
			{ name: 'B', people: [...people(10), '+525530483303', '+5511999999999', '+447700900101'] },
		]);
		for (const item of output) {
			expect(linesOf(item).slice(-3)).toMatchObject([
				{ phone_number: '+525530483303', outcome: 'added' },
				{ phone_number: '+5511999999999', outcome: 'added' },
				{ phone_number: '+447700900101', outcome: 'not_on_whatsapp' },
			]);
		}
	});
});

describe('ten people who cannot be sent do not take the others along', () => {
	const many = people(35);

	test('a refused value concerns the ten that it was among', async () => {
		bench.sandbox.fault({
			operation: 'add-participant',
			effect: 'answer',
			status: 422,
			body: { detail: [{ loc: ['body', 'participants', 3], msg: 'not in E.164 format' }] },
		});
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'Hit', people: many },
			{ name: 'Spared', people: many },
		]);
		expect(bench.callsOf('add-participant')).toHaveLength(6);
		expect(output.map(({ summary }) => summary)).toMatchObject([
			{ people: 35, in_group: 25, missing: 10, not_attempted: 10 },
			{ people: 35, in_group: 35, missing: 0 },
		]);
		const lost = linesOf(output[0]).filter(({ outcome }) => outcome === 'not_attempted');
		expect(lost.map(({ phone_number }) => phone_number)).toEqual(many.slice(10, 20));
		expect(lost[0]?.reason).toContain('not in E.164 format');
	});

	test.each([
		[402, 'The API credits are used up'],
		[401, 'Invalid API Key'],
		[403, 'forbidden'],
		[404, 'gone'],
	])('HTTP %d would meet everybody else too, so no further call is made', async (status, text) => {
		bench.sandbox.fault({
			operation: 'add-participant',
			effect: 'answer',
			status,
			times: 0,
			body: { success: false, error: true, error_message: text },
		});
		const { output, status: end } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: many },
			{ name: 'B', people: many.slice(0, 10) },
		]);
		expect(end).toBe('success');
		const tried = new Set(bench.callsOf('add-participant').map(({ body }) => JSON.stringify(body)));
		expect(tried.size).toBe(1);
		expect(output.map(({ summary }) => summary)).toMatchObject([
			{ people: 35, in_group: 10, missing: 25, not_attempted: 25 },
			{ people: 10, in_group: 10, missing: 0 },
		]);
		for (const { reason } of linesOf(output[0]).slice(10)) expect(reason).toContain(text);
	});

	test.each([
		{ effect: 'html', status: 500 },
		{ effect: 'reset' },
		{ effect: 'truncate', when: 'after' },
		{ effect: 'empty', when: 'after' },
	] as const)('%j leaves open what became of them, and says so', async (fault) => {
		bench.sandbox.fault({
			operation: 'add-participant',
			times: 0,
			bodyContains: many[10] ?? '',
			...fault,
		});
		const { output, status } = await bench.create({ ...BY_ITEM }, [
			{ name: 'Hit', people: many },
			{ name: 'Spared', people: many.slice(20) },
		]);
		expect(status).toBe('success');
		const hit = linesOf(output[0]);
		expect(hit.slice(0, 10).every(({ outcome }) => outcome === 'added')).toBe(true);
		expect(hit.slice(10, 20).every(({ outcome }) => outcome === 'unknown')).toBe(true);
		expect(output[0]?.['summary']).toMatchObject({ people: 35 });
		expect(output[1]?.['summary']).toMatchObject({ people: 15, in_group: 15 });
	});

	test('a passing fault costs nobody their place', async () => {
		bench.sandbox.fault({
			operation: 'add-participant',
			effect: 'html',
			status: 504,
			when: 'after',
		});
		bench.sandbox.fault({ operation: 'add-participant', effect: 'answer', status: 503, nth: 3 });
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: many },
			{ name: 'B', people: many },
		]);
		for (const item of output) {
			expect(item['summary']).toMatchObject({ people: 35, in_group: 35, added: 35, missing: 0 });
		}
	});

	test('a full group ends the calls, and everybody else hears that it is full', async () => {
		bench.sandbox.settings.groupCapacity = 13;
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: many },
			{ name: 'B', people: many.slice(0, 12) },
		]);
		expect(output.map(({ summary }) => summary)).toMatchObject([
			{ people: 35, in_group: 12, missing: 23, added: 12, group_full: 23 },
			{ people: 12, in_group: 12, missing: 0 },
		]);
		// Create, then ten of whom eight find no place, then ten of whom nobody does; five are not sent.
		expect(bench.sandbox.calls.slice(0, -2)).toHaveLength(3);
	});

	test('text in place of the people means that nobody was added', async () => {
		const text = 'AddParticipantsError: You have no admin rights to add a participant to a group';
		bench.sandbox.fault({
			operation: 'add-participant',
			effect: 'answer',
			status: 200,
			times: 0,
			body: { success: true, participants: text },
		});
		const { output } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: many },
			{ name: 'B', people: many.slice(0, 3) },
		]);
		expect(bench.callsOf('add-participant')).toHaveLength(1);
		expect(output[0]?.['summary']).toMatchObject({ in_group: 10, not_attempted: 25 });
		expect(linesOf(output[0]).at(-1)?.reason).toContain('You have no admin rights');
		expect(output[1]?.['summary']).toMatchObject({ in_group: 3, missing: 0 });
	});

	test('an answer that denies success because it could serve nobody is still read', async () => {
		bench.sandbox.settings.successWhenNobody = false;
		const { output, error } = await bench.create({ ...BY_ITEM }, [
			{ name: 'A', people: [...many.slice(0, 10), ...REFUSED_NUMBERS, '+447700900101'] },
			{ name: 'B', people: REFUSED_NUMBERS },
		]);
		expect(error).toBeUndefined();
		expect(bench.groupNames()).toEqual(['A', 'B']);
		expect(output.map(({ uuid }) => uuid)).toEqual(
			bench.sandbox.world.groups.map(({ uuid }) => uuid),
		);
		const outcomes = REFUSED.map(({ outcome }) => outcome);
		expect(outcomesOf(output[0]).slice(10)).toEqual([...outcomes, 'duplicate']);
		expect(outcomesOf(output[1])).toEqual(outcomes);
	});
});
