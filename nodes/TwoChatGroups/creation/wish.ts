import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readParticipants } from '../domain/participantList';
import type { Entry } from '../domain/participantList';
import { ledgerKey } from '../memory/ledger';
import { readChoice } from '../resources/fields/choice';
import { readFromNumber } from '../resources/fields/fromNumber';
import { readNumber } from '../resources/fields/number';
import { readDefaultCountry, readTimeout } from '../resources/fields/sharedOptions';
import { readSwitch } from '../resources/fields/switch';
import { readText } from '../resources/fields/text';
import { settingError } from '../resources/settingError';
import { quote } from '../transport/failure';

/** WhatsApp's limit, in characters as people count them (2chat-api.md 5.1). */
const NAME_LIMIT = 100;

/** Near what WhatsApp allows a number in a day (2chat-api.md 5.6). */
export const DEFAULT_MAX_GROUPS = 30;

export const IF_GROUP_EXISTS = ['create', 'use', 'stop'] as const;
export const IF_SOMEONE_IS_MISSING = ['report', 'failIfNobody', 'failIfAnyone'] as const;
export const OUTPUTS = ['group', 'participants', 'raw'] as const;

/** A group that somebody wants: what the input items say, read and checked. Nothing has been sent yet. */
export interface Wish {
	/** The first of the input items that it comes from. */
	item: number;
	/** Under which the ledger knows it. */
	key: string;
	fromNumber: string;
	name: string;
	description: string;
	pictureUrl: string;
	welcomeMessage: string;
	/** Everyone who was named, in order, under Participants and then Admins. */
	entries: Entry[];
	/** The numbers to send, in order. */
	people: string[];
	/** The numbers to make admins. */
	admins: string[];
	options: CreateOptions;
}

export interface CreateOptions {
	ifGroupExists: (typeof IF_GROUP_EXISTS)[number];
	ifSomeoneIsMissing: (typeof IF_SOMEONE_IS_MISSING)[number];
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
 * Reads the wish of one input item, or of several that ask for the same group: the first one leads, and
 * all of them bring people.
 *
 * @throws NodeOperationError naming the field that cannot be used
 */
export function readWish(context: IExecuteFunctions, items: number[]): Wish {
	const item = items[0] ?? 0;
	const raw = context.getNodeParameter('options', item, {}) as IDataObject;
	const defaultCountry = readDefaultCountry(context, raw, item);
	const fromNumber = readFromNumber(context, item, defaultCountry);
	const name = readName(context, item);
	const additional = items.map(
		(index) => context.getNodeParameter('additionalFields', index, {}) as IDataObject,
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
		together(items.map((index) => context.getNodeParameter('participants', index, '') as unknown)),
		reading,
	);
	const admins = readParticipants(together(additional.map((fields) => fields.admins)), reading);
	const entries = [...participants, ...notYetIn(participants, admins)];
	const wish = {
		item,
		fromNumber,
		name,
		description: first('description', 'Description'),
		pictureUrl: readPictureUrl(context, item, first('pictureUrl', 'Picture URL').trim()),
		welcomeMessage: first('welcomeMessage', 'Welcome Message'),
		entries,
		people: numbersOf(entries),
		admins: numbersOf(admins),
		options: readOptions(context, item, raw),
	};
	if (participants.length === 0) throw nobody(context, item, []);
	if (wish.people.length === 0) throw nobody(context, item, entries);
	return { ...wish, key: keyOf(context, wish) };
}

/** One item's value as it is; those of several items as one list, so that an empty row stays a row. */
function together(values: unknown[]): unknown {
	return values.length === 1 ? values[0] : values;
}

/** Admins take part too, but whoever is already among the participants is one person, not a duplicate. */
function notYetIn(participants: Entry[], admins: Entry[]): Entry[] {
	const numbers = new Set(participants.map(({ phone_number }) => phone_number));
	return admins.filter(
		(entry) =>
			entry.outcome === 'invalid_number' ||
			(entry.outcome === 'pending' && !numbers.has(entry.phone_number)),
	);
}

function numbersOf(entries: Entry[]): string[] {
	return entries.flatMap((entry) => (entry.outcome === 'pending' ? entry.phone_number : []));
}

function readName(context: IExecuteFunctions, item: number): string {
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

function readPictureUrl(context: IExecuteFunctions, item: number, url: string): string {
	if (url === '' || /^https?:\/\/[^\s/]+\S*$/i.test(url)) return url;
	throw settingError(
		context,
		item,
		`Picture URL: ${quote(url)} is not a web address`,
		'It has to start with https:// and be open to everybody, because 2Chat loads the picture from there.',
	);
}

function nobody(context: IExecuteFunctions, item: number, entries: Entry[]) {
	if (entries.length === 0) {
		return settingError(
			context,
			item,
			'Participants is empty: this item names nobody',
			'Check that the expression in Participants finds a field of this item. Nothing was sent.',
		);
	}
	const position = entries.findIndex(({ outcome }) => outcome === 'invalid_number');
	const entry = entries[position] ?? entries[0];
	const words = entry !== undefined && 'reason' in entry ? entry : undefined;
	const error = settingError(
		context,
		item,
		`Participants holds no phone number that can be used. Entry ${Math.max(position, 0) + 1}: ${quote(entry?.input ?? '')} ${words?.reason ?? ''}`,
		`${words?.next_step ?? ''} Nothing was sent.`.trim(),
	);
	error.context.details = { participants: entries.map((one) => ({ ...one })) };
	return error;
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
		ifSomeoneIsMissing: readChoice(
			context,
			options.ifSomeoneIsMissing,
			'If Someone Is Missing',
			item,
			IF_SOMEONE_IS_MISSING,
		),
		checkNumbersFirst: readSwitch(context, options.checkNumbersFirst, 'Check Numbers First', item),
		previewOnly: readSwitch(context, options.previewOnly, 'Preview Only', item),
		batchSize: number(batching.batchSize, 'Items per Batch', -1, -1),
		batchIntervalMs: number(batching.batchInterval, 'Batch Interval', 0),
		maxGroups: number(options.maxGroups, 'Max Groups per Run', DEFAULT_MAX_GROUPS),
		uniqueKey: readText(context, options.uniqueKey, 'Unique Key', item).trim(),
		waitUntilListedMs: number(options.waitUntilListed, 'Wait Until Listed', 0) * 1_000,
		output: readChoice(context, options.output, 'Output', item, OUTPUTS),
		timeoutMs: readTimeout(context, options, item),
	};
}

/** What the request says decides whether a wish is the same; how it is handled does not. */
function keyOf(
	context: IExecuteFunctions,
	{
		item,
		fromNumber,
		name,
		description,
		people,
		admins,
		pictureUrl,
		welcomeMessage,
	}: Omit<Wish, 'key'>,
): string {
	const run = context.evaluateExpression('{{ $runIndex }}', item);
	return ledgerKey(typeof run === 'number' ? run : 0, item, [
		fromNumber,
		name,
		description,
		people,
		admins,
		pictureUrl,
		welcomeMessage,
	]);
}
