import fc from 'fast-check';
import { getCountries, getExampleNumber } from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/examples.mobile.json';

import {
	isSameNumber,
	looseKey,
	readPhoneNumber,
} from '../../nodes/shared/phone/number/phoneNumber';
import { readable, refused } from '../fixtures/phone-numbers.mts';

const E164 = /^\+[1-9]\d{6,14}$/;

function e164Of(input: unknown, country?: string): string | undefined {
	const reading = readPhoneNumber(input, country);
	return reading.ok ? reading.phoneNumber : undefined;
}

function chance<T>(values: readonly T[]): fc.Arbitrary<T> {
	return fc.constantFrom(...values);
}

describe('readPhoneNumber', () => {
	it.each(readable)('reads %j (default country %j) as %s', (input, country, e164) => {
		expect(readPhoneNumber(input, country)).toEqual({ ok: true, phoneNumber: e164 });
	});

	it.each(refused)('refuses %j (default country %j): %s', (input, country, reason) => {
		const reading = readPhoneNumber(input, country);
		expect(reading).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
	});

	it('reads whole numbers of both kinds', () => {
		expect(e164Of(595981048477n, 'PY')).toBe('+595981048477');
		expect(e164Of(10n ** 30n, 'PY')).toBeUndefined();
		expect(e164Of(-595981048477n, 'PY')).toBeUndefined();
	});

	it('names both readings of a number with two', () => {
		expect(readPhoneNumber('595981048477', 'DE')).toEqual({
			ok: false,
			reason: 'can be read as +49595981048477 or as +595981048477',
			nextStep: 'Write it with + and the country code, such as +595981048477.',
		});
	});

	it('tells what is missing and what to do', () => {
		expect(readPhoneNumber('0171 2345')).toEqual({
			ok: false,
			reason: 'has no country code',
			nextStep:
				'Write it with + and the country code, such as +595981048477, or set Default Country under Options to its country.',
		});
		expect(readPhoneNumber('0171', 'DE')).toMatchObject({
			reason: 'is too short for a number in Germany',
		});
		expect(readPhoneNumber('+1 713 715')).toMatchObject({
			reason: 'is too short for a number with country code +1',
		});
	});

	it('words every refusal as the end of a sentence, with a sentence for the next step', () => {
		for (const [input, country] of refused) {
			const reading = readPhoneNumber(input, country);
			if (reading.ok) throw new Error(`${String(input)} was read`);
			expect(reading.reason).toMatch(/^(?:is|has|was|holds|starts|can|ends) .*[^.\s]$/);
			expect(reading.nextStep).toMatch(/^[A-Z].*\.$/);
			expect(`${reading.reason} ${reading.nextStep}`).not.toMatch(/\berrors?\b/i);
		}
	});

	it('leaves the extra digits of Brazil, Mexico and Argentina as they come', () => {
		for (const number of [
			'+5511987654321',
			'+551187654321',
			'+525512345678',
			'+5215512345678',
			'+541123456789',
			'+5491123456789',
		]) {
			expect(e164Of(number)).toBe(number);
		}
	});

	it('takes an unknown default country for none', () => {
		for (const country of ['', '  ', 'XX', 'Germany', '49', undefined]) {
			expect(readPhoneNumber('0171 3920012', country)).toMatchObject({
				reason: 'has no country code',
			});
		}
	});

	it('reads a mobile number of every country in every form the country uses', () => {
		for (const country of getCountries()) {
			const example = getExampleNumber(country, examples);
			if (example === undefined) continue;
			const digits = example.number.slice(1);
			// Round examples look like what a spreadsheet leaves of a number without its +.
			if (digits.endsWith('000000')) continue;
			expect(e164Of(example.number)).toBe(example.number);
			expect(e164Of(example.formatInternational(), 'DE')).toBe(example.number);
			expect(e164Of(example.getURI())).toBe(example.number);
			expect(e164Of(example.formatNational(), country)).toBe(example.number);
			expect(e164Of(example.nationalNumber, country)).toBe(example.number);
			expect(e164Of(digits, country)).toBe(example.number);
			expect(e164Of(`00${digits}`, country)).toBe(example.number);
			expect(e164Of(`${digits}@c.us`, country)).toBe(example.number);
		}
	});

	it('gives the same number for every way of formatting it', () => {
		const numbers = readable.map(([, , e164]) => e164);
		const grouping = fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 6, maxLength: 6 });
		const separator = chance([' ', '-', '.', '\u00A0', '\u2009', '\u2011', '\u2013', '\u2212', '']);
		const zero = chance([0x30, 0x660, 0x6f0, 0x966, 0xff10]);
		const wrapping = chance([
			(text: string) => text,
			(text: string) => `"${text}"`,
			(text: string) => `\u202A${text}\u202C`,
			(text: string) => `  ${text} `,
			(text: string) => `Mobile: ${text}`,
			(text: string) => `Anna <${text}>`,
			(text: string) => `${text} (Anna)`,
			(text: string) => `tel:${text}`,
			(text: string) => text.replace('+', '00'),
			(text: string) => text.replace('+', '\uFF0B'),
		]);
		fc.assert(
			fc.property(
				chance(numbers),
				grouping,
				separator,
				zero,
				wrapping,
				(number, sizes, mark, first, wrap) => {
					const text = wrap(`+${inGroups(number.slice(1), sizes, mark)}`);
					const inScript = text.replace(/[0-9]/g, (digit) =>
						String.fromCodePoint(first + Number(digit)),
					);
					expect(e164Of(inScript)).toBe(number);
				},
			),
			{ numRuns: 2000 },
		);
	});

	it('never throws and never gives anything but E.164', () => {
		const text = fc.oneof(
			fc.string({ unit: 'grapheme' }),
			fc.string({ unit: chance([...'0123456789+-() ./xe@:;#*,=%"']), maxLength: 40 }),
			fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
		);
		const country = fc.option(fc.oneof(chance(getCountries()), fc.string()), { nil: undefined });
		fc.assert(
			fc.property(fc.oneof(text, fc.anything()), country, (input, defaultCountry) => {
				const reading = readPhoneNumber(input, defaultCountry);
				if (reading.ok) expect(reading.phoneNumber).toMatch(E164);
				else expect(reading.reason.length * reading.nextStep.length).toBeGreaterThan(0);
			}),
			{ numRuns: 1500 },
		);
	});

	it('reads what it gave to the same number again', () => {
		const digits = fc.string({ unit: chance([...'0123456789 +']), minLength: 7, maxLength: 20 });
		fc.assert(
			fc.property(digits, chance(getCountries()), (text, country) => {
				const first = e164Of(text, country);
				if (first !== undefined) expect(e164Of(first)).toBe(first);
			}),
			{ numRuns: 2000 },
		);
	});
});

function inGroups(digits: string, sizes: readonly number[], separator: string): string {
	const groups: string[] = [];
	let rest = digits;
	for (const size of sizes) {
		if (rest.length - size < 2) break;
		groups.push(rest.slice(0, size));
		rest = rest.slice(size);
	}
	return [...groups, rest].join(separator);
}

describe('isSameNumber', () => {
	it.each([
		['+595981048477', '595981048477'],
		['+595981048477', '595981048477@c.us'],
		['+595981048477', '595981048477:4@s.whatsapp.net'],
		['+595981048477', '+595 981 048-477'],
		['+595981048477', '00595981048477'],
		['+525512345678', '5215512345678@c.us'],
		['+5215512345678', '+525512345678'],
		['+5531987654321', '553187654321@c.us'],
		['+541123456789', '5491123456789'],
	])('%s and %s are the same', (a, b) => {
		expect(isSameNumber(a, b)).toBe(true);
		expect(isSameNumber(b, a)).toBe(true);
		expect(looseKey(a)).toBe(looseKey(b));
	});

	it.each([
		['+595981048477', '+595981048478'],
		['+595981048477', '+981048477'],
		// A landline of São Paulo, and a mobile with the same eight digits
		['+551123456789', '+5511923456789'],
		['+595981048477', '595981048477@lid'],
		['+595981048477', '595981048477-1666545101@g.us'],
		['', ''],
	])('%s and %s are not', (a, b) => {
		expect(isSameNumber(a, b)).toBe(false);
	});
});
