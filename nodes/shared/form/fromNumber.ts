import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readPhoneNumber } from '../phone/number/phoneNumber';
import { HAS_NO_COUNTRY_CODE, WRITE_INTERNATIONAL } from '../phone/number/phoneReading';
import { quote } from '../text';
import { settingError } from '../settingError';
import type { Fields } from './fields';

export const fromNumberField: INodeProperties = {
	displayName: 'From',
	name: 'fromNumber',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description:
		'Your WhatsApp number that does this. ✓ marks those that are connected. To have another one in the list, connect it under Channels at app.2chat.io.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a number...',
			typeOptions: { searchListMethod: 'searchNumbers', searchable: true },
		},
		{
			displayName: 'By Number',
			name: 'phone',
			type: 'string',
			placeholder: 'e.g. +595981048477',
			hint: 'With + and country code',
		},
	],
};

/** Where From only serves Group: for its list, and for WhatsApp's ids. */
export const optionalFromNumberField: INodeProperties = {
	...fromNumberField,
	required: false,
	description:
		'The connected number whose groups to choose from. Not needed for a group given by 2Chat ID.',
};

/**
 * @returns the number in E.164
 * @throws NodeOperationError when the field holds no phone number
 */
export function readFromNumber(fields: Fields, defaultCountry?: string): string {
	const value = fields.value('fromNumber');
	return parseFromNumber(fields.context, value, defaultCountry);
}

/** The same for a value that was read in another way than in `execute`. */
export function parseFromNumber(
	context: Pick<IExecuteFunctions, 'getNode'>,
	value: unknown,
	defaultCountry?: string,
): string {
	if (value === undefined || value === null || String(value).trim() === '') {
		throw settingError(
			context,
			'From is empty',
			'Choose the WhatsApp number that should do this, or check that the expression in From finds a number.',
		);
	}
	const reading = readPhoneNumber(value, defaultCountry);
	if (!reading.ok) {
		const shown = typeof value === 'object' ? 'the value' : quote(String(value));
		// Default Country is for other numbers, and not every operation has it.
		const nextStep = reading === HAS_NO_COUNTRY_CODE ? WRITE_INTERNATIONAL : reading.nextStep;
		throw settingError(context, `From: ${shown} ${reading.reason}`, nextStep);
	}
	return reading.phoneNumber;
}
