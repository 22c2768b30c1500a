import {
	NodeOperationError,
	type IAllExecuteFunctions,
	type IDataObject,
	type IHookFunctions,
	type IHttpRequestMethods,
	type ILoadOptionsFunctions,
} from 'n8n-workflow';

import { isRecord, parseJson, type Json } from '../json';
import { readApiText } from './apiText';
import {
	bodyFailure,
	statusFailure,
	tooLargeFailure,
	unreadableFailure,
	type Failure,
} from './failure';
import { networkCode, networkFailure } from './networkFailure';
import { readRetryAfter, type Repeat } from './retry';
import type { Mask } from './secret';

export const CREDENTIAL = 'twoChatGroupsApi';

export type Context = IAllExecuteFunctions | ILoadOptionsFunctions | IHookFunctions;

export interface Call {
	method: IHttpRequestMethods;
	/** Below the Base URL, with its parts already passed through `pathPart`. */
	path: string;
	query?: IDataObject;
	body?: IDataObject;
	repeat: Repeat;
	/** 2Chat's id of the group that it is about, if there is one. */
	group?: string;
	/** The connected number that acts, if there is one. */
	sender?: string;
	/** It asks for what 2Chat has stored, so the number need not work. */
	isStored?: true;
	/** A 2xx without a body says that it is done (2chat-api.md 2.7, 3.5). */
	mayBeEmpty?: boolean;
	/** After each try of a creation that failed, before any wait. */
	afterFailure?: (failure: Failure) => void;
	/** Between two tries of a creation: whether to go on, because the one before has done nothing. */
	beforeRepeat?: (failure: Failure) => Promise<boolean>;
}

export type Result = { ok: true; body: unknown } | { ok: false; failure: Failure };

interface Answer {
	statusCode: number;
	headers?: IDataObject;
	body?: unknown;
}

export interface Sent {
	result: Result;
	/** 2Chat's own time in the answer. */
	date?: string;
}

/** One request through n8n's HTTP helper, which adds the key. Throws only when the execution is stopped. */
export async function send(
	context: Context,
	baseUrl: string,
	mask: Mask,
	call: Call,
	timeoutMs: number,
): Promise<Sent> {
	const request = context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, {
		method: call.method,
		url: `${baseUrl}${call.path}`,
		...(call.query === undefined ? {} : { qs: call.query }),
		...(call.body === undefined
			? {}
			: { body: call.body, headers: { 'Content-Type': 'application/json' } }),
		json: true,
		// Text, so that a web page or half an answer is seen for what it is.
		encoding: 'text',
		timeout: timeoutMs,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// Following a redirect would carry the key to another address.
		disableFollowRedirect: true,
	}) as Promise<Answer>;
	let answer: Answer;
	try {
		answer = await withinDeadline(request, timeoutMs);
	} catch (error) {
		throwIfCancelled(context, true);
		return {
			result: {
				ok: false,
				failure: networkFailure(networkCode(error), timeoutMs, call.repeat === 'read'),
			},
		};
	}
	const { date } = answer.headers ?? {};
	return {
		result: readAnswer(answer, mask, call),
		...(typeof date === 'string' ? { date } : {}),
	};
}

const GRACE_MS = 2_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The engine's own limit starts again with each piece that arrives, so a trickle could go on for ever. */
async function withinDeadline(request: Promise<Answer>, timeoutMs: number): Promise<Answer> {
	const deadline = AbortSignal.timeout(Math.min(timeoutMs + GRACE_MS, LONGEST_TIMER_MS));
	return await new Promise((resolve, reject) => {
		deadline.addEventListener('abort', () => reject(new DeadlineExceeded()));
		request.then(resolve, reject);
	});
}

class DeadlineExceeded extends Error {
	code = 'ETIMEDOUT';
}

/** More than any answer of 2Chat, and little enough to be read without holding up n8n. */
const LARGEST_ANSWER = 5_000_000;

function readAnswer(
	{ statusCode, headers, body }: Answer,
	mask: Mask,
	{ mayBeEmpty, group }: Call,
): Result {
	const isAboutGroup = group !== undefined;
	const text = bodyText(body);
	if (text.length > LARGEST_ANSWER) return { ok: false, failure: tooLargeFailure(statusCode) };
	const parsed = mask.value(parseJson(text));
	if (statusCode < 200 || statusCode > 299) {
		// By the clock that the date in Retry-After is of.
		const now = Date.parse(String(headers?.date)) || Date.now();
		const retryAfter = readRetryAfter(headers?.['retry-after'], now);
		const apiText = readApiText(parsed);
		const failure = statusFailure(statusCode, apiText, isAboutGroup, retryAfter);
		// A redirect is no answer of 2Chat.
		return { ok: false, failure: { ...failure, ...(statusCode >= 400 ? { body: parsed } : {}) } };
	}
	if (text.trim() === '' && mayBeEmpty === true) return { ok: true, body: {} };
	if (typeof parsed !== 'object' || parsed === null) {
		// Masked before it is cut, since half a key would not be found.
		const start = mask.text(text.slice(0, 2_000)).slice(0, 200);
		return { ok: false, failure: unreadableFailure(statusCode, start) };
	}
	if (isRecord(parsed) && isRefusal(parsed)) {
		const apiText = readApiText(parsed);
		return { ok: false, failure: bodyFailure(statusCode, apiText, isAboutGroup, parsed) };
	}
	return { ok: true, body: parsed };
}

/** Some of 2Chat's refusals have nothing but their words (2chat-api.md 1.4), and no success has such keys. */
function isRefusal({ success, error, error_message, detail }: Json): boolean {
	if (success === false || error === true) return true;
	const words = { error_message, detail, error: typeof error === 'string' ? error : null };
	return success !== true && readApiText(words) !== null;
}

function bodyText(body: unknown): string {
	if (typeof body === 'string') return body;
	return body === undefined || body === null ? '' : JSON.stringify(body);
}

export function cancelSignal(context: Context): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

/** The execution was stopped. n8n shows it as canceled, not as failed, because of that word. */
class ExecutionCanceled extends NodeOperationError {
	/** @param underWay a request was, and 2Chat may still have carried it out */
	constructor(
		context: Context,
		readonly underWay: boolean,
	) {
		super(context.getNode(), 'The execution was canceled', {
			description: underWay
				? 'A request that was under way may still have been carried out by 2Chat.'
				: 'What was done before stays done. A new execution starts from the beginning.',
		});
	}
}

/** Stopped between two tries of a call: the one before was not taken up, unless its answer leaves that open. */
export function isBetweenTries(error: unknown): boolean {
	return error instanceof ExecutionCanceled && !error.underWay;
}

export function throwIfCancelled(context: Context, underWay: boolean): void {
	if (cancelSignal(context)?.aborted === true) throw new ExecutionCanceled(context, underWay);
}
