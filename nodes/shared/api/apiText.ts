import { isRecord } from '../json';

const TEXT_LIMIT = 500;

/**
 * 2Chat's own words about a refusal, from whichever of its shapes they came in (2chat-api.md 1.4):
 * `error_message`, `message`, `detail` as text, `detail[].msg`; `error_code` is appended.
 */
export function readApiText(body: unknown): string | null {
	if (!isRecord(body)) return null;
	const text =
		asText(body.error_message) ??
		asText(body.message) ??
		asText(body.detail) ??
		detailList(body.detail) ??
		asText(body.error) ??
		// The library's words may stand where the group or the people should be (2chat-api.md 5.2).
		asText(body.group) ??
		asText(body.participants);
	const code = asText(body.error_code);
	const whole = code === null ? text : `${text ?? 'no text given'} (${code})`;
	return whole === null ? null : whole.slice(0, TEXT_LIMIT);
}

function detailList(detail: unknown): string | null {
	if (!Array.isArray(detail)) return null;
	const parts = detail.flatMap((entry: unknown) => {
		if (!isRecord(entry)) return asText(entry) ?? [];
		const message = asText(entry.msg);
		if (message === null) return [];
		const place = Array.isArray(entry.loc) ? entry.loc.filter((part) => part !== 'body') : [];
		return place.length === 0 ? message : `${place.join('.')}: ${message}`;
	});
	return parts.length === 0 ? null : parts.join('; ');
}

function asText(value: unknown): string | null {
	if (typeof value === 'number') return String(value);
	if (typeof value !== 'string') return null;
	const flat = value
		.slice(0, 10 * TEXT_LIMIT)
		.replace(/\s+/g, ' ')
		.trim();
	return flat === '' ? null : flat;
}
