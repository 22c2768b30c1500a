import { record, type Json } from '../json';

/** When a message of a group was written, in ms since 1970; NaN when 2Chat does not say (2chat-api.md 2.9). */
export function readTime(message: Json): number {
	return Date.parse(String(message.created_at ?? ''));
}

/** A message of a group with what most workflows need of it, in the API's own names where it has one. */
export function simplifyMessage(message: Json) {
	const { text, media } = record(message.message);
	const { phone_number, pushname } = record(message.participant);
	return {
		message_uuid: message.uuid ?? message.id ?? null,
		created_at: message.created_at ?? null,
		phone_number: phone_number ?? null,
		pushname: pushname ?? null,
		text: text ?? null,
		media_url: record(media).url ?? null,
	};
}
