import type { ConnectedNumber } from './model.mts';
import { ApiError } from './errors.mts';
import type { Account } from './model.mts';
import type { Settings } from './settings.mts';

const WINDOW_MS = 60_000;

/** Counts calls in a sliding window of a minute, by account and by checking number. */
export class RateLimiter {
	private readonly taken = new Map<string, number[]>();

	reset(): void {
		this.taken.clear();
	}

	takeCall(account: Account, settings: Settings): void {
		this.take(account.uuid, requestsPerMinute(account, settings), settings);
	}

	takeCheck(number: ConnectedNumber, settings: Settings): void {
		this.take(number.uuid, settings.checksPerMinute, settings);
	}

	private take(name: string, limit: number, settings: Settings): void {
		const now = Date.now();
		const recent = (this.taken.get(name) ?? []).filter((at) => at > now - WINDOW_MS);
		this.taken.set(name, recent);
		if (recent.length >= limit) {
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

/** 2chat-api.md 1.6: `limits.requests_per_minute` of `/info`, and less on trial. */
export function requestsPerMinute(account: Account, settings: Settings): number {
	return account.onTrial ? settings.trialRequestsPerMinute : settings.requestsPerMinute;
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
export function chargeCheck(account: Account, credits: number, settings: Settings): void {
	if (settings.checkDrawsOn !== 'api') {
		if (account.numberCheckCount + credits > account.maxNumberCheckCount) {
			throw new ApiError(402, 'The number verification credits are used up');
		}
		account.numberCheckCount += credits;
	}
	if (settings.checkDrawsOn !== 'verification') account.apiRequestCount += credits;
}
