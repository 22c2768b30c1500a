import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/**
 * What has been done so far for a key (itemKey), remembered like the memory (Retry On Fail, "Retry
 * execution", not a new execution). Changes to the object are kept; it starts out empty.
 */
export function progressOf<T extends IDataObject>(
	context: IExecuteFunctions,
	key: string,
): Partial<T> {
	const memory = context.getContext('node') as { items?: Record<string, Partial<T>> };
	return ((memory.items ??= {})[key] ??= {});
}
