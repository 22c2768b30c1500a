import fc from 'fast-check';
import { getCountries, getExampleNumber, parsePhoneNumberWithError } from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/examples.mobile.json';

import { readParticipants } from '../../nodes/shared/phone/participantList';
import cases from '../fixtures/field-cases.json';
import moreCases from '../fixtures/more-field-cases.json';

// Only who is named: a number is sent when the data itself says that it is this person's phone.

interface FieldCase {
	id: string;
	value: unknown;
	country?: string;
	/** The numbers to send, in order; null for a refusal. */
	expect: string[] | null;
	/** Other right answers. */
	also?: Array<string[] | null>;
}

const CASES = [...cases, ...moreCases] as unknown as FieldCase[];

const read = (value: unknown, defaultCountry?: string) =>
	readParticipants([value], { defaultCountry });
const numbersOf = (people: ReturnType<typeof read>) =>
	people.flatMap((one) => (one.outcome === 'pending' ? one.phone_number : []));
const sentOf = (value: unknown, defaultCountry?: string) => numbersOf(read(value, defaultCountry));

describe('the shapes in which CRMs, forms, shops, sheets and people hold numbers', () => {
	const readings = CASES.map(({ value, country, expect: best, also = [], ...rest }) => {
		const people = read(value, country);
		return { ...rest, right: [best, ...also].map((numbers) => numbers ?? []), people };
	});

	test('nobody who was not meant', () => {
		const wrong = readings.flatMap(({ id, right, people }) => {
			const meant = new Set(right.flat());
			const others = numbersOf(people).filter((number) => !meant.has(number));
			return others.map((number) => `${id}: ${number}`);
		});
		expect(wrong).toEqual([]);
	});

	test('at most one in a hundred of the good ones is refused', () => {
		const good = readings.filter(({ right: [best = []] }) => best.length > 0);
		const missed = good.filter(
			({ right, people }) =>
				!right.some((numbers) => String(numbers) === String(numbersOf(people))),
		);
		expect(missed.map(({ id }) => id).length).toBeLessThanOrEqual(good.length / 100);
	});

	test('every refusal has a reason and a next step', () => {
		const told = readings.flatMap(({ people }) =>
			people.flatMap((one) => (one.outcome === 'invalid_number' ? [one] : [])),
		);
		expect(told.length).toBeGreaterThan(100);
		for (const { reason, next_step } of told) {
			expect(reason).toMatch(/^[a-z]/);
			expect(next_step).toMatch(/^[A-Z].*\.$/);
		}
	});
});

describe('what a refusal says', () => {
	test.each([
		['0171 2345678', undefined, 'has no country code', 'Default Country'],
		[
			{ event: 'new', contact: { phone: '0171 2345678' } },
			undefined,
			'has no country code',
			'Default Country',
		],
		['+44 20 7946 0101 ext. 5', undefined, 'has an extension', 'mobile number'],
		['+1 713 555 0101; ext 5', undefined, 'has an extension', 'mobile number'],
		['+1 713 555 0101, ext. 5', undefined, 'has an extension', 'mobile number'],
		['ana.perez.3005550101', 'CO', 'username', 'Ask the person'],
		['@maria.3001234567', 'CO', 'username', 'Ask the person'],
		['US.ENT.3001234567', 'US', 'user id', 'Ask the person'],
		['000-000-0000', 'US', 'no number to give', 'Ask the person'],
		['5.49E+12', 'AR', 'shortened by a spreadsheet', 'plain text'],
		['ana@example.com', undefined, 'e-mail address', 'by phone number'],
		['120363777777777777@g.us', undefined, 'is a group', 'by phone number'],
		['96123-4567', 'BR', 'area code', 'area code'],
		[
			{ id: 7, amount: 2025550100 },
			'US',
			'no field with a phone number, only id, amount',
			'name it phone',
		],
		[
			{ mobile: '+447700900101', cell: '+447700900102' },
			undefined,
			'+447700900101 and +447700900102',
			'Map the field',
		],
	])('%j in %s', (value, country, reason, nextStep) => {
		expect(sentOf(value, country)).toEqual([]);
		const [one] = read(value, country);
		expect(one).toMatchObject({ outcome: 'invalid_number' });
		expect(one && 'reason' in one ? one.reason : '').toContain(reason);
		expect(one && 'next_step' in one ? one.next_step : '').toContain(nextStep);
	});
});

describe('lists in the numbers of every country', () => {
	// Some of these look like codes, years or round numbers.
	const ENDS = ['0051', '0044', '2024', '1000', '0590'];
	const NAMES = ['Ana', 'Bo', 'Chloé', 'Dmitri', 'Ева'];
	/** By country, as they are dialled there. Shorter ones are taken for no phone. */
	const numbers = getCountries().flatMap((country) => {
		const example = getExampleNumber(country, examples)?.number.slice(0, -4);
		const all = ENDS.map((end) => parsePhoneNumberWithError(`${example}${end}`));
		const own = all.filter((one) => one.country === country && one.nationalNumber.length >= 7);
		return own.length < 2 ? [] : [{ country, own }];
	});

	test.each<[string, (people: Array<[name: string, number: string]>) => string]>([
		['lines', (people) => people.map((person) => person.join(' ')).join('\n')],
		[
			'numbered lines',
			(people) => people.map((one, at) => `${at + 1}. ${one.join(' ')}`).join('\n'),
		],
		['commas', (people) => people.map(([name, number]) => `${number} ${name}`).join(', ')],
		['a sentence', (people) => people.map(([name, number]) => `${name} (${number})`).join(' and ')],
	])('in %s', (_, asText) => {
		for (const { country, own } of numbers) {
			for (const write of ['formatNational', 'formatInternational'] as const) {
				const text = asText(own.map((one, index) => [NAMES[index] ?? '', one[write]()]));
				const sent = sentOf(text, country);
				expect({ country, text, sent }).toMatchObject({ sent: own.map(({ number }) => number) });
			}
		}
		expect(numbers.length).toBeGreaterThan(200);
	});
});

describe('names', () => {
	test.each([
		[{ name: 'Ana', phone: '+447700900101' }, 'Ana'],
		[{ firstname: 'Ana', lastname: 'B', phone: '+447700900101' }, 'Ana B'],
		[{ 'Full Name': { first: 'Ana', last: 'B' }, 'Phone Number': '+447700900101' }, 'Ana B'],
		[{ properties: { firstname: 'Ana', mobilephone: '+447700900101' } }, 'Ana'],
		['Ana +447700900101', 'Ana'],
		['+44 7700 900101 - Ana Pérez', 'Ana Pérez'],
		['Mobile: +44 7700 900101', null],
		['Ana Pérez tel. +44 7700 900101', 'Ana Pérez'],
		['1.Ana-+447700900101', 'Ana'],
		['Ana (mobile: +44 7700 900101)', 'Ana'],
		['+447700900101', null],
	])('of %j', (value, name) => {
		expect(read(value)).toMatchObject([{ phone_number: '+447700900101', name }]);
	});
});

describe('entries', () => {
	test('know the row that they came from', () => {
		const rows = [['+447700900101', '+447700900102'], '', { phone: '+447700900101' }, 'nobody'];
		expect(readParticipants(rows, {}).map(({ row, outcome }) => [row, outcome])).toEqual([
			[0, 'pending'],
			[0, 'pending'],
			[1, 'invalid_number'],
			[2, 'duplicate'],
			[3, 'invalid_number'],
		]);
	});

	test('that are blank in a plain list are nobody; a person without a number is missing', () => {
		const list = ['+447700900101', null, '', '  ', { name: 'Ana', phone: null }];
		expect(read(list).map(({ outcome }) => outcome)).toEqual([
			'pending',
			'empty',
			'empty',
			'empty',
			'invalid_number',
		]);
	});

	test('of a list: its heading is nobody, and a name above a number belongs to it', () => {
		const list = 'Participants:\nAna\n+447700900101\nBen\n\nCarla\n+44 7700 900102';
		expect(read(list)).toMatchObject([
			{ input: 'Participants:', outcome: 'empty' },
			{ name: 'Ana', phone_number: '+447700900101' },
			{ input: 'Ben', outcome: 'invalid_number' },
			{ name: 'Carla', phone_number: '+447700900102' },
		]);
	});

	test('of one line: a name stands in front of its own number', () => {
		const people = read('Ana +447700900101 Ben +447700900102 Carla +447700900103');
		expect(people.map(({ name }) => name)).toEqual(['Ana', 'Ben', 'Carla']);
	});

	test('of one line: behind the numbers as well, those in front are a heading', () => {
		const people = read('Team: +447700900101 Ana +447700900102 Ben');
		expect(people.map(({ name }) => name)).toEqual(['Ana', 'Ben']);
	});

	test('of a list where numbers stand alone: a name above one is somebody else', () => {
		const list = '+447700900101\nUncle Joe\n+44 7700 900102';
		expect(read(list).map(({ name, outcome }) => [name, outcome])).toEqual([
			[null, 'pending'],
			[null, 'invalid_number'],
			[null, 'pending'],
		]);
	});

	test.each([undefined, null, '', '  ', [], {}])('%j alone gives none', (value) => {
		expect(read(value)).toEqual([]);
	});

	test('with the number of a relative behind: it is another one of the same person', () => {
		const list =
			'Evie 07450 111222 (mum Jane 07450 999888)\nFinn 07450 333444 (dad Kev 07450 777666)';
		expect(read(list, 'GB')).toMatchObject([
			{ name: 'Evie', phone_number: '+447450111222', others: ['+447450999888'] },
			{ name: 'Finn', phone_number: '+447450333444', others: ['+447450777666'] },
		]);
		const row = { mobile: 'Evie 07450 111222 (mum Jane 07450 999888)', phone: '07450 111223' };
		expect(read(row, 'GB')).toMatchObject([
			{ phone_number: '+447450111222', others: ['+447450999888', '+447450111223'] },
		]);
	});

	test('of the sender are told from the others, in whatever form', () => {
		const list = ['00595 981 048477', '+447700900101'];
		expect(
			readParticipants([list], { senderNumber: '+595981048477' }).map(({ outcome }) => outcome),
		).toEqual(['sender', 'pending']);
	});
});

describe('whatever the data is', () => {
	const phone = fc
		.integer({ min: 0, max: 999 })
		.map((end) => `+447700900${String(end).padStart(3, '0')}`);
	const noise = fc.dictionary(
		fc.constantFrom(
			'amount',
			'order_id',
			'number',
			'value',
			'id',
			'created',
			'total',
			'company_phone',
			'ref',
		),
		fc.oneof(
			fc.integer({ min: 1_000_000_000, max: 9_999_999_999 }),
			fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
			fc.integer({ min: 1_000_000_000, max: 9_999_999_999 }).map(String),
		),
	);

	test('amounts, ids and dates around a phone never add anybody else', () => {
		fc.assert(
			fc.property(
				phone,
				noise,
				fc.constantFrom('GB', 'US', 'DE', 'BR'),
				(number, around, country) => {
					expect(sentOf({ ...around, phone: number, more: around }, country)).toEqual([number]);
					expect(sentOf(around, country)).toEqual([]);
				},
			),
		);
	});

	test('each number sent stands in it, digit for digit or with the country that it names', () => {
		fc.assert(
			fc.property(
				fc.jsonValue({ maxDepth: 4 }),
				fc.constantFrom('GB', undefined),
				(value, country) => {
					const digits = JSON.stringify(value).replace(/\D/g, '');
					for (const number of sentOf(value, country)) {
						expect(digits).toContain(number.replace(/^\+(44)?/, ''));
					}
				},
			),
			{ numRuns: 500 },
		);
	});

	test('it may hold itself', () => {
		const row: Record<string, unknown> = { name: 'Ana', phone: '+447700900101' };
		row['address'] = row;
		row['contacts'] = [row];
		expect(sentOf([row, { ...row, phone: '+447700900102' }])).toEqual([
			'+447700900101',
			'+447700900102',
		]);
	});

	test('it never throws, and entries are well formed', () => {
		fc.assert(
			fc.property(fc.anything({ maxDepth: 4, withDate: true, withBigInt: true }), (value) => {
				for (const one of read(value, 'GB')) {
					expect(typeof one.input).toBe('string');
					expect(one.input.length).toBeLessThanOrEqual(200);
				}
			}),
		);
	});
});

describe('long texts', () => {
	const KINDS: Array<[string, (length: number) => unknown]> = [
		['blanks', (length) => `+4477${' '.repeat(length)}00900101`],
		['digits', (length) => '1'.repeat(length)],
		['digits and commas', (length) => '12,'.repeat(length / 3)],
		['brackets in a field name', (length) => ({ [`${'('.repeat(length)})`]: '+447700900101' })],
		['slashes', (length) => '1 / '.repeat(length / 4)],
		['pluses', (length) => '+1'.repeat(length / 2)],
		['escaped pluses', (length) => '%2B'.repeat(length / 3)],
		['links', (length) => 'wa.me/'.repeat(length / 6)],
		['extensions', (length) => '1 x'.repeat(length / 3)],
		['codes', (length) => '+44 a'.repeat(length / 5)],
		['addresses', (length) => 'a@'.repeat(length / 2)],
		['deep nesting', (length) => '['.repeat(length)],
		['people', (length) => '+595981048477, '.repeat(length / 15)],
		['equal labels', (length) => Array(length / 20).fill({ name: 'a', value: '1' })],
		['cards', (length) => `BEGIN:VCARD\n${'TEL;TYPE=CELL:1\n'.repeat(length / 16)}`],
		['a fence', (length) => `\`\`\`\n${'\n'.repeat(length)}x`],
		['labels', (length) => `Phone: +595981048477\n${'Note: a\n'.repeat(length / 8)}`],
		['blanks behind a label', (length) => `Name: Ana\nPhone: +4477${' '.repeat(length)}x`],
		['labels in a line', (length) => `Phone: +595981048477${', a: b'.repeat(length / 6)}`],
		['letters', (length) => 'a'.repeat(length)],
		['words', (length) => 'Ana calls him '.repeat(length / 14)],
		['list items', (length) => `<ul>${'<li>+595981048477</li>'.repeat(length / 22)}</ul>`],
		['open tags', (length) => `</li>${'<a'.repeat(length / 2)}`],
		['stars', (length) => '**a'.repeat(length / 3)],
		['a form', (length) => `phone=%2B595981048477${'&a=b'.repeat(length / 4)} `],
		['pairs', (length) => Array(length / 20).fill(['phone', '1'])],
		[
			'rows of other lengths',
			(length) => [Array(length / 5).fill(1), ...Array(length / 5).fill(['+44 7700 900101'])],
		],
		[
			'labels of cards',
			(length) => `BEGIN:VCARD\n${'a.X-ABLabel:x\na.TEL:1\n'.repeat(length / 22)}`,
		],
		['a phone field', (length) => ({ name: 'Ana', phone: 'word '.repeat(length / 5) })],
		['a table', (length) => `Name,Phone\n${'Ana,+595981048477\n'.repeat(length / 18)}`],
	];

	// Ten times as long takes about ten times as long. A pattern that goes back over the same text takes a hundred
	// times as long, and of such a text minutes.
	test.each(KINDS)('of %s take time in proportion to their length', (_, make) => {
		const time = (length: number) => {
			const value = make(length);
			const started = performance.now();
			read(value, 'GB');
			return performance.now() - started;
		};
		time(1_000);
		expect(time(100_000)).toBeLessThan(10 * (5 * time(10_000) + 50));
	});

	test('lose nobody', () => {
		expect(read('+595981048477, '.repeat(20_000), 'GB')).toHaveLength(20_000);
		expect(read('['.repeat(300_000), 'GB')).toEqual([]);
	});
});
