import type { IDataObject } from 'n8n-workflow';

import { record } from '../../../shared/json';
import { itemKey } from '../../../shared/memory/itemKey';
import { progressOf } from '../../../shared/memory/progress';
import { ExecutionCanceled } from '../../../shared/api/client';
import { sendGroupMessage } from '../../../shared/api/endpoints';
import { toNodeError } from '../../../shared/api/failure';
import { quote } from '../../../shared/text';
import { fromNumberField, readFromNumber } from '../../../shared/form/fromNumber';
import { groupIdField, groupReader } from '../../../shared/form/groupId';
import { readText } from '../../../shared/form/text';
import { readWebAddress } from '../../../shared/form/webAddress';
import type { Operation } from '../operation';
import { settingError } from '../../../shared/form/settingError';

/** `left`: the request went out, and what became of it is not known. */
interface Progress extends IDataObject {
	left: boolean;
	answer: { message_uuid: string | null; batched: boolean };
}

export const sendMessage: Operation = {
	option: {
		name: 'Send Message',
		value: 'sendMessage',
		action: 'Send message to WhatsApp group',
		description: 'Post a text or a file to a group; 2Chat queues it and sends it soon after',
	},
	properties: [
		fromNumberField,
		groupIdField,
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. Welcome, everybody!',
			description: 'What to say. May stay empty when there is a Media URL.',
		},
		{
			displayName: 'Media URL',
			name: 'mediaUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://example.com/agenda.pdf',
			description:
				'Address of a picture, video, audio or document of at most 16 MB that everybody can open. Google Drive links do not work.',
		},
	],
	start: (run) => {
		const { context, client } = run;
		const uuidOf = groupReader(run);
		return async ([item = 0]) => {
			const text = readText(context, context.getNodeParameter('text', item, ''), 'Text', item);
			const url = readMediaUrl(item);
			const fromNumber = readFromNumber(context, item);
			if (text === '' && url === '') {
				throw settingError(
					context,
					item,
					'Text and Media URL are both empty, so there is nothing to send',
					'Fill in one of them, or check that their expressions find something. Nothing was sent.',
				);
			}
			const uuid = await uuidOf(item, fromNumber);
			// Not by its text: an expression may give another one in every try ({{ $now }}).
			const request = ['send', uuid, fromNumber];
			const key = itemKey(context, item, request);
			const progress = progressOf<Progress>(context, key);
			progress.answer ??= await send(item, uuid, fromNumber, { text, url }, progress);
			return [{ uuid, from_number: fromNumber, ...progress.answer }];
		};

		function readMediaUrl(item: number): string {
			const given = context.getNodeParameter('mediaUrl', item, '');
			const url = readWebAddress(context, given, 'Media URL', item);
			if (!/^https?:\/\/(drive|docs)\.google\.com\//i.test(url)) return url;
			throw settingError(
				context,
				item,
				`Media URL: ${quote(url)} is a Google Drive link, which 2Chat cannot load`,
				'Put the file where a link leads straight to it, without a page around it. Nothing was sent.',
			);
		}

		/** Never a second time in one execution, once it is not sure that the first one did nothing. */
		async function send(
			item: number,
			uuid: string,
			fromNumber: string,
			{ text, url }: { text: string; url: string },
			progress: Partial<Progress>,
		): Promise<Progress['answer']> {
			if (progress.left === true) {
				throw settingError(
					context,
					item,
					`The message to ${uuid} may have been sent: an earlier try got no clear answer. It is not sent again`,
					'Look in WhatsApp. If the message is not there, start a new execution.',
				);
			}
			// Written before it is sent: a stop in between must not send it twice.
			progress.left = true;
			const result = await sendGroupMessage(client, uuid, fromNumber, {
				...(text === '' ? {} : { text }),
				...(url === '' ? {} : { url }),
			}).catch((error: unknown) => {
				// Stopped between two tries: the one before was not taken up.
				if (error instanceof ExecutionCanceled && !error.underWay) progress.left = false;
				throw error;
			});
			if (result.ok) {
				const { message_uuid: id, batched } = record(result.body);
				return { message_uuid: typeof id === 'string' ? id : null, batched: batched === true };
			}
			const { failure } = result;
			if (failure.certainty === 'refused') {
				progress.left = false;
				throw toNodeError(context.getNode(), failure, item);
			}
			throw toNodeError(
				context.getNode(),
				{
					...failure,
					message: `${failure.message}. The message to ${uuid} may have been sent: look in WhatsApp before sending it again`,
					nextStep:
						'Retrying this execution does not send it again. If WhatsApp does not show it, start a new execution.',
				},
				item,
			);
		}
	},
	describeResult: ([first]) =>
		first === undefined ? undefined : `message to ${String(first.uuid)}`,
};
