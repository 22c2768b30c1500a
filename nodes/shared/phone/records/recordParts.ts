import { isDecliningNote } from '../words/declined';
import { meaningOf } from '../words/fieldNames';
import { areAll, holdsAny, wordsOf, wordSet } from '../words/fieldWords';
import { nameOf } from '../person/personName';
import { isRow, rowOf, scalarText, type Row } from '../data/values';

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

/** What a message or call says of its way: "direction": "inbound", "event": "message.received". */
const WAY = wordSet('direction event type kind');
const TALK = wordSet('message msg sms mms text whatsapp waba call voice api callback webhook');
const IN = wordSet('in inbound incoming received');
const OUT = wordSet('out outbound outgoing sent delivered');
const FROM = wordSet('from sender caller');
const TO = wordSet('to recipient receiver called callee');

/** The side of a message or call that a field tells of. */
export function sideOf(field: string): 'from' | 'to' | undefined {
	const [first = ''] = wordsOf(field);
	return FROM.has(first) ? 'from' : TO.has(first) ? 'to' : undefined;
}

/** "sender_phone" as the phone of a contact. */
export function asContact(field: string): string {
	return ['contact', ...wordsOf(field).slice(1)].join(' ');
}

/** Undefined where nothing says which one it is. */
function ownSide(row: Row): 'from' | 'to' | undefined {
	const ways = Object.keys(row).flatMap((field) => {
		const words = wordsOf(field);
		const isWay = holdsAny(words, WAY) && areAll(words, WAY, TALK);
		const said = isWay ? wordsOf(scalarText(row[field])) : [];
		return areAll(said, TALK, IN, OUT) ? said : [];
	});
	const [isIn, isOut] = [holdsAny(ways, IN), holdsAny(ways, OUT)];
	const said = isIn === isOut ? undefined : String(isOut);
	return ({ true: 'from', false: 'to' } as const)[String(row.fromMe ?? said)];
}

/** Beside a person, the user is who looks after them; of a message the other side is the person. */
export function withoutOwnSide(row: Row): Row {
	const own = ownSide(row);
	const isUser = (field: string) => /^user(?:_?id)?$/i.test(field);
	const isBesidePerson = nameOf(row) !== null || isRow(row.person_id);
	const fields = Object.entries(row);
	const left = fields.filter(
		([field]) => (own === undefined || sideOf(field) !== own) && !(isBesidePerson && isUser(field)),
	);
	if (left.length === fields.length) return row;
	const isOther = (field: string) => own !== undefined && sideOf(field) !== undefined;
	return rowOf(left.map(([field, value]) => [isOther(field) ? asContact(field) : field, value]));
}

/** A list of digits under any other name may be amounts: there a number has to show itself by its plus. */
export function isBareList(field: string, value: unknown): boolean {
	return (
		Array.isArray(value) &&
		!meaningOf(field).isPeople &&
		value.some((one) => typeof one !== 'object' && !/^\s*\(?(\+|00)/.test(scalarText(one)))
	);
}
