import { createHash, randomBytes } from 'node:crypto';

import { isNearby, parseUrl } from '../shared/url';
import type { GroupEvent } from './events';

// One node has one address in n8n, but needs a subscription for each event (2chat-api.md 3.5). So each gets
// the address with a query of its own: the event, for who reads it; a mark of number and group, because the
// list of subscriptions need not show those two; and a random token, because nobody signs a delivery. Only
// 2Chat and n8n know the token, and by it n8n knows the subscription.

const MARK = 'for';
const TOKEN = 'token';

/** Where n8n listens for this node. */
export interface Address {
	url: string;
	/** Its end, which stays the same when n8n moves, and which no other node has. */
	path: string;
}

/** @param webhookId the id in n8n's address for the node; without it, workflow and node stand there */
export function toAddress(url: string, webhookId: string | undefined): Address {
	// "webhook" or "webhook-test", so that tests and the published workflow stay apart; then the node; then
	// the path in its description.
	const parts = webhookId === undefined ? 4 : 3;
	return { url, path: segments(url).slice(-parts).join('/') };
}

/** The `hook_url` of a new subscription to one event. `mark` is from `settingsMark`. */
export function newHookUrl({ url }: Address, event: GroupEvent, mark: string): string {
	const token = randomBytes(16).toString('hex');
	return `${url}?event=${event}&${MARK}=${mark}&${TOKEN}=${token}`;
}

/** The same for the same number and group. A hash, since addresses end up in the logs of proxies. */
export function settingsMark(fromNumber: string, group: string | null): string {
	const settings = JSON.stringify([fromNumber, group]);
	return createHash('sha256').update(settings).digest('hex').slice(0, 12);
}

/** Whether a `hook_url` leads to this node, at whatever address n8n had. */
export function leadsToNode({ path }: Address, hookUrl: string): boolean {
	return `/${segments(hookUrl).join('/')}`.endsWith(`/${path}`);
}

/** Whether it leads to the address that n8n has now, however 2Chat writes that. */
export function leadsTo({ url }: Address, hookUrl: string): boolean {
	const [now, listed] = [parseUrl(url), parseUrl(hookUrl)];
	if (now === null || listed === null) return url === hookUrl;
	return now.origin === listed.origin && segments(url).join('/') === segments(hookUrl).join('/');
}

export function markOf(hookUrl: string): string | null {
	return parseUrl(hookUrl)?.searchParams.get(MARK) ?? null;
}

export function tokenOf(hookUrl: string): string | null {
	return parseUrl(hookUrl)?.searchParams.get(TOKEN) ?? null;
}

/** The parts of the path, without what 2Chat may write in another way: slashes at the end, %2D for -. */
function segments(url: string): string[] {
	const path = parseUrl(url)?.pathname ?? '';
	return path.split('/').filter(Boolean).map(decoded);
}

function decoded(part: string): string {
	try {
		// A slash in a name must not become one of the path.
		return decodeURIComponent(part).replaceAll('/', '%2F');
	} catch {
		return part;
	}
}

/** Whether 2Chat, out on the internet, has no way to call this address. */
export function isOutOfReach({ url }: Address): boolean {
	const address = parseUrl(url);
	return address === null || isNearby(address);
}
