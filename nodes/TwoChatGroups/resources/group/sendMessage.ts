import type { IExecuteFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { toNodeError, type Failure } from '../../../shared/api/failure';
import { Fields } from '../../../shared/form/fields';
import { fromNumberField, readFromNumber } from '../../../shared/form/fromNumber';
import { groupIdField, groupReader } from '../../../shared/form/groupId';
import { settingError } from '../../../shared/settingError';
import { messageFields, openOutbox, readMessage, sendOnce } from '../../messages/sendOnce';
import type { Operation } from '../operation';

export const sendMessage: Operation = {
	name: 'Send Message',
	action: 'Send message to WhatsApp group',
	description: 'Post a text or a file to a group; 2Chat queues it and sends it soon after',
	properties: [fromNumberField, groupIdField, ...messageFields],
	start: (run) => {
		const { context, client } = run;
		const uuidOf = groupReader(run);
		return async ([item = 0]) => {
			const fields = new Fields(context, item);
			const message = readMessage(fields);
			const fromNumber = readFromNumber(fields);
			const uuid = await uuidOf(item, fromNumber);
			const outbox = openOutbox(context, item, fromNumber);
			const sent = await sendOnce(client, outbox, { to_group_uuid: uuid }, message, uuid);
			if (sent.state === 'sent') return [{ uuid, from_number: fromNumber, ...sent.answer }];
			if (sent.state === 'refused') throw toNodeError(context.getNode(), sent.failure);
			throw mayBeSentError(context, uuid, sent.failure);
		};
	},
	describeResult: ([first]) =>
		first === undefined ? undefined : `message to ${String(first.uuid)}`,
};

function mayBeSentError(
	context: IExecuteFunctions,
	uuid: string,
	failure: Failure | null,
): NodeApiError | NodeOperationError {
	if (failure === null) {
		return settingError(
			context,
			`The message to ${uuid} may have been sent: an earlier try got no clear answer. It is not sent again`,
			'Look in WhatsApp. If the message is not there, start a new execution.',
		);
	}
	return toNodeError(context.getNode(), {
		...failure,
		message: `${failure.message}. The message to ${uuid} may have been sent: look in WhatsApp before sending it again`,
		nextStep:
			'Retrying this execution does not send it again. If WhatsApp does not show it, start a new execution.',
	});
}
