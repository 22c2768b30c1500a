import type { Operation } from './operations.mts';
import type { Settings } from './settings.mts';

/** An error of the application, thrown from wherever it is noticed. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/** A 422, as FastAPI words it (2chat-api.md 6). */
export class ValidationError extends Error {
	constructor(
		readonly loc: string[],
		readonly msg: string,
		readonly type = 'value_error',
	) {
		super(msg);
	}
}

/** The body of an application error in the form asked for (2chat-api.md 1.4). */
export function errorBody(
	message: string,
	shape: Settings['errorShape'],
	operation: Operation,
): Record<string, unknown> {
	switch (shape) {
		case 'error_message':
			return { success: false, error: true, error_message: message };
		case 'message':
			return { success: false, message };
		case 'detail':
			return { detail: message };
		case 'detailList':
			return { detail: [{ loc: ['body'], msg: message, type: 'value_error' }] };
		case 'mixed':
			return mixedErrorBody(message, operation);
	}
}

/** Which client saw which shape where: the table of 2chat-api.md 1.4. */
function mixedErrorBody(message: string, operation: Operation): Record<string, unknown> {
	switch (operation) {
		case 'list-groups':
		case 'get-group':
		case 'check-number':
			return { detail: message };
		case 'subscribe':
			return { error: true, error_message: message };
		case 'send-message':
			return { error_message: message };
		default:
			return { success: false, error: true, error_message: message };
	}
}
