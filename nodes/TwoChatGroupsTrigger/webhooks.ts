import { isRecord } from '../shared/json';
import type { Client } from '../shared/api/client';
import { deleteWebhook, listWebhooks, subscribeWebhook } from '../shared/api/endpoints';
import type { Failure } from '../shared/api/failure';
import type { GroupEvent } from './events';
import { leadsTo, leadsToNode, newHookUrl, tokenOf, type Address } from './hookUrl';
import type { Subscription } from './memory';
import type { TriggerSettings } from './settings';

/** When to look for a subscription whose answer was lost. */
const LOOK_AFTER_MS = [0, 2_000, 5_000];

/**
 * The node's own among the account's, whatever address n8n had when they were made. The same node on
 * another n8n, as with a test system beside the real one, has another address and tokens that this one
 * does not remember: those are left to it.
 */
export async function readOwn(
	client: Client,
	address: Address,
	remembered: Subscription[],
): Promise<{ ok: true; subscriptions: Subscription[] } | { ok: false; failure: Failure }> {
	const listed = await listWebhooks(client);
	if (!listed.ok) return listed;
	const tokens = new Set([null, ...remembered.map(({ url }) => tokenOf(url))]);
	const uuids = new Set(remembered.map(({ uuid }) => uuid));
	const isOwn = (uuid: string, url: string) =>
		uuids.has(uuid) ||
		leadsTo(address, url) ||
		(leadsToNode(address, url) && tokens.has(tokenOf(url)));
	const subscriptions = listed.entries.flatMap(({ uuid, event_name: event, hook_url: url }) =>
		isWebhookUuid(uuid) && typeof url === 'string' && isOwn(uuid, url)
			? [{ uuid, event: String(event), url }]
			: [],
	);
	return { ok: true, subscriptions };
}

/** Only characters that are safe in a path (2chat-api.md 1.8: `WHK…`). */
function isWebhookUuid(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Za-z0-9_-]{1,100}$/.test(value);
}

/**
 * Never asks twice, since each time makes another one. After an unclear end it looks instead.
 *
 * @param known those that were there before
 */
export async function subscribe(
	client: Client,
	{ address, fromNumber, mark }: TriggerSettings,
	event: GroupEvent,
	groupUuid: string | null,
	known: ReadonlySet<string>,
): Promise<{ ok: true; subscription: Subscription } | { ok: false; failure: Failure }> {
	const url = newHookUrl(address, event, mark);
	const token = tokenOf(url);
	const result = await subscribeWebhook(client, event, {
		hook_url: url,
		on_number: fromNumber,
		...(groupUuid === null ? {} : { to_group_uuid: groupUuid }),
	});
	if (!result.ok && result.failure.certainty === 'notDone') return result;
	const uuid = result.ok ? uuidOf(result.body) : null;
	if (uuid !== null) return { ok: true, subscription: { uuid, event, url } };
	for (const wait of LOOK_AFTER_MS) {
		await client.wait(wait);
		const own = await readOwn(client, address, []);
		// Should 2Chat show addresses without their query, the event has to do.
		const found = own.ok
			? own.subscriptions.find(
					(entry) =>
						entry.event === event &&
						!known.has(entry.uuid) &&
						(tokenOf(entry.url) ?? token) === token,
				)
			: undefined;
		if (found !== undefined) return { ok: true, subscription: { ...found, url } };
	}
	return result.ok ? { ok: false, failure: WITHOUT_ID } : result;
}

/** `data.uuid` (2chat-api.md 3.5); on the top level as well, since no page shows the answer. */
function uuidOf(body: unknown): string | null {
	if (!isRecord(body)) return null;
	const uuid = isRecord(body.data) ? body.data.uuid : body.uuid;
	return isWebhookUuid(uuid) ? uuid : null;
}

const WITHOUT_ID: Failure = {
	certainty: 'unclear',
	message: '2Chat said yes, but names no subscription and lists none',
	nextStep: 'Try again in a minute.',
};

export interface Removal {
	remaining: Subscription[];
	/** Why, for the first of them. */
	failure: Failure | null;
}

export async function removeAll(client: Client, subscriptions: Subscription[]): Promise<Removal> {
	const remaining: Subscription[] = [];
	let failure: Failure | null = null;
	for (const subscription of subscriptions) {
		if (failure !== null && isDown(failure)) {
			remaining.push(subscription);
			continue;
		}
		const result = await deleteWebhook(client, subscription.uuid);
		// 404: somebody else has removed it already.
		if (result.ok || result.failure.status === 404) continue;
		remaining.push(subscription);
		failure ??= result.failure;
	}
	return { remaining, failure };
}

/** Nobody is there to answer, so each further try only keeps n8n waiting. */
export function isDown({ status }: Failure): boolean {
	return status === undefined || [502, 503, 504].includes(status);
}
