import type { IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../../shared/api/client';
import type { Run } from '../../shared/api/run';
import { comparableName } from '../../shared/groups/foundGroups';
import { isBlank, readParticipants, type Participant } from '../../shared/phone/participantList';
import { itemKey, listKey } from '../../shared/memory/itemKey';
import { quote } from '../../shared/text';
import { readDescription, readName } from '../../shared/form/appearance';
import { Fields } from '../../shared/form/fields';
import { numbersOf, numbersToSend } from '../../shared/form/participants';
import {
	readBatching,
	readIfSomeoneIsMissing,
	readSender,
	readTimeout,
	type Batching,
	type IfSomeoneIsMissing,
} from '../../shared/form/sharedOptions';

/** Near what WhatsApp allows a number in a day (2chat-api.md 5.6). */
const DEFAULT_MAX_GROUPS = 30;

export const IF_GROUP_EXISTS = ['create', 'use', 'stop'] as const;
export const OUTPUTS = ['group', 'participants', 'raw'] as const;
export const COMBINE_ITEMS = ['item', 'name'] as const;

/** A group that somebody wants: what the input items say, read and checked. Nothing has been sent yet. */
export interface GroupRequest {
	/** The first of the input items that it comes from. */
	item: number;
	/** Its key in the memory of the execution. */
	key: string;
	fromNumber: string;
	name: string;
	description: string;
	pictureUrl: string;
	welcomeMessage: string;
	/** All of the input items that it comes from. */
	items: number[];
	/** Everyone who was named, in order, under Participants and then Admins. */
	participants: Participant[];
	/** The numbers to send, in order. */
	people: string[];
	/** The numbers to make admins. */
	admins: string[];
	/** With the item's time limit. */
	client: Client;
	options: CreateOptions;
}

export interface CreateOptions extends Batching {
	ifGroupExists: (typeof IF_GROUP_EXISTS)[number];
	ifSomeoneIsMissing: IfSomeoneIsMissing;
	checkNumbersFirst: boolean;
	previewOnly: boolean;
	/** Groups for one sender in one execution; 0 for no limit. */
	maxGroups: number;
	uniqueKey: string;
	waitUntilListedMs: number;
	output: (typeof OUTPUTS)[number];
}

/**
 * Reads the request of one input item, or of several that ask for the same group: the first one leads, and
 * all of them bring people.
 *
 * @param sender to send from, instead of the number in From
 * @throws NodeOperationError naming the field that cannot be used
 */
export function readGroupRequest(
	{ context, client }: Run,
	items: number[],
	sender?: string,
): GroupRequest {
	const item = items[0] ?? 0;
	const fields = new Fields(context, item);
	const combineItems = readCombineItems(fields);
	const options = fields.collection('options');
	const { fromNumber, defaultCountry } = readSender(fields, options);
	const name = readName(fields);
	const rows = items.map((index) => new Fields(context, index));
	const additional = rows.map((row) => row.collection('additionalFields'));
	const first = (read: (row: Fields) => string) =>
		additional.reduce((text, row) => (text === '' ? read(row) : text), '');
	const reading = {
		senderNumber: sender ?? fromNumber,
		...(defaultCountry === undefined ? {} : { defaultCountry }),
	};
	const participants = readParticipants(
		rows.map((row) => row.value('participants')),
		reading,
	);
	// An empty Participants is reported as somebody missing; an empty Admins only means that there is no admin.
	const withAdmins = additional.flatMap((row, index) =>
		isBlank(row.value('admins')) ? [] : [{ index, admins: row.value('admins') }],
	);
	const admins = readParticipants(
		withAdmins.map((row) => row.admins),
		reading,
	).map((admin) => ({ ...admin, row: withAdmins[admin.row]?.index ?? 0 }));
	const everyone = [...participants, ...notYetIn(participants, admins)];
	const request = {
		item,
		items,
		fromNumber: sender ?? fromNumber,
		name,
		description: first(readDescription),
		pictureUrl: first((row) => row.webAddress('pictureUrl', 'Picture URL')),
		welcomeMessage: first((row) => row.text('welcomeMessage', 'Welcome Message')),
		participants: everyone,
		people: numbersToSend(context, participants.length === 0 ? [] : everyone),
		admins: numbersOf(admins),
		client: client.withTimeout(readTimeout(options)),
		options: readOptions(options),
	};
	if (rows.some((row) => readUniqueKey(row.collection('options')) !== request.options.uniqueKey)) {
		throw fields.error(
			`The rows of the group ${quote(name, 100)} have different Unique Keys`,
			'Rows that become one group need the same Unique Key: take something that they have in common. Nothing was sent.',
		);
	}
	return { ...request, key: keyOf(context, combineItems, request) };
}

/** Admins take part too, but whoever is already among the participants is one person, not a duplicate. */
function notYetIn(participants: Participant[], admins: Participant[]): Participant[] {
	const numbers = new Set(participants.map(({ phone_number }) => phone_number));
	return admins.filter(
		(entry) =>
			entry.outcome === 'invalid_number' ||
			(entry.outcome === 'pending' && !numbers.has(entry.phone_number)),
	);
}

/** @throws NodeOperationError for a value that the field does not have */
export function readCombineItems(fields: Fields): (typeof COMBINE_ITEMS)[number] {
	return fields.choice('groupItemsBy', 'Combine Items', COMBINE_ITEMS);
}

function readOptions(options: Fields): CreateOptions {
	return {
		ifGroupExists: options.choice('ifGroupExists', 'If Group Exists', IF_GROUP_EXISTS),
		ifSomeoneIsMissing: readIfSomeoneIsMissing(options),
		checkNumbersFirst: options.flag('checkNumbersFirst', 'Check Numbers First'),
		previewOnly: options.flag('previewOnly', 'Preview Only'),
		...readBatching(options),
		maxGroups: readMaxGroups(options),
		uniqueKey: readUniqueKey(options),
		waitUntilListedMs: options.seconds('waitUntilListed', 'Wait Until Listed (Seconds)', {
			fallback: 0,
			min: 0,
			max: 3_600,
		}),
		output: options.choice('output', 'Output', OUTPUTS),
	};
}

/** n8n stores the key for good and with every execution, so it has to be short. */
const LONGEST_KEY = 500;

/** A key that was set and is blank protects nothing, which nobody would notice. */
function readUniqueKey(options: Fields): string {
	const key = options.text('uniqueKey', 'Unique Key').trim();
	if (!options.has('uniqueKey')) return '';
	if (key.length > LONGEST_KEY) {
		throw options.error(
			`Unique Key has ${key.length} characters, and may have ${LONGEST_KEY}`,
			'Take something short that stands for the group, such as an ID. Nothing was sent.',
		);
	}
	if (/[^\s\p{C}]/u.test(key) && !['undefined', 'null', 'NaN'].includes(key)) return key;
	throw options.error(
		'Unique Key is empty',
		'Check that the expression in Unique Key finds a field of this item, or take the option away. Nothing was sent.',
	);
}

export function readMaxGroups(options: Fields): number {
	return options.wholeNumber('maxGroups', 'Max Groups per Run', {
		fallback: DEFAULT_MAX_GROUPS,
		min: 0,
	});
}

/**
 * An input item has one request, whatever its fields say by now: an expression may give another name in every
 * try ({{ $now }}), and correcting a field before "Retry execution" must not make a second group. Where items
 * are combined by name, it is the name that tells groups apart.
 */
function keyOf(
	context: IExecuteFunctions,
	combineItems: (typeof COMBINE_ITEMS)[number],
	{ item, fromNumber, name }: Omit<GroupRequest, 'key'>,
): string {
	return combineItems === 'name'
		? listKey(context, item, [fromNumber, comparableName(name)])
		: itemKey(context, item);
}
