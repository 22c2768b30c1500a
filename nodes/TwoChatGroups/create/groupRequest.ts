import type { IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../../shared/api/client';
import type { Run } from '../../shared/api/run';
import { comparableName } from '../../shared/groups/foundGroups';
import { isBlank, readParticipants, type Participant } from '../../shared/phone/participantList';
import { itemKey, listKey } from '../../shared/memory/itemKey';
import { quote } from '../../shared/text';
import {
	pictureUrlField,
	readDescription,
	readName,
	throwIfNothingFound,
} from '../../shared/form/appearance';
import { Fields } from '../../shared/form/fields';
import { numbersOf, numbersToSend } from '../../shared/form/participants';
import {
	ifSomeoneIsMissingOption,
	previewOnlyField,
	readBatching,
	readSender,
	timeoutOption,
	type Batching,
	type IfSomeoneIsMissing,
} from '../../shared/form/sharedOptions';
import {
	adminsField,
	checkNumbersFirstOption,
	combineItemsField,
	ifGroupExistsOption,
	maxGroupsOption,
	outputOption,
	uniqueKeyOption,
	waitUntilListedOption,
	welcomeMessageField,
} from './fields';

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
	/** One Group per Name. */
	isCombined: boolean;
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
	ifGroupExists: (typeof ifGroupExistsOption)['default'];
	ifSomeoneIsMissing: IfSomeoneIsMissing;
	checkNumbersFirst: boolean;
	previewOnly: boolean;
	/** Groups for one sender in one execution; 0 for no limit. */
	maxGroups: number;
	uniqueKey: string;
	waitUntilListedMs: number;
	output: (typeof outputOption)['default'];
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
	const isCombined = fields.choice(combineItemsField) === 'name';
	const options = fields.collection('options');
	const { fromNumber } = readSender(fields, options);
	const name = readName(fields);
	const rows = items.map((index) => new Fields(context, index));
	const additional = rows.map((row) => row.collection('additionalFields'));
	const first = (read: (row: Fields) => string) =>
		additional.reduce((text, row) => (text === '' ? read(row) : text), '');
	const senderNumber = sender ?? fromNumber;
	const countries = rows.map((row) => readSender(row, row.collection('options')).defaultCountry);
	const participants = readParticipants(
		rows.map((row) => row.value('participants')),
		{ senderNumber, countries },
	);
	const admins = readAdmins(additional, senderNumber, countries);
	const onlyAdmins = notYetIn(participants, admins);
	const request = {
		item,
		items,
		isCombined,
		fromNumber: senderNumber,
		name,
		description: first(readDescription),
		pictureUrl: first((row) => row.webAddress(pictureUrlField)),
		welcomeMessage: first((row) => row.text(welcomeMessageField)),
		participants: [...participants, ...onlyAdmins],
		// Admins alone are not the group that somebody wanted.
		people: [...numbersToSend(context, participants), ...numbersOf(onlyAdmins)],
		admins: numbersOf(admins),
		client: client.withTimeout(options.seconds(timeoutOption)),
		options: readOptions(options),
	};
	throwIfRowsDiffer(rows, request.options, name);
	return { ...request, key: keyOf(context, request) };
}

/** What decides about a whole group, so that no row of it may say otherwise than the first. */
const SAME_IN_ALL_ROWS: Array<[keyof CreateOptions, label: string]> = [
	['ifGroupExists', ifGroupExistsOption.displayName],
	['ifSomeoneIsMissing', ifSomeoneIsMissingOption.displayName],
	['previewOnly', previewOnlyField.displayName],
	['uniqueKey', uniqueKeyOption.displayName],
];

function throwIfRowsDiffer(rows: Fields[], options: CreateOptions, name: string): void {
	for (const row of rows.slice(1)) {
		const own = readOptions(row.collection('options'));
		const [, label] = SAME_IN_ALL_ROWS.find(([key]) => own[key] !== options[key]) ?? [];
		if (label === undefined) continue;
		throw row.error(
			`The rows of the group ${quote(name, 100)} differ in ${label}`,
			`Rows that become one group need the same ${label}: take something that they have in common. Nothing was sent.`,
		);
	}
}

/** An empty Participants is reported as somebody missing; an empty Admins only means that there is no admin. */
function readAdmins(
	rows: Fields[],
	senderNumber: string,
	countries: Array<string | undefined>,
): Participant[] {
	const filled = rows.flatMap((fields, row) => {
		const value = fields.value(adminsField.name);
		return isBlank(value) ? [] : [{ row, value, country: countries[row] }];
	});
	return readParticipants(
		filled.map(({ value }) => value),
		{ senderNumber, countries: filled.map(({ country }) => country) },
	).map((admin) => ({ ...admin, row: filled[admin.row]?.row ?? 0 }));
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

function readOptions(options: Fields): CreateOptions {
	return {
		ifGroupExists: options.choice(ifGroupExistsOption),
		ifSomeoneIsMissing: options.choice(ifSomeoneIsMissingOption),
		checkNumbersFirst: options.flag(checkNumbersFirstOption),
		previewOnly: options.flag(previewOnlyField),
		...readBatching(options),
		maxGroups: options.wholeNumber(maxGroupsOption),
		uniqueKey: readUniqueKey(options),
		waitUntilListedMs: options.seconds(waitUntilListedOption),
		output: options.choice(outputOption),
	};
}

/** n8n stores the key for good and with every execution, so it has to be short. */
const LONGEST_KEY = 500;

/** A key that was set and is blank protects nothing, which nobody would notice. */
function readUniqueKey(options: Fields): string {
	const key = options.text(uniqueKeyOption).trim();
	if (!options.has('uniqueKey')) return '';
	if (key.length > LONGEST_KEY) {
		throw options.error(
			`Unique Key has ${key.length} characters, and may have ${LONGEST_KEY}`,
			'Take something short that stands for the group, such as an ID. Nothing was sent.',
		);
	}
	if (!/[^\s\p{C}]/u.test(key) || ['undefined', 'null', 'NaN'].includes(key)) {
		throw options.error(
			'Unique Key is empty',
			'Check that the expression in Unique Key finds a field of this item, or take the option away. Nothing was sent.',
		);
	}
	// All items for which it finds nothing would have one key.
	throwIfNothingFound(options, uniqueKeyOption.displayName, key);
	return key;
}

/**
 * An input item has one request, whatever its fields say by now: an expression may give another name in every
 * try ({{ $now }}), and correcting a field before "Retry execution" must not make a second group. Where items
 * are combined by name, it is the name that tells groups apart.
 */
function keyOf(
	context: IExecuteFunctions,
	{ item, isCombined, fromNumber, name }: Omit<GroupRequest, 'key'>,
): string {
	return isCombined
		? listKey(context, item, [fromNumber, comparableName(name)])
		: itemKey(context, item);
}
