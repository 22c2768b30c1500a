import type { IDataObject } from 'n8n-workflow';

import { isRecord, record } from '../shared/json';
import { isSameNumber } from '../shared/phone/looseNumber';
import { isGroupEvent, type GroupEvent } from './events';
import { eventOfQuery } from './hookUrl';

/** What a call to n8n's address brought. Nobody signs it (2chat-api.md 3.5), so nothing about it is sure. */
export interface Delivery {
	body: unknown;
	query: unknown;
}

export interface GroupRequests {
	events: GroupEvent[];
	ignoreOwnMessages: boolean;
}

/**
 * The item that a delivery starts the workflow with: 2Chat's payload as it is, with `event` filled in when
 * 2Chat left it out (old payloads, 2chat-api.md 3.5). Null for what is no event, and for events that were
 * not asked for, such as those of a subscription of earlier settings. A group is not looked for in the
 * payload: 2Chat filters by it, and no document says where a payload names it.
 */
export function readDelivery({ body, query }: Delivery, wishes: GroupRequests): IDataObject | null {
	const payload = asPayload(body);
	if (payload === null) return null;
	const subscribed = eventOfQuery(query);
	const event = isGroupEvent(payload.event) ? payload.event : subscribed;
	if (event !== null && !wishes.events.includes(event)) return null;
	if (wishes.ignoreOwnMessages && isOwnMessage(payload, event)) return null;
	if (isNamed(payload.event)) return payload;
	// Where an address lost its query on the way, a single chosen event is the only one it can be.
	const [only, ...others] = wishes.events;
	const name = event ?? (others.length === 0 ? only : undefined);
	return name === undefined ? payload : { ...payload, event: name };
}

function isNamed(event: unknown): boolean {
	return event !== undefined && event !== null && event !== '';
}

/** An object with something in it; n8n hands over text when the content type does not say JSON. */
function asPayload(body: unknown): IDataObject | null {
	const value = typeof body === 'string' ? parseJson(body) : body;
	return isRecord(value) && Object.keys(value).length > 0 ? (value as IDataObject) : null;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const MESSAGES: Array<GroupEvent | null> = [
	'whatsapp.group.message.received',
	'whatsapp.group.message.reaction',
];

/** `participant` wrote it, `channel_phone_number` is the number that is connected (2chat-api.md 3.5). */
function isOwnMessage(payload: IDataObject, event: GroupEvent | null): boolean {
	const { phone_number: author } = record(payload.participant);
	const own = payload.channel_phone_number;
	return (
		MESSAGES.includes(event) &&
		typeof author === 'string' &&
		typeof own === 'string' &&
		isSameNumber(author, own)
	);
}
