import type { IExecuteFunctions } from 'n8n-workflow';

import { quote } from '../text';
import { settingError } from './settingError';
import { kindOf } from './text';

/**
 * A field with a fixed set of values, which an expression can miss.
 *
 * @returns the first of the values when there is nothing
 * @throws NodeOperationError for a value that is not among them
 */
export function readChoice<T extends string>(
	context: IExecuteFunctions,
	value: unknown,
	label: string,
	item: number,
	values: readonly [T, ...T[]],
): T {
	if (value === undefined || value === null || value === '') return values[0];
	const chosen = values.find((candidate) => candidate === value);
	if (chosen !== undefined) return chosen;
	throw settingError(
		context,
		item,
		`${label} is ${typeof value === 'object' ? kindOf(value) : quote(String(value))}, which is not one of its values`,
		`Choose ${label} from the list, or let the expression give one of: ${values.join(', ')}.`,
	);
}
