import { NodeApiError, type IDataObject, type INode, type JsonObject } from 'n8n-workflow';

import { plainText, quote } from '../text';

type NodeApiErrorOptions = NonNullable<ConstructorParameters<typeof NodeApiError>[2]>;

/**
 * A call that did not give a usable answer.
 *
 * - `notDone`: surely nothing was done, because 2Chat refused or was not asked.
 * - `unclear`: it may have been done (time-out, connection lost, 5xx, an answer that cannot be read).
 */
export interface Failure {
	certainty: 'notDone' | 'unclear';
	/** What kind of trouble it is, where that is of use to somebody. */
	kind?: 'rateLimit' | 'timeout' | 'notAdmin' | 'notAsked';
	/** HTTP status, if an answer arrived. */
	status?: number | undefined;
	/** What happened, in a sentence that stands alone: an AI tool gets nothing else. */
	message: string;
	/** What to do next. */
	nextStep: string;
	/** 2Chat's own words, where it gave any. */
	apiText?: string | null;
	/** The refusal itself, which may still show a group or tell what became of each person. */
	body?: unknown;
	/** Milliseconds that a Retry-After header asked for. */
	retryAfterMs?: number;
}

interface Advice {
	message: string;
	nextStep: string;
}

export const USUAL_BASE_URL = 'The usual one is https://api.p.2chat.io/open';
const CHECK_BASE_URL = `Check Base URL in the credential. ${USUAL_BASE_URL}.`;

const OWN_WORDS = 'The words after the colon are 2Chat’s own.';

/** What each status means for the person in front of the editor (2chat-api.md 1.4 and 1.5). */
const ADVICE: Record<number, Advice> = {
	400: {
		message: '2Chat could not read the request',
		nextStep: `Check the fields of this node. ${OWN_WORDS}`,
	},
	401: {
		message: '2Chat does not know this API key',
		nextStep:
			'Copy the key again from app.2chat.io/developers into the credential. A renewed key makes the old one stop working.',
	},
	402: {
		message: 'The 2Chat account has no API credits left, or its plan or trial has ended',
		nextStep: 'Check plan and credits under Billing at app.2chat.io, then run the workflow again.',
	},
	403: {
		message: '2Chat does not allow this request',
		nextStep:
			'Check that the credential holds an API key, and that the WhatsApp number may do this.',
	},
	404: {
		message: '2Chat did not find what this step names',
		nextStep:
			'Check that the WhatsApp number belongs to this 2Chat account, and the Base URL of the credential.',
	},
	406: {
		message: 'This number cannot do that',
		nextStep: 'Use another connected WhatsApp number.',
	},
	409: {
		message: 'The WhatsApp number is just starting up after a reconnect',
		nextStep: 'Wait a minute and run the workflow again.',
	},
	410: {
		message: 'The WhatsApp number is not connected to 2Chat right now',
		nextStep:
			'Look at the number under Channels at app.2chat.io. Once it shows as connected, run the workflow again.',
	},
	422: {
		message: '2Chat did not accept a value',
		nextStep: `${OWN_WORDS} Correct the value that they name.`,
	},
	429: {
		message: '2Chat received too many requests in one minute',
		nextStep: 'Wait a minute. To avoid it, have fewer workflows call 2Chat at the same time.',
	},
	486: {
		message: 'The WhatsApp number is busy with an earlier request',
		nextStep: 'Wait a minute and run the workflow again.',
	},
};

/** What to do instead when the call was about a group. */
const NEXT_STEP_IN_GROUP: Record<number, string> = {
	403: 'Check that the credential holds an API key, and that the WhatsApp number may do this (most group changes need it to be an admin of the group).',
	404: 'Check that the group id is right, that the WhatsApp number belongs to this 2Chat account, and the Base URL of the credential.',
};

const SERVER_TROUBLE: Advice = {
	message: '2Chat could not complete the request on its side',
	nextStep: 'Wait a few minutes. If it stays so, ask 2Chat support and quote the text above.',
};

const REJECTED: Advice = {
	message: '2Chat rejected the request',
	nextStep: `${OWN_WORDS} Check the fields of this node.`,
};

/** WhatsApp's and the library's ways to say that only an admin may do it (2chat-api.md 5.2, 7.6). */
const NOT_ADMIN = /not[ -]authorized|admin right|not an? admin|only admins/i;

const ADMIN_NEEDED: Advice = {
	message: 'The WhatsApp number may not do this in the group',
	nextStep: 'Make the number an admin of the group in WhatsApp, then run the workflow again.',
};

/** The library's ways to say that it does not know what happened (2chat-api.md 5.2). */
const NOT_KNOWN = /unknown error|timed?[ -]?out/i;

/** With these statuses the request has not reached WhatsApp. */
const BEFORE_THE_WORK = [401, 402, 429];

const ABOUT_NUMBERS = /participant|phone|number|e\.?164/i;
const NUMBER_FORMAT = `Most often a phone number is not in international format, such as +595981048477. ${OWN_WORDS}`;

/** Speaks of 2Chat's words only where it gave any. */
function fitting(nextStep: string, apiText: string | null): string {
	return apiText === null ? nextStep.replace(OWN_WORDS, '').trim() : nextStep;
}

/** An answer with a status outside 2xx. */
export function statusFailure(
	status: number,
	apiText: string | null,
	isAboutGroup: boolean,
	retryAfterMs?: number,
): Failure {
	if (status >= 300 && status < 400) {
		return {
			certainty: 'notDone',
			status,
			message: 'The Base URL sends requests on to another address, which this node does not follow',
			nextStep: `Correct Base URL in the credential. ${USUAL_BASE_URL}`,
		};
	}
	const serverSide = status >= 500 || status === 408;
	const advice = ADVICE[status] ?? (serverSide ? SERVER_TROUBLE : REJECTED);
	const isAboutNumbers = status === 422 && (apiText === null || ABOUT_NUMBERS.test(apiText));
	const isAboutAdmin = isAboutGroup && NOT_ADMIN.test(apiText ?? '');
	const isNotKnown = NOT_KNOWN.test(apiText ?? '') && !BEFORE_THE_WORK.includes(status);
	let nextStep = (isAboutGroup ? NEXT_STEP_IN_GROUP[status] : undefined) ?? advice.nextStep;
	if (isAboutAdmin) nextStep = ADMIN_NEEDED.nextStep;
	else if (isAboutNumbers) nextStep = NUMBER_FORMAT;
	return {
		certainty: serverSide || isNotKnown ? 'unclear' : 'notDone',
		...(status === 429 ? { kind: 'rateLimit' } : isAboutAdmin ? { kind: 'notAdmin' } : {}),
		status,
		apiText,
		message: `${advice.message} (HTTP ${status})${apiText === null ? '' : `: ${apiText}`}`,
		nextStep: fitting(nextStep, apiText),
		...(retryAfterMs === undefined ? {} : { retryAfterMs }),
	};
}

/** A 2xx whose body says `success: false`. */
export function bodyFailure(
	status: number,
	apiText: string | null,
	isAboutGroup: boolean,
	body?: unknown,
): Failure {
	const isAboutAdmin = isAboutGroup && NOT_ADMIN.test(apiText ?? '');
	const { message, nextStep } = isAboutAdmin ? ADMIN_NEEDED : REJECTED;
	return {
		...(isAboutAdmin ? { kind: 'notAdmin' } : {}),
		body,
		certainty: NOT_KNOWN.test(apiText ?? '') ? 'unclear' : 'notDone',
		status,
		apiText,
		message: `${message}${apiText === null ? ' without giving a reason' : `: ${apiText}`}`,
		nextStep: fitting(nextStep, apiText),
	};
}

/** Nothing was sent, because what was sent before got no answer for minutes. */
export function notAskedFailure({ message, status }: Failure): Failure {
	return {
		certainty: 'notDone',
		kind: 'notAsked',
		status,
		message: `Nothing was sent, because what was sent just before got no usable answer for minutes: ${message}`,
		nextStep: 'Wait until 2Chat answers again, then retry this execution.',
	};
}

export function tooLargeFailure(status: number): Failure {
	return {
		certainty: 'unclear',
		status,
		message: '2Chat answered with more than 5 MB, which no answer of it has',
		nextStep: CHECK_BASE_URL,
	};
}

/** A 2xx that holds no JSON object: a web page, nothing, or half an answer. */
export function unreadableFailure(status: number, start: string): Failure {
	const seen = start === '' ? 'an empty answer' : `something that is not JSON: ${quote(start)}`;
	return {
		certainty: 'unclear',
		status,
		message: `2Chat answered with ${seen}`,
		nextStep: `${CHECK_BASE_URL} If it is right, wait a few minutes.`,
	};
}

/** A readable answer without the list that was asked for. */
export function noListFailure(key: string): Failure {
	return {
		...SERVER_TROUBLE,
		certainty: 'unclear',
		message: `2Chat answered without the list "${key}"`,
	};
}

/** A list that did not end. */
export function tooManyPagesFailure(pages: number): Failure {
	return {
		certainty: 'notDone',
		message: `2Chat's list had no end after ${pages} pages`,
		nextStep: 'Ask for fewer entries. If it should not be that long, ask 2Chat support.',
	};
}

/**
 * The error that n8n shows for a refused request. `context.kind` is the failure's; the router adds the item.
 *
 * @param details what an error output gives besides
 */
export function toNodeError(node: INode, failure: Failure, details?: IDataObject): NodeApiError {
	const message = plainText(failure.message);
	const cause: JsonObject = { message };
	const error = new NodeApiError(node, cause, {
		message,
		description: failure.nextStep,
		...(failure.status === undefined ? {} : { httpCode: String(failure.status) }),
		...causeOf(failure),
	});
	// n8n swaps a message for a stock phrase when it finds a system code inside any word of it.
	error.message = message;
	error.description = plainText(failure.nextStep);
	error.context.kind = failure.kind;
	error.context.details = details;
	return error;
}

/** Why, in n8n's own words, for whoever schedules retries; older ones take no notice of it. */
function causeOf({ status, retryAfterMs }: Failure): Pick<NodeApiErrorOptions, 'failure'> {
	const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
	if (status === 401) return { failure: { cause: 'credential-invalid' } };
	if (status === 402) return { failure: { cause: 'quota-exhausted', ...wait } };
	if (status === 429) return { failure: { cause: 'rate-limited', ...wait } };
	if (status !== undefined && status >= 500) {
		return { failure: { cause: 'temporarily-unavailable', ...wait } };
	}
	return {};
}
