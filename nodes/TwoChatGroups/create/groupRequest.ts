import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { comparableName } from '../../shared/groups/foundGroups';
import { readParticipants } from '../../shared/phone/participantList';
import type { Participant } from '../../shared/phone/participantList';
import { isBlank } from '../../shared/phone/phoneField';
import { itemKey, listKey } from '../../shared/memory/itemKey';
import { readChoice } from '../../shared/form/choice';
import { readFromNumber } from '../../shared/form/fromNumber';
import { readNumber } from '../../shared/form/number';
import { readParameter } from '../../shared/form/parameter';
import { namesNobody, numbersOf } from '../../shared/form/participants';
import {
	readDefaultCountry,
	readIfSomeoneIsMissing,
	readTimeout,
} from '../../shared/form/sharedOptions';
import type { IfSomeoneIsMissing } from '../../shared/form/sharedOptions';
import { readSwitch } from '../../shared/form/switch';
import { readText } from '../../shared/form/text';
import { readWebAddress } from '../../shared/form/webAddress';
import { settingError } from '../../shared/form/settingError';
import { quote } from '../../shared/text';

/** WhatsApp's limit, in characters as people count them (2chat-api.md 5.1). */
const NAME_LIMIT = 100;

/** Near what WhatsApp allows a number in a day (2chat-api.md 5.6). */
const DEFAULT_MAX_GROUPS = 30;

export const IF_GROUP_EXISTS = ['create', 'use', 'stop'] as const;
export const OUTPUTS = ['group', 'participants', 'raw'] as const;
export const GROUP_ITEMS_BY = ['item', 'name'] as const;

/** A group that somebody wants: what the input items say, read and checked. Nothing has been sent yet. */
export interface GroupRequest {
	/** The first of the input items that it comes from. */
	item: number;
	/** Under which the memory knows it. */
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
	options: CreateOptions;
}

export interface CreateOptions {
	ifGroupExists: (typeof IF_GROUP_EXISTS)[number];
	ifSomeoneIsMissing: IfSomeoneIsMissing;
	checkNumbersFirst: boolean;
	previewOnly: boolean;
	/** Groups before a pause. */
	batchSize: number;
	batchIntervalMs: number;
	/** Groups for one sender in one execution; 0 for no limit. */
	maxGroups: number;
	uniqueKey: string;
	waitUntilListedMs: number;
	output: (typeof OUTPUTS)[number];
	timeoutMs: number;
}

/**
 * Reads the request of one input item, or of several that ask for the same group: the first one leads, and
 * all of them bring people.
 *
 * @param sender to send from, instead of the number in From
 * @throws NodeOperationError naming the field that cannot be used
 */
export function readGroupRequest(
	context: IExecuteFunctions,
	items: number[],
	sender?: string,
): GroupRequest {
	const item = items[0] ?? 0;
	const groupItemsBy = readGroupItemsBy(context, item);
	const raw = readParameter(context, 'options', item, {}) as IDataObject;
	const defaultCountry = readDefaultCountry(context, raw, item);
	const fromNumber = sender ?? readFromNumber(context, item, defaultCountry);
	const name = readName(context, item);
	const additional = items.map(
		(index) => readParameter(context, 'additionalFields', index, {}) as IDataObject,
	);
	const first = (field: string, label: string) =>
		additional.reduce(
			(text, fields, index) =>
				text === '' ? readText(context, fields[field], label, items[index] ?? item) : text,
			'',
		);
	const reading = {
		senderNumber: fromNumber,
		...(defaultCountry === undefined ? {} : { defaultCountry }),
	};
	const participants = readParticipants(
		items.map((index) => context.getNodeParameter('participants', index, '') as unknown),
		reading,
	);
	// A row without a phone number lacks somebody; a row without an admin does not.
	const adminFields = additional.map((fields) => fields.admins);
	const admins = readParticipants(
		adminFields.filter((field) => !isBlank(field)),
		reading,
	);
	const everyone = [...participants, ...notYetIn(participants, admins)];
	const request = {
		item,
		fromNumber,
		name,
		description: first('description', 'Description'),
		pictureUrl: readWebAddress(context, first('pictureUrl', 'Picture URL'), 'Picture URL', item),
		welcomeMessage: first('welcomeMessage', 'Welcome Message'),
		items,
		participants: everyone,
		people: numbersOf(everyone),
		admins: numbersOf(admins),
		options: readOptions(context, item, raw),
	};
	if (participants.length === 0) throw namesNobody(context, item, []);
	if (request.people.length === 0) throw namesNobody(context, item, everyone);
	return { ...request, key: keyOf(context, groupItemsBy, request) };
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
export function readGroupItemsBy(
	context: IExecuteFunctions,
	item: number,
): (typeof GROUP_ITEMS_BY)[number] {
	const given = readParameter(context, 'groupItemsBy', item, 'item');
	return readChoice(context, given, 'Group Items By', item, GROUP_ITEMS_BY);
}

/** @throws NodeOperationError when there is no name, or one that WhatsApp would not take */
export function readName(context: IExecuteFunctions, item: number): string {
	const given = context.getNodeParameter('name', item, '');
	const name = readText(context, given, 'Group Name', item).trim();
	if (name === 'undefined' || name === 'null' || !/[^\s\p{C}]/u.test(name)) {
		throw settingError(
			context,
			item,
			'Group Name is empty',
			'Type a name, or check that the expression in Group Name finds a field of this item.',
		);
	}
	const length = Array.from(name).length;
	if (length > NAME_LIMIT) {
		throw settingError(
			context,
			item,
			`Group Name has ${length} characters, and WhatsApp allows ${NAME_LIMIT}: ${quote(name, 40)}`,
			'Shorten the name, for example with {{ $json.name.slice(0, 100) }}.',
		);
	}
	return name;
}

function readOptions(
	context: IExecuteFunctions,
	item: number,
	options: IDataObject,
): CreateOptions {
	const batching = (options.batching as { batch?: IDataObject } | undefined)?.batch ?? {};
	const number = (value: unknown, label: string, fallback: number, min = 0) =>
		readNumber(context, value, label, item, { fallback, min });
	return {
		ifGroupExists: readChoice(
			context,
			options.ifGroupExists,
			'If Group Exists',
			item,
			IF_GROUP_EXISTS,
		),
		ifSomeoneIsMissing: readIfSomeoneIsMissing(context, options, item),
		checkNumbersFirst: readSwitch(context, options.checkNumbersFirst, 'Check Numbers First', item),
		previewOnly: readSwitch(context, options.previewOnly, 'Preview Only', item),
		batchSize: number(batching.batchSize, 'Items per Batch', -1, -1),
		batchIntervalMs: number(batching.batchInterval, 'Batch Interval', 0),
		maxGroups: readMaxGroups(context, item),
		uniqueKey: readText(context, options.uniqueKey, 'Unique Key', item).trim(),
		waitUntilListedMs: number(options.waitUntilListed, 'Wait Until Listed', 0) * 1_000,
		output: readChoice(context, options.output, 'Output', item, OUTPUTS),
		timeoutMs: readTimeout(context, options, item),
	};
}

export function readMaxGroups(context: IExecuteFunctions, item: number): number {
	const options = readParameter(context, 'options', item, {}) as IDataObject;
	const bounds = { fallback: DEFAULT_MAX_GROUPS, min: 0 };
	return readNumber(context, options.maxGroups, 'Max Groups per Run', item, bounds);
}

/**
 * An input item has one request, whatever its fields say by now: an expression may give another name in every
 * try ({{ $now }}), and correcting a field before "Retry execution" must not make a second group. Where items
 * are combined by name, it is the name that tells groups apart.
 */
function keyOf(
	context: IExecuteFunctions,
	groupItemsBy: (typeof GROUP_ITEMS_BY)[number],
	{ item, fromNumber, name }: Omit<GroupRequest, 'key'>,
): string {
	return groupItemsBy === 'name'
		? listKey(context, item, [fromNumber, comparableName(name)])
		: itemKey(context, item);
}
