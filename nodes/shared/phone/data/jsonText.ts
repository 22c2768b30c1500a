// Text that a form or an expression made of lists and objects.

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
