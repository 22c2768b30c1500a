import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Puts input items together that have the same key, in the order in which the keys turn up.
 *
 * @param keyOf may throw for an item that cannot be read; such an item stays alone, and fails on its own
 */
export function itemsByKey(
	context: IExecuteFunctions,
	keyOf: (item: number) => string,
): number[][] {
	const itemGroups = new Map<string, number[]>();
	context.getInputData().forEach((_, item) => {
		const key = keyOrAlone(keyOf, item);
		const together = itemGroups.get(key);
		if (together === undefined) itemGroups.set(key, [item]);
		else together.push(item);
	});
	return [...itemGroups.values()];
}

function keyOrAlone(keyOf: (item: number) => string, item: number): string {
	try {
		return `key ${keyOf(item)}`;
	} catch {
		return `item ${item}`;
	}
}
