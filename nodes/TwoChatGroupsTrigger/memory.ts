import type { IHookFunctions } from 'n8n-workflow';

import { isRecord } from '../shared/json';
import { isBelow } from './hookUrl';

/** One subscription at 2Chat. */
export interface Subscription {
	uuid: string;
	event: string;
	/** Its `hook_url`, as it was asked for. */
	url: string;
}

/**
 * What earlier activations subscribed to for this address, from n8n's static data of the node.
 *
 * Those of other addresses are never touched: a test finds the published workflow's data here, and a copy
 * of the workflow on another n8n that of the original.
 */
export function recall(context: IHookFunctions, address: string): Subscription[] {
	return readMemory(context).filter(({ url }) => isBelow(address, url));
}

/** Replaces what is remembered for this address. */
export function remember(
	context: IHookFunctions,
	address: string,
	subscriptions: Subscription[],
): void {
	const others = readMemory(context).filter(({ url }) => !isBelow(address, url));
	const own = subscriptions.map(({ uuid, event, url }) => ({ uuid, event, url }));
	context.getWorkflowStaticData('node').subscriptions = [...others, ...own];
}

function readMemory(context: IHookFunctions): Subscription[] {
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
