import type { IDataObject } from 'n8n-workflow';

import { notChecked, readCheck } from '../../../shared/groups/numberCheck';
import type { NumberCheck } from '../../../shared/groups/numberCheck';
import { checkNumber } from '../../../shared/api/endpoints';
import { toNodeError } from '../../../shared/api/failure';
import { fromNumberField, readFromNumber } from '../../../shared/form/fromNumber';
import { participantsField, readPeople } from '../../../shared/form/participants';
import {
	defaultCountryOption,
	optionsField,
	readDefaultCountry,
	readTimeout,
	timeoutOption,
} from '../../../shared/form/sharedOptions';
import { readSwitch } from '../../../shared/form/switch';
import type { Operation } from '../operation';

const phoneNumbersField = {
	...participantsField,
	displayName: 'Phone Numbers',
	name: 'phoneNumbers',
	hint: 'Any number of them. Each check costs a credit.',
};

export const check: Operation = {
	option: {
		name: 'Check',
		value: 'check',
		action: 'Check phone number',
		description: 'Find out whether numbers are on WhatsApp; one output item for each',
	},
	properties: [
		fromNumberField,
		phoneNumbersField,
		optionsField([
			defaultCountryOption,
			{
				displayName: 'Extra Information',
				name: 'extraInformation',
				type: 'boolean',
				default: false,
				description:
					'Whether to ask as well which number WhatsApp really uses, and for the business profile. Costs two credits a number instead of one.',
			},
			timeoutOption,
		]),
	],
	start:
		({ context, client: connection }) =>
		async ([item = 0]) => {
			const options = context.getNodeParameter('options', item, {}) as IDataObject;
			const defaultCountry = readDefaultCountry(context, options, item);
			const fromNumber = readFromNumber(context, item, defaultCountry);
			const { extraInformation: extra } = options;
			const withExtra = readSwitch(context, extra, 'Extra Information', item);
			const client = connection.withTimeout(readTimeout(context, options, item));
			const people = readPeople(context, [item], phoneNumbersField, { defaultCountry });
			const checks = new Map<string, NumberCheck>();
			for (const number of people.numbers) {
				const result = await checkNumber(client, fromNumber, number, withExtra);
				if (!result.ok) throw toNodeError(context.getNode(), result.failure, item);
				checks.set(number, readCheck(result.body));
			}
			return people.participants.map((entry) => {
				const { phone_number, input } = entry;
				const found = checks.get(phone_number ?? '');
				return { phone_number, input, ...(found ?? notChecked(entry)) };
			});
		},
};
