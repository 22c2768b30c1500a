import type { Failure } from './failure';

/**
 * How often a call may be made without changing what happens.
 *
 * - `read`: asks only.
 * - `repeatable`: doing it twice ends where doing it once does (add answers 409 for a member, 2chat-api.md 2.8).
 * - `once`: a second time sends a second message.
 * - `create`: a second time creates a second group, so between two tries somebody has to look for the first one.
 */
export type Repeat = 'read' | 'repeatable' | 'once' | 'create';

/** Before each further try of one call. */
const WAITS_MS = [2_000, 5_000, 10_000, 20_000, 30_000, 60_000];
/** How long one call may take in all, waits included. */
export const WAIT_BUDGET_MS = 180_000;

/** 2chat-api.md 1.5: the number is starting, connecting or busy. */
const BUSY = [409, 410, 486];
const PASSING = [502, 503, 504];

/**
 * | what came back          | read | repeatable | once | create |
 * | ----------------------- | ---- | ---------- | ---- | ------ |
 * | 429                     | yes  | yes        | yes  | yes    |
 * | 409, 410, 486           | yes  | yes        | yes  | yes, after a look |
 * | 502, 503, 504           | yes  | yes        | no   | no     |
 * | no answer               | yes  | yes        | no   | no     |
 * | 404, a new group        | yes  | yes        | yes  | –      |
 * | anything else           | no   | no         | no   | no     |
 *
 * The 404 line: whether a new group's id works at once is open (2chat-api.md 7.10), and a group that is
 * not found was not changed.
 */
export function mayRepeat(failure: Failure, repeat: Repeat, isNewGroup: boolean): boolean {
	const { status, certainty } = failure;
	const isRepeatable = repeat === 'read' || repeat === 'repeatable';
	if (status === undefined) return certainty === 'unclear' && isRepeatable;
	if (status === 429) return true;
	// 2Chat itself does not know what it has done.
	if (certainty === 'unclear' && !isRepeatable) return false;
	if (BUSY.includes(status)) return true;
	if (PASSING.includes(status)) return isRepeatable;
	return status === 404 && isNewGroup;
}

/** A value that cannot be used, which spoils no other call. */
export function isOfValue({ status, kind }: Failure): boolean {
	return (status === 400 || status === 422) && kind !== 'notAdmin';
}

/** A refusal that every further call of the kind would meet, such as that there are no credits left. */
export function isForAll(failure: Failure): boolean {
	const isRefusal = failure.certainty === 'notDone' && failure.status !== undefined;
	return isRefusal && !isOfValue(failure) && !mayRepeat(failure, 'read', false);
}

/** 2Chat itself does not answer, or takes no more calls. */
export function isOutage({ status, certainty }: Failure): boolean {
	if (status === undefined) return certainty === 'unclear';
	return status === 429 || PASSING.includes(status);
}

/** The number is starting, going away or at work on something else, and has most likely not taken it up. */
export function isBusy({ status }: Failure): boolean {
	return status !== undefined && BUSY.includes(status);
}

/**
 * Milliseconds to wait before try number `tries + 1`, or null when the call has had its share.
 * `spentMs` is what the call has cost so far, waiting included.
 */
export function waitBefore(
	failure: Failure,
	tries: number,
	spentMs: number,
	budgetMs: number,
): number | null {
	const scheduled = WAITS_MS[tries - 1];
	if (scheduled === undefined) return null;
	// "At once", or a time that has passed by our clock, would use up all tries in a moment.
	const wait = failure.retryAfterMs || scheduled;
	return spentMs + wait > budgetMs ? null : wait;
}

/** Retry-After in both its forms: seconds, or a date (RFC 9110 10.2.3). */
export function readRetryAfter(header: unknown, now: number): number | undefined {
	if (typeof header !== 'string' && typeof header !== 'number') return undefined;
	const text = String(header).trim();
	if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(date - now, 0);
}
