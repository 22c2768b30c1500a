import { readBaseUrl } from './baseUrl';
import { notAskedFailure, type Failure } from './failure';
import { pause } from './pause';
import { isBusy, isOutage, mayRepeat, WAIT_BUDGET_MS, waitBefore } from './retry';
import { maskOf, type Mask } from './secret';
import {
	cancelSignal,
	CREDENTIAL,
	send,
	throwIfCancelled,
	type Call,
	type Context,
	type Result,
} from './send';

export { isBetweenTries } from './send';
export type { Result } from './send';

/** Ten people are added one by one and can take long (2chat-api.md 5.2). */
export const DEFAULT_TIMEOUT_MS = 120_000;

/** A look that fails is repeated later anyhow, or somebody waits and wants to hear soon that 2Chat is busy. */
const LOOK_BUDGET_MS = 10_000;

export interface Client {
	/** Makes the call, waiting and repeating as the retry table allows. Never throws for a refused call. */
	call(call: Call): Promise<Result>;
	/** The same connection with another time limit for each request, in milliseconds. */
	withTimeout(timeoutMs: number): Client;
	/** The same for looks that may come back without a result, or for which somebody waits: little patience. */
	forLooks(): Client;
	/** Resolves after `ms`, or throws as soon as the execution is stopped. */
	wait(ms: number): Promise<void>;
	/** A time of this machine (ms since 1970) by 2Chat's clock; null as long as no answer showed it. */
	toServerTime(time: number): number | null;
	/** Requests sent so far: each costs the user a credit (2chat-api.md 1.7). */
	sent(): number;
}

/**
 * Opens the connection that all calls of one run of a node share.
 *
 * @param isNewGroup whether "not found" may only mean "not yet" of that group
 * @throws NodeOperationError when the credential's Base URL cannot be used safely
 */
export async function connect(
	context: Context,
	isNewGroup: (uuid: string) => boolean = () => false,
): Promise<Client> {
	const { apiKey, baseUrl } = await context.getCredentials<{
		apiKey?: unknown;
		baseUrl?: unknown;
	}>(CREDENTIAL);
	const connection: Connection = {
		context,
		baseUrl: readBaseUrl(context, baseUrl),
		mask: maskOf(typeof apiKey === 'string' ? apiKey.trim() : ''),
		sent: 0,
		spacingMs: 0,
		down: new Map(),
		isNewGroup,
	};
	return open(connection, DEFAULT_TIMEOUT_MS, WAIT_BUDGET_MS);
}

/** What the calls of one run of a node have in common. */
interface Connection {
	context: Context;
	baseUrl: string;
	mask: Mask;
	sent: number;
	/** Pause before each request, learnt from answers that there were too many. */
	spacingMs: number;
	/** Senders, messages, or '' for 2Chat itself, for which a call has waited in vain as long as it may. */
	down: Map<string, Outage>;
	/** What 2Chat's last answer says about its time, and when it came in ms since 1970. */
	clock?: { date: string; at: number };
	isNewGroup: (uuid: string) => boolean;
}

function open(connection: Connection, timeoutMs: number, budgetMs: number): Client {
	return {
		call: async (call) => await callWithRetries(connection, call, timeoutMs, budgetMs),
		withTimeout: (ms) => open(connection, ms, budgetMs),
		forLooks: () => open(connection, timeoutMs, LOOK_BUDGET_MS),
		wait: async (ms) => await waitFor(connection, ms),
		toServerTime: (time) => toServerTime(connection, time),
		sent: () => connection.sent,
	};
}

async function callWithRetries(
	connection: Connection,
	call: Call,
	timeoutMs: number,
	budgetMs: number,
): Promise<Result> {
	const outage = whatIsDown(connection, call);
	const needsNumber = call.isStored !== true;
	if (outage?.isSure === true && (needsNumber || !isBusy(outage.failure))) {
		return { ok: false, failure: notAskedFailure(outage.failure) };
	}
	const patienceMs = outage === undefined ? budgetMs : 0;
	const startedAt = Date.now();
	let waitedMs = 0;
	let isUnclear = false;
	for (let tries = 1; ; tries++) {
		await waitFor(connection, connection.spacingMs);
		const result = await sendOne(connection, call, timeoutMs);
		if (result.ok) {
			noteAnswer(connection, call);
			return result;
		}
		const { failure } = result;
		call.afterFailure?.(failure);
		isUnclear ||= failure.certainty === 'unclear';
		const spentMs = Math.max(waitedMs, Date.now() - startedAt);
		const isNew = call.group !== undefined && connection.isNewGroup(call.group);
		const isRepeatable = mayRepeat(failure, call.repeat, isNew);
		const wait = isRepeatable ? waitBefore(failure, tries, spentMs, patienceMs) : null;
		// Once one try is unclear, a later refusal does not make it certain.
		const end: Result = isUnclear
			? { ok: false, failure: { ...failure, certainty: 'unclear' } }
			: result;
		if (wait === null) {
			// A message has had its share with its one try. Who subscribes to an event looks what became of it.
			if (isRepeatable || (isMessage(call) && isOutage(failure)))
				noteOutage(connection, call, failure, outage !== undefined);
			else if (!isOutage(failure)) noteAnswer(connection, call);
			return end;
		}
		waitedMs += wait;
		await waitFor(connection, wait);
		if (call.beforeRepeat !== undefined && !(await call.beforeRepeat(failure))) return end;
	}
}

async function sendOne(connection: Connection, call: Call, timeoutMs: number): Promise<Result> {
	const { context, baseUrl, mask } = connection;
	connection.sent++;
	const { result, date } = await send(context, baseUrl, mask, call, timeoutMs);
	if (date !== undefined) connection.clock = { date, at: Date.now() };
	if (result.ok) {
		connection.spacingMs = connection.spacingMs < 100 ? 0 : connection.spacingMs * 0.8;
	} else if (result.failure.status === 429) {
		const wider = Math.max(connection.spacingMs * 2, FIRST_SPACING_MS);
		connection.spacingMs = Math.min(wider, WIDEST_SPACING_MS);
	}
	return result;
}

/** The rate of most accounts, 80 a minute, and the lowest that 2Chat documents, 10 a minute (2chat-api.md 1.6). */
const FIRST_SPACING_MS = 750;
const WIDEST_SPACING_MS = 6_000;

/**
 * When a call has had its whole share of patience, the next one gets a single try. If that fails alike, nothing more is
 * sent for a while: an outage costs an execution minutes, and not each of its items.
 */
interface Outage {
	isSure: boolean;
	until: number;
	failure: Failure;
}

const OUTAGE_MS = 60_000;

/** One failed try is enough for messages alone: other calls are made more than once before one of them gives up. */
const MESSAGES = 'messages';

function isMessage({ repeat, sender }: Call): boolean {
	return repeat === 'once' && sender !== undefined;
}

function noteOutage({ down }: Connection, call: Call, failure: Failure, isSure: boolean): void {
	const outage = { isSure, until: Date.now() + OUTAGE_MS, failure };
	if (isOutage(failure)) down.set(isMessage(call) && !isSure ? MESSAGES : '', outage);
	else if (isBusy(failure)) down.set(call.sender ?? '', outage);
}

/** 2Chat answers. That the number works as well shows only in what it was asked to do. */
function noteAnswer({ down }: Connection, { repeat, sender }: Call): void {
	down.delete('');
	down.delete(MESSAGES);
	if (repeat !== 'read' && sender !== undefined) down.delete(sender);
}

function whatIsDown({ down }: Connection, call: Call): Outage | undefined {
	for (const scope of ['', call.sender ?? '', isMessage(call) ? MESSAGES : '']) {
		const outage = down.get(scope);
		if (outage !== undefined && outage.until > Date.now()) return outage;
	}
	return undefined;
}

async function waitFor({ context }: Connection, ms: number): Promise<void> {
	await pause(ms, cancelSignal(context));
	throwIfCancelled(context, false);
}

function toServerTime({ clock }: Connection, time: number): number | null {
	const lead = clock === undefined ? NaN : clock.at - Date.parse(clock.date);
	return Number.isNaN(lead) ? null : time - lead;
}
