import { refuse, type PhoneReading } from '../number/phoneReading';
import { digitsOf, holdsNumber } from '../number/phoneText';

// Which of the numbers of one person is sent.

/** One entry of a participants field, with its number read. */
export interface Entry {
	/** As typed, shortened; of an object its phone field, or the object as JSON. */
	input: string;
	name: string | null;
	/** Null for what is blank, and nobody. */
	reading: PhoneReading | null;
	/** Further numbers that the data has of this person. */
	others?: string[];
}

export interface Found {
	rank: number;
	entries: Entry[];
}

export interface Candidate extends Found {
	field: string;
}

export const NOBODY: Entry = { input: '', name: null, reading: null };

export function isRead({ reading }: Entry): boolean {
	return reading?.ok === true;
}

export function numberOf({ reading }: Entry): string {
	return reading?.ok === true ? reading.phoneNumber : '';
}

/**
 * Whoever is in a group with another of their numbers is not a stranger there, also with one that could not be read
 * for want of a country code.
 */
export function withOthers(chosen: Entry[], found: Found[]): Entry[] {
	const [only, ...more] = chosen;
	if (only === undefined || more.length > 0) return chosen;
	const numbers = new Set(found.flatMap(({ entries }) => entries.flatMap(possibleNumbers)));
	numbers.delete(numberOf(only));
	return [numbers.size === 0 ? only : { ...only, others: [...numbers] }];
}

function possibleNumbers(one: Entry): string[] {
	const { input, others = [] } = one;
	if (isRead(one)) return [numberOf(one), ...others];
	return holdsNumber(input) ? [`+${digitsOf(input)}`, ...others] : others;
}

/** The best-ranked number; of two that are alike, nobody can tell which one is on WhatsApp. */
export function choose(found: Candidate[]): Entry[] {
	const sorted = [...found].sort((a, b) => a.rank - b.rank);
	const best = sorted.find(({ entries }) => entries.some(isRead));
	if (best === undefined) return sorted[0]?.entries ?? [];
	const alike = sorted.filter(({ rank, entries }) => rank === best.rank && entries.some(isRead));
	const other = alike.find(
		({ entries }) => entries.map(numberOf).join() !== best.entries.map(numberOf).join(),
	);
	if (other === undefined) return best.entries;
	const [first, second] = [best, other].map(({ entries }) =>
		numberOf(entries.find(isRead) ?? NOBODY),
	);
	const where = [...new Set([best.field, other.field])].join(' and ');
	const reading = refuse(
		`is one of two different numbers in ${where}: ${first} and ${second}`,
		'Map the field that holds the WhatsApp number of this person, or write that number alone.',
	);
	return [{ ...NOBODY, input: first ?? '', reading }];
}
