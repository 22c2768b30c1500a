import type {
	IAllExecuteFunctions,
	IDataObject,
	IHookFunctions,
	IHttpRequestMethods,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isRecord } from '../json';
import { readApiText } from './apiText';
import { bodyFailure, networkFailure, statusFailure, unreadableFailure } from './failure';
import type { Failure } from './failure';
import { pause } from './pause';
import { mayRepeat, readRetryAfter, WAIT_BUDGET_MS, waitBefore } from './retryTable';
import type { Repeat } from './retryTable';

export const CREDENTIAL = 'twoChatGroupsApi';

/** Ten people are added one by one and can take long (2chat-api.md 5.2). */
export const DEFAULT_TIMEOUT_MS = 120_000;

export interface Call {
	method: IHttpRequestMethods;
	/** Below the Base URL, with its parts already passed through `pathPart`. */
	path: string;
	query?: IDataObject;
	body?: IDataObject;
	repeat: Repeat;
	/** 2Chat's id of the group that it is about, if there is one. */
	group?: string;
}

export type Result = { ok: true; body: unknown } | { ok: false; failure: Failure };

export interface Client {
	/** Makes the call, waiting and repeating as the retry table allows. Never throws for a refused call. */
	call(call: Call): Promise<Result>;
	/** The same connection with another time limit for each request, in milliseconds. */
	withTimeout(timeoutMs: number): Client;
	/** Resolves after `ms`, or throws as soon as the execution is stopped. */
	wait(ms: number): Promise<void>;
	/** The same connection for looks that may come back without a result: they wait and repeat little. */
	forLooks(): Client;
	/** A time of this machine (ms since 1970) by 2Chat's clock; null as long as no answer showed it. */
	toServerTime(time: number): number | null;
	/** Requests sent so far: each costs the user a credit (2chat-api.md 1.7). */
	sent(): number;
}

interface Settings {
	timeoutMs?: number;
	/** How long one call may wait and be repeated. */
	waitBudgetMs?: number;
	/** Of such a group, "not found" may only mean "not yet". */
	isNewGroup?: (uuid: string) => boolean;
}

type Context = IAllExecuteFunctions | ILoadOptionsFunctions | IHookFunctions;

/**
 * Opens the connection that all calls of one execution share.
 *
 * @throws NodeOperationError when the credential's Base URL cannot be used safely
 */
export async function connect(
	context: Context,
	{
		timeoutMs = DEFAULT_TIMEOUT_MS,
		waitBudgetMs = WAIT_BUDGET_MS,
		isNewGroup = () => false,
	}: Settings = {},
): Promise<Client> {
	const credential = await context.getCredentials<{ apiKey?: unknown; baseUrl?: unknown }>(
		CREDENTIAL,
	);
	const line: Line = {
		context,
		baseUrl: readBaseUrl(context, credential.baseUrl),
		secret: typeof credential.apiKey === 'string' ? credential.apiKey : '',
		sentAt: [],
		sent: 0,
		spacingMs: 0,
		isNewGroup,
	};
	return open(line, timeoutMs, waitBudgetMs);
}

/** What the calls of one execution have in common. */
interface Line {
	context: Context;
	baseUrl: string;
	secret: string;
	/** Times of the requests of the last minute. */
	sentAt: number[];
	sent: number;
	/** Pause before each request, learnt from the first 429. */
	spacingMs: number;
	/** What 2Chat's last answer says about its time, and when it came in ms since 1970. */
	clock?: { date: string; at: number };
	isNewGroup: (uuid: string) => boolean;
}

const LOOK_BUDGET_MS = 10_000;

function open(line: Line, timeoutMs: number, budgetMs: number): Client {
	return {
		call: async (call) => await callWithRetries(line, call, timeoutMs, budgetMs),
		withTimeout: (ms) => open(line, ms, budgetMs),
		wait: async (ms) => await waitFor(line, ms),
		forLooks: () => open(line, timeoutMs, LOOK_BUDGET_MS),
		toServerTime: (time) => (line.clock === undefined ? null : time - clockLeadMs(line)),
		sent: () => line.sent,
	};
}

async function callWithRetries(
	line: Line,
	call: Call,
	timeoutMs: number,
	budgetMs: number,
): Promise<Result> {
	const startedAt = Date.now();
	let waitedMs = 0;
	let isUnclear = false;
	for (let tries = 1; ; tries++) {
		await waitFor(line, line.spacingMs);
		const result = await send(line, call, timeoutMs);
		if (result.ok) return result;
		const { failure } = result;
		isUnclear ||= failure.certainty === 'unclear';
		if (failure.status === 429) slowDown(line);
		const spentMs = Math.max(waitedMs, Date.now() - startedAt);
		const isNew = call.group !== undefined && line.isNewGroup(call.group);
		const wait = mayRepeat(failure, call.repeat, isNew)
			? waitBefore(failure, tries, spentMs, budgetMs)
			: null;
		// What one try may have done, the refusal of a later one does not undo.
		if (wait === null) {
			return isUnclear ? { ok: false, failure: { ...failure, certainty: 'unclear' } } : result;
		}
		waitedMs += wait;
		await waitFor(line, wait);
	}
}

async function waitFor({ context }: Line, ms: number): Promise<void> {
	await pause(ms, cancelSignal(context));
	throwIfCancelled(context, false);
}

async function send(line: Line, call: Call, timeoutMs: number): Promise<Result> {
	const { context } = line;
	countRequest(line);
	let answer: { statusCode: number; headers?: IDataObject; body?: unknown };
	try {
		answer = (await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, {
			method: call.method,
			url: `${line.baseUrl}${call.path}`,
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
		})) as typeof answer;
	} catch (error) {
		throwIfCancelled(context, true);
		return { ok: false, failure: networkFailure(networkCode(error), timeoutMs) };
	}
	return readAnswer(line, answer);
}

function readAnswer(
	line: Line,
	{ statusCode, headers, body }: { statusCode: number; headers?: IDataObject; body?: unknown },
): Result {
	if (typeof headers?.date === 'string') line.clock = { date: headers.date, at: Date.now() };
	const text = withoutSecret(line, bodyText(body));
	const parsed = parseJson(text);
	if (statusCode < 200 || statusCode > 299) {
		const retryAfter = readRetryAfter(headers?.['retry-after'], Date.now());
		return { ok: false, failure: statusFailure(statusCode, readApiText(parsed), retryAfter) };
	}
	if (typeof parsed !== 'object' || parsed === null || isTooDeep(parsed)) {
		return { ok: false, failure: unreadableFailure(statusCode, text.slice(0, 200)) };
	}
	if (isRecord(parsed) && (parsed.success === false || parsed.error === true)) {
		return { ok: false, failure: bodyFailure(statusCode, readApiText(parsed), parsed) };
	}
	return { ok: true, body: parsed };
}

function bodyText(body: unknown): string {
	if (typeof body === 'string') return body;
	return body === undefined || body === null ? '' : JSON.stringify(body);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const DEEPEST_ANSWER = 100;

/** Nothing of 2Chat is nested like that, and n8n cannot store what is: the execution would be lost. */
function isTooDeep(value: object, depth = 1): boolean {
	if (depth >= DEEPEST_ANSWER) return true;
	return (Object.values(value) as unknown[]).some(
		(one) => typeof one === 'object' && one !== null && isTooDeep(one, depth + 1),
	);
}

/** How far this machine's clock is ahead of 2Chat's; worked out only when a group is looked for. */
function clockLeadMs({ clock }: Line): number {
	const lead = clock === undefined ? 0 : clock.at - Date.parse(clock.date);
	return Number.isNaN(lead) ? 0 : lead;
}

/** Whatever 2Chat answers, the key does not travel further. */
function withoutSecret(line: Line, text: string): string {
	return line.secret.length < 8 ? text : text.replaceAll(line.secret, '[API key]');
}

/** n8n wraps what went wrong on the wire; the code of it sits on the wrapped error. */
function networkCode(error: unknown): string | null {
	for (let link = error, depth = 0; isRecord(link) && depth < 5; link = link.cause, depth++) {
		const { code, syscall } = link;
		// A way that is lost after the connection was made says nothing about the request.
		const isLost = code === 'EHOSTUNREACH' || code === 'ENETUNREACH';
		if (typeof code === 'string') return isLost && syscall !== 'connect' ? null : code;
	}
	return null;
}

function countRequest(line: Line): void {
	const now = Date.now();
	while (line.sentAt[0] !== undefined && line.sentAt[0] < now - 60_000) line.sentAt.shift();
	line.sentAt.push(now);
	line.sent++;
}

/** The lowest rate that 2Chat documents, ten requests a minute (2chat-api.md 1.6). */
const WIDEST_SPACING_MS = 6_000;

/** A 429 tells how many requests a minute are too many: from then on they are spread out. */
function slowDown(line: Line): void {
	const spacing = Math.min(Math.ceil(60_000 / line.sentAt.length), WIDEST_SPACING_MS);
	line.spacingMs = Math.max(line.spacingMs, spacing);
}

function cancelSignal(context: Context): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

/** The execution was stopped. n8n shows it as canceled, not as failed, because of that word. */
export class ExecutionCanceled extends NodeOperationError {
	/** @param underWay a request was, and 2Chat may still have carried it out */
	constructor(
		context: Context,
		readonly underWay: boolean,
	) {
		super(context.getNode(), 'The execution was canceled', {
			description: underWay
				? 'A request that was under way may still have been carried out by 2Chat.'
				: 'No request was under way.',
		});
	}
}

function throwIfCancelled(context: Context, underWay: boolean): void {
	if (cancelSignal(context)?.aborted === true) throw new ExecutionCanceled(context, underWay);
}

/**
 * One part of a path. Ids are checked where they are read (domain/groupId.ts), since no encoding keeps
 * `..` from being resolved. The portal writes phone numbers with a literal + (2chat-api.md 1.8).
 */
export function pathPart(value: string): string {
	return encodeURIComponent(value).replace(/%2B/g, '+');
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function readBaseUrl(context: Context, value: unknown): string {
	const text = typeof value === 'string' ? value.trim().replace(/\/+$/, '') : '';
	const url = parseUrl(text);
	const node = context.getNode();
	if (url === null || !/^https?:$/.test(url.protocol)) {
		throw new NodeOperationError(node, 'Base URL of the credential is not a web address', {
			description: 'The usual one is https://api.p.2chat.io/open',
		});
	}
	if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
		throw new NodeOperationError(
			node,
			'Base URL of the credential must start with https://, so nobody on the way can read the API key',
			{ description: 'The usual one is https://api.p.2chat.io/open. Nothing was sent.' },
		);
	}
	if (url.username !== '' || url.search !== '' || url.hash !== '') {
		throw new NodeOperationError(
			node,
			'Base URL of the credential must hold an address only, without user name, ? or #',
			{ description: 'The usual one is https://api.p.2chat.io/open' },
		);
	}
	return text;
}

function parseUrl(text: string): URL | null {
	try {
		return new URL(text);
	} catch {
		return null;
	}
}
