import { ApiError } from './errors.mts';
import type { Account } from './model.mts';
import type { Settings } from './settings.mts';

const WINDOW_MS = 60_000;

/** Counts an account's calls in a sliding window of a minute. */
export class RateLimiter {
	private readonly taken = new Map<string, number[]>();

	reset(): void {
		this.taken.clear();
	}

	takeCall({ uuid }: Account, settings: Settings): void {
		const now = Date.now();
		const recent = (this.taken.get(uuid) ?? []).filter((at) => at > now - WINDOW_MS);
		this.taken.set(uuid, recent);
		if (recent.length >= settings.requestsPerMinute) {
			const freeAt = (recent[0] ?? now) + WINDOW_MS;
			throw new ApiError(
				429,
				'Too many requests',
				'application',
				retryAfter(settings.retryAfter, freeAt, now),
			);
		}
		recent.push(now);
	}
}

function retryAfter(
	form: Settings['retryAfter'],
	freeAt: number,
	now: number,
): Record<string, string> {
	switch (form) {
		case 'none':
			return {};
		case 'seconds':
			return { 'retry-after': String(Math.ceil((freeAt - now) / 1000)) };
		case 'date':
			// HTTP dates have whole seconds; rounding down would invite the client back too early.
			return { 'retry-after': new Date(Math.ceil(freeAt / 1000) * 1000).toUTCString() };
	}
}

/** 402 of a blocked or expired account, on everything but `/info` (2chat-api.md section 6). */
export function assertGoodStanding(account: Account): void {
	if (account.blocked) {
		throw new ApiError(402, account.blockReason ?? 'The account is blocked');
	}
	if (Date.parse(account.expiresAt) < Date.now()) {
		throw new ApiError(402, account.onTrial ? 'The trial has expired' : 'The plan has expired');
	}
	if (account.apiRequestCount >= account.maxApiRequestCount) {
		throw new ApiError(402, 'The API credits are used up');
	}
}

/** Two credits for a check with extra information, one for any other call (2chat-api.md 1.7). */
export function chargeCheck(account: Account, credits: number): void {
	if (account.numberCheckCount + credits > account.maxNumberCheckCount) {
		throw new ApiError(402, 'The number verification credits are used up');
	}
	account.numberCheckCount += credits;
	account.apiRequestCount += credits;
}
