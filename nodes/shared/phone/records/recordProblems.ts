import type { Entry } from '../person/chooseNumber';
import { isOfAnother, meaningOf, speaksOfOthers } from '../words/fieldNames';
import { wordsOf } from '../words/fieldWords';
import { isNothing, isRow, shorten, type Row } from '../data/values';
import type { Beside } from './phoneObject';
import { asContact, sideOf } from './recordParts';
import { WHATSAPP_LINK } from '../number/phoneInText';
import { refuse, type PhoneReading } from '../number/phoneReading';
import { E164 } from '../number/phoneText';

// Why no number of a record is sent.

const MOST_FIELDS_NAMED = 10;

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
	const fields = Object.keys(row).filter((field) => {
		const { [field]: value } = row;
		const names = isRow(value) ? Object.keys(value) : [asContact(field)];
		return !isNothing(value) && names.some((name) => meaningOf(name).rank !== undefined);
	});
	const from = fields.find((field) => sideOf(field) === 'from');
	const to = fields.find((field) => sideOf(field) === 'to');
	if (from === undefined || to === undefined) return undefined;
	const which = `${shorten(from)} and ${shorten(to)}`;
	return refuse(`does not say which side is meant, ${which}`, CHOOSE_FIELD);
}

/** No phone, or none of this person's. */
export function whyNone(row: Row): PhoneReading {
	const names = Object.keys(row);
	if (names.length === 0) return HAS_NO_NUMBER;
	const phones = names.filter(
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
