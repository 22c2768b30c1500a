import type { IExecuteFunctions } from 'n8n-workflow';

import { settingError } from './settingError';

/**
 * A field that wants text, whatever an expression made of it: as given, or '' when there is nothing but
 * blanks. Numbers become text.
 *
 * @throws NodeOperationError when the value is a list, an object or a switch
 */
export function readText(
	context: IExecuteFunctions,
	value: unknown,
	label: string,
	item: number,
): string {
	if (value === undefined || value === null || Number.isNaN(value)) return '';
	if (typeof value === 'number' || typeof value === 'bigint') return String(value);
	if (typeof value !== 'string') {
		throw settingError(
			context,
			item,
			`${label} should be text, but the expression gives ${kindOf(value)}`,
			`Pick a single field for ${label}, for example {{ $json.name }}.`,
		);
	}
	if (value.includes('[object Object]')) {
		throw settingError(
			context,
			item,
			`${label} contains "[object Object]": an expression in it points at an object instead of a text`,
			`Pick a single field of that object for ${label}.`,
		);
	}
	return value.trim() === '' ? '' : value;
}

/** What an expression gave in place of text or a number, as a user would call it. */
export function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : 'true or false';
}
