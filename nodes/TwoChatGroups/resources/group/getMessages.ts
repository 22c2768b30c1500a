import { tryToParseDateTime } from 'n8n-workflow';

import { listGroupMessages } from '../../../shared/api/endpoints';
import { toNodeError } from '../../../shared/api/failure';
import { Fields } from '../../../shared/form/fields';
import { optionalFromNumberField } from '../../../shared/form/fromNumber';
import { groupIdField, groupReader } from '../../../shared/form/groupId';
import { filtersField, listFields, readList } from '../../../shared/form/list';
import { readTime, simplifyMessage } from '../../../shared/groups/messages';
import { quote } from '../../../shared/text';
import type { Operation } from '../operation';

export const getMessages: Operation = {
	name: 'Get Messages',
	action: 'Get messages of WhatsApp group',
	description: 'List what was written in a group since the number was connected, newest first',
	properties: [
		optionalFromNumberField,
		groupIdField,
		...listFields,
		filtersField({
			displayName: 'Since',
			name: 'since',
			type: 'dateTime',
			default: '',
			description:
				'Only messages that are not older than this. Each page of 50 messages costs a credit.',
		}),
	],
	start: (run) => {
		const uuidOf = groupReader(run);
		return async ([item = 0]) => {
			const fields = new Fields(run.context, item);
			const { isSimple, limit, filters } = readList(fields);
			const since = readSince(filters);
			const uuid = await uuidOf(item);
			const messages = await listGroupMessages(
				run.client,
				uuid,
				(found) => found.length >= limit || found.some((one) => readTime(one) < since),
			);
			if (!messages.ok) throw toNodeError(run.context.getNode(), messages.failure);
			return messages.entries
				.filter((one) => !(readTime(one) < since))
				.slice(0, limit)
				.map((one) => (isSimple ? { ...simplifyMessage(one), uuid } : one));
		};
	},
};

/** What the editor gives has no time zone: that of the workflow is meant. */
function timeOf(text: string, zone: string): number | null {
	try {
		return tryToParseDateTime(text, zone).toMillis();
	} catch {
		return null;
	}
}

/** In ms since 1970; everything when there is nothing. */
function readSince(filters: Fields): number {
	const given = filters.value('since');
	if (given === undefined || given === null || given === '') return -Infinity;
	const time = timeOf(String(given), filters.context.getTimezone());
	if (time !== null) return time;
	throw filters.error(
		`Since: ${quote(String(given))} is not a date`,
		'Give it as 2026-11-26 or 2026-11-26T09:00:00, or with {{ $now.minus({ days: 1 }).toISO() }}.',
	);
}
