// What a value is, before anything in it is read.

export type Row = Readonly<Record<string, unknown>>;

export function scalarText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 100) : '';
}

export function isRow(value: unknown): value is Row {
	return (
		typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
	);
}

/** Whether a value is nothing at all: absent, blank, a switch, or an array or object without content. */
export function isNothing(value: unknown): boolean {
	if (value === undefined || value === null || typeof value === 'boolean' || value === 0)
		return true;
	if (typeof value === 'string') return value.trim() === '';
	if (Array.isArray(value)) return value.every(isNothing);
	return typeof value === 'object' && !(value instanceof Date) && Object.keys(value).length === 0;
}

/** The fields of a row; of those with one name each keeps its value. */
export function rowOf(fields: ReadonlyArray<readonly [string, unknown]>): Row {
	const seen = new Set<string>();
	return Object.fromEntries(
		fields.map(([name, value], index) => {
			const own = seen.has(name) ? `${name} ${index}` : name;
			seen.add(name);
			return [own, value];
		}),
	);
}

/** Rows by their ids: { "v001": { … }, "v002": { … } }. */
export function isById(row: Row): boolean {
	const keys = Object.keys(row);
	return keys.length > 0 && keys.every((key) => /\d/.test(key) && isRow(row[key]));
}

/** Whether a value is blank, so that there is nobody in it. */
export function isBlank(value: unknown): boolean {
	return isNothing(value) && typeof value !== 'boolean' && value !== 0;
}

export const LONGEST_INPUT = 200;

/** The array or object that a text is the JSON of; undefined for any other text. */
export function parseJson(text: string): object | undefined {
	const trimmed = text.trim();
	const isClosed = /^[[{]/.test(trimmed) && /[\]}]$/.test(trimmed);
	if (!isClosed) return undefined;
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

export function shorten(text: string): string {
	const trimmed = text.slice(0, 4 * LONGEST_INPUT).trim();
	if (trimmed.length <= LONGEST_INPUT) return trimmed;
	return `${[...trimmed.slice(0, LONGEST_INPUT)].slice(0, LONGEST_INPUT - 1).join('')}…`;
}

export function toJson(value: unknown): string {
	try {
		return JSON.stringify(value) ?? '';
	} catch {
		return '';
	}
}
