import { meaningOf } from './fieldNames';
import { wordsOf } from './fieldWords';
import { nameOf } from './personName';
import { isRow, scalarText, type Row } from './values';

// Which parts of a record are looked into for people.

const ELSEWHERE = new Set(
	wordsOf(
		'account accounts business businesses metadata headers identification line lines product products price prices me ' +
			'reports store stores location locations collector payee producer instance inbox session sessions companies ' +
			'shop branch merchant warehouse',
	),
);

/** Parts of a record that are about somebody or something else. */
export function isElsewhere(field: string): boolean {
	return meaningOf(field).isOthers || wordsOf(field).some((word) => ELSEWHERE.has(word));
}

/** Beside a person, the user is who looks after them; of a message it is known which side is the own one. */
export function withoutOwnSide(row: Row): Row {
	const isOfPerson = nameOf(row) !== null || isRow(row.person_id);
	const own = { true: 'from', false: 'to' }[String(row.fromMe)];
	return Object.fromEntries(
		Object.entries(row).filter(
			([field]) => field !== own && !(isOfPerson && /^user(?:_?id)?$/i.test(field)),
		),
	);
}

/** A list of digits under any other name may be amounts: there a number has to show itself by its plus. */
export function isBareList(field: string, value: unknown): boolean {
	return (
		Array.isArray(value) &&
		!meaningOf(field).isPeople &&
		value.some((one) => typeof one !== 'object' && !/^\s*\(?(\+|00)/.test(scalarText(one)))
	);
}
