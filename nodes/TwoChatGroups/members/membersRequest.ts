import { Fields } from '../../shared/form/fields';
import { participantsField, readPeople, type People } from '../../shared/form/participants';
import {
	ifSomeoneIsMissingOption,
	memberOutputOption,
	previewOnlyField,
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
	/** The rest of Options, of each item: the most careful one counts. */
	options: Fields[];
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
	const { fromNumber, options } = readRow(context, item);
	const rows = items.map((index) => readRow(context, index));
	const ifMissing = rows.map((row) => row.options.choice(ifSomeoneIsMissingOption));
	return {
		item,
		items,
		fromNumber,
		senders: rows.map((row) => row.fromNumber),
		people: readPeople(context, items, participantsField, {
			countries: rows.map((row) => row.defaultCountry),
			...(leaveSenderOut ? { senderNumber: fromNumber } : {}),
		}),
		previewOnly: rows.some((row) => row.options.flag(previewOnlyField)),
		ifSomeoneIsMissing: STRICTEST_FIRST.find((one) => ifMissing.includes(one)) ?? 'report',
		output: options.choice(memberOutputOption),
		client: client.withTimeout(options.seconds(timeoutOption)),
		options: rows.map((row) => row.options),
	};
}

const STRICTEST_FIRST: IfSomeoneIsMissing[] = ['failIfAnyone', 'failIfNobody'];

function readRow(context: Run['context'], item: number) {
	const fields = new Fields(context, item);
	const options = fields.collection('options');
	return { options, ...readSender(fields, options) };
}
