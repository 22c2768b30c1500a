import type { IExecuteFunctions } from 'n8n-workflow';

import { quote } from '../text';
import { settingError } from './settingError';
import { kindOf } from './text';

/**
 * A field that wants a whole number, whatever an expression made of it.
 *
 * @returns `fallback` when there is nothing
 * @throws NodeOperationError when it is no whole number or below `min`
 */
export function readNumber(
	context: IExecuteFunctions,
	value: unknown,
	label: string,
	item: number,
	{ fallback, min }: { fallback: number; min: number },
): number {
	if (value === undefined || value === null) return fallback;
	// Number(' ') is 0, which means something in most of these fields.
	if (typeof value === 'string' && value.trim() === '') return fallback;
	const number = typeof value === 'string' ? Number(value) : value;
	if (typeof number !== 'number' || !Number.isInteger(number) || number < min) {
		const shown = typeof value === 'object' ? kindOf(value) : quote(String(value));
		throw settingError(
			context,
			item,
			`${label} should be a whole number of at least ${min}, but is ${shown}`,
			`Correct ${label}.`,
		);
	}
	return number;
}
