import type { IExecuteFunctions, INodeProperties, NodeOperationError } from 'n8n-workflow';

import { isNobody } from '../groups/outcomes';
import { readParticipants, type ListOptions, type Participant } from '../phone/participantList';
import { quote } from '../text';
import { readParameter } from './parameter';
import { settingError } from '../settingError';

export const participantsField: INodeProperties = {
	displayName: 'Participants',
	name: 'participants',
	type: 'string',
	required: true,
	default: '',
	typeOptions: { rows: 3 },
	placeholder: 'e.g. +17137157533, +18647351567',
	description:
		'Phone numbers with + and country code, separated by commas, semicolons or new lines; names beside them do no harm. Or drag a field of the input here: a text, a list of numbers, or rows with a phone number in each.',
	hint: 'Any number of people. Numbers without country code take that of From, or of Default Country under Options.',
};

/** Everyone whom a field of this kind names, and the numbers among them that can be sent. */
export interface People {
	participants: Participant[];
	numbers: string[];
}

/** @throws NodeOperationError when the field names nobody in these items who could be sent */
export function readPeople(
	context: IExecuteFunctions,
	items: number[],
	field: Pick<INodeProperties, 'name' | 'displayName'>,
	options: ListOptions,
): People {
	const values = items.map((item) => readParameter(context, field.name, item));
	const participants = readParticipants(values, options);
	return { participants, numbers: numbersToSend(context, participants, field) };
}

/** Some times what WhatsApp allows in a group; more are no list of people, and would choke n8n. */
const MOST_ENTRIES = 50_000;

/**
 * The numbers of the entries that can be sent, in order.
 *
 * @throws NodeOperationError when there is none, or when there are far too many entries
 */
export function numbersToSend(
	context: IExecuteFunctions,
	entries: Participant[],
	{ displayName }: Pick<INodeProperties, 'displayName'> = participantsField,
): string[] {
	if (entries.length > MOST_ENTRIES) {
		throw settingError(
			context,
			`${displayName} has ${entries.length} entries, and may have ${MOST_ENTRIES}`,
			`Check that ${displayName} holds phone numbers and not a text of another kind. WhatsApp allows 1,024 people in a group. Nothing was sent.`,
		);
	}
	const numbers = numbersOf(entries);
	if (numbers.length === 0) throw namesNobody(context, entries, displayName);
	return numbers;
}

export function numbersOf(entries: Participant[]): string[] {
	return entries.flatMap((entry) => (entry.outcome === 'pending' ? entry.phone_number : []));
}

/** For a field without a single number that can be used, with every entry in `context.details`. */
function namesNobody(
	context: IExecuteFunctions,
	entries: Participant[],
	label: string,
): NodeOperationError {
	if (entries.length === 0) {
		return settingError(
			context,
			`${label} is empty`,
			`Check that the expression in ${label} finds a field of this item. Nothing was sent.`,
		);
	}
	const position = entries.findIndex(({ outcome }) => outcome === 'invalid_number');
	const entry = entries[position] ?? entries[0];
	const words = entry !== undefined && 'reason' in entry ? entry : undefined;
	// What is fine in a list of several is not enough where nobody else stands in it.
	const nextStep =
		words === undefined || isNobody(words.outcome)
			? 'Add the number of somebody else.'
			: words.next_step;
	return settingError(
		context,
		`${label} holds no phone number that can be used. Entry ${Math.max(position, 0) + 1}: ${quote(entry?.input ?? '')} ${words?.reason ?? ''}`,
		`${nextStep} Nothing was sent.`,
		{ participants: entries },
	);
}
