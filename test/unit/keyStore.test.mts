import type { IExecuteFunctions } from 'n8n-workflow';

import { claimUniqueKey } from '../../nodes/shared/memory/keyStore.ts';

// Who claims a Unique Key while n8n's database has trouble takes no key from anybody, and wins none that is another's.

const KEY = 'deal-1';

/**
 * n8n's store, whose calls fail as planned, one entry for each call.
 *
 * @param plan `down`: nothing is done. `late`: it is done, and the answer gets lost
 */
function storeWith(plan: Array<'down' | 'late' | 'works'>) {
	const values = new Set<unknown>();
	const during = async <T,>(work: () => T): Promise<T> => {
		const how = plan.shift() ?? 'works';
		if (how === 'down') throw new Error('database is locked');
		const result = work();
		if (how === 'late') throw new Error('connection lost');
		return await Promise.resolve(result);
	};
	const helpers = {
		checkProcessedAndRecord: async (items: unknown[]) =>
			await during(() => {
				const processed = items.filter((item) => values.has(item));
				items.forEach((item) => values.add(item));
				return { new: [], processed };
			}),
		removeProcessed: async (items: unknown[]) =>
			await during(() => items.forEach((item) => values.delete(item))),
	};
	const node = { name: 'Groups', type: 'twoChatGroups', parameters: {} };
	const context = { getNode: () => node, helpers } as unknown as IExecuteFunctions;
	return { values, context };
}

const noWait = async () => await Promise.resolve();
const stopped = async () => await Promise.reject(new Error('stopped'));

test.each([
	['is down', ['down', 'down', 'down']],
	['answers too late', ['late', 'late', 'late']],
] as const)('a claim while the store %s leaves the key of another attempt', async (_, plan) => {
	const { values, context } = storeWith([...plan]);
	values.add(KEY);
	await expect(claimUniqueKey(context, KEY, noWait)).rejects.toThrow('Unique Key cannot be used');
	expect(values).toContain(KEY);
	expect(await claimUniqueKey(context, KEY, noWait)).toBe('taken');
});

test('a write whose answer got lost does not win the key of another attempt', async () => {
	const { values, context } = storeWith(['late']);
	values.add(KEY);
	expect(await claimUniqueKey(context, KEY, noWait)).toBe('taken');
});

test('a claim that is stopped gives its key back', async () => {
	const { values, context } = storeWith([]);
	await expect(claimUniqueKey(context, KEY, stopped)).rejects.toThrow('stopped');
	expect(values).not.toContain(KEY);
	expect(await claimUniqueKey(context, KEY, noWait)).toBe('won');
});

test('a claim that is stopped leaves the key to a simultaneous one that has won it', async () => {
	const { values, context } = storeWith([]);
	const overwritten = async () => {
		values.clear();
		values.add(KEY);
		return await stopped();
	};
	await expect(claimUniqueKey(context, KEY, overwritten)).rejects.toThrow('stopped');
	expect(values).toContain(KEY);
});
