import { countryOfCallingCode } from './countries';
import { splitParticipants } from './participantText';
import { bestOfLabelled, findPhoneField, isBlank, type PhoneField, type Row } from './phoneField';
import { readPhoneNumber } from './phoneNumber';
import { IS_EMPTY, refuse, type Refusal } from './phoneReading';

/** One entry of a participants field before its number is read. */
export interface Piece {
	/** As typed, shortened; of an object its phone field, or the object as JSON. */
	input: string;
	/** What to read the number from; absent when it is clear already that there is none. */
	value?: string | number | bigint;
	refusal?: Refusal;
	/** Country of a national number, when the data itself names it. */
	country?: string | undefined;
}

type Path = readonly object[];

const LONGEST_INPUT = 200;
const DEEPEST = 10;
const MOST_FIELDS_NAMED = 10;

// Objects that hold one person in a field of their own: items of n8n, records of CRMs and forms.
const PERSON_CONTAINERS: readonly string[] = [
	'json',
	'properties',
	'fields',
	'attributes',
	'contact',
	'person',
	'customer',
	'lead',
	'user',
	'member',
	'body',
	'data',
	'record',
	'item',
	'answers',
];

const PEOPLE_LISTS: readonly string[] = [
	'participants',
	'members',
	'contacts',
	'people',
	'attendees',
	'guests',
];

// These hold people as often as something else.
const ROW_LISTS: readonly string[] = [
	'data',
	'items',
	'records',
	'rows',
	'results',
	'values',
	'list',
	'users',
	'customers',
	'leads',
];

const CHOOSE_FIELD = 'Map the field that holds the phone number, or name it phone.';

const HAS_NO_NUMBER = refuse(
	'has no phone number',
	'Fill in the phone number of this person, or remove the entry from the list.',
);

const TOO_DEEP: Piece = {
	input: '(nested list)',
	refusal: refuse('is nested too deeply', CHOOSE_FIELD),
};

/** The entries of a participants field of any shape, in order. Cycles and depth are bounded. */
export function collectPieces(value: unknown): Piece[] {
	return collect(value, []);
}

function collect(value: unknown, path: Path): Piece[] {
	if (typeof value === 'string') return collectText(value, path);
	if (typeof value === 'number' || typeof value === 'bigint') {
		return [{ input: String(value), value }];
	}
	if (typeof value !== 'object' || value === null || value instanceof Date) return [refused(value)];
	if (path.length >= DEEPEST || path.includes(value)) return [TOO_DEEP];
	return Array.isArray(value)
		? collectElements(value, [...path, value])
		: collectObject(value, [...path, value]);
}

/** A value that cannot be a phone number, whatever it holds. */
function refused(value: unknown): Piece {
	const reading = readPhoneNumber(value);
	return { input: shorten(String(value ?? '')), refusal: reading.ok ? IS_EMPTY : reading };
}

/** Every element of an array stands for somebody, so that an empty one is reported as well. */
function collectElements(elements: readonly unknown[], path: Path): Piece[] {
	return elements.flatMap((element) => {
		const pieces = isBlank(element) && !Array.isArray(element) ? [] : collect(element, path);
		return pieces.length > 0 ? pieces : [nobody(element)];
	});
}

function nobody(element: unknown): Piece {
	if (typeof element === 'string') return { input: shorten(element), value: element };
	return { input: '', refusal: isPlainObject(element) ? HAS_NO_NUMBER : IS_EMPTY };
}

function isPlainObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function collectText(text: string, path: Path): Piece[] {
	const json = parseJson(text);
	if (json !== undefined) return path.length === 0 && isEmpty(json) ? [] : collect(json, path);
	return splitParticipants(withoutListBrackets(text)).map((piece) => ({
		input: shorten(piece),
		value: piece,
	}));
}

function isEmpty(json: object): boolean {
	return Object.keys(json).length === 0;
}

/** The array or object that a text is the JSON of; undefined for any other text. */
function parseJson(text: string): object | undefined {
	const trimmed = text.trim();
	if (!/^[[{].*[\]}]$/s.test(trimmed)) return undefined;
	return parsedObject(trimmed) ?? parsedObject(`[${trimmed}]`) ?? parsedLines(trimmed);
}

function parsedLines(text: string): object | undefined {
	const rows = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	return rows.length > 1 ? parsedObject(`[${rows.join(',')}]`) : undefined;
}

function parsedObject(text: string): object | undefined {
	try {
		const parsed: unknown = JSON.parse(text);
		return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/** Lists as other languages print them: ['+1…', '+2…'] or {+1…,+2…}. */
function withoutListBrackets(text: string): string {
	const inner = /^\s*(?:\[([^[\]]*)\]|\{([^{}]*)\})\s*$/.exec(text);
	const list = inner?.[1] ?? inner?.[2];
	return list === undefined || /^object \w+$/i.test(list) ? text : list;
}

function collectObject(value: object, path: Path): Piece[] {
	const row: Row = { ...value };
	const list = indexedList(row);
	if (list !== undefined) return collectElements(list, path);
	const field = findPhoneField(row);
	const pieces =
		field.value === undefined ? collectContained(row, path) : collectField(field, path);
	if (hasValue(pieces)) return pieces;
	const isBlankPerson = field.value === undefined && field.fields.length > 0;
	const others = isBlankPerson ? collectOther(field.otherValue, path) : pieces;
	if (others.length > 0) return others;
	const input = shorten(toJson(value));
	return [{ input, refusal: field.fields.length > 0 ? HAS_NO_NUMBER : hasNoField(row) }];
}

/** What a phone field holds in place of a number, such as "n/a"; nothing if it is blank. */
function collectOther(value: unknown, path: Path): Piece[] {
	return value === undefined ? [] : collect(value, path);
}

/** An array that came through a format without arrays: { "0": …, "1": … }. */
function indexedList(row: Row): unknown[] | undefined {
	const keys = Object.keys(row);
	const isIndexed = keys.length > 0 && keys.every((key, index) => key === String(index));
	return isIndexed ? Object.values(row) : undefined;
}

function collectField(field: PhoneField, path: Path): Piece[] {
	const { value, callingCode } = field;
	const chosen = Array.isArray(value) ? (bestOfLabelled(value) ?? value) : value;
	const pieces = collect(chosen, path);
	if (field.isWhatsAppId) return pieces.map(withPlus);
	const country = callingCode === undefined ? undefined : countryOfCallingCode(callingCode);
	return country === undefined ? pieces : pieces.map((piece) => ({ country, ...piece }));
}

function withPlus(piece: Piece): Piece {
	const digits = String(piece.value ?? '').trim();
	return /^[1-9]\d+$/.test(digits) ? { ...piece, value: `+${digits}` } : piece;
}

/**
 * The entries of the lists, or of the one person, inside of an object. Without any number in them,
 * those of the first container, whose refusal says more than one about the object around it.
 */
function collectContained(row: Row, path: Path): Piece[] {
	const lists = Object.keys(row).flatMap((key) => collectList(key, row[key], path) ?? []);
	if (lists.length > 0) return lists;
	const contained = PERSON_CONTAINERS.map((key) => row[key])
		.filter((content) => isPlainObject(content) && !path.includes(content))
		.map((content) => collect(content, path));
	return contained.find(hasValue) ?? contained[0] ?? [];
}

function hasValue(pieces: readonly Piece[]): boolean {
	return pieces.some(({ value }) => value !== undefined);
}

/** The entries of an array inside of an object, if it is a list of people and not of other things. */
function collectList(key: string, list: unknown, path: Path): Piece[] | undefined {
	if (!Array.isArray(list) || path.includes(list)) return undefined;
	const pieces = collect(list, path);
	const name = key.toLowerCase();
	const isOfPeople =
		PEOPLE_LISTS.includes(name) ||
		list.some(hasPhoneField) ||
		(ROW_LISTS.includes(name) && pieces.some(holdsNumber));
	return isOfPeople ? pieces : undefined;
}

function hasPhoneField(element: unknown): boolean {
	return isPlainObject(element) && findPhoneField({ ...element }).fields.length > 0;
}

function holdsNumber({ value }: Piece): boolean {
	return /(?:\p{Nd}\D*){6}/u.test(String(value ?? ''));
}

function hasNoField(row: Row): Refusal {
	const names = Object.keys(row);
	if (names.length === 0) return HAS_NO_NUMBER;
	const named = shorten(names.slice(0, MOST_FIELDS_NAMED).join(', '));
	return refuse(`has no field with a phone number, only ${named}`, CHOOSE_FIELD);
}

function shorten(text: string): string {
	const trimmed = text.trim();
	if (trimmed.length <= LONGEST_INPUT) return trimmed;
	return `${[...trimmed.slice(0, LONGEST_INPUT)].slice(0, LONGEST_INPUT - 1).join('')}…`;
}

function toJson(value: object): string {
	try {
		return JSON.stringify(value) ?? '';
	} catch {
		return '';
	}
}
