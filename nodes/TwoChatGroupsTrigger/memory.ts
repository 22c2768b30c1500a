import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../shared/json';
import { leadsToNode, tokenOf, type Address } from './hookUrl';

// n8n's static data of the node: what it keeps between activations and calls. n8n reads all of it before a
// call and writes all of it after, so of two processes that write at once, the later one wins.

interface Context {
	getWorkflowStaticData(type: 'node'): IDataObject;
}

/** One subscription at 2Chat. */
export type Subscription = {
	uuid: string;
	event: string;
	/** Its `hook_url` with the token. */
	url: string;
};

/**
 * What earlier activations subscribed to for this node.
 *
 * Those of other nodes and of tests are never touched: a test finds the published workflow's data here.
 */
export function recall(context: Context, address: Address): Subscription[] {
	return readSubscriptions(context).filter(({ url }) => leadsToNode(address, url));
}

/** Replaces what is remembered for this node. A token that is forgotten starts nothing any more. */
export function remember(context: Context, address: Address, subscriptions: Subscription[]): void {
	const others = readSubscriptions(context).filter(({ url }) => !leadsToNode(address, url));
	context.getWorkflowStaticData('node').subscriptions = [...others, ...subscriptions];
}

/**
 * The subscription whose deliveries carry this token. At a call n8n does not say whether it came to the
 * address of tests, so all that are remembered count; each has a token of its own.
 */
export function recallByToken(context: Context, token: unknown): Subscription | undefined {
	if (typeof token !== 'string' || token === '') return undefined;
	return readSubscriptions(context).find(({ url }) => tokenOf(url) === token);
}

function readSubscriptions(context: Context): Subscription[] {
	const { subscriptions } = context.getWorkflowStaticData('node');
	if (!Array.isArray(subscriptions)) return [];
	return subscriptions.flatMap((entry: unknown) => {
		if (!isRecord(entry)) return [];
		const { uuid, event, url } = entry;
		return typeof uuid === 'string' && typeof event === 'string' && typeof url === 'string'
			? [{ uuid, event, url }]
			: [];
	});
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Of one node; n8n writes them to its database with each delivery. */
const MOST_IN_STATIC_DATA = 500;
/** Of all nodes of this process. */
const MOST_IN_PROCESS = 20_000;

/** Two calls at once both find the static data of before, so this process also remembers by itself. */
const seenHere = new Map<string, number>();

/**
 * Notes a delivery, and tells whether the same came within a day before. Across processes (n8n in queue
 * mode) it is known once n8n has saved it, so the same delivery to two of them at one moment starts twice.
 */
export function isRepeat(context: Context, address: Address, delivery: string): boolean {
	const now = Date.now();
	const isRecent = (time: number) => now - time < DAY_MS;
	const data = context.getWorkflowStaticData('node');
	const stored = readDeliveries(data.deliveries).filter(([, time]) => isRecent(time));
	const here = `${address.url} ${delivery}`;
	const seenAt = seenHere.get(here) ?? stored.find(([known]) => known === delivery)?.[1];
	if (seenAt !== undefined && isRecent(seenAt)) return true;
	seenHere.delete(here);
	seenHere.set(here, now);
	const [oldest] = seenHere.keys();
	if (seenHere.size > MOST_IN_PROCESS && oldest !== undefined) seenHere.delete(oldest);
	data.deliveries = [...stored, [delivery, now]].slice(-MOST_IN_STATIC_DATA);
	return false;
}

function readDeliveries(value: unknown): Array<[string, number]> {
	if (!Array.isArray(value)) return [];
	return value.flatMap((entry: unknown) => {
		const [delivery, time] = Array.isArray(entry) ? (entry as unknown[]) : [];
		return typeof delivery === 'string' && typeof time === 'number' ? [[delivery, time]] : [];
	});
}
