import { isE164 } from './phone.mts';
import type { Settings } from './settings.mts';
import type { FieldReader } from './validation.mts';

/** Most participants of one call (2chat-api.md 2.0). */
const MOST_PER_CALL = 10;

/** Reads `participants` under the rules of 2chat-api.md 2.0. Problems are left with the reader. */
export function readParticipants(fields: FieldReader, settings: Settings): string[] {
	const numbers = fields.texts('participants');
	numbers.forEach((number, index) => {
		if (!isE164(number)) fields.malformedPhone('participants', index);
	});
	const sent = fields.raw('participants');
	const count = Array.isArray(sent) ? sent.length : 1;
	if (count === 0 && settings.emptyParticipants === 'reject') {
		fields.problem(
			['participants'],
			'ensure this value has at least 1 items',
			'value_error.list.min_items',
		);
	}
	if (count > MOST_PER_CALL) {
		fields.problem(
			['participants'],
			`ensure this value has at most ${MOST_PER_CALL} items`,
			'value_error.list.max_items',
		);
	}
	return [...new Set(numbers)];
}
