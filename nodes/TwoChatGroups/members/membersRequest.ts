import { Fields } from '../../shared/form/fields';
import { participantsField, readPeople, type People } from '../../shared/form/participants';
import {
	ifSomeoneIsMissingOption,
	memberOutputOption,
	readPreviewOnly,
	readSender,
	timeoutOption,
	type IfSomeoneIsMissing,
} from '../../shared/form/sharedOptions';
import type { Run } from '../../shared/api/run';
import type { Client } from '../../shared/api/client';

/** What an item, or several, ask for the members of a group: its fields, read and checked. Nothing has been sent. */
export interface MembersRequest {
	item: number;
	/** All of the input items that it comes from. */
	items: number[];
	fromNumber: string;
	/** Those of all items. */
	senders: string[];
	people: People;
	previewOnly: boolean;
	ifSomeoneIsMissing: IfSomeoneIsMissing;
	output: 'group' | 'participants';
	/** With the item's time limit. */
	client: Client;
	/** The rest of Options. */
	options: Fields;
}

/**
 * @param items several when they ask for the same: the first one leads, and all of them bring people
 * @param leaveSenderOut whether the list reader reports the number in From as a member already
 * @throws NodeOperationError naming the field that cannot be used
 */
export function readMembersRequest(
	{ context, client }: Run,
	items: number[],
	leaveSenderOut: boolean,
): MembersRequest {
	const item = items[0] ?? 0;
	const fields = new Fields(context, item);
	const options = fields.collection('options');
	const { fromNumber, defaultCountry } = readSender(fields, options);
	return {
		item,
		items,
		fromNumber,
		senders: [fromNumber, ...items.slice(1).map((other) => senderOf(context, other))],
		people: readPeople(context, items, participantsField, {
			defaultCountry,
			...(leaveSenderOut ? { senderNumber: fromNumber } : {}),
		}),
		previewOnly: readPreviewOnly(options),
		ifSomeoneIsMissing: options.choice(ifSomeoneIsMissingOption),
		output: options.choice(memberOutputOption),
		client: client.withTimeout(options.seconds(timeoutOption)),
		options,
	};
}

function senderOf(context: Run['context'], item: number): string {
	const fields = new Fields(context, item);
	return readSender(fields, fields.collection('options')).fromNumber;
}
