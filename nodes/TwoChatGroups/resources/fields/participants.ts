import type { INodeProperties } from 'n8n-workflow';

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
