import type { IExecuteFunctions } from 'n8n-workflow';

import { quote } from '../text';
import { settingError } from './settingError';
import { readText } from './text';

/**
 * A field that wants the address of a file, for 2Chat to load; '' when there is nothing.
 *
 * @throws NodeOperationError when it is no web address
 */
export function readWebAddress(
	context: IExecuteFunctions,
	value: unknown,
	label: string,
	item: number,
): string {
	const url = readText(context, value, label, item).trim();
	if (url === '' || /^https?:\/\/[^\s/]+\S*$/i.test(url)) return url;
	throw settingError(
		context,
		item,
		`${label}: ${quote(url)} is not a web address`,
		'It has to start with https:// and be open to everybody, because 2Chat loads the file from there.',
	);
}
