import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isBetweenTries, type Client } from '../../shared/api/client';
import { sendMessage, type Message, type Recipient } from '../../shared/api/endpoints';
import type { Failure } from '../../shared/api/failure';
import type { Fields } from '../../shared/form/fields';
import { record } from '../../shared/json';
import { fingerprint, itemKey } from '../../shared/memory/itemKey';
import { progressOf } from '../../shared/memory/progress';

const textField: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'e.g. Welcome, everybody!',
	description: 'What to say. May stay empty when there is a Media URL.',
};

const mediaUrlField: INodeProperties = {
	displayName: 'Media URL',
	name: 'mediaUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://example.com/agenda.pdf',
	description:
		'Address of a picture, video, audio or document of at most 16 MB that everybody can open. Google Drive links do not work.',
};

export const messageFields = [textField, mediaUrlField];

/** @throws NodeOperationError when there is nothing to send */
export function readMessage(fields: Fields): Message {
	const text = fields.text(textField);
	const url = fields.webAddress(mediaUrlField);
	if (text === '' && url === '') {
		throw fields.error(
			'Text and Media URL are both empty, so there is nothing to send',
			'Fill in one of them, or check that their expressions find something. Nothing was sent.',
		);
	}
	return { ...(text === '' ? {} : { text }), ...(url === '' ? {} : { url }) };
}

/** What an item has sent so far, and what nobody knows of all that the node has. */
export function openOutbox(context: IExecuteFunctions, item: number, fromNumber: string): Outbox {
	return {
		fromNumber,
		deliveries: progressOf<Deliveries>(context, itemKey(context, item, ['send', fromNumber])),
		unclear: progressOf<Unclear>(context, 'unclear messages'),
	};
}

export interface Outbox {
	fromNumber: string;
	/** Not by the text: an expression may give another one in every try ({{ $now }}). */
	deliveries: Deliveries;
	unclear: Unclear;
}

/** `sending`: the request went out, and what became of it is not known. */
export type Delivery =
	| { state: 'sending' }
	| { state: 'sent'; answer: { message_uuid: string | null; batched: boolean } };

/** Deliveries by recipient, in the memory of the execution. */
type Deliveries = IDataObject & Partial<Record<string, Delivery>>;

/** Sender, recipient and content of what may have been sent, for items of which n8n has lost where they come from. */
type Unclear = IDataObject & Partial<Record<string, true>>;

export type SendResult =
	| Extract<Delivery, { state: 'sent' }>
	/** Surely not sent. */
	| { state: 'refused'; failure: Failure }
	/** May have been sent, now or in an earlier try (`failure` null), and is not sent again. */
	| { state: 'unclear'; failure: Failure | null };

/** Sends a message, and never a second time in one execution once it is not sure that the first did nothing. */
export async function sendOnce(
	client: Client,
	{ fromNumber, deliveries, unclear }: Outbox,
	recipient: Recipient,
	message: Message,
	key: string,
): Promise<SendResult> {
	const before = deliveries[key];
	if (before?.state === 'sent') return before;
	const content = fingerprint([fromNumber, recipient, message]);
	if (before?.state === 'sending' || unclear[content]) return { state: 'unclear', failure: null };
	const forget = () => {
		delete deliveries[key];
		delete unclear[content];
	};
	// Written before it is sent: a stop in between must not send it twice.
	deliveries[key] = { state: 'sending' };
	unclear[content] = true;
	const result = await sendMessage(client, fromNumber, recipient, message).catch(
		(error: unknown) => {
			if (isBetweenTries(error)) forget();
			throw error;
		},
	);
	if (result.ok) {
		delete unclear[content];
		const { message_uuid: id, batched } = record(result.body);
		const answer = { message_uuid: typeof id === 'string' ? id : null, batched: batched === true };
		return (deliveries[key] = { state: 'sent', answer });
	}
	const { failure } = result;
	if (failure.certainty === 'unclear') return { state: 'unclear', failure };
	forget();
	return { state: 'refused', failure: { ...failure, nextStep: alone(failure.nextStep) } };
}

/** Whoever runs the workflow again writes to the others twice. */
function alone(nextStep: string): string {
	const advice = 'send it for this one alone, because a new execution sends all messages again';
	return nextStep.replace(/run the workflow again/, advice);
}
