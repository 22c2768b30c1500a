import type { INodeProperties } from 'n8n-workflow';

import { notChecked, readCheck, type NumberCheck } from '../../../shared/groups/numberCheck';
import { checkNumber } from '../../../shared/api/endpoints';
import { toNodeError, type Failure } from '../../../shared/api/failure';
import { isOfValue } from '../../../shared/api/retry';
import { Fields } from '../../../shared/form/fields';
import { fromNumberField } from '../../../shared/form/fromNumber';
import { participantsField, readPeople } from '../../../shared/form/participants';
import {
	defaultCountryOption,
	optionsField,
	readSender,
	timeoutOption,
} from '../../../shared/form/sharedOptions';
import { itemKey } from '../../../shared/memory/itemKey';
import { progressOf } from '../../../shared/memory/progress';
import type { Operation } from '../operation';

const phoneNumbersField = {
	...participantsField,
	displayName: 'Phone Numbers',
	name: 'phoneNumbers',
	hint: 'Any number of them. Each check costs a credit.',
};

const extraInformationOption: INodeProperties = {
	displayName: 'Extra Information',
	name: 'extraInformation',
	type: 'boolean',
	default: false,
	description:
		'Whether to ask as well which number WhatsApp really uses, and for the business profile. Costs two credits a number instead of one.',
};

export const check: Operation = {
	name: 'Check',
	action: 'Check phone number',
	description: 'Find out whether numbers are on WhatsApp; one output item for each',
	properties: [
		fromNumberField,
		phoneNumbersField,
		optionsField([defaultCountryOption, extraInformationOption, timeoutOption]),
	],
	start: ({ context, client: connection }) => {
		// Of all items, by sender and number.
		const known = new Map<string, NumberCheck>();
		return async ([item = 0]) => {
			const fields = new Fields(context, item);
			const options = fields.collection('options');
			const { fromNumber, defaultCountry } = readSender(fields, options);
			const withExtra = options.flag(extraInformationOption);
			const client = connection.withTimeout(options.seconds(timeoutOption));
			const people = readPeople(context, [item], phoneNumbersField, { defaultCountry });
			// Each check is paid for, so none is asked for twice, and none is lost with those that fail.
			const checks = progressOf<Record<string, NumberCheck>>(
				context,
				itemKey(context, item, ['check', fromNumber, withExtra]),
			);
			const failures = new Map<string, Failure>();
			let failure: Failure | null = null;
			for (const number of people.numbers) {
				const key = JSON.stringify([fromNumber, number, withExtra]);
				checks[number] ??= known.get(key);
				if (checks[number] !== undefined) continue;
				const result = await checkNumber(client, fromNumber, number, withExtra);
				if (result.ok) known.set(key, (checks[number] = readCheck(result.body)));
				else failures.set(number, (failure = result.failure));
				if (!result.ok && !isOfValue(result.failure)) break;
			}
			const isAnyKnown = people.numbers.some((number) => checks[number] !== undefined);
			if (failure !== null && !isAnyKnown) throw toNodeError(context.getNode(), failure);
			return people.participants.map((participant) => {
				const { phone_number, input } = participant;
				const found = checks[phone_number ?? ''];
				const why = failures.get(phone_number ?? '') ?? failure;
				return { phone_number, input, ...(found ?? notChecked(participant, why)) };
			});
		};
	},
};
