import { WAITS_TO_MEASURE, create, retryOf, sandbox, useBench } from '../bench.mts';
import { FROM, NOT_ON_WHATSAPP, REFUSED, REFUSED_NUMBERS, lists, people } from '../data.mts';
import { linesOf, outcomesOf } from '../results.mts';
import { bodiesOf, callsOf, groupNames, loseAnswer, membersOf } from '../twoChat.mts';
import { refuse, requestedPeople } from '../twoChat.mts';

// 2Chat takes ten people in a call (2chat-api.md 2.0). Everybody beyond that is the node's business.

useBench(WAITS_TO_MEASURE);

function tens(numbers: string[]): string[][] {
	return Array.from({ length: Math.ceil(numbers.length / 10) }, (_, index) =>
		numbers.slice(index * 10, index * 10 + 10),
	);
}

describe('any number of people', () => {
	test.each([1, 10, 11, 37, 257, 1_023])(
		'%d people are in the group after the least possible number of calls',
		async (count) => {
			const many = people(count);
			const { output } = await create({}, lists(many, many.slice(0, 1)));
			const [first = [], ...others] = tens(many);
			expect(requestedPeople()).toEqual([first, ...others, many.slice(0, 1)]);
			expect(sandbox.calls.map(({ path }) => path)).toEqual([
				'/whatsapp/group/create',
				...others.map(() => `/whatsapp/group/${String(output[0]?.['uuid'])}/add-participant`),
				'/whatsapp/group/create',
			]);
			expect(bodiesOf('add-participant')).toEqual(
				others.map((participants) => ({ from_number: FROM, participants })),
			);
			// Never two at once: WhatsApp adds one by one, and 2Chat answers 486 to a busy number.
			expect(sandbox.calls.every(({ concurrent }) => concurrent === 1)).toBe(true);

			expect(output).toMatchObject([
				{
					accepted_numbers: many,
					unaccepted_numbers: [],
					summary: { people: count, in_group: count, missing: 0, added: count },
					participants: many.map((phone_number) => ({ phone_number, outcome: 'added' })),
				},
				{ summary: { people: 1 } },
			]);
			expect(membersOf('A')).toEqual(many);
		},
	);
});

describe('ten people who cannot be sent do not take the others along', () => {
	const many = people(35);

	test('a refused value concerns the ten that it was among', async () => {
		const text = 'not in E.164 format';
		const body = { detail: [{ loc: ['body', 'participants', 3], msg: text }] };
		refuse('add-participant', { status: 422, body });
		const { output } = await create({}, lists(many, many));
		expect(callsOf('add-participant')).toHaveLength(6);
		expect(output).toMatchObject([
			{ summary: { people: 35, in_group: 25, missing: 10, not_attempted: 10 } },
			{ summary: { people: 35, in_group: 35, missing: 0 } },
		]);
		const lost = linesOf(output[0]).filter(({ outcome }) => outcome === 'not_attempted');
		expect(lost.map(({ phone_number }) => phone_number)).toEqual(many.slice(10, 20));
		expect(lost[0]?.reason).toContain(text);
	});

	test.each([
		[402, 'The API credits are used up'],
		[401, 'Invalid API Key'],
		[403, 'forbidden'],
		[404, 'gone'],
	])('HTTP %d would meet everybody else too, so no further call is made', async (status, text) => {
		const body = { success: false, error: true, error_message: text };
		refuse('add-participant', { status, times: 0, body });
		const { output, status: end } = await create({}, lists(many, many.slice(0, 10)));
		expect(end).toBe('success');
		const tried = new Set(bodiesOf('add-participant').map((sent) => JSON.stringify(sent)));
		expect(tried.size).toBe(1);
		expect(output).toMatchObject([
			{ summary: { people: 35, in_group: 10, missing: 25, not_attempted: 25 } },
			{ summary: { people: 10, in_group: 10, missing: 0 } },
		]);
		for (const { reason } of linesOf(output[0]).slice(10)) expect(reason).toContain(text);
	});

	test.each([
		{ effect: 'html', status: 500 },
		{ effect: 'reset' },
		{ effect: 'truncate', when: 'after' },
		{ effect: 'empty', when: 'after' },
	] as const)('%j leaves open what became of them, and says so', async (fault) => {
		const hit = { operation: 'add-participant', bodyContains: many[10] ?? '' } as const;
		sandbox.fault({ ...hit, times: 0, ...fault });
		const { output, status } = await create({}, lists(many, many.slice(20)));
		expect(status).toBe('success');
		expect(new Set(outcomesOf(output[0]).slice(0, 10))).toEqual(new Set(['added']));
		expect(new Set(outcomesOf(output[0]).slice(10, 20))).toEqual(new Set(['unknown']));
		expect(output).toMatchObject([
			{ summary: { people: 35 } },
			{ summary: { people: 15, in_group: 15 } },
		]);
	});

	test('a passing fault costs nobody their place', async () => {
		sandbox.fault({ operation: 'add-participant', effect: 'html', status: 504, when: 'after' });
		refuse('add-participant', { status: 503, nth: 3 });
		const { output } = await create({}, lists(many, many));
		const everybody = { summary: { people: 35, in_group: 35, added: 35, missing: 0 } };
		expect(output).toMatchObject([everybody, everybody]);
	});

	test('a full group ends the calls, and everybody else hears that it is full', async () => {
		sandbox.settings.groupCapacity = 13;
		const { output } = await create({}, lists(many, many.slice(0, 12)));
		expect(output).toMatchObject([
			{ summary: { people: 35, in_group: 12, missing: 23, added: 12, group_full: 23 } },
			{ summary: { people: 12, in_group: 12, missing: 0 } },
		]);
		// Create, then ten of whom eight find no place, then ten of whom nobody does; five are not sent, but looked for.
		expect(sandbox.calls.slice(0, -2)).toHaveLength(4);
	});

	test('a full group shows those whom a lost call has added', async () => {
		sandbox.settings.groupCapacity = 21;
		const [refused = [], lost = []] = tens(people(30)).slice(1);
		refuse('add-participant', { bodyContains: refused[0] ?? '', status: 422 });
		loseAnswer('add-participant', { bodyContains: lost[0] ?? '', times: 0 });
		const rows = lists(people(30), people(1));
		const first = await create({}, rows);
		expect(outcomesOf(first.output[0]).slice(10)).toEqual([
			...refused.map(() => 'not_attempted'),
			...lost.map(() => 'unknown'),
		]);
		const { output } = await create({}, rows, retryOf(first));
		expect(outcomesOf(output[0]).slice(10)).toEqual([
			...refused.map(() => 'group_full'),
			...lost.map(() => 'added'),
		]);
		expect(membersOf('A')).toEqual([...people(10), ...lost]);
	});

	test('an answer that denies success because it could serve nobody is still read', async () => {
		sandbox.settings.successWhenNobody = false;
		const [ten, nobody] = [many.slice(0, 10), REFUSED_NUMBERS];
		const { output, error } = await create({}, lists([...ten, ...nobody, NOT_ON_WHATSAPP], nobody));
		expect(error).toBeUndefined();
		expect(groupNames()).toEqual(['A', 'B']);
		expect(output).toMatchObject(sandbox.world.groups.map(({ uuid }) => ({ uuid })));
		const outcomes = REFUSED.map(({ outcome }) => outcome);
		expect(outcomesOf(output[0]).slice(10)).toEqual([...outcomes, 'duplicate']);
		expect(outcomesOf(output[1])).toEqual(outcomes);
	});
});
