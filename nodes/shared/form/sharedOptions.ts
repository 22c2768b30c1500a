import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { countryOptions, isCountryCode } from '../phone/phoneNumber';
import { DEFAULT_TIMEOUT_MS } from '../api/client';
import { quote } from '../text';
import { settingError } from './settingError';
import { readChoice } from './choice';
import { readNumber } from './number';
import { readText } from './text';

export const defaultCountryOption: INodeProperties = {
	displayName: 'Default Country',
	name: 'defaultCountry',
	type: 'options',
	options: countryOptions(),
	default: '',
	description:
		'The country of numbers that are written without a country code. Numbers with + keep their own. An expression may give a two-letter code such as DE.',
};

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

export const timeoutOption: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1000 },
	default: DEFAULT_TIMEOUT_MS,
	description:
		'How many milliseconds to wait for each answer of 2Chat. Adding ten people takes long.',
};

const IF_SOMEONE_IS_MISSING = ['report', 'failIfNobody', 'failIfAnyone'] as const;

export type IfSomeoneIsMissing = (typeof IF_SOMEONE_IS_MISSING)[number];

export function readIfSomeoneIsMissing(
	context: IExecuteFunctions,
	options: IDataObject,
	item: number,
): IfSomeoneIsMissing {
	const { ifSomeoneIsMissing } = options;
	return readChoice(
		context,
		ifSomeoneIsMissing,
		'If Someone Is Missing',
		item,
		IF_SOMEONE_IS_MISSING,
	);
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

export function readMemberOutput(
	context: IExecuteFunctions,
	options: IDataObject,
	item: number,
): (typeof MEMBER_OUTPUTS)[number] {
	return readChoice(context, options.output, 'Output', item, MEMBER_OUTPUTS);
}

/** The collection that holds what an operation offers beyond its fields. */
export function optionsField(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options,
	};
}

/** @throws NodeOperationError for something that is no country code */
export function readDefaultCountry(
	context: IExecuteFunctions,
	options: IDataObject,
	item: number,
): string | undefined {
	const code = readText(context, options.defaultCountry, 'Default Country', item).trim();
	if (code === '') return undefined;
	if (isCountryCode(code)) return code;
	throw settingError(
		context,
		item,
		`Default Country: ${quote(code)} is not a country code`,
		'Choose a country from the list, or let the expression give its two letters, such as DE or BR.',
	);
}

export function readTimeout(
	context: IExecuteFunctions,
	options: IDataObject,
	item: number,
): number {
	return readNumber(context, options.timeout, 'Timeout', item, {
		fallback: DEFAULT_TIMEOUT_MS,
		min: 1,
	});
}
