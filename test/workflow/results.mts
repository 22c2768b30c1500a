import type { IDataObject } from 'n8n-workflow';

import type { Item, RunNodeResult } from '../engine/types.mts';

/** One person of the report, as the output has it. */
export interface Line {
	phone_number: string | null;
	input: string;
	outcome: string;
	reason: string;
	next_step: string | null;
	status_code: number | null;
	message: string | null;
	invite_sent: boolean;
	is_admin: boolean;
}

export function linesOf(item: IDataObject | undefined): Line[] {
	return (item?.['participants'] ?? []) as unknown as Line[];
}

export function outcomesOf(item: IDataObject | undefined): string[] {
	return linesOf(item).map(({ outcome }) => outcome);
}

/** The same by number, or by what was typed where there is none. */
export function outcomes(item: IDataObject | undefined): Record<string, string> {
	return Object.fromEntries(
		linesOf(item).map(({ phone_number, input, outcome }) => [phone_number ?? input, outcome]),
	);
}

/** The `json` of items; none of an output that there is not. */
export function itemsOf(items: Item[] | undefined): IDataObject[] {
	return (items ?? []).map(({ json }) => json);
}

/** Items of the error output. */
export function failedItems({ outputs }: RunNodeResult): IDataObject[] {
	return itemsOf(outputs[1]);
}

/** What the error output says of each of its items. */
export function errorsOf(result: RunNodeResult): unknown[] {
	return failedItems(result).map(({ error }) => error);
}

/** Which input item each item comes from, or which ones. */
export function linksOf(items: Item[] | undefined): Array<number | number[]> {
	return (items ?? []).map(({ pairedItem }) =>
		Array.isArray(pairedItem)
			? pairedItem.map(({ item }: { item: number }) => item)
			: (pairedItem as { item: number }).item,
	);
}

export function nextStepOf(failed: IDataObject | undefined): unknown {
	return (failed?.['message'] as IDataObject | undefined)?.['next_step'];
}

/**
 * Whatever a user gets to read has to be made of words: nothing that a program left behind, except in
 * quotes, where it is what the user's own data holds.
 */
export function expectPlainWords(...texts: unknown[]): void {
	for (const text of texts) {
		expect(typeof text).toBe('string');
		const own = String(text).replace(/".*"/s, '""');
		expect(own).not.toMatch(/undefined|\[object|\bNaN\b|\bnull\b/);
		expect(own).not.toMatch(/TypeError|Cannot read|is not a function|\n\s+at /);
		expect(own).not.toMatch(/\s{2,}|\.\.|^\s|\s$|:\s*$/);
	}
}
