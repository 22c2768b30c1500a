import { meaningOf } from '../words/fieldNames';
import { nameOf } from '../person/personName';
import { splitLabel } from './labels';
import { holdsNumber } from '../number/phoneText';
import { rowOf, type Row } from '../data/values';

// Texts that hold rows: a table that was pasted, address cards, and what a language model puts around its answer.

const FENCE = '```';

/** The rows of a table in text whose first line names the columns; undefined for any other text. */
export function tableRows(text: string): Row[] | undefined {
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	const separator = ['\t', ';', ',', '|'].find((one) => lines[0]?.includes(one));
	if (separator === undefined) return undefined;
	const rows = lines.map((line) => cells(line, separator));
	return rows.every(({ length }) => length === rows[0]?.length) ? rowsBelowHead(rows) : undefined;
}

/** The rows of a sheet as lists of cells, the first of which names the columns; undefined for any other list. */
export function rowsBelowHead(list: readonly unknown[]): Row[] | undefined {
	const [head, ...rows] = list;
	if (rows.length === 0 || !isTexts(head) || !isHead(head)) return undefined;
	const isRow = (row: unknown): row is unknown[] => Array.isArray(row) && row.length <= head.length;
	if (!rows.every(isRow)) return undefined;
	return rows.map((row) => rowOf(head.map((name, index) => [name, row[index] ?? ''])));
}

function isTexts(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isHead(columns: string[]): boolean {
	const isName = (column: string) =>
		meaningOf(column).rank !== undefined || nameOf({ [column]: 'Ana' }) !== null;
	return columns.some(isName) && !columns.some((column) => /\d{4}/.test(column));
}

/**
 * "Name: Ana, Phone: +44 …, Manager's phone: +44 …", or a line for each: the fields of one person, or of several one
 * after the other; undefined for any other text, such as numbers behind the names of people.
 */
export function labelledRows(text: string): Row[] | undefined {
	const parts = text.includes('\n')
		? text.split('\n')
		: text.split(/[,;|]\s{0,9}(?=[¿\p{L}][^:,;|\d]{1,60}:)/u);
	const rows: Array<Record<string, string>> = [{}];
	let isOwn = false;
	// What stands above a phone, since the last one, and whether a second person begins there.
	let above: Record<string, string> = {};
	let isNext = false;
	for (const [index, part] of parts.entries()) {
		// What mail programs put above a signature.
		if (/^-- ?$/.test(part)) break;
		if (/^[\s-]*$/.test(part)) continue;
		const [label, value] = splitLabel(part);
		// "New lead" may stand above.
		if (label === '' && index === 0 && !/\d/.test(part)) continue;
		if (label === '') return undefined;
		const { rank, isOthers, isUnclear } = meaningOf(label);
		// Whoever is in a note would be lost; nothing but digits is an order or an amount.
		const isPhone = rank !== undefined || isOthers || /^[\d\s./-]*$/.test(value);
		if (!isPhone && holdsNumber(value)) return undefined;
		isOwn ||= rank !== undefined && !isOthers && !isUnclear;
		const row = rows.at(-1) ?? {};
		const [first = label] = Object.keys(row);
		if (row[label] !== undefined && label === first) {
			rows.push({ [label]: value });
			above = {};
		} else if (rank === undefined) {
			isNext ||= row[label] !== undefined;
			if (!holdsNumber(value)) above[label] ??= value;
			row[label] ??= value;
		} else {
			const [party = ''] = Object.keys(above);
			// "Mother: Eva" and "Clerk: Tim" have the phone below them.
			if (row[label] === undefined)
				row[meaningOf(party).isOthers ? `${party} ${label}` : label] = value;
			else if (isNext) rows.push({ ...above, [label]: value });
			else row[`${party} ${label}`] = value;
			above = {};
			isNext = false;
		}
	}
	return isOwn && Object.keys(rows[0] ?? {}).length > 1 ? rows : undefined;
}

function cells(line: string, separator: string): string[] {
	return line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

/** The people of address cards (RFC 6350), each with their phones by kind; undefined for any other text. */
export function cardRows(text: string): Row[] | undefined {
	if (!/^\s*BEGIN:VCARD/i.test(text)) return undefined;
	// A line that begins with a blank goes on with the one before it.
	const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
	const cards: Array<Record<string, unknown>> = [];
	const labels = new Map(
		lines.flatMap((line) => {
			const [, group, label] = /^(\w+)\.X-ABLABEL:(.*)$/i.exec(line) ?? [];
			return group === undefined ? [] : [[group.toUpperCase(), label]];
		}),
	);
	// The card of an assistant may stand inside.
	let isAgents = false;
	for (const [index, line] of lines.entries()) {
		const at = line.indexOf(':');
		const [property = '', ...kinds] = line.slice(0, at).toUpperCase().split(';');
		const value = line.slice(at + 1).trim();
		const card = cards.at(-1);
		if (isAgents || (property === 'AGENT' && /^(BEGIN|$)/i.test(value))) {
			isAgents = property !== 'END';
		} else if (property === 'BEGIN') cards.push({});
		else if (card === undefined) continue;
		else if (property === 'FN') card.name = value;
		else if (/(^|\.)TEL$/.test(property)) {
			const label = labels.get(property.replace(/\.?TEL$/, ''));
			const kind = ['FAX', 'CELL', 'WORK', 'HOME'].find((one) => kinds.join().includes(one)) ?? '';
			card[`phone ${label ?? kind.toLowerCase()} ${index}`] = value;
		}
	}
	return cards;
}

/** The fields of a form as a browser sends them, in which a + may be a blank; undefined for any other text. */
export function formRows(text: string): Row[] | undefined {
	if (!/^[\w%+.[\]-]+=[^&\s]*(?:&[\w%+.[\]-]+=[^&\s]*)+$/.test(text)) return undefined;
	return [rowOf([...new URLSearchParams(text)])];
}

/** In HTML, Markdown and WhatsApp. */
const STRUCK =
	/<(s|del|strike)>([^<\n]*)<\/\1>|~~(\S[^~\n]*)~~|(?<=^|\s)~(\S[^~\n]*\S)~(?=\s|$)/gim;

/** <a href="tel:+44…">Ana</a> */
const LINK =
	/<a\s[^<>]{0,100}href=["'](?:tel:|https:\/\/wa\.me\/)([+\d]{7,16})["'][^<>]{0,100}>([^<]{0,100})<\/a>/gi;

/** Comments, and the addresses and measures of pictures: their digits are nobody's number. */
const UNSEEN = /<!--[^<>]{0,1000}-->|<(?:img|iframe|input|source)\s[^<>]{0,1000}>/gi;

/** HTML and Markdown as the text that they show: a line for each row or item, a tab between cells. */
export function plainMarkup(text: string): string {
	const shown = text
		.replace(STRUCK, '❌ $2$3$4')
		.replace(LINK, '$2 $1')
		.replace(UNSEEN, (mark) => (holdsNumber(mark) ? ' ' : mark))
		.replace(/(?<!\*)\*\*(?!\*)|__(?=\S)|(?<=\S)__/g, '');
	if (!/<\/(?:li|tr|p|div|td)>/i.test(shown)) return shown;
	return shown
		.replace(/<\/(?:td|th)>\s*(?=<t[dh])/gi, '\t')
		.replace(/<\/(?:li|tr|p|div|h\d)>|<br\s*\/?>/gi, '\n')
		.replace(/<\/?[a-z][^<>]{0,200}>/gi, '')
		.trim();
}

/** What stands between the marks of a block of code. */
export function withoutFence(text: string): string {
	const trimmed = text.trim();
	const start = trimmed.indexOf('\n');
	const isFenced = start > 0 && trimmed.startsWith(FENCE) && trimmed.endsWith(`\n${FENCE}`);
	return isFenced ? trimmed.slice(start, -FENCE.length) : text;
}
