import type { DeduplicationItemTypes, IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

/**
 * n8n's own store of processed values, the one behind Remove Duplicates: in n8n's database, shared by all
 * executions and workers. A claim is the key and a random mark of this attempt, written together.
 *
 * The store reads, changes and writes one row without a lock, so two attempts at the same moment can both
 * be told that the key is new; the later write then wipes out the earlier one. Reading the mark back after
 * a pause longer than such a gap tells who lost.
 */
const SCOPE = 'node';
const OPTIONS = { mode: 'entries', maxEntries: 20_000 } as const;

const READ_BACK_AFTER_MS = 1_500;
const READ_BACK_SPREAD_MS = 500;
const MAX_ROUNDS = 10;

export type Claim = 'won' | 'known';

/**
 * Claims the key for this attempt. `known`: an earlier or simultaneous attempt has it.
 *
 * @param wait resolves after so many milliseconds, or throws when the execution is stopped
 * @throws NodeOperationError when n8n has no such store to offer
 */
export async function claimUniqueKey(
	context: IExecuteFunctions,
	key: string,
	itemIndex: number,
	wait: (ms: number) => Promise<void>,
): Promise<Claim> {
	const mark = `${key} claimed by ${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
	let seen = await record(context, [key, mark], itemIndex);
	if (seen.has(key)) return 'known';
	for (let round = 0; round < MAX_ROUNDS; round++) {
		await wait(READ_BACK_AFTER_MS + Math.random() * READ_BACK_SPREAD_MS);
		seen = await record(context, [key, mark], itemIndex);
		if (seen.has(mark)) return 'won';
		if (seen.has(key)) return 'known';
		// Neither is there: a claim for some other key wrote over both. Written again just now, so look again.
	}
	return 'known';
}

/** Gives the key back after 2Chat has surely refused. */
export async function releaseUniqueKey(context: IExecuteFunctions, key: string): Promise<void> {
	await context.helpers.removeProcessed([key], SCOPE, OPTIONS);
}

/** Writes the values and returns those that were there before. */
async function record(
	context: IExecuteFunctions,
	values: string[],
	itemIndex: number,
): Promise<Set<DeduplicationItemTypes>> {
	let processed: DeduplicationItemTypes[] | null = null;
	let reason = '';
	for (let tries = 0; tries < 3 && processed === null; tries++) {
		try {
			({ processed } = await context.helpers.checkProcessedAndRecord(values, SCOPE, OPTIONS));
		} catch (error) {
			// Two first writes at once collide in the database; the second try finds the row there.
			reason = error instanceof Error ? error.message : String(error);
		}
	}
	if (processed === null) throw noStoreError(context, itemIndex, reason);
	return new Set(processed);
}

function noStoreError(
	context: IExecuteFunctions,
	itemIndex: number,
	reason: string,
): NodeOperationError {
	return new NodeOperationError(
		context.getNode(),
		'Unique Key cannot be used here: this n8n offers no store for keys that are already used',
		{
			itemIndex,
			description: `Save the workflow first, or update n8n. Without Unique Key the group can be made, but a second execution would make it again. Nothing was sent. (n8n says: ${reason})`,
		},
	);
}
