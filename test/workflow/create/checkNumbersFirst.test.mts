import { ERROR_OUTPUT, create, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, FROM, NOT_ON_WHATSAPP, lists, members, people } from '../data.mts';
import { failedItems, linesOf, outcomesOf } from '../results.mts';
import { addGroup, bodiesOf, callsOf, groupNames, refuse, writes } from '../twoChat.mts';

// Check Numbers First: 2Chat is asked about every number before anybody is added.

const CHECK = { options: { checkNumbersFirst: true } };

useBench();

function checked(): string[] {
	return callsOf('check-number').map(({ path }) => path);
}

test('numbers without WhatsApp are left out and reported, the others make the group', async () => {
	const { output } = await create(
		CHECK,
		lists([ANA, NOT_ON_WHATSAPP, BEN], [NOT_ON_WHATSAPP, ANA]),
	);
	expect(checked().slice(0, 3)).toEqual(
		[ANA, NOT_ON_WHATSAPP, BEN].map((number) => `/whatsapp/check-number/${FROM}/${number}`),
	);
	expect(bodiesOf('create-group')).toMatchObject([
		{ group: { participants: [ANA, BEN] } },
		{ group: { participants: [ANA] } },
	]);
	expect(output.map(outcomesOf)).toEqual([
		['added', 'not_on_whatsapp', 'added'],
		['not_on_whatsapp', 'added'],
	]);
	expect(linesOf(output[0])[1]?.reason).toBe('This number is not on WhatsApp');
	expect(output[0]).toMatchObject({
		accepted_numbers: [ANA, BEN],
		unaccepted_numbers: [NOT_ON_WHATSAPP],
	});
});

test('the tens are filled with those who are left', async () => {
	const many = people(12);
	const mixed = many.flatMap((number, index) =>
		index === 3 ? [number, NOT_ON_WHATSAPP] : [number],
	);
	await create(CHECK, lists(mixed, many.slice(0, 10)));
	expect(bodiesOf('create-group')).toMatchObject([
		{ group: { participants: many.slice(0, 10) } },
		{ group: { participants: many.slice(0, 10) } },
	]);
	expect(bodiesOf('add-participant')).toEqual([
		{ from_number: FROM, participants: many.slice(10) },
	]);
});

test('nobody is asked about unless the option is on', async () => {
	await create({}, lists([ANA, NOT_ON_WHATSAPP], BEN));
	expect(checked()).toEqual([]);
});

test('a group of nobody is not made: the item fails and says why', async () => {
	for (const emptyParticipants of ['reject', 'accept'] as const) {
		sandbox.reset();
		sandbox.settings.emptyParticipants = emptyParticipants;
		const result = await create(CHECK, lists([NOT_ON_WHATSAPP], [ANA]), ERROR_OUTPUT);
		expect(groupNames()).toEqual(['B']);
		expect(writes()).toHaveLength(1);
		const [failed] = failedItems(result);
		expect(failed?.['error']).toContain('on WhatsApp');
		expect(outcomesOf(failed?.['message'] as never)).toEqual(['not_on_whatsapp']);
	}
});

test('a check that fails leaves nobody out', async () => {
	refuse('check-number', {
		times: 0,
		body: { detail: 'The number verification credits are used up' },
	});
	const { output } = await create(CHECK, lists([ANA, BEN], [BEN]));
	expect(output.map(outcomesOf)).toEqual([['added', 'added'], ['added']]);
});

test('a number that 2Chat calls malformed is left out', async () => {
	sandbox.fault({
		operation: 'check-number',
		effect: 'answer',
		status: 200,
		path: `${BEN.slice(1)}$`,
		times: 0,
		body: { is_valid: false },
	});
	const { output } = await create(CHECK, lists([ANA, BEN], [BEN, ANA]));
	expect(output.map(outcomesOf)).toEqual([
		['added', 'not_on_whatsapp'],
		['not_on_whatsapp', 'added'],
	]);
});

test('in a group that is used again only those are asked about who are not in it', async () => {
	for (const name of ['A', 'B']) {
		addGroup(members(ANA), { name });
	}
	const { output } = await create(
		{ options: { checkNumbersFirst: true, ifGroupExists: 'use' } },
		lists([ANA, NOT_ON_WHATSAPP, BEN], [ANA, NOT_ON_WHATSAPP]),
	);
	expect(checked()).toEqual(
		[NOT_ON_WHATSAPP, BEN, NOT_ON_WHATSAPP].map(
			(number) => `/whatsapp/check-number/${FROM}/${number}`,
		),
	);
	expect(bodiesOf('add-participant')).toEqual([
		{ from_number: FROM, participants: [ANA, BEN] },
		{ from_number: FROM, participants: [ANA] },
	]);
	expect(output.map(outcomesOf)).toEqual([
		['already_member', 'not_on_whatsapp', 'added'],
		['already_member', 'not_on_whatsapp'],
	]);
});
