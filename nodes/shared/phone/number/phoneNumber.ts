import type { CountryCode } from './library';

import {
	callingCodeOf,
	countryBeside,
	countryNamedIn,
	countryOfCallingCode,
	toCountryCode,
	joinCodes,
} from './countries';
import { findNumbers, WHATSAPP_LINK, type FoundNumber } from './phoneInText';
import {
	IS_TYPED_FOR_NONE,
	NO_SUCH_COUNTRY_CODE,
	either,
	isTypedForNone,
	readAfterDoubleZero,
	readE164,
	readWhatsAppId,
	readWithoutPlus,
	type PlanReading,
} from './numberPlan';
import * as problems from './phoneProblems';
import {
	HAS_NO_COUNTRY_CODE,
	HOLDS_SEVERAL,
	IS_EMPTY,
	NOT_A_NUMBER,
	refuse,
	type PhoneReading,
} from './phoneReading';
import { digitsOf, E164, toPlainText } from './phoneText';
import { isOfThing, withoutThings } from './thingNumbers';

export { countryOptions, isCountryCode } from './countries';
export { endsAlike, isOneSlipApart, isSameNumber, looseKey } from './looseNumber';
export type { PhoneReading } from './phoneReading';

type Country = CountryCode | undefined;

const LONGEST_TEXT = 1000;
const ONLY_PHONE_CHARACTERS = /^[+\d\s()./[\]{}<>~,-]*$/;
const SCHEME = /^(?:tel|callto|sms|smsto|whatsapp)\s*:\s*(?!\/\/send)(?:\/\/)?/i;
const EXTENSION = new RegExp(
	String.raw`\d[\s,;./()[-]*(?:${problems.EXTENSION_WORDS}|int|доб|x|#|[pw](?=\d))[\s.:=-]*\d{1,7}\b`,
	'i',
);
const LAST_SLASH = /\/[^/\d]*\d[^/]*$/;
const STRAY_DIGITS = /(?:(?<=\d{6})\s+\d{1,3}|(?<=\d{7})\s+\d{4})$/;
// "+49 171 2345678 12 Personen": right before a word, two digits are suspicious already.
const STRAY_DIGITS_BEFORE_WORD = /(?:(?<=\d)\s+\d|(?<=\d{4})\s+\d\d)$/;
const LIST_MARK = /^(?:\d{1,3}\)\s*|\d{1,3}\.\s+(?!.*\d\.\s)|\(\d{1,3}\)\s+(?=\(?(?:\+|00)))/;
const SAFE_DECIMAL = /^(\+?\d{7,15})\.0$/;
// WhatsApp usernames and Meta's user ids, behind which people hide their numbers.
const USERNAME =
	/^@[\w.]{3,30}$|(?<![\w.@])(?:[A-Z]{2}\.(?:ENT\.)?|[a-z_][\w.]{1,30}\.)\d{6,}\b(?!@)/;
const SPELLED = /\d[\s.-]*[A-Z]{3,}/;

/**
 * Reads one phone number, in whatever form data holds it, into E.164. Digits without + count as
 * national ones of `defaultCountry` (ISO 3166 alpha-2, any case; unknown codes count as none), and
 * are refused without it. Nothing is ever guessed: a text that can be read in two ways is refused.
 * Never throws.
 */
export function readPhoneNumber(input: unknown, defaultCountry?: string): PhoneReading {
	const country = toCountryCode(defaultCountry);
	switch (typeof input) {
		case 'string':
			return toPhoneReading(readText(input, country));
		case 'number':
			return toPhoneReading(readNumber(input, country));
		case 'bigint':
			return toPhoneReading(readNumber(input, country));
		default:
			return notText(input);
	}
}

function toPhoneReading(reading: PlanReading): PhoneReading {
	return reading.ok ? { ok: true, phoneNumber: reading.phoneNumber } : reading;
}

function notText(input: unknown): PhoneReading {
	if (input === undefined || input === null) return IS_EMPTY;
	if (typeof input === 'boolean') return problems.IS_BOOLEAN;
	return input instanceof Date ? problems.IS_DATE : problems.IS_NOT_TEXT;
}

function readNumber(input: number | bigint, country: Country): PlanReading {
	if (typeof input === 'number' && !Number.isInteger(input)) return problems.IS_NO_WHOLE_NUMBER;
	if (input < 0) return problems.IS_NO_WHOLE_NUMBER;
	if (typeof input === 'number' && !Number.isSafeInteger(input)) return problems.IS_INEXACT;
	return readBareDigits(String(input), country);
}

function readText(input: string, country: Country): PlanReading {
	// Most numbers: nothing of what follows could find anything in them.
	if (E164.test(input)) return readE164(input.slice(1));
	if (input.length > LONGEST_TEXT) return problems.IS_LONG_TEXT;
	const plain = unwrapped(joinCodes(toPlainText(input)));
	const text = withoutNameBehind(plain);
	if (text === '') return IS_EMPTY;
	const repaired = SAFE_DECIMAL.exec(text)?.[1] ?? text;
	const reading =
		problems.namedProblem(repaired) ?? withCountryBeside(plain, readAmongWords(repaired, country));
	return reading.ok && isOfAnotherCountry(reading.phoneNumber, input)
		? CONTRADICTS_COUNTRY
		: reading;
}

/** "Spain: 612 …", unless it is a word or a name, such as Jordan, beside a number of the default country. */
function withCountryBeside(text: string, reading: PlanReading): PlanReading {
	const beside = countryBeside(text);
	if (beside === undefined) return reading;
	const abroad = readAmongWords(text, beside.country);
	if (!abroad.ok || (beside.isCode && !(abroad.valid && reading.ok))) return reading;
	return reading.ok && reading.phoneNumber !== abroad.phoneNumber ? CONTRADICTS_COUNTRY : abroad;
}

/** "+57 (México) 55 …" */
function isOfAnotherCountry(phoneNumber: string, text: string): boolean {
	const named = callingCodeOf(countryNamedIn(text) ?? '');
	const codes = [...text.matchAll(/\+([1-9]\d{0,2})(?!\d)/g)].map(([, code]) => code);
	return [...codes, named].some(
		(code) => code !== undefined && !phoneNumber.startsWith(`+${code}`),
	);
}

const CONTRADICTS_COUNTRY = refuse(
	'stands beside the name of another country',
	'Write the whole number alone, with + and the country code.',
);

/** Without the quotes, the leading apostrophe or the ="…" that spreadsheets put around a number. */
function unwrapped(text: string): string {
	return text.replace(/^=(?=["'+\d])/, '').replace(/^["'`\s]+|["'`\s,;.:]+$/g, '');
}

/** "713 555 0101 - Ana": what stands behind a number, apart from it and without digits, is a name. */
function withoutNameBehind(text: string): string {
	let end = text.length;
	while (end > 0 && !/\d/.test(text[end - 1] ?? '')) end--;
	const behind = text.slice(end);
	if (problems.NOT_THEIRS.test(behind)) return text;
	const isName = /^\s*[-/|:,(~]+\s*\p{L}/u.test(behind) && /\s/.test(behind);
	return isName && digitsOf(text.slice(0, end)).length >= 7 ? text.slice(0, end) : text;
}

/** A text that consists of digits and the marks that people put between them. */
function readWritten(text: string, country: Country): PlanReading {
	const dialled = text.replace(LIST_MARK, '');
	const digits = digitsOf(dialled);
	if (digits === '') return problems.HAS_NO_DIGITS;
	if (isTypedForNone(digits)) return IS_TYPED_FOR_NONE;
	const more = whatFollowsNumber(dialled, country, STRAY_DIGITS);
	if (more !== undefined) return more;
	const plus = dialled.lastIndexOf('+');
	if (plus === -1) return readWithoutSign(dialled, digits, country);
	const before = digitsOf(dialled.slice(0, plus));
	if (before.length > 0) return before.length < 5 ? problems.PLUS_INSIDE : HOLDS_SEVERAL;
	const inBrackets = /^\(?\+(\d{1,3})\)/.exec(dialled)?.[1] ?? '';
	// "Ana (+2) 0981 …" brings two more.
	if (inBrackets !== '' && countryOfCallingCode(inBrackets) === undefined)
		return NO_SUCH_COUNTRY_CODE;
	// "+00 49" is a 00 by somebody who was asked for a plus.
	const asWritten = readE164(digits.replace(/^00/, ''));
	// "(0)" is dialled inside of the country only.
	const without = dialled.replace(/[([]\s*0\s*[)\]]/, '');
	return without === dialled
		? asWritten
		: either(asWritten, readWritten(without, country), asWritten);
}

/**
 * Slashes and blanks are usual marks inside of a number, but not behind one that is complete
 * already: "030 1234567/68" stands for two numbers, "+49 171 2345678 12" for a number and more.
 */
function whatFollowsNumber(
	text: string,
	country: Country,
	strayDigits: RegExp,
): PlanReading | undefined {
	const slash = text.search(LAST_SLASH);
	const end = slash === -1 ? text.search(strayDigits) : slash;
	if (end === -1) return undefined;
	const before = text.slice(0, end);
	const after = text.slice(end);
	const number = readWritten(before, country);
	if (!number.ok || !number.valid) return undefined;
	if (!after.startsWith('/')) return problems.IS_UNCLEAR;
	return digitsOf(after).length < 6 ? problems.HAS_TWO_ENDINGS : HOLDS_SEVERAL;
}

function readWithoutSign(text: string, digits: string, country: Country): PlanReading {
	if (digits.startsWith('00')) {
		return readAfterDoubleZero(digits.slice(2), country);
	}
	const reading = readBareDigits(digits, country);
	return problems.looksLikeIpAddress(text) && !(reading.ok && reading.valid)
		? problems.IS_IP_ADDRESS
		: reading;
}

function readBareDigits(digits: string, country: Country): PlanReading {
	if (digits.length < 4) return problems.HAS_TOO_FEW_DIGITS;
	return problems.isRounded(digits) ? problems.IS_ROUNDED : readWithoutPlus(digits, country);
}

/** A text that may have words, a link or an id: taken if there is one phone number in it, and only one. */
function readAmongWords(text: string, country: Country): PlanReading {
	const uri = readUri(text);
	if (uri === undefined) return problems.HAS_EXTENSION;
	if (ONLY_PHONE_CHARACTERS.test(uri)) return readWritten(uri, country);
	if (EXTENSION.test(uri.replace(WHATSAPP_LINK, ''))) return problems.HAS_EXTENSION;
	if (USERNAME.test(uri)) return problems.IS_USERNAME;
	if (problems.NOT_THEIRS.test(uri)) return problems.IS_NOT_THEIRS;
	const rest = withoutThings(uri);
	if (!uri.includes('+') && isOfThing(rest)) return NOT_A_NUMBER;
	const { numbers, unclear } = findNumbers(rest.replace(LIST_MARK, ''));
	if (unclear) return SPELLED.test(text) ? problems.HAS_LETTERS : problems.IS_UNCLEAR;
	const [first, ...others] = numbers.map((number) =>
		readFound(number, countryNamedIn(text) ?? country),
	);
	if (first === undefined) return withoutNumber(text);
	if (!first.ok && SPELLED.test(text)) return problems.HAS_LETTERS;
	return others.every((other) => isSameReading(first, other)) ? first : HOLDS_SEVERAL;
}

function isSameReading(first: PlanReading, other: PlanReading): boolean {
	return first.ok && other.ok && first.phoneNumber === other.phoneNumber;
}

/** The number of a tel: or similar URI, with its context in front; undefined for an extension. */
function readUri(text: string): string | undefined {
	const scheme = SCHEME.exec(text)?.[0];
	if (scheme === undefined) return text;
	const rest = percentDecoded(text.slice(scheme.length));
	const [number = '', ...parameters] = rest.split(/[;?]/);
	// "WhatsApp:" is also a label in front of a link or a name.
	if (!ONLY_PHONE_CHARACTERS.test(number)) return rest;
	if (parameters.some((parameter) => /^ext=./i.test(parameter))) return undefined;
	const context = parameters
		.map((parameter) => /^phone-context=(\+[\d.()-]+)$/i.exec(parameter)?.[1])
		.find((prefix) => prefix !== undefined);
	return context !== undefined && !number.includes('+') ? `${context} ${number}` : number.trim();
}

function percentDecoded(text: string): string {
	return text.replace(/%2B/gi, '+').replace(/%20/g, ' ');
}

function readFound(found: FoundNumber, country: Country): PlanReading {
	if (found.isWhatsAppId) return readWhatsAppId(found.text);
	if (found.international) {
		return found.text.startsWith('0') ? HAS_NO_COUNTRY_CODE : readE164(found.text);
	}
	const more = found.beforeWord
		? whatFollowsNumber(found.text, country, STRAY_DIGITS_BEFORE_WORD)
		: undefined;
	if (more !== undefined) return more;
	const written = readWritten(found.text, country);
	// "Ana (27) 0412 …": an age, where it is no area code.
	const behindAge = /^\(\d{1,2}\)\s*(?=\d)/.test(found.text)
		? found.text.replace(/^\S+\s*/, '')
		: undefined;
	const reading = written.ok || behindAge === undefined ? written : readWritten(behindAge, country);
	const isCertain = !reading.ok || reading.valid || /^[([]*[+0]/.test(found.text);
	return isCertain ? reading : NOT_A_NUMBER;
}

function withoutNumber(text: string): PlanReading {
	if (text.search(problems.EMAIL) !== -1) return problems.IS_EMAIL;
	if (text.search(problems.WEB_LINK) !== -1) return problems.IS_WEB_LINK;
	if (!/\d/.test(text)) return problems.HAS_NO_DIGITS;
	return SPELLED.test(text) ? problems.HAS_LETTERS : problems.HAS_TOO_FEW_DIGITS;
}
