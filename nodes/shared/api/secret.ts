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
		key,
		encodeURIComponent(key),
		JSON.stringify(key).slice(1, -1),
		// A UUID without its dashes.
		key.replace(/-/g, ''),
		btoa(encodeURIComponent(key)),
	].map((spelling) => spelling.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
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
