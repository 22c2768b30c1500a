import { createHash } from 'node:crypto';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { isRecord, isTooDeep, parseJson, record } from '../shared/json';
import { isSameNumber } from '../shared/phone/number/looseNumber';
import { isGroupEvent, type GroupEvent } from './events';
import { isRepeat, recallByToken } from './memory';
import { readAddress, readEventFilter, type EventFilter } from './settings';

/**
 * The item that a call to n8n's address starts the workflow with: 2Chat's payload as it is, with `event`
 * filled in when 2Chat left it out (old payloads, 2chat-api.md 3.5). Null when nothing is to start: only a
 * call with the token of a subscription of this node does, and only for what the node asks for.
 */
export function readDelivery(context: IWebhookFunctions): IDataObject | null {
	const subscription = recallByToken(context, record(context.getQueryData()).token);
	const payload = asPayload(context.getBodyData());
	if (subscription === undefined || payload === null) return null;

	const isUnnamed = (payload.event ?? '') === '';
	const event = isUnnamed ? subscription.event : payload.event;
	const filter = readEventFilter(context);
	if (!isGroupEvent(event) || !passes(filter, payload, event)) return null;

	// Whoever listens in the editor may well send the same thing again.
	const ignoresRepeats = filter.ignoreRepeats && context.getMode() !== 'manual';
	const delivery = identityOf(payload, event);
	if (ignoresRepeats && isRepeat(context, readAddress(context), delivery)) return null;
	return isUnnamed ? { ...payload, event } : payload;
}

/** An object with something in it; n8n hands over text when the content type does not say JSON. */
function asPayload(body: unknown): IDataObject | null {
	const value = typeof body === 'string' ? parseJson(body) : body;
	const isFilled = isRecord(value) && Object.keys(value).length > 0 && !isTooDeep(value);
	return isFilled ? (value as IDataObject) : null;
}

function passes(filter: EventFilter, payload: IDataObject, event: GroupEvent): boolean {
	return (
		filter.events.includes(event) &&
		!(filter.groupId !== null && isOfOtherGroup(payload, filter.groupId)) &&
		!(filter.ignoreOwnMessages && isOwnMessage(payload, event, filter.fromNumber))
	);
}

/**
 * Only if the payload surely says so. Where it names the group is not documented (2chat-api.md 3.5), and an
 * id of another kind says nothing: a group has one of WhatsApp and two of 2Chat, WAG… and WGP….
 */
function isOfOtherGroup(payload: IDataObject, groupId: string): boolean {
	const { uuid, wa_group_id: waGroupId } = record(payload.group);
	const kind = kindOf(groupId);
	const ids = [uuid, waGroupId, payload.remote_phone_number].filter(
		(id): id is string => typeof id === 'string' && kindOf(id) === kind,
	);
	return ids.length > 0 && !ids.some((id) => id.toLowerCase() === groupId.toLowerCase());
}

function kindOf(groupId: string): string {
	return groupId.endsWith('@g.us') ? '@g.us' : groupId.slice(0, 3).toUpperCase();
}

const MESSAGE: GroupEvent = 'whatsapp.group.message.received';
const REACTION: GroupEvent = 'whatsapp.group.message.reaction';

/** What 2Chat says of messages of its own; people who write to the number are the "user". */
const OWN_WAYS = ['api', 'agent'];

/** `participant` wrote it. 2Chat need not say in `channel_phone_number` which number is connected (2chat-api.md 3.5). */
function isOwnMessage(payload: IDataObject, event: GroupEvent, fromNumber: unknown): boolean {
	if (event !== MESSAGE && event !== REACTION) return false;
	const { channel_phone_number: channel, participant, sent_by: sentBy } = payload;
	// Of a reaction it may tell how the message was sent.
	if (event === MESSAGE && OWN_WAYS.includes(String(sentBy))) return true;
	const { phone_number: author } = record(participant);
	return (
		typeof author === 'string' &&
		[channel, fromNumber].some((number) => isSameNumber(author, String(number)))
	);
}

/**
 * The same for the same delivery. With an id and a time, these and who wrote what tell a message, whatever else 2Chat
 * has filled in since. An id alone may be that of the group, and of a reaction both may be those of the message that it
 * is about (2chat-api.md 3.5), so everywhere else all of the content counts.
 */
function identityOf(payload: IDataObject, event: GroupEvent): string {
	const { id, uuid, session_key: session, created_at: time } = payload;
	const hasId = [id, uuid].some((value) => value !== undefined && value !== null && value !== '');
	const people = [payload.participant, payload.author].map(personOf);
	const { text, media } = record(payload.message);
	const isOther = text === undefined && media === undefined;
	const message = isOther ? payload.message : [text, record(media).url];
	const content =
		event === MESSAGE && hasId && typeof time === 'string'
			? [id, uuid, session, people, time, message]
			: { ...payload, event };
	const sorted = JSON.stringify([event, content], sortedKeys);
	return createHash('sha256').update(sorted).digest('base64url').slice(0, 22);
}

/** All that is said of somebody whose number WhatsApp hides (2chat-api.md 5.5). */
function personOf(person: unknown): unknown {
	return record(person).phone_number ?? person;
}

/** The order of the keys means nothing. */
function sortedKeys(_key: string, value: unknown): unknown {
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
