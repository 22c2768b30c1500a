import { byPlainName, isParticipant, meaningOf } from '../words/fieldNames';
import { wordsOf } from '../words/fieldWords';
import { countryOfCallingCode } from '../number/countries';
import { findNumbers } from '../number/phoneInText';
import { digitsOf } from '../number/phoneText';
import { nameOf } from '../person/personName';
import { isBlank, isNothing, isRow, rowOf, scalarText, type Row } from '../data/values';

// Rows that say in one field what stands in another: { label: 'Phone', value: '…' }.

const LABELS = wordsOf(
	'label title question fieldname fieldlabel fieldcode name key field ref code propertyname column columnname',
);
const KINDS = wordsOf(
	'type types category fieldtype kind kinds valuetype phonetype formattedtype typeid enumcode',
);
export const VALUES = wordsOf(
	'value values answer answers response text val prettyformat propertyvalue stringvalue textvalue displayvalue',
);

/** A list that holds the fields of one record, each with its name beside its value, as forms and CRMs give it. */
export function recordOf(list: readonly unknown[]): Row | undefined {
	if (list.every(isPair)) {
		return list.some(([field, value]) => isPhone(field, value)) ? rowOf(list) : undefined;
	}
	if (list.length === 0 || !list.every(isRow)) return undefined;
	const pairs = list.map(pairOf).filter((pair) => pair !== undefined);
	return pairs.length === list.length ? rowOf(pairs) : undefined;
}

/** [["name", "Ana"], ["phone", "+44 …"]], and not the head of a table above its rows. */
function isPair(one: unknown): one is [string, unknown] {
	return Array.isArray(one) && one.length === 2 && typeof one[0] === 'string';
}

function isPhone(field: string, value: unknown): boolean {
	return meaningOf(field).rank !== undefined && /\d/.test(scalarText(value));
}

function pairOf(row: Row): [string, unknown] | undefined {
	const fields = byPlainName(row);
	const isPerson = Object.keys(row).some(
		(field) => meaningOf(field).rank !== undefined && !VALUES.includes(field),
	);
	const value = VALUES.find((name) => fields.has(name));
	// [{ value, type: 'mobile' }] is about phones, where the list says so by its own name.
	if (isPerson || value === undefined || textsIn(row, LABELS).length === 0) return undefined;
	const labels = textsIn(row, [...LABELS, ...KINDS]);
	const isOfPhone = (text: string) =>
		meaningOf(text).rank !== undefined || meaningOf(text).isOthers;
	return [labels.find(isOfPhone) ?? labels[0] ?? '', fields.get(value)];
}

/** What a row says in fields of these names, also in lists; of a column or a question that is an object itself, its title. */
function textsIn(row: Row, names: readonly string[]): string[] {
	const fields = byPlainName(row);
	return names.flatMap((name) => textsOf(fields.get(name)));
}

function textsOf(value: unknown): string[] {
	return [value].flat().flatMap((one) => {
		const text = isRow(one) ? (one.title ?? one.label ?? one.name) : one;
		return typeof text === 'string' && text.trim() !== '' ? text : [];
	});
}

/** The rank that a row's own label gives to its value: { type: "phone", value: "…" }. */
export function labelMeaning(row: Row, more: string[] = []): number | undefined {
	const meanings = textsIn(row, [...LABELS, ...KINDS, ...more]).map(meaningOf);
	if (meanings.some(({ isOthers, isUnclear }) => isOthers || isUnclear)) return undefined;
	const ranks = meanings.flatMap(({ rank }) => rank ?? []);
	return ranks.length === 0 ? undefined : Math.min(...ranks);
}

/** Whether a row says of its number that it is a fax, or somebody else's; beside a name, labels are of the person. */
export function isOfOthers(row: Row): boolean {
	const more = nameOf(row) === null ? ['labels'] : [];
	const labels = textsIn(row, ['label', 'question', 'column', ...more, ...KINDS]);
	return labels.some((text) => meaningOf(text).isOthers);
}

/** Whether an object about a phone says that it is of a relative or the like. */
export function belongsToAnother(row: Row): boolean {
	const owners = textsIn(row, ['relation', 'relationship', 'owner', 'belongsto', 'labels']);
	return owners.some((text) => meaningOf(text).isOthers);
}

/** Of several numbers of one person: WhatsApp, then mobile, then the primary one. */
export function labelRank(row: Row): number {
	const label = Math.floor(labelMeaning(row, ['labels']) ?? 2);
	const fields = byPlainName(row);
	const isPrimary = fields.get('primary') === true || fields.get('isprimary') === true;
	return ([0, 0.1][label] ?? 0.3) - (isPrimary ? 0.05 : 0);
}

/** Wider than this no sheet of people is, and long rows beside short ones would take forever. */
const MOST_COLUMNS = 200;

/** Rows without a head: a column of bare numbers beside written phones holds ids, unless each is a calling code. */
export function withIds(rows: readonly unknown[]): readonly unknown[] {
	const areCells = (row: unknown): row is unknown[] =>
		Array.isArray(row) && row.length <= MOST_COLUMNS;
	if (!rows.every(areCells) || !rows.flat().some(isWrittenPhone)) return rows;
	const isOfIds = (column: number) => {
		const cells = rows.map((row) => row[column]).filter((cell) => !isBlank(cell));
		const isCode = (cell: unknown) => countryOfCallingCode(String(cell)) !== undefined;
		return cells.every((cell) => typeof cell === 'number') && !cells.every(isCode);
	};
	const ids = new Set([...new Set(rows.flatMap((row) => [...row.keys()]))].filter(isOfIds));
	return rows.map((row) =>
		row.map((cell, column) => (!isBlank(cell) && ids.has(column) ? { id: cell } : cell)),
	);
}

/** "+44 7700 900101", "(512) 555-0101", and not nothing but digits. */
function isWrittenPhone(cell: unknown): boolean {
	const isWritten = /^\s*(?:[+(0]|\d+[\s.-]+\d+[\s.-]+\d)[\d\s().-]*$/.test(scalarText(cell));
	return typeof cell === 'string' && isWritten && findNumbers(cell).numbers.length > 0;
}

/** ["+44", "7911123456"]: a code in an element of its own belongs to the number behind it. */
export function joinListCodes(list: readonly unknown[]): unknown[] {
	const joined: unknown[] = [];
	for (let index = 0; index < list.length; index++) {
		const [element, next] = [list[index], list[index + 1]];
		const isCode = /^\s*\(?(\+|00)?\s*\d{1,3}\)?\s*$/.test(scalarText(element));
		const isNumber =
			/^[\s\d().-]{6,20}$/.test(scalarText(next)) && digitsOf(scalarText(next)).length >= 6;
		if (isCode && isNumber) {
			joined.push(`+${digitsOf(scalarText(element)).replace(/^00/, '')} ${scalarText(next)}`);
			index++;
		} else joined.push(element);
	}
	return joined;
}

/** The row with everything in its own fields that other parts of it say about them. */
export function withLabels(row: Row): Row {
	return withKinds(withTitles(withCustomFields(row)));
}

/** Typeform gives the answers by the ids of its questions, and the questions beside them. */
function withTitles(row: Row): Row {
	const { definition, answers } = row;
	if (!isRow(definition) || !Array.isArray(definition.fields) || !Array.isArray(answers))
		return row;
	const fields: unknown[] = definition.fields;
	const titles = new Map(fields.filter(isRow).map(({ id, title }) => [id, title]));
	return {
		...row,
		answers: answers.map((answer: unknown) =>
			isRow(answer) && isRow(answer.field)
				? { question: titles.get(answer.field.id), answer: answer[String(answer.type)] }
				: answer,
		),
	};
}

/** "Phone 1 - Label": "Work Fax" says what "Phone 1 - Value" is, as "phone_type" does of "phone". */
function withKinds(row: Row): Row {
	const kinds = new Map<string, string>();
	for (const [field, value] of Object.entries(row)) {
		const base = field.replace(KIND_AT_END, '');
		if (base === '' || base === field) continue;
		const said = textsOf(value).filter((text) => {
			const { rank, isOthers } = meaningOf(text);
			return rank !== undefined || isOthers;
		});
		if (said.length > 0) kinds.set(base, said.join(' '));
	}
	if (kinds.size === 0) return row;
	return Object.fromEntries(
		Object.entries(row).map(([field, value]) => {
			const kind = kinds.get(field.replace(VALUE_AT_END, ''));
			return [kind === undefined ? field : `${field} ${kind}`, value];
		}),
	);
}

const KIND_AT_END = /[\s_-]{0,3}(?:types?|labels?|kinds?|typ|tipo)$/i;
const VALUE_AT_END = /[\s_-]{0,3}(?:value|number|valor|wert)$/i;

/** "Guest 1 phone", "Guest 2 phone": several people in the fields of one row; undefined for any other row. */
export function numberedPeople(row: Row): Row[] | undefined {
	const people = new Map<string, Record<string, unknown>>();
	for (const [field, value] of Object.entries(row)) {
		if (isNothing(value)) continue;
		const [all = '', person = '', number = ''] = NUMBERED.exec(field) ?? [];
		if (isParticipant(person)) {
			const name = field.replace(all, '').trim();
			people.set(number, {
				...people.get(number),
				[name === '' ? (/\d{4}/.test(scalarText(value)) ? 'phone' : 'name') : name]: value,
			});
			continue;
		}
		const { rank, isOthers, isUnclear } = meaningOf(field);
		if (rank !== undefined && !isOthers && !isUnclear) return undefined;
	}
	const rows = [...people.values()];
	const holdsPhone = (one: Row) =>
		Object.keys(one).some((field) => meaningOf(field).rank !== undefined);
	return rows.length > 1 && rows.some(holdsPhone) ? rows : undefined;
}

/** Of an order those who take part, by what was filled in for its products: the buyer may be another. */
export function attendeesOf(row: Row): Row[] {
	const products = Object.entries(row).flatMap(([field, value]) =>
		/^line_?items$/i.test(field) && Array.isArray(value) ? (value as unknown[]) : [],
	);
	const filledIn = products.filter(isRow).flatMap((product) => Object.values(product));
	return filledIn.flatMap((fields) => {
		const record = Array.isArray(fields) ? recordOf(fields) : undefined;
		const names = Object.keys(record ?? {});
		const isAttendee = names.some(
			(name) => isParticipant(name) && meaningOf(name).rank !== undefined,
		);
		return record !== undefined && isAttendee ? [record] : [];
	});
}

const NUMBERED = /(\p{L}{4,20})[\s_-]{0,3}(\d{1,3})[\s_:-]{0,3}/u;

/** A record's custom fields are fields of it. */
function withCustomFields(row: Row): Row {
	const custom = Object.entries(row).flatMap(([field, value]) =>
		/^custom_?(fields?|properties|attributes)$/i.test(field) && isRow(value) ? value : [],
	);
	return custom.length === 0 ? row : Object.assign({}, row, ...custom);
}
