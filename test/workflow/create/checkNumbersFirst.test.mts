import { ERROR_OUTPUT, create, useBench } from '../bench.mts';
import { ANA, BEN, FROM, NOT_ON_WHATSAPP, lists, people } from '../data.mts';
import { failedItems, linesOf, outcomesOf } from '../results.mts';
import { addGroups, answerWith, callsOf, refuse, requestedPeople } from '../twoChat.mts';

// Check Numbers First: 2Chat is asked about every number before anybody is added.

const CHECK = { options: { checkNumbersFirst: true } };

useBench();

/** Numbers that 2Chat was asked about. */
function checked(): string[] {
	const start = `/whatsapp/check-number/${FROM}/`;
	return callsOf('check-number').map(({ path }) => path.replace(start, ''));
}

test('numbers without WhatsApp are left out and reported, the others make the group', async () => {
	const rows = lists([ANA, NOT_ON_WHATSAPP, BEN], [NOT_ON_WHATSAPP, ANA]);
	const { output } = await create(CHECK, rows);
	expect(checked().slice(0, 3)).toEqual([ANA, NOT_ON_WHATSAPP, BEN]);
	expect(requestedPeople()).toEqual([[ANA, BEN], [ANA]]);
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
	const mixed = [...many.slice(0, 4), NOT_ON_WHATSAPP, ...many.slice(4)];
	await create(CHECK, lists(mixed, many.slice(0, 10)));
	expect(requestedPeople()).toEqual([many.slice(0, 10), many.slice(10), many.slice(0, 10)]);
});

test('a group of nobody is not made: the item fails and says why', async () => {
	const result = await create(CHECK, lists([NOT_ON_WHATSAPP], [ANA]), ERROR_OUTPUT);
	expect(requestedPeople()).toEqual([[ANA]]);
	expect(failedItems(result)).toMatchObject([
		{
			error: expect.stringContaining('on WhatsApp') as string,
			message: { participants: [{ outcome: 'not_on_whatsapp' }] },
		},
	]);
});

test('a check that fails leaves nobody out, and is not tried for each number', async () => {
	const body = { detail: 'The number verification credits are used up' };
	refuse('check-number', { times: 0, body });
	const { output } = await create(CHECK, lists([ANA, BEN], [BEN]));
	expect(output.map(outcomesOf)).toEqual([['added', 'added'], ['added']]);
	expect(checked()).toEqual([ANA, BEN]);
});

test('a number that 2Chat calls malformed is left out', async () => {
	answerWith('check-number', { is_valid: false }, { path: `${BEN.slice(1)}$`, times: 0 });
	const { output } = await create(CHECK, lists([ANA, BEN], [BEN, ANA]));
	expect(output.map(outcomesOf)).toEqual([
		['added', 'not_on_whatsapp'],
		['not_on_whatsapp', 'added'],
	]);
});

test('in a group that is used again only those are asked about who are not in it', async () => {
	addGroups(['A', 'B'], ANA);
	const options = { checkNumbersFirst: true, ifGroupExists: 'use' };
	const rows = lists([ANA, NOT_ON_WHATSAPP, BEN], [ANA, NOT_ON_WHATSAPP]);
	const { output } = await create({ options }, rows);
	expect(checked()).toEqual([NOT_ON_WHATSAPP, BEN, NOT_ON_WHATSAPP]);
	expect(requestedPeople()).toEqual([[ANA, BEN], [ANA]]);
	expect(output.map(outcomesOf)).toEqual([
		['already_member', 'not_on_whatsapp', 'added'],
		['already_member', 'not_on_whatsapp'],
	]);
});
