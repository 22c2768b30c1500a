import type { IExecuteFunctions } from 'n8n-workflow';

import { quote } from '../text';
import { settingError } from './settingError';
import { kindOf } from './text';

/**
 * A switch, whatever an expression made of it. A text that merely looks like "off" is refused, because
 * taking Preview Only for off when it was meant to be on would make a real group.
 *
 * @throws NodeOperationError for anything but true and false
 */
export function readSwitch(
	context: IExecuteFunctions,
	value: unknown,
	label: string,
	item: number,
): boolean {
	if (value === undefined || value === null || value === '') return false;
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw settingError(
		context,
		item,
		`${label} should be true or false, but is ${typeof value === 'object' ? kindOf(value) : quote(String(value))}`,
		`Correct the expression in ${label}.`,
	);
}
