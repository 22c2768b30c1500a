import { isDecliningNote } from '../words/declined';
import { meaningOf } from '../words/fieldNames';
import { areAll, holdsAny, wordsOf, wordSet } from '../words/fieldWords';
import { nameOf } from '../person/personName';
import { isRow, scalarText, type Row } from '../data/values';

// Which parts of a record are looked into for people.

const ELSEWHERE = wordSet(
	'account accounts business businesses metadata headers identification line lines product products price prices me ' +
		'reports store stores location locations collector payee producer instance inbox session sessions companies ' +
		'shop branch merchant warehouse before',
);

const DEPARTMENTS = wordSet('sales support management reception');

/**
 * Parts of a record that are about somebody or something else, unless they say that they are the contact, and those
 * with people who do not come.
 */
export function isElsewhere(field: string, value: unknown): boolean {
	if (isRow(value) && value.type === 'contact') return false;
	const words = wordsOf(field);
	// Beside others these are departments.
	if (Array.isArray(value) && areAll(words, DEPARTMENTS)) return false;
	return (
		meaningOf(field).isOthers || holdsAny(words, ELSEWHERE) || isDecliningNote(words.join(' '))
	);
}

/** Beside a person, the user is who looks after them; of a message it is known which side is the own one. */
export function withoutOwnSide(row: Row): Row {
	const side = { true: 'from', false: 'to' }[String(row.fromMe)];
	const isOwn = (field: string) => field === side || /^user(?:_?id)?$/i.test(field);
	const own = Object.keys(row).filter(isOwn);
	const isBesidePerson = own.length > 0 && (nameOf(row) !== null || isRow(row.person_id));
	const left = own.filter((field) => field === side || isBesidePerson);
	if (left.length === 0) return row;
	return Object.fromEntries(Object.entries(row).filter(([field]) => !left.includes(field)));
}

/** A list of digits under any other name may be amounts: there a number has to show itself by its plus. */
export function isBareList(field: string, value: unknown): boolean {
	return (
		Array.isArray(value) &&
		!meaningOf(field).isPeople &&
		value.some((one) => typeof one !== 'object' && !/^\s*\(?(\+|00)/.test(scalarText(one)))
	);
}
