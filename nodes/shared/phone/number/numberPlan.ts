import {
	getCountryCallingCode,
	isValidPhoneNumber,
	mobileLength,
	parsePhoneNumberFromString,
	validatePhoneNumberLength,
	type CountryCode,
	type PhoneNumber,
} from './library';

import { countryName, countryOfCallingCode } from './countries';
import { withoutExtraDigits } from './looseNumber';
import { digitsOf, FEWEST_DIGITS, MOST_DIGITS } from './phoneText';
import { HAS_NO_COUNTRY_CODE, refuse, WRITE_INTERNATIONAL, type Refusal } from './phoneReading';

/**
 * From dialled digits to E.164, by the numbering plans of libphonenumber. `valid` says whether the plan knows the
 * number; one that it does not know may pass too (see `accept`), unless the same digits can be read as one that it knows.
 */
export type PlanReading = { ok: true; phoneNumber: string; valid: boolean } | Refusal;

// Longer mobile numbers hardly exist, so more digits than these may hold a country code already.
const LONGEST_NATIONAL = 11;
// The few that have eleven (China, Germany) do not start with their own country code.
const LONGEST_WITHOUT_CODE = 10;
// Landlines of small places have fewer digits than mobile numbers, but not that few.
const MOST_DIGITS_FEWER = 4;
const MORE_THAN_ANY_NUMBER =
	'Check whether it is two numbers: then give each an entry of its own, with a comma between them.';
const CHECK_DIGITS =
	'Check the digits; a number of another country needs + and its country code in front.';

export const IS_TYPED_FOR_NONE = refuse(
	'is what people type when they have no number to give',
	'Ask the person for their number.',
);
const HAS_ZERO_BEHIND_CODE = refuse(
	'has a zero behind the country code, which is dialled inside of the country only',
	'Write it without that zero.',
);

const LACKS_AREA_CODE = refuse(
	'is too short to have an area code',
	'Write it with the area code, best with + and the country code too.',
);

export const NO_SUCH_COUNTRY_CODE = refuse(
	'starts with a country code that does not exist',
	WRITE_INTERNATIONAL,
);

/** Digits of a WhatsApp id: accounts keep the form of the day on which they were opened. */
export function readWhatsAppId(digits: string): PlanReading {
	const reading = readE164(digits);
	const hasCode = [1, 2, 3].some((length) => countryOfCallingCode(digits.slice(0, length)));
	const isWhole = digits.length >= FEWEST_DIGITS && digits.length <= MOST_DIGITS;
	return reading.ok || !hasCode || !isWhole
		? reading
		: { ok: true, phoneNumber: `+${digits}`, valid: true };
}

/** Reads digits that were dialled with 00 in front, given without these two zeros. */
export function readAfterDoubleZero(rest: string, country: CountryCode | undefined): PlanReading {
	const standard = readE164(rest);
	if (country === undefined) return standard;
	// Some countries have a carrier code or another prefix where most of the world dials 00.
	const local = readAsDialledIn(country, `00${rest}`);
	const isOwn = rest.startsWith(getCountryCallingCode(country));
	return either(standard, local, isOwn ? standard : undefined);
}

/** Reads digits without + or 00: national ones of the default country, if there is one. */
export function readWithoutPlus(digits: string, country: CountryCode | undefined): PlanReading {
	if (digits.length > MOST_DIGITS + 1) return tooManyDigits(digits);
	if (country === undefined) return HAS_NO_COUNTRY_CODE;
	const national = readAsDialledIn(country, digits);
	const code = getCountryCallingCode(country);
	if (digits.startsWith('0')) {
		// "091 98765 43210": a zero that some put in front of their own country code.
		const rest = readE164(digits.slice(1));
		const isCode = digits.startsWith(`0${code}`) && isGood(rest) && !isGood(national);
		return isCode ? rest : national;
	}
	if (!digits.startsWith(code)) return nationalUnlessForeign(national, digits);
	const international = readE164(digits);
	const likely = digits.length > LONGEST_WITHOUT_CODE ? international : undefined;
	return either(national, international, isUsualNationalForm(digits, country) ? national : likely);
}

function isGood(reading: PlanReading): boolean {
	return reading.ok && reading.valid;
}

/** Of two ways to read the same digits the one that is a good number; where both are, nobody can tell. */
export function either(first: PlanReading, second: PlanReading, likely?: PlanReading): PlanReading {
	if (!first.ok || !second.ok) return second.ok ? second : first;
	if (first.phoneNumber === second.phoneNumber) return first;
	if (first.valid !== second.valid) return first.valid ? first : second;
	return likely ?? ambiguous(first, second);
}

/** Whether people in the country write the number like this, rather than with a 0 in front. */
function isUsualNationalForm(digits: string, country: CountryCode): boolean {
	const parsed = parsePhoneNumberFromString(digits, { defaultCountry: country, extract: false });
	return parsed !== undefined && digitsOf(parsed.formatNational()) === digits;
}

/** A doubtful national number that is a good one of another country is not for us to decide. */
function nationalUnlessForeign(national: PlanReading, digits: string): PlanReading {
	if (!national.ok || (national.valid && digits.length <= LONGEST_NATIONAL)) return national;
	if (digits.length > LONGEST_NATIONAL + 1) return tooManyWithoutCode(digits);
	const international = readE164(digits);
	return international.ok && international.valid ? ambiguous(national, international) : national;
}

/** Reads digits whose country code is known to be the first ones, as after a +. */
export function readE164(digits: string): PlanReading {
	if (digits.startsWith('0')) return NO_SUCH_COUNTRY_CODE;
	if (digits.length > MOST_DIGITS + 1) return tooManyDigits(digits);
	const parsed = parsePhoneNumberFromString(`+${digits}`, { extract: false });
	if (parsed !== undefined && isPossible(parsed)) return accept(withoutOldZero(parsed));
	if (isOlderForm(digits)) return { ok: true, phoneNumber: `+${digits}`, valid: true };
	const code = parsed?.countryCallingCode;
	return wrongLength(
		`+${digits}`,
		code === undefined ? 'phone number' : `number with country code +${code}`,
	);
}

function readAsDialledIn(country: CountryCode, digits: string): PlanReading {
	const parsed = parsePhoneNumberFromString(digits, { defaultCountry: country, extract: false });
	if (parsed === undefined || !isPossible(parsed)) {
		return wrongLength(digits, `number in ${countryName(country)}`, country);
	}
	// With the code in front it has to be a number too, unlike 715-7533 in Canada.
	return lacksAreaCode(parsed, digits, country)
		? LACKS_AREA_CODE
		: readE164(parsed.number.slice(1));
}

/**
 * A number that is possible in the form the plan has today, and was written in the one it had
 * before (Mexico's +52 1). WhatsApp still uses both, so it is passed on as it is.
 */
function isOlderForm(digits: string): boolean {
	const today = withoutExtraDigits(digits);
	if (today === digits) return false;
	return parsePhoneNumberFromString(`+${today}`, { extract: false })?.isPossible() ?? false;
}

function isPossible(parsed: PhoneNumber): boolean {
	const length = parsed.number.length - 1;
	const fits = length >= FEWEST_DIGITS && length <= MOST_DIGITS;
	return fits && parsed.isPossible() && !hasPrefixLeft(parsed);
}

/**
 * "+49 00 171 2345678": one zero may have been dialled inside of the country, but what is left must
 * not start with another one.
 */
function hasPrefixLeft(parsed: PhoneNumber): boolean {
	if (parsed.isValid() && !parsed.nationalNumber.startsWith('0')) return false;
	const again = parsePhoneNumberFromString(parsed.number, { extract: false });
	return again?.number !== parsed.number;
}

/** Where numbers are dialled without a zero in front, one that is too short by two lacks its area code. */
function lacksAreaCode(parsed: PhoneNumber, digits: string, country: CountryCode): boolean {
	if (digits.startsWith('0') || digits.startsWith(getCountryCallingCode(country))) return false;
	return parsed.nationalNumber.length < (mobileLength(country) ?? 0) - 1;
}

/** Some people still dial the zero that their country has given up (Poland, Chile). */
function withoutOldZero(parsed: PhoneNumber): PhoneNumber {
	if (parsed.isValid() || !parsed.nationalNumber.startsWith('0')) return parsed;
	const number = `+${parsed.countryCallingCode}${parsed.nationalNumber.slice(1)}`;
	const without = parsePhoneNumberFromString(number, { extract: false });
	return without?.isValid() === true ? without : parsed;
}

/**
 * Numbering plans change, and WhatsApp is the judge, so a number that the plan does not know passes if it is as long
 * as mobile numbers of the country are, does not start with a zero and is not one that people type for none.
 */
function accept(parsed: PhoneNumber): PlanReading {
	const { number, nationalNumber } = parsed;
	if (isTypedForNone(nationalNumber)) return IS_TYPED_FOR_NONE;
	const valid = parsed.isValid();
	const country = parsed.country ?? countryOfCallingCode(parsed.countryCallingCode);
	const usual = (country && mobileLength(country)) ?? 0;
	if (valid && nationalNumber.length >= usual - MOST_DIGITS_FEWER) {
		return { ok: true, phoneNumber: number, valid };
	}
	if (nationalNumber.startsWith('0')) return HAS_ZERO_BEHIND_CODE;
	const isComplete = nationalNumber.length === usual;
	if (isComplete || isBeforeNinthDigit(number)) return { ok: true, phoneNumber: number, valid };
	return refuse(
		`does not have as many digits as a number with country code +${parsed.countryCallingCode}`,
		CHECK_DIGITS,
	);
}

/** Digits that people type when they want to give no number. */
export function isTypedForNone(digits: string): boolean {
	return /^(\d)\1{5,}$/.test(digits) || digits === '1234567890';
}

/** A Brazilian mobile number as it was before it got its ninth digit. */
function isBeforeNinthDigit(number: string): boolean {
	const withNinth = number.replace(/^(\+55\d{2})([6-9]\d{7})$/, '$19$2');
	return withNinth !== number && isValidPhoneNumber(withNinth);
}

function wrongLength(written: string, kind: string, country?: CountryCode): Refusal {
	const length = validatePhoneNumberLength(written, country);
	if (length === 'INVALID_COUNTRY') return NO_SUCH_COUNTRY_CODE;
	return refuse(`${lengthInWords(length, written)} for a ${kind}`, CHECK_DIGITS);
}

function lengthInWords(
	length: ReturnType<typeof validatePhoneNumberLength>,
	phoneNumber: string,
): string {
	if (length === 'TOO_SHORT' || length === 'NOT_A_NUMBER') return 'is too short';
	if (length === 'TOO_LONG') return 'is too long';
	if (length === 'INVALID_LENGTH') return 'has the wrong number of digits';
	// The plan has nothing against the length, so it is E.164 or the first digits that do not fit.
	const digits = digitsOf(phoneNumber);
	if (digits.length > MOST_DIGITS) return 'is too long';
	const isFull = phoneNumber.startsWith('+') && digits.length >= FEWEST_DIGITS;
	return isFull ? 'has a digit too many in front' : 'is too short';
}

function tooManyDigits(digits: string): Refusal {
	return refuse(
		`has ${digits.length} digits, more than a phone number can have`,
		MORE_THAN_ANY_NUMBER,
	);
}

function tooManyWithoutCode(digits: string): Refusal {
	return refuse(
		`has ${digits.length} digits, too many for a number without country code`,
		WRITE_INTERNATIONAL,
	);
}

function ambiguous(first: { phoneNumber: string }, second: { phoneNumber: string }): Refusal {
	return refuse(
		`can be read as ${first.phoneNumber} or as ${second.phoneNumber}`,
		WRITE_INTERNATIONAL,
	);
}
