import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { countryOptions, isCountryCode } from '../../domain/phoneNumber';
import { DEFAULT_TIMEOUT_MS } from '../../transport/client';
import { quote } from '../../transport/failure';
import { settingError } from '../settingError';
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

export const timeoutOption: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1000 },
	default: DEFAULT_TIMEOUT_MS,
	description:
		'How many milliseconds to wait for each answer of 2Chat. Adding ten people takes long.',
};

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
