import type { IExecuteFunctions } from 'n8n-workflow';

import { quote } from '../../transport/failure';
import { settingError } from '../settingError';

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
	if (value === undefined || value === null || value === '') return fallback;
	const number = typeof value === 'string' ? Number(value) : value;
	if (typeof number !== 'number' || !Number.isInteger(number) || number < min) {
		const shown = typeof value === 'object' ? 'an object' : quote(String(value));
		throw settingError(
			context,
			item,
			`${label} should be a whole number of at least ${min}, but is ${shown}`,
			`Correct ${label} under Options.`,
		);
	}
	return number;
}
