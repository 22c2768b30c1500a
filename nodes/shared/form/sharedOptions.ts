import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_TIMEOUT_MS } from '../api/client';
import { countryOptions, isCountryCode } from '../phone/number/phoneNumber';
import { countryOf } from '../phone/number/countries';
import { quote } from '../text';
import { choiceField, type Fields } from './fields';
import { readFromNumber } from './fromNumber';

const SAME_AS_FROM = 'from';

export const defaultCountryOption: INodeProperties = {
	displayName: 'Default Country',
	name: 'defaultCountry',
	type: 'options',
	options: [{ name: 'Same as From', value: SAME_AS_FROM }, ...countryOptions()],
	default: SAME_AS_FROM,
	description:
		'The country of numbers that are written without a country code. Numbers with + keep their own. An expression may give a two-letter code such as DE.',
};

/**
 * The number in From, in E.164, and the country (ISO 3166 alpha-2) of numbers without a country code.
 *
 * @throws NodeOperationError for something that is no country code, or no number
 */
export function readSender(fields: Fields, options: Fields) {
	const code = options.text(defaultCountryOption).trim();
	if (code === SAME_AS_FROM) {
		const fromNumber = readFromNumber(fields);
		return { fromNumber, defaultCountry: countryOf(fromNumber) };
	}
	if (code !== '' && !isCountryCode(code)) {
		throw options.error(
			`Default Country: ${quote(code)} is not a country code`,
			'Choose a country from the list, or let the expression give its two letters, such as DE or BR.',
		);
	}
	const defaultCountry = code === '' ? undefined : code;
	return { fromNumber: readFromNumber(fields, defaultCountry), defaultCountry };
}

export const ifSomeoneIsMissingOption = choiceField({
	displayName: 'If Someone Is Missing',
	name: 'ifSomeoneIsMissing',
	type: 'options',
	default: 'report',
	description: 'What to do when the group exists, but not everybody could be added',
	options: [
		{
			name: 'Fail if Anyone Is Missing',
			value: 'failIfAnyone',
			description: 'Let the item fail as soon as one person is missing',
		},
		{
			name: 'Fail if Nobody Was Added',
			value: 'failIfNobody',
			description: 'Let the item fail when not one person is in the group',
		},
		{
			name: 'Report and Go On',
			value: 'report',
			description: 'Say in the output what became of each person',
		},
	],
});

export type IfSomeoneIsMissing = (typeof ifSomeoneIsMissingOption)['default'];

const DEFAULT_TIMEOUT = DEFAULT_TIMEOUT_MS / 1_000;

export const timeoutOption: INodeProperties = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	// People who are added one by one take long, and nothing of 2Chat takes an hour.
	typeOptions: { minValue: 1, maxValue: 3_600 },
	default: DEFAULT_TIMEOUT,
	description: 'How long to wait for each answer of 2Chat. Adding ten people takes long.',
};

const batchSizeField: INodeProperties = {
	displayName: 'Items per Batch',
	name: 'batchSize',
	type: 'number',
	typeOptions: { minValue: -1 },
	default: 1,
};

const batchIntervalField: INodeProperties = {
	displayName: 'Interval (Seconds)',
	name: 'batchInterval',
	type: 'number',
	// A day at most.
	typeOptions: { minValue: 0, maxValue: 86_400 },
	default: 30,
	description: 'How long each pause takes. 0 for no pause.',
};

export const batchingOption = (ofWhat: string, why: string): INodeProperties => ({
	displayName: 'Batching',
	name: 'batching',
	type: 'fixedCollection',
	typeOptions: { multipleValues: false },
	default: { batch: {} },
	description: why,
	options: [
		{
			displayName: 'Batching',
			name: 'batch',
			values: [
				{
					...batchSizeField,
					description: `How many ${ofWhat} before a pause. -1 to never pause.`,
				},
				batchIntervalField,
			],
		},
	],
});

export interface Batching {
	/** Before a pause; -1 for no pauses. */
	batchSize: number;
	batchIntervalMs: number;
}

export function readBatching(options: Fields): Batching {
	const batching = options.collection('batching');
	if (!batching.has('batch')) return { batchSize: -1, batchIntervalMs: 0 };
	const batch = batching.collection('batch');
	return {
		batchSize: batch.wholeNumber(batchSizeField),
		batchIntervalMs: batch.seconds(batchIntervalField),
	};
}

export const previewOnlyField: INodeProperties = {
	displayName: 'Preview Only',
	name: 'previewOnly',
	type: 'boolean',
	default: false,
};

export function previewOnlyOption(description: string): INodeProperties {
	return { ...previewOnlyField, description };
}

export const memberOutputOption = choiceField({
	displayName: 'Output',
	name: 'output',
	type: 'options',
	default: 'group',
	description: 'What the output items are',
	options: [
		{
			name: 'One Item per Group',
			value: 'group',
			description: 'A list of everybody and what became of them',
		},
		{
			name: 'One Item per Participant',
			value: 'participants',
			description: 'Every person as an item of its own, to branch on the outcome',
		},
	],
});

export function collectionField(
	displayName: string,
	name: string,
	placeholder: string,
	options: INodeProperties[],
): INodeProperties {
	return { displayName, name, type: 'collection', placeholder, default: {}, options };
}

/** The collection that holds what an operation offers beyond its fields. */
export function optionsField(options: INodeProperties[]): INodeProperties {
	return collectionField('Options', 'options', 'Add option', options);
}
