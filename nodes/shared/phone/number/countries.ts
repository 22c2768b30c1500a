import {
	getCountryCallingCode,
	isSupportedCountry,
	metadata,
	parsePhoneNumberFromString,
	type CountryCode,
} from './library';

import names from './countryNames.json';
import { meaningOf } from '../words/fieldNames';

// People write UK; ISO reserves that code for the United Kingdom, so it can mean nothing else.
const ALIASES: Readonly<Record<string, string>> = { UK: 'GB' };

// Sorted by name. Kept as data: what Intl calls a country differs from one machine to the next.
const NAMES: Readonly<Record<string, string>> = names;

/**
 * The country that a setting stands for: an ISO 3166 alpha-2 code in any case, with or without
 * blanks around it. Anything else, including an empty setting, gives undefined.
 */
export function toCountryCode(code: unknown): CountryCode | undefined {
	if (typeof code !== 'string') return undefined;
	const upper = code.trim().toUpperCase();
	const resolved = ALIASES[upper] ?? upper;
	return isSupportedCountry(resolved) ? resolved : undefined;
}

/** Whether a Default Country setting names a country whose numbering plan is known. */
export function isCountryCode(code: unknown): boolean {
	return toCountryCode(code) !== undefined;
}

/** The country of a calling code such as 49; of several that share one, the main one. Undefined for codes of none. */
export function countryOfCallingCode(callingCode: string): CountryCode | undefined {
	return metadata.country_calling_codes[callingCode]?.[0];
}

/** The country of a number in E.164; of several that share a calling code, the main one. */
export function countryOf(phoneNumber: string): CountryCode | undefined {
	const number = parsePhoneNumberFromString(phoneNumber);
	return number?.country ?? countryOfCallingCode(number?.countryCallingCode ?? '');
}

/** The calling code of a country, such as 49. */
export function callingCodeOf(code: string): string | undefined {
	const country = toCountryCode(code);
	return country === undefined ? undefined : getCountryCallingCode(country);
}

let byName: ReadonlyMap<string, string> | undefined;

const LANGUAGES = ['en', 'es', 'pt', 'fr', 'de', 'it', 'nl'];

/** The country with this name, in English or in a language of many users. */
export function countryFromName(name: string): string | undefined {
	byName ??= new Map([
		...LANGUAGES.flatMap((language) => {
			const inLanguage = new Intl.DisplayNames([language], { type: 'region' });
			return Object.keys(NAMES).map(
				(code) => [(inLanguage.of(code) ?? code).toLowerCase(), code] as const,
			);
		}),
		...Object.entries(NAMES).map(([code, english]) => [english.toLowerCase(), code] as const),
		...['usa', 'us', 'u.s.', 'u.s.a.'].map((name) => [name, 'US'] as const),
		...['uk', 'u.k.'].map((name) => [name, 'GB'] as const),
		['uae', 'AE'],
	]);
	return byName.get(name.trim().toLowerCase());
}

const FLAG = /[\u{1F1E6}-\u{1F1FF}]{2}/u;

/** The country whose flag is in a text, or whose name is in brackets. */
export function countryNamedIn(text: string): CountryCode | undefined {
	const flag = FLAG.exec(text)?.[0];
	if (flag === undefined) {
		const inBrackets = /\(([\p{L}\s.]{4,40})\)/u.exec(text)?.[1];
		return toCountryCode(countryFromName(inBrackets ?? ''));
	}
	return toCountryCode(
		[...flag].map((sign) => String.fromCharCode((sign.codePointAt(0) ?? 0) - 0x1f1a5)).join(''),
	);
}

/** Chad, Georgia, India, Israel, Jordan and Kenya are people as well. */
const NAMES_OF_PEOPLE = ['TD', 'GE', 'IN', 'IL', 'JO', 'KE'];
const CODE_BESIDE =
	/(?:^|[,;:/|([-])\s*([A-Z]{2})[\s:)\]/|,;-]{1,4}\d|\d[\s(/|,;[-]{1,4}([A-Z]{2})[)\]\s]*$/;

/** A country that stands by itself beside a number: "Spain: 612 …", "612 … (ES)". A code may be a word as well. */
export function countryBeside(text: string): { country: CountryCode; isCode: boolean } | undefined {
	const named = text
		.split(/[\d,;:/|()[\]+-]+/)
		.map((part) => toCountryCode(countryFromName(part)))
		.find((one) => one !== undefined && !NAMES_OF_PEOPLE.includes(one));
	if (named !== undefined) return { country: named, isCode: false };
	const [, inFront, behind] = CODE_BESIDE.exec(text) ?? [];
	const country = toCountryCode(inFront ?? behind);
	return country === undefined ? undefined : { country, isCode: true };
}

/** English name of a country, or its code where there is none. */
export function countryName(country: CountryCode): string {
	return NAMES[country] ?? country;
}

/** Every country with a numbering plan, sorted by English name, for a drop-down: `{ name: 'Germany (+49)', value: 'DE' }`. */
export function countryOptions() {
	return Object.keys(NAMES)
		.filter((code) => isSupportedCountry(code))
		.map((value) => ({ name: `${NAMES[value]} (+${getCountryCallingCode(value)})`, value }));
}

const NAMED_CODE =
	/\b(?:indicativo|country code|ddi|c[oó]digo de pa[ií]s|landesvorwahl|ländervorwahl)[\s:=]{1,3}([1-9]\d{0,2})(?!\d)/giu;
// "021 123 0041, Ben …" ends in digits that are no code.
const CODE_APART =
	/((?:\+|(?<![\d.]|\d\d[ \t()-]{1,3})00)[1-9]\d{0,2})(?!\d)([^\d+\p{L}][^\d+]{0,39})(?=\d)/gu;
const ONLY_SPACING = /^[ \u00a0().\-[\]]*$/;

/** "+44 (UK) 7911 123456", "+44, 7911 123456": a country code that stands apart belongs to the number behind it. */
export function joinCodes(text: string): string {
	const isCallingCode = (code: string) => countryOfCallingCode(code) !== undefined;
	const signed = text.replace(NAMED_CODE, (all, code: string) =>
		isCallingCode(code) ? `+${code}` : all,
	);
	return signed.replace(CODE_APART, (all, code: string, between: string, at: number) => {
		const digits = code.replace(/^(\+|00)/, '');
		const named = callingCodeOf(countryNamedIn(between) ?? '') ?? digits;
		// "Ana … +1, Ben …": a guest of hers.
		const words = between.replace(/\([^()]*\)/g, ' ');
		const isBehind = /[\n,;|]/.test(between) && /\d[ \t]*$/.test(signed.slice(0, at));
		const isName = isBehind || (/\p{L}/u.test(words) && meaningOf(words).rank === undefined);
		const isJoined = isCallingCode(digits) && named === digits && !ONLY_SPACING.test(between);
		return isJoined && !isName ? `${code} ` : all;
	});
}
