import fc from 'fast-check';
import {
	getCountries,
	getCountryCallingCode,
	parsePhoneNumberFromString,
} from 'libphonenumber-js/min';

import { isWrittenInFull } from '../../nodes/shared/phone/writtenInFull';

const CALLING_CODES = [...new Set(getCountries().map((country) => getCountryCallingCode(country)))];

/** Digits behind a country code, of every length that can and cannot be. */
const nationalNumbers = fc
	.array(fc.constantFrom(...'0123456789'), { minLength: 2, maxLength: 14 })
	.map((digits) => digits.join(''));

describe('a number that is written in full', () => {
	it('is what libphonenumber would make of it', () => {
		fc.assert(
			fc.property(fc.constantFrom(...CALLING_CODES), nationalNumbers, (callingCode, national) => {
				const digits = `${callingCode}${national}`;
				if (!isWrittenInFull(digits)) return;
				const parsed = parsePhoneNumberFromString(`+${digits}`, { extract: false });
				expect(parsed?.number).toBe(`+${digits}`);
				expect(parsed?.isPossible()).toBe(true);
			}),
			{ numRuns: 20_000 },
		);
	});

	it.each(['12025550123', '447700900123', '5511987654321', '595981048477', '4915112345678'])(
		'is found: +%s',
		(digits) => {
			expect(isWrittenInFull(digits)).toBe(true);
		},
	);

	it.each([
		['a prefix that is dialled inside of the country', '4907700900123'],
		['a prefix of an older form', '5215512345678'],
		['no such country code', '999123456789'],
		['too many digits', '1202555012345'],
		['too few digits', '44770090'],
	])('is not one with %s', (_what, digits) => {
		expect(isWrittenInFull(digits)).toBe(false);
	});
});
