import type { IDataObject } from 'n8n-workflow';

import { create, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, FROM, INVITED, NEEDS_INVITE, NOT_ON_WHATSAPP, from, groups } from '../data.mts';
import { lists, people } from '../data.mts';
import { expectPlainWords, linesOf, outcomesOf } from '../results.mts';
import { refuse, requestedPeople } from '../twoChat.mts';

// The report: everybody who was asked for, once, in words for a person who writes no code.

useBench();

/** An entry of every kind, as typed, with what becomes of it in a new group. */
const TYPED = [
	['+1 (713) 715-7533', '+17137157533', 'added'],
	['17137157533@c.us', '+17137157533', 'duplicate'],
	['+1.713.715.7533', '+17137157533', 'duplicate'],
	[FROM, FROM, 'sender'],
	['0171 2345678', null, 'invalid_number'],
	['5.49E+12', null, 'invalid_number'],
	['ana@example.com', null, 'invalid_number'],
	['n/a', null, 'invalid_number'],
	['+44 7700 900101', '+447700900101', 'not_on_whatsapp'],
	['+44 7700 900102', '+447700900102', 'invited'],
	['+44 7700 900103', '+447700900103', 'needs_invite'],
	['+44 7700 900104', '+447700900104', 'recently_left'],
	['+44 7700 900105', '+447700900105', 'needs_invite'],
	['+44 7700 900106', '+447700900106', 'group_full'],
	['+44 7700 900108', '+447700900108', 'unknown'],
] as const;

const INPUTS: ReadonlyArray<string> = TYPED.map(([input]) => input);

const OUTCOMES = [
	'added',
	'already_member',
	'invited',
	'needs_invite',
	'not_on_whatsapp',
	'recently_left',
	'group_full',
	'invalid_number',
	'duplicate',
	'sender',
	'not_attempted',
	'unknown',
];

function expectToAddUp(item: IDataObject | undefined): void {
	const outcomes = outcomesOf(item);
	const count = (...wanted: string[]) => outcomes.filter((one) => wanted.includes(one)).length;
	const asked = outcomes.length - count('duplicate', 'sender');
	const inGroup = count('added', 'already_member');
	expect(item?.['summary']).toMatchObject({
		...Object.fromEntries(OUTCOMES.map((outcome) => [outcome, count(outcome)])),
		people: asked,
		in_group: inGroup,
		missing: asked - inGroup,
	});
}

describe('every entry stands in the report once', () => {
	test.each([
		['a list', INPUTS],
		['text with commas', INPUTS.join(', ')],
		['text with semicolons', INPUTS.join(';')],
		['text with lines', INPUTS.join('\n')],
		['objects', INPUTS.map((phone, index) => ({ name: `Person ${index}`, phone }))],
	])('%s, in order and as typed', async (_what, value) => {
		const { output } = await create({}, lists(value, value));
		expect(output).toHaveLength(2);
		for (const item of output) {
			expect(linesOf(item)).toMatchObject(
				TYPED.map(([input, phone_number, outcome]) => ({ input, phone_number, outcome })),
			);
			expectToAddUp(item);
		}
	});

	test('however many calls it took', async () => {
		const many = [...people(25), ...INPUTS];
		const turned = [...INPUTS, ...people(25)];
		const { output } = await create({}, lists(many, turned));
		expect(output.map((item) => linesOf(item).map(({ input }) => input))).toEqual([many, turned]);
		output.forEach(expectToAddUp);
	});

	test('and has the same fields for everybody', async () => {
		const { output } = await create({}, lists(INPUTS, '+17137157533'));
		for (const line of output.flatMap(linesOf)) {
			expect(Object.keys(line).sort()).toEqual([
				'input',
				'invite_sent',
				'is_admin',
				'message',
				'name',
				'next_step',
				'outcome',
				'phone_number',
				'reason',
				'status_code',
			]);
		}
	});
});

describe('the words', () => {
	/** What a person has to learn from the reason and from the next step of each outcome. */
	const FACTS: Array<[string, RegExp, RegExp | null]> = [
		['added', /in the group now/, null],
		['duplicate', /already in the list, as entry 1/, null],
		['sender', /number in From/, null],
		['not_on_whatsapp', /not on WhatsApp/, /Ask the person/],
		['invited', /privacy settings.*personal invitation/, /three days/],
		['recently_left', /left the group recently/, /invite link/],
		['group_full', /full.*1,024/, /second group/],
		['unknown', /May not be in the group: An unknown error/, /Look in WhatsApp/],
	];

	async function everyLine() {
		const { output } = await create({}, lists(INPUTS, INPUTS));
		return output.flatMap(linesOf);
	}

	test.each(FACTS)('of %s say what happened and what to do', async (outcome, reason, nextStep) => {
		const lines = (await everyLine()).filter((line) => line.outcome === outcome);
		expect(lines.length).toBeGreaterThanOrEqual(2);
		for (const line of lines) {
			expect(line.reason).toMatch(reason);
			if (nextStep === null) expect(line.next_step).toBeNull();
			else expect(line.next_step).toMatch(nextStep);
		}
	});

	test('are whole sentences without anything that a program left behind', async () => {
		const lines = await everyLine();
		const nextSteps = lines.flatMap(({ next_step }) => next_step ?? []);
		expectPlainWords(...lines.map(({ reason }) => reason), ...nextSteps);
		for (const { reason } of lines) expect(reason).toMatch(/^[A-Z2]/);
		for (const nextStep of nextSteps) expect(nextStep).toMatch(/^[A-Z].*\.$/);
	});

	test('blame the community, not the privacy settings, where the community is the reason', async () => {
		const lines = (await everyLine()).filter(({ status_code }) => status_code === 417);
		for (const { reason, next_step } of lines) {
			expect(reason).toContain('community');
			expect(reason).not.toContain('privacy');
			expect(next_step).toContain('invite link');
		}
		expect(lines).toHaveLength(2);
	});

	// With the default settings that would make a second group.
	test('never send somebody to run the workflow again who would make another group by it', async () => {
		refuse('add-participant', { times: 0 });
		const { output } = await create({}, lists(people(14), people(11)));
		const lines = output.flatMap(linesOf).filter(({ outcome }) => outcome === 'not_attempted');
		expect(lines).toHaveLength(5);
		for (const { reason, next_step } of lines) {
			expect(reason).toContain('no API credits left');
			expect(next_step).toContain('Add them with the operation Add of the resource Participant');
			expect(next_step).not.toMatch(/^Run the workflow again/);
			expect(next_step).toContain('creates another group');
		}
	});

	test.each([
		['+5215512345678', /Mexican.* 1 after \+52/],
		['+525512345678', /Mexican.* 1 after \+52/],
		['+551198888888', /Brazilian.*ninth digit/],
		['+5411987654321', /Argentine.* 9 after \+54/],
		// The digit is there.
		['+5491123456789', /^Ask the person for their WhatsApp number\.$/],
	])('know of the digit that %s may have too many or too few', async (phoneNumber, hint) => {
		const person = { phoneNumber, name: null, behaviour: 'notOnWhatsApp' } as const;
		sandbox.world.people.set(phoneNumber, person);
		const { output } = await create({}, lists([phoneNumber, ANA], [phoneNumber, '+447700900101']));
		for (const item of output) expect(linesOf(item)[0]?.next_step).toMatch(hint);
		expect(linesOf(output[1])[1]?.next_step).toBe('Ask the person for their WhatsApp number.');
	});
});

test.each([
	['+5215530483303', '+52 55 3048 3303'],
	['+5511987654321', '+55 11 8765-4321'],
	['+5491123456789', '+54 11 2345 6789'],
])('the number in From is nobody further, also as %s written %s', async (sender, written) => {
	const [own] = sandbox.world.numbers;
	if (own !== undefined) own.phoneNumber = sender;
	const { output } = await create(
		{ fromNumber: from(sender) },
		lists([written, ANA], [BEN, written]),
	);
	expect(requestedPeople()).toEqual([[ANA], [BEN]]);
	expect(output.map(outcomesOf)).toEqual([
		['sender', 'added'],
		['added', 'sender'],
	]);
});

// The line above the output that tells who is missing, so that nobody has to open the items to find out.

test('3 of 14 people are not in the group', async () => {
	const missing = [NOT_ON_WHATSAPP, INVITED, NEEDS_INVITE];
	const { hints } = await create({}, lists([...people(11), ...missing], people(14)));
	expect(hints).toEqual([
		{
			message: `3 of 14 people are not in the group "A": ${NOT_ON_WHATSAPP} (not on WhatsApp), ${INVITED} (invited), ${NEEDS_INVITE} (has to be invited)`,
			type: 'warning',
			location: 'outputPane',
		},
	]);
});

test.each([
	{ because: 'everybody is in, or was named twice', people: [ANA, ANA, FROM], options: {} },
	{ because: 'it is a preview', people: [ANA, 'n/a'], options: { previewOnly: true } },
])('none when $because', async ({ people: first, options }) => {
	const { hints } = await create({ options }, lists(first, ANA));
	expect(hints).toEqual([]);
});

test('many groups with missing people do not bury the output', async () => {
	const { hints } = await create({}, groups(12, { people: [ANA, NOT_ON_WHATSAPP] }));
	expect(hints).toHaveLength(6);
	expect(hints[0]?.message).toContain('"G0"');
	expect(hints[5]?.message).toMatch(/^People were left out of further groups/);
});
