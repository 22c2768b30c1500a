import { failedItems, linesOf, outcomesOf, TO_ERROR_OUTPUT, writes } from './expectations.mts';
import { BY_ITEM, FROM, useBench, people } from './harness.mts';

// Check Numbers First: 2Chat is asked about every number before anybody is added.

const [ANA, BEN] = ['+17137157533', '+18647351567'] as const;
const NOT_ON_WHATSAPP = '+447700900101';
const CHECK = { ...BY_ITEM, options: { checkNumbersFirst: true } };

const bench = useBench();

function checked(): string[] {
	return bench.callsOf('check-number').map(({ path }) => path);
}

test('numbers without WhatsApp are left out and reported, the others make the group', async () => {
	const { output } = await bench.create(CHECK, [
		{ name: 'A', people: [ANA, NOT_ON_WHATSAPP, BEN] },
		{ name: 'B', people: [NOT_ON_WHATSAPP, ANA] },
	]);
	expect(checked().slice(0, 3)).toEqual(
		[ANA, NOT_ON_WHATSAPP, BEN].map((number) => `/whatsapp/check-number/${FROM}/${number}`),
	);
	expect(bench.createBodies()).toMatchObject([
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
	await bench.create(CHECK, [
		{ name: 'A', people: mixed },
		{ name: 'B', people: many.slice(0, 10) },
	]);
	expect(bench.createBodies()).toMatchObject([
		{ group: { participants: many.slice(0, 10) } },
		{ group: { participants: many.slice(0, 10) } },
	]);
	expect(bench.callsOf('add-participant').map(({ body }) => body)).toEqual([
		{ from_number: FROM, participants: many.slice(10) },
	]);
});

test('nobody is asked about unless the option is on', async () => {
	await bench.create({ ...BY_ITEM }, [
		{ name: 'A', people: [ANA, NOT_ON_WHATSAPP] },
		{ name: 'B', people: BEN },
	]);
	expect(checked()).toEqual([]);
});

test('a group of nobody is not made: the item fails and says why', async () => {
	for (const emptyParticipants of ['reject', 'accept'] as const) {
		bench.sandbox.reset();
		bench.sandbox.settings.emptyParticipants = emptyParticipants;
		const result = await bench.create(
			CHECK,
			[
				{ name: 'A', people: [NOT_ON_WHATSAPP] },
				{ name: 'B', people: [ANA] },
			],
			TO_ERROR_OUTPUT,
		);
		expect(bench.groupNames()).toEqual(['B']);
		expect(writes(bench)).toHaveLength(1);
		const [failed] = failedItems(result);
		expect(failed?.['error']).toContain('on WhatsApp');
		expect(outcomesOf(failed?.['message'] as never)).toEqual(['not_on_whatsapp']);
	}
});

test('a check that fails leaves nobody out', async () => {
	bench.sandbox.fault({
		operation: 'check-number',
		effect: 'answer',
		status: 402,
		times: 0,
		body: { detail: 'The number verification credits are used up' },
	});
	const { output } = await bench.create(CHECK, [
		{ name: 'A', people: [ANA, BEN] },
		{ name: 'B', people: [BEN] },
	]);
	expect(output.map(outcomesOf)).toEqual([['added', 'added'], ['added']]);
});

test('a number that 2Chat calls malformed is left out', async () => {
	bench.sandbox.fault({
		operation: 'check-number',
		effect: 'answer',
		status: 200,
		path: `${BEN.slice(1)}$`,
		times: 0,
		body: { is_valid: false },
	});
	const { output } = await bench.create(CHECK, [
		{ name: 'A', people: [ANA, BEN] },
		{ name: 'B', people: [BEN, ANA] },
	]);
	expect(output.map(outcomesOf)).toEqual([
		['added', 'not_on_whatsapp'],
		['not_on_whatsapp', 'added'],
	]);
});

test('in a group that is used again only those are asked about who are not in it', async () => {
	for (const name of ['A', 'B']) {
		bench.sandbox.world.addGroup({ name, phoneNumber: FROM, members: [{ phoneNumber: ANA }] });
	}
	const { output } = await bench.create(
		{ ...BY_ITEM, options: { checkNumbersFirst: true, ifGroupExists: 'use' } },
		[
			{ name: 'A', people: [ANA, NOT_ON_WHATSAPP, BEN] },
			{ name: 'B', people: [ANA, NOT_ON_WHATSAPP] },
		],
	);
	expect(checked()).toEqual(
		[NOT_ON_WHATSAPP, BEN, NOT_ON_WHATSAPP].map(
			(number) => `/whatsapp/check-number/${FROM}/${number}`,
		),
	);
	expect(bench.callsOf('add-participant').map(({ body }) => body)).toEqual([
		{ from_number: FROM, participants: [ANA, BEN] },
		{ from_number: FROM, participants: [ANA] },
	]);
	expect(output.map(outcomesOf)).toEqual([
		['already_member', 'not_on_whatsapp', 'added'],
		['already_member', 'not_on_whatsapp'],
	]);
});
