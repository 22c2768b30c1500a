import type { IExecuteFunctions, INodeProperties, NodeOperationError } from 'n8n-workflow';

import { readParticipants } from '../phone/participantList';
import type { ListOptions, Participant } from '../phone/participantList';
import { quote } from '../text';
import { readParameter } from './parameter';
import { settingError } from './settingError';

export const participantsField: INodeProperties = {
	displayName: 'Participants',
	name: 'participants',
	type: 'string',
	required: true,
	default: '',
	typeOptions: { rows: 3 },
	placeholder: 'e.g. +17137157533, +18647351567',
	description:
		'Phone numbers with + and country code, separated by commas, semicolons or new lines. An expression may also give a list of numbers, or of objects with a field such as phone, phone_number, mobile, whatsapp, number or tel.',
	hint: 'Any number of people. For numbers without country code, set Default Country under Options.',
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
	const numbers = numbersOf(participants);
	if (numbers.length === 0) {
		throw namesNobody(context, items[0] ?? 0, participants, field.displayName);
	}
	return { participants, numbers };
}

export function numbersOf(entries: Participant[]): string[] {
	const numbers: string[] = [];
	for (const entry of entries) if (entry.outcome === 'pending') numbers.push(entry.phone_number);
	return numbers;
}

/** For a field without a single number that can be used, with every entry in `context.details`. */
export function namesNobody(
	context: IExecuteFunctions,
	item: number,
	entries: Participant[],
	label = participantsField.displayName,
): NodeOperationError {
	if (entries.length === 0) {
		return settingError(
			context,
			item,
			`${label} is empty`,
			`Check that the expression in ${label} finds a field of this item. Nothing was sent.`,
		);
	}
	const position = entries.findIndex(({ outcome }) => outcome === 'invalid_number');
	const entry = entries[position] ?? entries[0];
	const words = entry !== undefined && 'reason' in entry ? entry : undefined;
	const error = settingError(
		context,
		item,
		`${label} holds no phone number that can be used. Entry ${Math.max(position, 0) + 1}: ${quote(entry?.input ?? '')} ${words?.reason ?? ''}`,
		`${words?.next_step ?? ''} Nothing was sent.`.trim(),
	);
	error.context.details = { participants: entries.map((one) => ({ ...one })) };
	return error;
}
