import type { Entry } from '../person/chooseNumber';
import { isOfAnother, meaningOf, speaksOfOthers } from '../words/fieldNames';
import { wordsOf } from '../words/fieldWords';
import { isRow, shorten, toJson, type Row } from '../data/values';
import type { Beside } from './phoneObject';
import { asContact, sideOf } from './recordParts';
import { findNumbers, WHATSAPP_LINK } from '../number/phoneInText';
import { refuse, type PhoneReading } from '../number/phoneReading';
import { E164 } from '../number/phoneText';

// Why no number of a record is sent.

const MOST_FIELDS_NAMED = 10;
const LONGEST_SIDE = 1_000;

const NAME_FIELD = 'Map the field that holds the phone number, or name it phone.';
const CHOOSE_FIELD = 'Map the field that holds the phone number of this person.';
const IS_OF_ANOTHER = refuse(
	'stands beside words that may make it somebody else’s',
	'Write the number of this person alone.',
);
export const HAS_NO_NUMBER = refuse(
	'has no phone number',
	'Fill in the phone number of this person, or remove the entry from the list.',
);
export const TOO_DEEP: Entry = {
	input: '(nested list)',
	name: null,
	reading: refuse('is nested too deeply', CHOOSE_FIELD),
};

/** Why a number in a field of a person is not theirs: words beside it that are not known, or of somebody else. */
export function ofThisPerson(value: unknown, { name }: Beside): PhoneReading | undefined {
	if (typeof value !== 'string' || name === undefined || E164.test(value)) return undefined;
	// What a link has in it is said to whoever follows it.
	const words = wordsOf(value.replace(WHATSAPP_LINK, ' '));
	// Where nothing else gives a name, the words beside the number may be it.
	const own = name === null ? [] : wordsOf(name);
	const isAnothers = (word: string) =>
		!own.includes(word) && (name === null ? speaksOfOthers([word]) : isOfAnother(word));
	return words.some(isAnothers) ? IS_OF_ANOTHER : undefined;
}

export function holdsSeveral(numbers: string[]): PhoneReading {
	return refuse(`holds several phone numbers: ${numbers.slice(0, 3).join(', ')}`, CHOOSE_FIELD);
}

/** A sender and a recipient, each with a phone: one of them may be the own number. */
export function ofBothSides(row: Row): PhoneReading | undefined {
	const ofSide = (side: 'from' | 'to') =>
		Object.keys(row).find(
			(field) =>
				sideOf(field) === side &&
				findNumbers(toJson(row[field]).slice(0, LONGEST_SIDE)).numbers.length > 0,
		);
	const isPhone = (field: string) => {
		const names = isRow(row[field]) ? Object.keys(row[field]) : [asContact(field)];
		return /^recipient$/i.test(field) || names.some((name) => meaningOf(name).rank !== undefined);
	};
	const [from, to] = [ofSide('from'), ofSide('to')];
	if (from === undefined || to === undefined) return undefined;
	if (!isPhone(from) && !isPhone(to)) return undefined;
	const which = `${shorten(from)} and ${shorten(to)}`;
	return refuse(`does not say which side is meant, ${which}`, CHOOSE_FIELD);
}

/** No phone, or none of this person's, in the fields that were given. */
export function whyNone(row: Row, given: Row): PhoneReading {
	const names = Object.keys(given);
	if (names.length === 0) return HAS_NO_NUMBER;
	const phones = Object.keys(row).filter(
		(name) => meaningOf(name).rank !== undefined && !meaningOf(name).isOthers,
	);
	if (phones.some((name) => !meaningOf(name).isUnclear)) return HAS_NO_NUMBER;
	if (phones.length > 0) {
		return refuse(`has no phone of its own, only ${shorten(phones.join(', '))}`, NAME_FIELD);
	}
	const named = shorten(names.slice(0, MOST_FIELDS_NAMED).join(', '));
	return refuse(`has no field with a phone number, only ${named}`, NAME_FIELD);
}

/** Whether something was a phone by its place, and not only searched for one. */
export function isAboutNumber({ entries }: { entries: Entry[] }): boolean {
	return entries.some(
		({ reading }) =>
			reading?.ok === false && reading !== HAS_NO_NUMBER && reading.nextStep !== NAME_FIELD,
	);
}
