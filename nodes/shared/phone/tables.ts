import { meaningOf } from './fieldNames';
import { nameOf } from './personName';
import type { Row } from './values';

// Texts that hold rows: a table that was pasted, address cards, and what a language model puts around its answer.

const FENCE = '```';

/** The rows of a table in text whose first line names the columns; undefined for any other text. */
export function tableRows(text: string): Row[] | undefined {
	const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	if (lines.length === 0 || /\d/.test(head)) return undefined;
	const separator = ['\t', ';', ',', '|'].find((one) => head.includes(one));
	if (separator === undefined) return undefined;
	const columns = cells(head, separator);
	const isNamed = columns.some(
		(name) => meaningOf(name).rank !== undefined || nameOf({ [name]: 'Ana' }) !== null,
	);
	const rows = lines.map((line) => cells(line, separator));
	if (!isNamed || rows.some(({ length }) => length !== columns.length)) return undefined;
	return rows.map((row) =>
		Object.fromEntries(columns.map((name, index) => [name, row[index] ?? ''])),
	);
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
	for (const [index, line] of lines.entries()) {
		const at = line.indexOf(':');
		const [property = '', ...kinds] = line.slice(0, at).toUpperCase().split(';');
		const value = line.slice(at + 1).trim();
		const card = cards.at(-1);
		if (property === 'BEGIN') cards.push({});
		else if (card === undefined) continue;
		else if (property === 'FN') card.name = value;
		else if (/(^|\.)TEL$/.test(property)) {
			const kind = ['FAX', 'CELL', 'WORK', 'HOME'].find((one) => kinds.join().includes(one)) ?? '';
			card[`phone ${kind.toLowerCase()} ${index}`] = value;
		}
	}
	return cards;
}

/** What stands between the marks of a block of code. */
export function withoutFence(text: string): string {
	const trimmed = text.trim();
	const start = trimmed.indexOf('\n');
	const isFenced = start > 0 && trimmed.startsWith(FENCE) && trimmed.endsWith(`\n${FENCE}`);
	return isFenced ? trimmed.slice(start, -FENCE.length) : text;
}
