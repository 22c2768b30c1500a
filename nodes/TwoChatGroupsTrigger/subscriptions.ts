import type { IHookFunctions } from 'n8n-workflow';

import { connect, type Client } from '../shared/api/client';
import { groupLister } from '../shared/api/groupLister';
import { uuidFinder } from '../shared/form/groupId';
import { notSubscribedError, toTriggerError, withoutTokens } from './errors';
import { isGroupEvent } from './events';
import { leadsTo, markOf, tokenOf, type Address } from './hookUrl';
import { recall, remember, type Subscription } from './memory';
import { readAddress, readSettings, type TriggerSettings } from './settings';
import { isDown, readOwn, removeAll, subscribe, type Removal } from './webhooks';

/**
 * Somebody waits in the editor, or n8n is starting up and does so for every published workflow: here it is
 * better to give up early. n8n tries by itself to activate a workflow again after it has started.
 */
const TIMEOUT_MS = 30_000;

/**
 * True only when 2Chat has exactly one subscription for each wanted event, and none besides for this node.
 * Changes nothing.
 *
 * @throws NodeApiError when 2Chat does not say what it has
 */
export async function subscriptionsExist(context: IHookFunctions): Promise<boolean> {
	const settings = readSettings(context);
	const { kept, missing, surplus } = await survey(context, await open(context), settings);
	if (missing.length > 0 || surplus.length > 0) return false;
	remember(context, settings.address, kept);
	return true;
}

/**
 * Makes what is missing and removes what would start the workflow twice or for other settings. Either all
 * wanted events are subscribed to in the end, or none that this call added.
 *
 * @throws NodeOperationError for a setting that cannot be used
 * @throws NodeApiError when 2Chat refuses
 */
export async function createSubscriptions(context: IHookFunctions): Promise<boolean> {
	const settings = readSettings(context);
	const client = await open(context);
	const { kept, missing, surplus } = await survey(context, client, settings);
	// First, because an old one that stays would start the workflow a second time.
	const old = await removeAll(client, surplus);
	remember(context, settings.address, [...kept, ...old.remaining]);
	if (old.failure !== null) throw toTriggerError(context, old.failure, { before: NOT_REMOVED });

	const needsNoGroup = missing.length === 0 || settings.group === null;
	const groupUuid = needsNoGroup
		? null
		: await uuidFinder(context, groupLister(client))(settings.group, () => settings.fromNumber);
	const known = new Set([...kept, ...surplus].map(({ uuid }) => uuid));
	const created: Subscription[] = [];
	for (const event of missing) {
		const result = await subscribe(client, settings, event, groupUuid, known);
		if (!result.ok) {
			const { remaining } = await removeAll(client, created);
			remember(context, settings.address, [...kept, ...remaining]);
			throw notSubscribedError(context, settings.address, event, result.failure);
		}
		created.push(result.subscription);
	}
	remember(context, settings.address, [...kept, ...created]);
	return true;
}

const NOT_REMOVED =
	'A subscription from earlier could not be removed, and would start the workflow twice: ';

/**
 * Removes every subscription that leads to this node: those remembered and those that 2Chat lists.
 *
 * False, with a line in n8n's log, when some may remain. It does not throw for that, because at the first
 * trigger that throws n8n stops tidying up: it keeps its own route for the address and skips the workflow's
 * other triggers. What remains is removed by the next activation.
 */
export async function removeSubscriptions(context: IHookFunctions): Promise<boolean> {
	const address = readAddress(context);
	const remembered = recall(context, address);
	let removal: Removal;
	try {
		removal = await removeOwn(await open(context), address, remembered);
	} catch (error) {
		// The credential may be gone or spoilt by now.
		const reason = error instanceof Error ? error.message : String(error);
		return reportRemaining(context, remembered, reason);
	}
	remember(context, address, removal.remaining);
	if (removal.failure === null) return true;
	return reportRemaining(context, removal.remaining, removal.failure.message);
}

async function removeOwn(
	client: Client,
	address: Address,
	remembered: Subscription[],
): Promise<Removal> {
	const listed = await readOwn(client, address, remembered);
	if (!listed.ok && isDown(listed.failure)) {
		return { remaining: remembered, failure: listed.failure };
	}
	const found = listed.ok ? listed.subscriptions : [];
	const unlisted = remembered.filter(({ uuid }) => !found.some((entry) => entry.uuid === uuid));
	const removal = await removeAll(client, [...found, ...unlisted]);
	return listed.ok ? removal : { ...removal, failure: listed.failure };
}

function reportRemaining(
	context: IHookFunctions,
	remaining: Subscription[],
	reason: string,
): false {
	context.logger.warn(
		`"${context.getNode().name}" may have left subscriptions at 2Chat: ${withoutTokens(reason)}. They are removed when the workflow is activated again.`,
		{ webhooks: remaining.map(({ uuid }) => uuid) },
	);
	return false;
}

async function open(context: IHookFunctions): Promise<Client> {
	return (await connect(context)).withTimeout(TIMEOUT_MS).forLooks();
}

async function survey(
	context: IHookFunctions,
	client: Client,
	{ address, events, mark }: TriggerSettings,
) {
	const remembered = recall(context, address);
	const listed = await readOwn(client, address, remembered);
	if (!listed.ok) throw toTriggerError(context, listed.failure);
	const kept = new Map<string, Subscription>();
	const surplus: Subscription[] = [];
	for (const subscription of listed.subscriptions) {
		const { uuid, event, url } = subscription;
		// Should 2Chat show addresses without their query, memory still knows what each was made for.
		const asked = remembered.find((entry) => entry.uuid === uuid)?.url ?? url;
		const full = tokenOf(url) === null ? asked : url;
		const isWanted =
			isGroupEvent(event) &&
			events.includes(event) &&
			leadsTo(address, url) &&
			markOf(full) === mark &&
			tokenOf(full) !== null;
		if (isWanted && !kept.has(event)) kept.set(event, { uuid, event, url: full });
		else surplus.push(subscription);
	}
	return {
		// One for each wanted event that has one.
		kept: [...kept.values()],
		missing: events.filter((event) => !kept.has(event)),
		// For this node, but for an earlier address or other settings, without a token, or one too many.
		surplus,
	};
}
