import type { INodeProperties } from 'n8n-workflow';

import type { Client } from '../../../shared/api/client';
import type { Message } from '../../../shared/api/endpoints';
import { toNodeError, type Failure } from '../../../shared/api/failure';
import { hintNotSent, openHints } from '../../members/hints';
import { Fields } from '../../../shared/form/fields';
import { fromNumberField } from '../../../shared/form/fromNumber';
import { participantsField, readPeople } from '../../../shared/form/participants';
import {
	batchingOption,
	defaultCountryOption,
	optionsField,
	readBatching,
	readSender,
	timeoutOption,
	type Batching,
} from '../../../shared/form/sharedOptions';
import {
	messageFields,
	openOutbox,
	readMessage,
	sendOnce,
	type Outbox,
	type SendResult,
} from '../../messages/sendOnce';
import { isNobody } from '../../../shared/groups/outcomes';
import { progressOf } from '../../../shared/memory/progress';
import { looseKey } from '../../../shared/phone/number/phoneNumber';
import type { Participant } from '../../../shared/phone/participantList';
import type { Operation } from '../operation';

const recipientsField: INodeProperties = {
	...participantsField,
	hint: 'Any number of people. Each of them gets a private message, which costs one credit.',
};

export const sendMessage: Operation = {
	name: 'Send Message',
	action: 'Send private message to participants',
	description: 'Send a text or a file to each of some people, not to the group',
	properties: [
		fromNumberField,
		recipientsField,
		...messageFields,
		optionsField([
			batchingOption(
				'messages to send',
				'Pauses between messages. WhatsApp may block numbers that write to many people quickly.',
			),
			defaultCountryOption,
			timeoutOption,
		]),
	],
	start: ({ context, client: connection }) => {
		const hints = openHints(context);
		const run: SendRun = {
			pace: progressOf<{ sent: number }>(context, 'pace'),
			outages: new Map(),
		};
		return async ([item = 0]) => {
			const fields = new Fields(context, item);
			const options = fields.collection('options');
			const message = readMessage(fields);
			const { fromNumber, defaultCountry } = readSender(fields, options);
			const people = readPeople(context, [item], recipientsField, {
				defaultCountry,
				senderNumber: fromNumber,
			});
			const results = await sendToEach(run, people.numbers, {
				client: connection.withTimeout(options.seconds(timeoutOption)),
				outbox: openOutbox(context, item, fromNumber),
				message,
				batching: readBatching(options),
			});
			const lines = people.participants.map((participant) => ({
				from_number: fromNumber,
				phone_number: participant.phone_number,
				input: participant.input,
				participant_name: participant.name,
				...(participant.outcome === 'pending'
					? wordsOf(results.get(participant.phone_number))
					: leftOut(participant)),
			}));
			const failures = [...results.values()].flatMap((result) =>
				result.state === 'refused' ? result.failure : [],
			);
			const [failure] = failures;
			if (failure !== undefined && failures.length === results.size) {
				throw toNodeError(context.getNode(), failure, { participants: lines });
			}
			hintNotSent(
				hints,
				lines.map((line) => ({ ...line, name: line.participant_name })),
			);
			return lines;
		};
	},
	describeResult: (output) => {
		const sent = output.filter(({ outcome }) => outcome === 'sent').length;
		return sent === 0 ? undefined : `message to ${sent} ${sent === 1 ? 'person' : 'people'}`;
	},
};

/** What all items of a run share. */
interface SendRun {
	/** Kept with the execution: each pass of a loop is a run of its own. */
	pace: { sent?: number };
	/** By sender: why nothing more is sent in this run. */
	outages: Map<string, Failure>;
}

interface Mailing {
	client: Client;
	outbox: Outbox;
	message: Message;
	batching: Batching;
}

/**
 * Sends the message to each number, once to a person, whose number may stand in the list in several forms.
 *
 * @returns what became of each number; none for another form of one that was reached
 */
async function sendToEach(
	{ pace, outages }: SendRun,
	numbers: string[],
	{ client, outbox, message, batching: { batchSize, batchIntervalMs } }: Mailing,
): Promise<Map<string, SendResult>> {
	const { fromNumber } = outbox;
	const results = new Map<string, SendResult>();
	const reached = new Set<string>();
	let failureOfRest = outages.get(fromNumber) ?? null;
	for (const number of numbers) {
		const key = looseKey(number);
		if (reached.has(key)) continue;
		if (outbox.deliveries[key] === undefined) {
			if (failureOfRest !== null) {
				results.set(number, { state: 'refused', failure: failureOfRest });
				continue;
			}
			const { sent = 0 } = pace;
			const isBatchFull = batchSize !== -1 && sent > 0 && sent % Math.max(batchSize, 1) === 0;
			if (isBatchFull) await client.wait(batchIntervalMs);
			pace.sent = sent + 1;
		}
		const result = await sendOnce(client, outbox, { to_number: number }, message, key);
		results.set(number, result);
		if (result.state !== 'refused') reached.add(key);
		const failure = result.state === 'sent' ? null : result.failure;
		if (failure === null) continue;
		if (failure.kind === 'notAsked') outages.set(fromNumber, (failureOfRest = failure));
		if (MEETS_ALL.includes(failure.status ?? 0)) failureOfRest = failure;
	}
	for (const [number, { state }] of results) {
		if (state === 'refused' && reached.has(looseKey(number))) results.delete(number);
	}
	return results;
}

/** Key, credits and rate: whoever comes next would meet the same. */
const MEETS_ALL = [401, 402, 429];

type NotSent = Exclude<Participant, { outcome: 'pending' }>;

const NO_ANSWER = { message_uuid: null, batched: false };

const IS_OTHER_FORM = {
	outcome: 'duplicate',
	reason: 'is another form of a number in the list, which gets the message',
	next_step: null,
	...NO_ANSWER,
};

function leftOut({ outcome, reason, next_step }: NotSent) {
	return {
		outcome,
		reason: outcome === 'sender' ? 'is the number in From, which sends the message' : reason,
		next_step: isNobody(outcome) ? null : next_step,
		...NO_ANSWER,
	};
}

function wordsOf(result: SendResult | undefined) {
	switch (result?.state) {
		case undefined:
			return IS_OTHER_FORM;
		case 'sent':
			return {
				outcome: 'sent',
				reason: '2Chat has queued the message and sends it soon after',
				next_step: null,
				...result.answer,
			};
		case 'refused':
			return {
				outcome: 'not_attempted',
				reason: result.failure.message,
				next_step: result.failure.nextStep,
				...NO_ANSWER,
			};
		case 'unclear':
			return {
				outcome: 'unknown',
				reason: `May have been sent: ${result.failure?.message ?? 'an earlier try got no clear answer'}`,
				next_step: 'Look in WhatsApp. Retrying this execution does not send it again.',
				...NO_ANSWER,
			};
	}
}
