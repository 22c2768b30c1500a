import {
	callingCodeOf,
	countryFromName,
	countryOfCallingCode,
	toCountryCode,
} from '../number/countries';
import { meaningOf } from '../words/fieldNames';
import { wordsOf } from '../words/fieldWords';
import { nameOf } from '../person/personName';
import { readPhoneNumber } from '../number/phoneNumber';
import { refuse, type PhoneReading } from '../number/phoneReading';
import { digitsOf, toPlainText } from '../number/phoneText';
import { isNothing, isRow, type Row } from '../data/values';

/** A country and an area code that the data has beside a number, as far as they can be read. */
export interface Beside {
	/** ISO 3166 alpha-2 codes; of several that share a calling code, the main one. */
	countries: string[];
	area: string | null;
	/** What the data calls the person; undefined for a number that stands in no field of a person. */
	name?: string | null;
}

export const NOTHING_BESIDE: Beside = { countries: [], area: null };

/** Where an object about one phone keeps the number, the most complete form first. */
export const NUMBERS = wordsOf(
	'e164 e164phone e164number canonicalform sanitizednumber internationalnumber international full phonenumber phone ' +
		'number value nationalnumber national rawnumber raw formatted text plaintext answer prettyformat serialized waid ' +
		'primaryphonenumber subscribernumber freeformnumber numero nummer',
);

/** The fields of a row that say in which country and area its numbers are. */
export function besideIn(row: Row, outer: Beside = NOTHING_BESIDE): Beside {
	const countries: string[] = [];
	let area: string | null = null;
	for (const [name, value] of fieldsOf(row)) {
		const { isCountry, isCode, isArea, isOthers } = meaningOf(name);
		if (isCountry && !isOthers && typeof value === 'object' && value !== null) {
			const named = Object.values(value).flatMap((part) =>
				typeof part === 'string' ? countryIn(part) : [],
			);
			countries.push(...(named.some(isKnown) ? named.filter(isKnown) : named).slice(0, 1));
		}
		const [only, ...more] = Array.isArray(value) ? (value as unknown[]) : [value];
		if (more.length > 0 || (typeof only !== 'string' && typeof only !== 'number')) continue;
		const text = toPlainText(String(only).slice(0, 100));
		if (isOthers) continue;
		if (isArea && /^\(?0?\d{1,5}\)?$/.test(text)) area ??= digitsOf(text).replace(/^0/, '');
		// A bare "code" without + may be anything's code.
		// What is nothing but a calling code with its plus says so under any name, and no number of a list is one.
		else if (
			isCallingCode(text) ||
			(isCode && /^(\+|00)/.test(text)) ||
			(isCountry && !isIdOf(name, text))
		)
			countries.push(...countryIn(text));
	}
	return {
		countries: countries.length > 0 ? countries : outer.countries,
		area: area ?? outer.area,
		name: nameOf(row) ?? outer.name ?? null,
	};
}

const ADDRESS = /^(?:address|adresse|direcci[oó]n|endere[cç]o|indirizzo)$/i;
const ANY_ADDRESS =
	/(?:address(?:es)?|addr|adresse|direcci[oó]n|endere[cç]o|indirizzo|anschrift|^location)$/i;

/** The fields of a row, with the country out of its address, and out of any other where the row says none itself. */
function fieldsOf(row: Row): Array<[string, unknown]> {
	const own = Object.entries(row);
	const isSaid = own.some(([name, value]) => meaningOf(name).isCountry && !isNothing(value));
	const counts = isSaid ? ADDRESS : ANY_ADDRESS;
	const addresses = own
		.filter(([name]) => counts.test(name) && !meaningOf(name).isOthers)
		.flatMap(([, value]) => value)
		.filter(isRow);
	const inside = addresses.flatMap((address) => Object.entries(address));
	return [...own, ...inside.filter(([name]) => meaningOf(name).isCountry)];
}

function isCallingCode(text: string): boolean {
	return /^\+[1-9]\d{0,2}$/.test(text);
}

/** "id_country": 8 is a row of a table, and no calling code. */
function isIdOf(name: string, text: string): boolean {
	return wordsOf(name).includes('id') && /^\d+$/.test(text);
}

function countryIn(text: string): string[] {
	const code = /^(?:\+|00)?\s*([1-9]\d{0,2})$/.exec(text)?.[1];
	const named = toCountryCode(text) ?? countryFromName(text);
	const country = code === undefined ? named : countryOfCallingCode(code);
	if (country !== undefined) return [country];
	return code !== undefined || /\p{L}{2}/u.test(text) ? [UNKNOWN] : [];
}

/** A country that the data names in words that are not understood, or by a code that none has; Default Country must not stand in for it. */
const UNKNOWN = '?';
const isKnown = (country: string): boolean => country !== UNKNOWN;
const MAP_WHOLE_NUMBER = 'Map a field with the whole number, with + and the country code.';
const IS_OF_UNKNOWN_COUNTRY = refuse(
	'stands beside a country that is not known by that name',
	MAP_WHOLE_NUMBER,
);

const TWO_COUNTRIES = refuse('stands beside two different countries', MAP_WHOLE_NUMBER);
const HAS_NO_AREA_THAT_FITS = refuse(
	'does not fit the area code or the country in the field beside it',
	MAP_WHOLE_NUMBER,
);

/** A number with what the data says beside it; Default Country counts only where it says nothing. */
export function readWithBeside(
	value: unknown,
	{ countries, area }: Beside,
	defaultCountry: string | undefined,
): PhoneReading {
	if (typeof value !== 'string' && typeof value !== 'number') {
		return readPhoneNumber(value, defaultCountry);
	}
	const text = toPlainText(String(value).slice(0, 2_000));
	const isWhole = /^\D*(\+|00)/.test(text) || /@/.test(text);
	if (isWhole || (countries.length === 0 && area === null)) {
		return readPhoneNumber(value, defaultCountry);
	}
	if (countries.includes(UNKNOWN)) return IS_OF_UNKNOWN_COUNTRY;
	if (new Set(countries.map(callingCodeOf)).size > 1) return TWO_COUNTRIES;
	const [country = defaultCountry] = countries;
	const whole = area === null ? text : withArea(text, area, country);
	return whole === null ? HAS_NO_AREA_THAT_FITS : readPhoneNumber(whole, country);
}

/** Null when it is not clear whether the area code belongs in front. */
function withArea(text: string, area: string, country: string | undefined): string | null {
	if (callingCodeOf(country ?? '') === area) return text;
	const digits = digitsOf(text).replace(/^0/, '');
	const needsArea = readPhoneNumber(`${area}${digits}`, country).ok;
	if (readPhoneNumber(text, country).ok) {
		return needsArea && !digits.startsWith(area) ? null : text;
	}
	return needsArea ? `${area}${digits}` : null;
}
