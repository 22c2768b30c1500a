import type { IDataObject } from 'n8n-workflow';

import { readFromNumber } from '../../shared/form/fromNumber';
import { readParameter } from '../../shared/form/parameter';
import { participantsField, readPeople } from '../../shared/form/participants';
import type { People } from '../../shared/form/participants';
import {
	readDefaultCountry,
	readIfSomeoneIsMissing,
	readMemberOutput,
	readTimeout,
} from '../../shared/form/sharedOptions';
import type { IfSomeoneIsMissing } from '../../shared/form/sharedOptions';
import { readSwitch } from '../../shared/form/switch';
import type { Run } from '../../shared/api/run';
import type { Client } from '../../shared/api/client';

/** What an item, or several, ask for the members of a group: its fields, read and checked. Nothing has been sent. */
export interface MembersRequest {
	item: number;
	/** All of the input items that it comes from. */
	items: number[];
	fromNumber: string;
	people: People;
	previewOnly: boolean;
	ifSomeoneIsMissing: IfSomeoneIsMissing;
	output: 'group' | 'participants';
	/** With the item's time limit. */
	client: Client;
	/** The rest of Options. */
	options: IDataObject;
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
	const options = readParameter(context, 'options', item, {}) as IDataObject;
	const defaultCountry = readDefaultCountry(context, options, item);
	const fromNumber = readFromNumber(context, item, defaultCountry);
	return {
		item,
		items,
		fromNumber,
		people: readPeople(context, items, participantsField, {
			defaultCountry,
			...(leaveSenderOut ? { senderNumber: fromNumber } : {}),
		}),
		previewOnly: readSwitch(context, options.previewOnly, 'Preview Only', item),
		ifSomeoneIsMissing: readIfSomeoneIsMissing(context, options, item),
		output: readMemberOutput(context, options, item),
		client: client.withTimeout(readTimeout(context, options, item)),
		options,
	};
}
