import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_TIMEOUT_MS } from '../api/client';
import { countryOptions, isCountryCode } from '../phone/number/phoneNumber';
import { countryOf } from '../phone/number/countries';
import { quote } from '../text';
import type { Fields } from './fields';
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
	const code = options.text('defaultCountry', 'Default Country').trim();
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

export const ifSomeoneIsMissingOption: INodeProperties = {
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
};

const IF_SOMEONE_IS_MISSING = ['report', 'failIfNobody', 'failIfAnyone'] as const;

export type IfSomeoneIsMissing = (typeof IF_SOMEONE_IS_MISSING)[number];

export function readIfSomeoneIsMissing(options: Fields): IfSomeoneIsMissing {
	return options.choice('ifSomeoneIsMissing', 'If Someone Is Missing', IF_SOMEONE_IS_MISSING);
}

/** People who are added one by one take long, and nothing of 2Chat takes an hour. */
const TIMEOUT_LIMITS = { min: 1, max: 3_600 };
const DEFAULT_TIMEOUT = DEFAULT_TIMEOUT_MS / 1_000;

export const timeoutOption: INodeProperties = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: TIMEOUT_LIMITS.min, maxValue: TIMEOUT_LIMITS.max },
	default: DEFAULT_TIMEOUT,
	description: 'How long to wait for each answer of 2Chat. Adding ten people takes long.',
};

/** @returns milliseconds */
export function readTimeout(options: Fields): number {
	return options.seconds('timeout', 'Timeout (Seconds)', {
		fallback: DEFAULT_TIMEOUT,
		...TIMEOUT_LIMITS,
	});
}

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
					displayName: 'Items per Batch',
					name: 'batchSize',
					type: 'number',
					typeOptions: { minValue: -1 },
					default: 1,
					description: `How many ${ofWhat} before a pause. -1 to never pause.`,
				},
				{
					displayName: 'Interval (Seconds)',
					name: 'batchInterval',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 30,
					description: 'How long each pause takes. 0 for no pause.',
				},
			],
		},
	],
});

const A_DAY = 86_400;

export interface Batching {
	/** Before a pause; -1 for no pauses. */
	batchSize: number;
	batchIntervalMs: number;
}

export function readBatching(options: Fields): Batching {
	const batch = options.collection('batching').collection('batch');
	return {
		batchSize: batch.wholeNumber('batchSize', 'Items per Batch', { fallback: -1, min: -1 }),
		batchIntervalMs: batch.seconds('batchInterval', 'Interval (Seconds)', {
			fallback: 0,
			min: 0,
			max: A_DAY,
		}),
	};
}

const MEMBER_OUTPUTS = ['group', 'participants'] as const;

export const memberOutputOption: INodeProperties = {
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
};

export function readMemberOutput(options: Fields): (typeof MEMBER_OUTPUTS)[number] {
	return options.choice('output', 'Output', MEMBER_OUTPUTS);
}

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
