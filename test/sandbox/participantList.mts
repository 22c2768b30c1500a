import { ApiError } from './errors.mts';
import { isE164 } from './phone.mts';
import type { Settings } from './settings.mts';
import type { FieldReader } from './validation.mts';

/** Most participants of one call (2chat-api.md 2.0). */
export const MOST_PER_CALL = 10;

/**
 * Reads `participants` under the rules of 2chat-api.md 2.0 as the settings have them. Problems are left
 * with the reader; the limit as an application error is thrown by `check`, after the reader's own check.
 */
export function readParticipants(
	fields: FieldReader,
	settings: Settings,
): { numbers: string[]; check: () => void } {
	const numbers = fields.texts('participants');
	const sent = fields.raw('participants');
	if (Array.isArray(sent)) {
		if (settings.malformedParticipants === 'reject') {
			numbers.forEach((number, index) => {
				if (!isE164(number)) fields.malformedPhone('participants', index);
			});
		}
		if (sent.length === 0 && settings.emptyParticipants === 'reject') {
			fields.problem(
				['participants'],
				'ensure this value has at least 1 items',
				'value_error.list.min_items',
			);
		}
		if (sent.length > MOST_PER_CALL && settings.overTenStatus === 422) {
			fields.problem(
				['participants'],
				`ensure this value has at most ${MOST_PER_CALL} items`,
				'value_error.list.max_items',
			);
		}
		if (settings.duplicates === 'reject' && new Set(numbers).size < numbers.length) {
			fields.problem(
				['participants'],
				'the list has duplicated items',
				'value_error.list.unique_items',
			);
		}
	}
	const unique = settings.duplicates === 'lastWins' ? numbers : [...new Set(numbers)];
	return {
		numbers: unique,
		check: () => {
			if (numbers.length > MOST_PER_CALL) {
				throw new ApiError(
					settings.overTenStatus,
					`At most ${MOST_PER_CALL} participants are allowed per request`,
				);
			}
		},
	};
}
