import type { IHookFunctions } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { isRecord } from '../shared/json';
import { findGroupUuid } from '../shared/form/groupId';
import { connect } from '../shared/api/client';
import type { Client } from '../shared/api/client';
import { deleteWebhook, listWebhooks, subscribeWebhook } from '../shared/api/endpoints';
import { toNodeError } from '../shared/api/failure';
import type { Failure } from '../shared/api/failure';
import { EVENT_LABELS, isGroupEvent, type GroupEvent } from './events';
import { hookUrl, isBelow, markOf } from './hookUrl';
import { recall, remember, type Subscription } from './memory';
import { isOutOfReach } from './publicAddress';
import { NO_ITEM, readAddress, readOrder, type Order } from './settings';

/**
 * Somebody waits in the editor, or n8n is starting up and does so for every published workflow: here it is
 * better to give up early. n8n tries by itself to activate a workflow again after it has started.
 */
const TIMEOUT_MS = 30_000;
const WAIT_BUDGET_MS = 15_000;

/** When to look for a subscription whose answer was lost. */
const LOOK_AFTER_MS = [0, 2_000, 5_000];

/**
 * True only when 2Chat has exactly one subscription for each wanted event, and none besides for this
 * address. Changes nothing.
 *
 * @throws NodeApiError when 2Chat does not say what it has
 */
export async function subscriptionsExist(context: IHookFunctions): Promise<boolean> {
	const order = readOrder(context);
	const { kept, missing, surplus } = await survey(context, await open(context), order);
	if (missing.length > 0 || surplus.length > 0) return false;
	remember(context, order.address, kept);
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
	const order = readOrder(context);
	const client = await open(context);
	const { kept, missing, surplus } = await survey(context, client, order);
	// First, because an old one that stays would start the workflow a second time.
	const old = await removeAll(client, surplus);
	remember(context, order.address, [...kept, ...old.left]);
	if (old.failure !== null) throw notRemoved(context, old.failure);

	const groupUuid = missing.length === 0 ? null : await readGroupUuid(context, client, order);
	const known = new Set([...kept, ...surplus].map(({ uuid }) => uuid));
	const made: Subscription[] = [];
	for (const event of missing) {
		const result = await subscribe(client, order, event, groupUuid, known);
		if (!result.ok) {
			const { left } = await removeAll(client, made);
			remember(context, order.address, [...kept, ...left]);
			throw notMade(context, order, event, result.failure);
		}
		made.push(result.subscription);
	}
	remember(context, order.address, [...kept, ...made]);
	return true;
}

/**
 * Removes every subscription that leads to this address: those remembered and those that 2Chat lists.
 *
 * False, with a line in n8n's log, when some may be left. It does not throw for that, because at the first
 * trigger that throws n8n stops tidying up: it keeps its own route for the address and skips the workflow's
 * other triggers. What is left gets removed by the next activation.
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
		return reportLeft(context, remembered, reason);
	}
	remember(context, address, removal.left);
	if (removal.failure === null) return true;
	return reportLeft(context, removal.left, removal.failure.message);
}

async function removeOwn(
	client: Client,
	address: string,
	remembered: Subscription[],
): Promise<Removal> {
	const listed = await readOwn(client, address);
	if (!listed.ok && isDown(listed.failure)) {
		return { left: remembered, failure: listed.failure };
	}
	const found = listed.ok ? listed.subscriptions : [];
	const unlisted = remembered.filter(({ uuid }) => !found.some((entry) => entry.uuid === uuid));
	const removal = await removeAll(client, [...found, ...unlisted]);
	return listed.ok ? removal : { ...removal, failure: listed.failure };
}

function reportLeft(context: IHookFunctions, left: Subscription[], reason: string): false {
	context.logger.warn(
		`"${context.getNode().name}" may have left subscriptions at 2Chat: ${reason}. They are removed when the workflow is activated again.`,
		{ webhooks: left.map(({ uuid }) => uuid) },
	);
	return false;
}

async function open(context: IHookFunctions): Promise<Client> {
	return await connect(context, { timeoutMs: TIMEOUT_MS, waitBudgetMs: WAIT_BUDGET_MS });
}

interface Survey {
	/** One for each wanted event that has one. */
	kept: Subscription[];
	missing: GroupEvent[];
	/** For this address, but for other settings, or once more for an event that has one. */
	surplus: Subscription[];
}

async function survey(context: IHookFunctions, client: Client, order: Order): Promise<Survey> {
	const listed = await readOwn(client, order.address);
	if (!listed.ok) throw asNodeError(context, listed.failure);
	// Should 2Chat show addresses without their query, memory still knows what each was made for.
	const asked = new Map(recall(context, order.address).map(({ uuid, url }) => [uuid, url]));
	const kept = new Map<string, Subscription>();
	const surplus: Subscription[] = [];
	for (const subscription of listed.subscriptions) {
		const { uuid, event, url } = subscription;
		const mark = markOf(url) ?? markOf(asked.get(uuid) ?? '');
		const isWanted = isGroupEvent(event) && order.events.includes(event) && mark === order.mark;
		if (isWanted && !kept.has(event)) {
			kept.set(event, { uuid, event, url: hookUrl(order.address, event, order.mark) });
		} else surplus.push(subscription);
	}
	return {
		kept: [...kept.values()],
		missing: order.events.filter((event) => !kept.has(event)),
		surplus,
	};
}

type Own = { ok: true; subscriptions: Subscription[] } | { ok: false; failure: Failure };

async function readOwn(client: Client, address: string): Promise<Own> {
	const listed = await listWebhooks(client);
	if (!listed.ok) return listed;
	const subscriptions = listed.entries.flatMap(({ uuid, event_name: event, hook_url: url }) =>
		isWebhookUuid(uuid) && typeof url === 'string' && isBelow(address, url)
			? [{ uuid, event: String(event), url }]
			: [],
	);
	return { ok: true, subscriptions };
}

/** Only characters that are safe in a path (2chat-api.md 1.8: `WHK…`). */
function isWebhookUuid(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Za-z0-9_-]{1,100}$/.test(value);
}

type Subscribed = { ok: true; subscription: Subscription } | { ok: false; failure: Failure };

/** Never asks twice, since each time makes another one. After an unclear end it looks instead. */
async function subscribe(
	client: Client,
	{ address, fromNumber, mark }: Order,
	event: GroupEvent,
	groupUuid: string | null,
	known: ReadonlySet<string>,
): Promise<Subscribed> {
	const url = hookUrl(address, event, mark);
	const result = await subscribeWebhook(client, event, {
		hook_url: url,
		on_number: fromNumber,
		...(groupUuid === null ? {} : { to_group_uuid: groupUuid }),
	});
	if (!result.ok && result.failure.certainty === 'refused') return result;
	const uuid = result.ok ? uuidOf(result.body) : null;
	if (uuid !== null) return { ok: true, subscription: { uuid, event, url } };
	for (const wait of LOOK_AFTER_MS) {
		await client.wait(wait);
		const own = await readOwn(client, address);
		const found = own.ok
			? own.subscriptions.find((entry) => entry.event === event && !known.has(entry.uuid))
			: undefined;
		if (found !== undefined) return { ok: true, subscription: { ...found, url } };
	}
	return result.ok ? { ok: false, failure: withoutId() } : result;
}

/** `data.uuid` (2chat-api.md 3.5); on the top level as well, since no page shows the answer. */
function uuidOf(body: unknown): string | null {
	if (!isRecord(body)) return null;
	const uuid = isRecord(body.data) ? body.data.uuid : body.uuid;
	return isWebhookUuid(uuid) ? uuid : null;
}

function withoutId(): Failure {
	return {
		certainty: 'unclear',
		status: null,
		apiText: null,
		message: '2Chat said yes, but names no subscription and lists none',
		nextStep: 'Try again in a minute.',
	};
}

interface Removal {
	left: Subscription[];
	/** Why, for the first of them. */
	failure: Failure | null;
}

async function removeAll(client: Client, subscriptions: Subscription[]): Promise<Removal> {
	const left: Subscription[] = [];
	let failure: Failure | null = null;
	for (const subscription of subscriptions) {
		if (failure !== null && isDown(failure)) {
			left.push(subscription);
			continue;
		}
		const result = await deleteWebhook(client, subscription.uuid);
		// 404: somebody else has removed it already.
		if (result.ok || result.failure.status === 404) continue;
		left.push(subscription);
		failure ??= result.failure;
	}
	return { left, failure };
}

/** Nobody is there to answer, so each further try only keeps n8n waiting. */
function isDown({ status }: Failure): boolean {
	return status === null || [502, 503, 504].includes(status);
}

async function readGroupUuid(
	context: IHookFunctions,
	client: Client,
	{ group, fromNumber }: Order,
): Promise<string | null> {
	if (group === null) return null;
	return await findGroupUuid(context, client, new Map(), {
		item: NO_ITEM,
		value: group,
		fromNumber: () => fromNumber,
	});
}

function notRemoved(context: IHookFunctions, failure: Failure): NodeApiError {
	return asNodeError(context, {
		...failure,
		message: `A subscription from earlier could not be removed, and would start the workflow twice: ${failure.message}`,
	});
}

/** What these statuses say has nothing to do with n8n's address (2chat-api.md 1.5). */
const NOT_ABOUT_THE_ADDRESS = [401, 402, 404, 406, 409, 410, 429, 486];

function notMade(
	context: IHookFunctions,
	{ address }: Order,
	event: GroupEvent,
	failure: Failure,
): NodeApiError {
	const { status, certainty } = failure;
	const mayBeAddress =
		certainty === 'refused' && status !== null && !NOT_ABOUT_THE_ADDRESS.includes(status);
	return asNodeError(
		context,
		{
			...failure,
			message: `2Chat was not subscribed to "${EVENT_LABELS[event]}": ${failure.message}`,
		},
		mayBeAddress ? `${addressAdvice(address)} ` : '',
	);
}

/** Some advice for the action node speaks of options that a trigger does not have. */
function asNodeError(context: IHookFunctions, failure: Failure, advice = ''): NodeApiError {
	const { status, certainty } = failure;
	const mayPass = certainty === 'unclear' || status === 429;
	const nextStep = mayPass ? 'Wait a few minutes and try again.' : failure.nextStep;
	const node = context.getNode();
	return toNodeError(node, { ...failure, nextStep: `${advice}${nextStep}` }, NO_ITEM);
}

/** The path is left out: whoever knows it can start the workflow. */
function addressAdvice(address: string): string {
	const { origin } = new URL(address);
	return isOutOfReach(address)
		? `2Chat has to call n8n from the internet, but ${origin} is an address that only this machine or network can reach. Run n8n where it has a public address, or set the environment variable WEBHOOK_URL to one that leads to it.`
		: `2Chat has to be able to call n8n at ${origin} from the internet.`;
}
