import { linesOf } from './expectations.mts';
import { useBench, people } from './harness.mts';

// Participants is a text field, and an expression may put anything into it. These run n8n's own expressions.

const [ANA, BEN, CARLOS] = ['+17137157533', '+18647351567', '+447700176576'] as const;
const ALL = [ANA, BEN, CARLOS];

const bench = useBench();

/** Whom the create requests of two items with the same data ask for. */
async function asked(participants: string, json: object): Promise<unknown[]> {
	await bench.create({ name: '={{ $json.name }}', participants }, [
		{ name: 'A', ...json },
		{ name: 'B', ...json },
	]);
	return bench
		.createBodies()
		.map((body) => (body as { group: { participants: string[] } }).group.participants);
}

const VALUES: Array<[string, unknown]> = [
	['a list of texts', ALL],
	['a list of numbers as WhatsApp ids', ALL.map((number) => `${number.slice(1)}@c.us`)],
	['objects with phone', ALL.map((phone, index) => ({ id: index, phone }))],
	['objects with phone_number', ALL.map((phone_number) => ({ phone_number }))],
	['objects with mobile', ALL.map((mobile) => ({ first: 'A', mobile, city: 'B' }))],
	['objects with whatsapp', ALL.map((whatsapp) => ({ whatsapp }))],
	['objects with number', ALL.map((number) => ({ number }))],
	['objects with tel', ALL.map((tel) => ({ tel }))],
	['objects with a column title', ALL.map((value) => ({ 'Phone Number': value }))],
	['lists in lists', [[ANA], [[BEN, CARLOS]]]],
	['texts that hold several', [`${ANA}, ${BEN}`, CARLOS]],
	['JSON as text', JSON.stringify(ALL)],
	['JSON of objects as text', JSON.stringify(ALL.map((phone) => ({ phone })))],
	['text with commas', ALL.join(',')],
	['text with semicolons and blanks', ALL.join(' ; ')],
	['text with lines', ALL.join('\r\n')],
	['text with commas at both ends', `,${ALL.join(',,')},`],
	[
		'what the node itself puts out',
		ALL.map((phone_number) => ({ phone_number, outcome: 'added' })),
	],
];

test.each(VALUES)('{{ $json.people }} with %s', async (_what, value) => {
	expect(await asked('={{ $json.people }}', { people: value })).toEqual([ALL, ALL]);
});

test('a list of whole numbers, with Default Country', async () => {
	await bench.create(
		{
			name: '={{ $json.name }}',
			participants: '={{ $json.people }}',
			options: { defaultCountry: 'US' },
		},
		[
			{ name: 'A', people: [7137157533, 18647351567] },
			{ name: 'B', people: 7137157533 },
		],
	);
	expect(bench.createBodies()).toMatchObject([
		{ group: { participants: [ANA, BEN] } },
		{ group: { participants: [ANA] } },
	]);
});

describe('expressions that make the value', () => {
	const json = {
		contacts: ALL.map((phone) => ({ phone, vip: phone !== BEN })),
		first: ANA,
		second: BEN,
		digits: Number(CARLOS.slice(1)),
	};

	test.each([
		['={{ $json.contacts.map(c => c.phone) }}', ALL],
		['={{ $json.contacts.filter(c => c.vip) }}', [ANA, CARLOS]],
		['={{ $json.contacts.map(c => c.phone).join("\\n") }}', ALL],
		['={{ $json.first }}, {{ $json.second }}', [ANA, BEN]],
		['={{ $json.first }}\n{{ $json.second }}', [ANA, BEN]],
		['={{ "+" + $json.digits }}', [CARLOS]],
		['=+{{ $json.digits }}', [CARLOS]],
		['={{ [$json.first, $json.missing, $json.second] }}', [ANA, BEN]],
		['={{ JSON.stringify($json.contacts) }}', ALL],
		['={{ $json.contacts[0] }}', [ANA]],
		['={{ $json.missing ?? $json.first }}', [ANA]],
		['={{ $json }}', ALL],
		[`${ANA}, ${BEN}`, [ANA, BEN]],
	])('%s', async (expression, expected) => {
		expect(await asked(expression, json)).toEqual([expected, expected]);
	});

	test('{{ $input.all() }} asks for everybody of all items', async () => {
		await bench.create(
			{ name: 'Everybody', participants: '={{ $input.all().map(i => i.json.phone) }}' },
			[{ phone: ANA }, { phone: BEN }],
			{ settings: { executeOnce: true } },
		);
		expect(bench.createBodies()).toMatchObject([{ group: { participants: [ANA, BEN] } }]);
	});
});

describe('expressions that yield nothing', () => {
	test.each([
		'={{ $json.missing }}',
		'={{ $json.missing.deeper.still }}',
		'={{ undefined }}',
		'={{ null }}',
		'={{ "" }}',
		'={{ [] }}',
		'={{ $json.contacts?.map(c => c.phone) }}',
	])('%s fails the item and says so', async (participants) => {
		const { error } = await bench.create({ name: '={{ $json.name }}', participants }, [
			{ name: 'A' },
			{ name: 'B' },
		]);
		expect(error?.message).toBe('Participants is empty');
		expect(error?.description).toContain('expression in Participants');
		expect(bench.sandbox.calls).toEqual([]);
	});

	test('a blank in a list of numbers is nobody', async () => {
		const { output } = await bench.create(
			{ name: '={{ $json.name }}', participants: '={{ $json.list.map(p => p.phone) }}' },
			[
				{ name: 'A', list: [{ phone: ANA }, {}, { phone: '' }] },
				{ name: 'B', list: [{ phone: BEN }] },
			],
		);
		expect(linesOf(output[0]).map(({ outcome }) => outcome)).toEqual(['added', 'empty', 'empty']);
	});

	test('an expression that breaks fails its own item only', async () => {
		const result = await bench.create(
			{
				name: '={{ $json.name }}',
				participants: "={{ $json.people ?? $('Nowhere').item.json.people }}",
			},
			[{ name: 'A', people: ANA }, { name: 'B' }, { name: 'C', people: CARLOS }],
			{ settings: { onError: 'continueErrorOutput' } },
		);
		expect(bench.groupNames()).toEqual(['A', 'C']);
		expect(result.outputs[1]).toHaveLength(1);
	});
});

test('a thousand people in one expression', async () => {
	const many = people(1_000);
	const { output } = await bench.create(
		{ name: '={{ $json.name }}', participants: '={{ $json.rows.map(r => r.phone) }}' },
		[
			{ name: 'A', rows: many.map((phone) => ({ phone })) },
			{ name: 'B', rows: [{ phone: ANA }] },
		],
	);
	expect(output[0]?.['summary']).toMatchObject({ people: 1_000, in_group: 1_000 });
});
