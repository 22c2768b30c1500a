import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { toNodeError, type Failure } from '../../../shared/api/failure';
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
} from '../../../shared/form/sharedOptions';
import {
	deliveriesOf,
	messageFields,
	readMessage,
	sendOnce,
	type SendResult,
} from '../../messages/sendOnce';
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
	start:
		({ context, client: connection }) =>
		async ([item = 0]) => {
			const fields = new Fields(context, item);
			const options = fields.collection('options');
			const message = readMessage(fields);
			const { fromNumber, defaultCountry } = readSender(fields, options);
			const people = readPeople(context, [item], recipientsField, {
				defaultCountry,
				senderNumber: fromNumber,
			});
			const { batchSize, batchIntervalMs } = readBatching(options);
			const client = connection.withTimeout(options.seconds(timeoutOption));
			const deliveries = deliveriesOf(context, item, fromNumber);
			const results = new Map<string, SendResult>();
			let sent = 0;
			for (const number of people.numbers) {
				if (deliveries[number] === undefined) {
					const isBatchFull = batchSize !== -1 && sent > 0 && sent % Math.max(batchSize, 1) === 0;
					if (isBatchFull) await client.wait(batchIntervalMs);
					sent++;
				}
				const to = { to_number: number };
				results.set(number, await sendOnce(client, fromNumber, to, message, deliveries, number));
			}
			const failures = [...results.values()].flatMap((result) =>
				result.state === 'refused' ? result.failure : [],
			);
			const [failure] = failures;
			if (failure !== undefined && failures.length === results.size) {
				throw toNodeError(context.getNode(), failure);
			}
			return people.participants.map((participant) => {
				const { phone_number, input, name } = participant;
				const result = results.get(phone_number ?? '');
				return {
					from_number: fromNumber,
					phone_number,
					input,
					participant_name: name,
					...(participant.outcome === 'pending' && result !== undefined
						? wordsOf(result)
						: leftOut(participant)),
				};
			});
		},
	describeResult: (output) =>
		output.length === 0 ? undefined : `messages to ${output.length} people`,
};

const NO_ANSWER = { message_uuid: null, batched: false };

function leftOut(participant: IDataObject): IDataObject {
	const { outcome, reason, next_step } = participant;
	return { outcome, reason, next_step, ...NO_ANSWER };
}

function wordsOf(result: SendResult): IDataObject {
	switch (result.state) {
		case 'sent':
			return {
				outcome: 'sent',
				reason: '2Chat has queued the message and sends it soon after',
				next_step: null,
				...result.answer,
			};
		case 'refused':
			return { outcome: 'not_attempted', ...failureWords(result.failure), ...NO_ANSWER };
		case 'unclear':
			return {
				outcome: 'unknown',
				reason: `May have been sent: ${result.failure?.message ?? 'an earlier try got no clear answer'}`,
				next_step: 'Look in WhatsApp. Retrying this execution does not send it again.',
				...NO_ANSWER,
			};
	}
}

function failureWords({ message, nextStep }: Failure): IDataObject {
	return { reason: message, next_step: nextStep };
}
