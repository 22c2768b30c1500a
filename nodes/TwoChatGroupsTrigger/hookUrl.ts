import { createHash } from 'node:crypto';

import { isGroupEvent, type GroupEvent } from './events';

// One node has one address in n8n, but needs a subscription for each event, and older payloads do not say
// which event they are (2chat-api.md 3.5). So each subscription gets the address with a query of its own:
// the event, and a mark of number and group, because the list of subscriptions need not show those two.
// Without the query it is n8n's address, which nothing else uses: that tells own subscriptions from others.

const EVENT = 'event';
const MARK = 'for';

/** The `hook_url` of the subscription to one event. `mark` is from `settingsMark`. */
export function hookUrl(address: string, event: GroupEvent, mark: string): string {
	return `${address}?${EVENT}=${event}&${MARK}=${mark}`;
}

/** The same for the same number and group. A hash, since addresses end up in the logs of proxies. */
export function settingsMark(fromNumber: string, group: string | null): string {
	const settings = JSON.stringify([fromNumber, group]);
	return createHash('sha256').update(settings).digest('hex').slice(0, 12);
}

/** Whether a `hook_url` leads to this address, whatever its query. */
export function isBelow(address: string, url: string): boolean {
	return withoutQuery(address) === withoutQuery(url);
}

/** The mark in a `hook_url`; null when it has none. */
export function markOf(url: string): string | null {
	return parse(url)?.searchParams.get(MARK) ?? null;
}

/** The event that the query of a delivery names, if it is one of 2Chat's. */
export function eventOfQuery(query: unknown): GroupEvent | null {
	const event: unknown =
		typeof query === 'object' && query !== null ? Reflect.get(query, EVENT) : undefined;
	return isGroupEvent(event) ? event : null;
}

function withoutQuery(url: string): string {
	const parsed = parse(url);
	return parsed === null ? url : `${parsed.origin}${parsed.pathname}`;
}

function parse(url: string): URL | null {
	try {
		return new URL(url);
	} catch {
		return null;
	}
}
