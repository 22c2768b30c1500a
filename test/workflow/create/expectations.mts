import type { IDataObject } from 'n8n-workflow';

import type { RunNodeResult } from '../../engine/types.mts';
import type { CreateBench } from './harness.mts';

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

/** Everything of a call that the contract speaks of. */
export function callList(bench: CreateBench): string[] {
	return bench.sandbox.calls.map(({ method, path }) => `${method} ${path}`);
}

/** The calls that may change something. */
export function writes(bench: CreateBench): string[] {
	return bench.sandbox.calls
		.filter(({ method }) => method !== 'GET')
		.map(({ method, path }) => `${method} ${path}`);
}

/** Items of the error output in mode "continue (using error output)". */
export function failedItems({ outputs }: RunNodeResult): IDataObject[] {
	return (outputs[1] ?? []).map(({ json }) => json);
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

/** The setting under which each item's failure becomes an item of the second output. */
export const TO_ERROR_OUTPUT = { settings: { onError: 'continueErrorOutput' } } as const;
export const CONTINUE = { settings: { onError: 'continueRegularOutput' } } as const;
