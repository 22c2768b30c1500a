import { isRecord } from '../json';

/** Takes the API key out of what 2Chat answers, so that it travels no further. */
export interface Mask {
	text(text: string): string;
	/** The same in all texts and field names of a JSON value. */
	value(value: unknown): unknown;
}

/** Shorter ones are no keys, and would be found in every word. */
const SHORTEST_KEY = 3;

/** @param key as it is sent */
export function maskOf(key: string): Mask {
	if (key.length < SHORTEST_KEY) return { text: (text) => text, value: (value) => value };
	const spellings = [
		[...key].map(anySpelling).join(''),
		escaped(encodeURIComponent(key)),
		escaped(JSON.stringify(key).slice(1, -1)),
		// A UUID without its dashes, or with blanks around them.
		...(key.includes('-') ? [key.split('-').map(escaped).join('\\s{0,3}-?\\s{0,3}')] : []),
		...inOtherBases(key).map(escaped),
	];
	const pattern = new RegExp([...new Set(spellings)].join('|'), 'gi');
	const text = (given: string) => given.replace(pattern, '[API key]');
	const value = (given: unknown): unknown => {
		if (typeof given === 'string') return text(given);
		if (Array.isArray(given)) return given.map(value);
		if (!isRecord(given)) return given;
		return Object.fromEntries(
			Object.entries(given).map(([name, inner]) => [text(name), value(inner)]),
		);
	};
	return {
		text,
		// Nearly always there is nothing to take out.
		value: (given) => ((JSON.stringify(given) ?? '').search(pattern) === -1 ? given : value(given)),
	};
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A character as it is, or as addresses, web pages and JSON write it. */
function anySpelling(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16).padStart(2, '0');
	return `(?:${escaped(character)}|%${hex}|&#0*${code};|&#x0*${hex};|\\\\u00${hex})`;
}

/** Shorter ones would be found in every word. */
const SHORTEST_IN_BASE_64 = 8;

/** In hexadecimal digits, and in base64 behind any other text, without the ends that depend on what is beside it. */
function inOtherBases(key: string): string[] {
	const bytes = [...new TextEncoder().encode(key)];
	if (bytes.length < SHORTEST_IN_BASE_64) return [];
	const base64 = [0, 1, 2].map((before) => {
		const whole = btoa(String.fromCharCode(...new Array<number>(before).fill(0), ...bytes));
		return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
	});
	return [bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(''), ...base64];
}
