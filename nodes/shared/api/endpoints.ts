import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../json';
import type { MemberChange } from '../groups/outcomes';
import { pathPart } from './baseUrl';
import type { Client, Result } from './client';
import { noListFailure, tooManyPagesFailure } from './failure';
import type { Call } from './send';

const NUMBERS_PER_PAGE = 50;

/** Of groups and numbers no account has so many; of messages it is 50,000, and as many credits as pages. */
const MAX_PAGES = 1_000;

/** Without credits, or while 2Chat is busy, there may well be another page. */
const REFUSES_A_PAGE = [200, 400, 404, 422];

/** 2chat-api.md 1.3. Plan, limits and credits used. */
export async function getAccount(client: Client): Promise<Result> {
	return await client.call({ method: 'GET', path: '/info', repeat: 'read' });
}

/**
 * 2chat-api.md 2.1. A second call makes a second group.
 *
 * @param repetition what happens around a second try, which is only made if the one before has surely created nothing
 */
export async function createGroup(
	client: Client,
	fromNumber: string,
	group: { name: string; description?: string; participants: string[] },
	repetition: Pick<Call, 'afterFailure' | 'beforeRepeat'>,
): Promise<Result> {
	return await client.call({
		method: 'POST',
		path: '/whatsapp/group/create',
		body: { from_number: fromNumber, group },
		repeat: 'create',
		sender: fromNumber,
		...repetition,
	});
}

/** 2chat-api.md 2.3. The group with its participants, as 2Chat last stored them. */
export async function getGroup(client: Client, uuid: string): Promise<Result> {
	return await client.call({
		method: 'GET',
		path: `/whatsapp/group/${pathPart(uuid)}`,
		repeat: 'read',
		group: uuid,
	});
}

/** A group, and the connected number that does something to it. */
export interface TargetGroup {
	uuid: string;
	fromNumber: string;
}

/** 2chat-api.md 2.4 to 2.6. At most ten numbers. */
export async function changeParticipants(
	client: Client,
	change: MemberChange,
	group: TargetGroup,
	participants: string[],
): Promise<Result> {
	return await changeGroup(client, group, `${change}-participant`, { participants });
}

/** 2chat-api.md 2.7. */
export async function setDescription(
	client: Client,
	group: TargetGroup,
	description: string,
): Promise<Result> {
	return await changeGroup(client, group, 'set-description', { description }, true);
}

/** 2chat-api.md 2.7. `url` must be public. */
export async function setPicture(client: Client, group: TargetGroup, url: string): Promise<Result> {
	return await changeGroup(client, group, 'set-picture', { url }, true);
}

/** Doing it twice ends where doing it once does. */
async function changeGroup(
	client: Client,
	{ uuid, fromNumber }: TargetGroup,
	what: string,
	body: IDataObject,
	mayBeEmpty = false,
): Promise<Result> {
	return await client.call({
		method: 'POST',
		path: `/whatsapp/group/${pathPart(uuid)}/${what}`,
		body: { from_number: fromNumber, ...body },
		repeat: 'repeatable',
		sender: fromNumber,
		group: uuid,
		mayBeEmpty,
	});
}

/** To a group by 2Chat's id, or to one person by number in E.164 (2chat-api.md 3.4). */
export type Recipient = { to_group_uuid: string } | { to_number: string };

export interface Message {
	text?: string;
	/** Of a file that everybody can open. */
	url?: string;
}

/** 2chat-api.md 3.4. Queued by 2Chat; a second call sends a second message. */
export async function sendMessage(
	client: Client,
	fromNumber: string,
	recipient: Recipient,
	message: Message,
): Promise<Result> {
	return await client.call({
		method: 'POST',
		path: '/whatsapp/send-message',
		body: { from_number: fromNumber, ...recipient, ...message },
		repeat: 'once',
		sender: fromNumber,
		...('to_group_uuid' in recipient ? { group: recipient.to_group_uuid } : {}),
	});
}

const MESSAGES_PER_PAGE = 50;

/**
 * 2chat-api.md 2.9. Messages of a group since the number was connected, newest first.
 *
 * @param isEnough looks at those found so far after each page
 */
export async function listGroupMessages(
	client: Client,
	uuid: string,
	isEnough: (found: IDataObject[]) => boolean,
): Promise<ListResult> {
	return await readPages(client, {
		path: `/whatsapp/groups/messages/${pathPart(uuid)}`,
		key: 'messages',
		pageSize: MESSAGES_PER_PAGE,
		firstQuery: { page_number: 0 },
		isEnough,
	});
}

/** 2chat-api.md 3.3. The one endpoint whose answer has no `success`. */
export async function checkNumber(
	client: Client,
	fromNumber: string,
	phoneNumber: string,
	extraInformation = false,
): Promise<Result> {
	return await client.call({
		method: 'GET',
		path: `/whatsapp/check-number/${pathPart(fromNumber)}/${pathPart(phoneNumber)}`,
		...(extraInformation ? { query: { 'extra-information': 'true' } } : {}),
		repeat: 'read',
		sender: fromNumber,
	});
}

/** 2chat-api.md 3.1. All numbers of the account, connected or not. */
export async function listNumbers(client: Client): Promise<ListResult> {
	return await readPages(client, {
		path: '/whatsapp/get-numbers',
		query: { status: 'all', results_per_page: NUMBERS_PER_PAGE },
		key: 'numbers',
		pageSize: NUMBERS_PER_PAGE,
	});
}

/** 2chat-api.md 2.2. All groups of one connected number. */
export async function listGroups(client: Client, fromNumber: string): Promise<ListResult> {
	return await readPages(client, {
		path: `/whatsapp/groups/${pathPart(fromNumber)}`,
		key: 'data',
		sender: fromNumber,
	});
}

export type ListResult = { ok: true; entries: IDataObject[] } | Extract<Result, { ok: false }>;

interface List {
	path: string;
	query?: IDataObject;
	/** Where the entries are, unless the answer is a bare array. */
	key: string;
	/** Entries asked for in one page, where the endpoint documents such a parameter. */
	pageSize?: number;
	sender?: string;
	/** Of the first page, where the endpoint wants to have it named. */
	firstQuery?: IDataObject;
	isEnough?: (found: IDataObject[]) => boolean;
}

/**
 * Reads all pages, in whichever way the server pages (2chat-api.md 2.2, 7.1). The first call names no page; an answer
 * without new entries ends it, so a server that ignores the page cannot keep it going. Both names for the page
 * travel together, since a server ignores the one that it does not know. A page that was only guessed may be refused.
 */
async function readPages(client: Client, list: List): Promise<ListResult> {
	const entries = new Map<string, IDataObject>();
	const whole = (): ListResult => ({ ok: true, entries: [...entries.values()] });
	let more: More = 'surely';
	for (let page = 0; page < MAX_PAGES; page++) {
		const paging = page === 0 ? list.firstQuery : { page_number: page, page };
		const result = await client.call({
			method: 'GET',
			path: list.path,
			query: { ...list.query, ...paging },
			repeat: 'read',
			...(list.sender === undefined ? {} : { sender: list.sender }),
			isStored: true,
		});
		if (!result.ok) {
			const { certainty, status = 0 } = result.failure;
			const isNoPage = certainty === 'notDone' && REFUSES_A_PAGE.includes(status);
			return more === 'perhaps' && isNoPage ? whole() : result;
		}
		const found = entriesOf(result.body, list.key);
		// An empty list has to mean "nothing there", so anything else may not pass for one.
		if (found === null) return { ok: false, failure: noListFailure(list.key) };
		const before = entries.size;
		for (const entry of found) entries.set(identityOf(entry), entry);
		if (list.isEnough?.([...entries.values()]) === true) return whole();
		more =
			entries.size === before ? 'no' : whatFollows(result.body, found.length, entries.size, list);
		if (more === 'no') return whole();
	}
	return { ok: false, failure: tooManyPagesFailure(MAX_PAGES) };
}

/** The id of a message may be that of its group (2chat-api.md 3.5). */
function identityOf(entry: IDataObject): string {
	const { uuid, id, created_at: time, participant, message } = entry;
	return JSON.stringify(typeof uuid !== 'string' ? entry : [uuid, id, time, participant, message]);
}

type More = 'surely' | 'perhaps' | 'no';

/** Taken for the smallest page that any server has, so that a shorter answer is the last one. */
const SMALLEST_PAGE = 5;

/**
 * `count` may be the size of the page or of the whole list. Without it only another call tells, unless the page is
 * too small to be a full one.
 */
function whatFollows(body: unknown, length: number, soFar: number, { pageSize }: List): More {
	const count = isRecord(body) ? body.count : undefined;
	if (typeof count === 'number' && count > soFar) return 'surely';
	if (pageSize !== undefined) return length >= pageSize ? 'perhaps' : 'no';
	if (length < SMALLEST_PAGE) return 'no';
	return typeof count === 'number' && (count !== length || length % SMALLEST_PAGE !== 0)
		? 'no'
		: 'perhaps';
}

function entriesOf(body: unknown, key: string): IDataObject[] | null {
	const list = isRecord(body) ? body[key] : body;
	if (!Array.isArray(list)) return null;
	return list.filter((entry): entry is IDataObject => isRecord(entry));
}

/**
 * 2chat-api.md 3.5. One event of one connected number; every call makes another subscription, duplicates
 * included. Without `to_group_uuid` it is for all groups of the number.
 */
export async function subscribeWebhook(
	client: Client,
	eventName: string,
	subscription: { hook_url: string; on_number: string; to_group_uuid?: string },
): Promise<Result> {
	return await client.call({
		method: 'POST',
		path: `/webhooks/subscribe/${pathPart(eventName)}`,
		body: subscription,
		repeat: 'once',
	});
}

/** 2chat-api.md 3.5. All subscriptions of the account: an object with `webhooks`, not an array. */
export async function listWebhooks(client: Client): Promise<ListResult> {
	return await readPages(client, { path: '/webhooks', key: 'webhooks' });
}

/** 2chat-api.md 3.5. */
export async function deleteWebhook(client: Client, uuid: string): Promise<Result> {
	return await client.call({
		method: 'DELETE',
		path: `/webhooks/${pathPart(uuid)}`,
		repeat: 'repeatable',
		mayBeEmpty: true,
	});
}
