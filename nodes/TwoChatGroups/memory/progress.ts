import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { itemKey } from './ledger';

/**
 * What an item has done so far, remembered like the ledger (Retry On Fail, "Retry execution", not a new
 * execution). Changes to the object are kept; it starts out empty.
 *
 * @param request what makes the item the same on a re-run
 */
export function progressOf<T extends IDataObject>(
	context: IExecuteFunctions,
	item: number,
	request: unknown,
): Partial<T> {
	const memory = context.getContext('node') as { items?: Record<string, Partial<T>> };
	return ((memory.items ??= {})[itemKey(context, item, request)] ??= {});
}
