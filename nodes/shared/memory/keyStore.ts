import type { DeduplicationItemTypes, IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

import { settingError } from '../settingError';

/**
 * n8n's own store of processed values, the one behind Remove Duplicates: in n8n's database, shared by all
 * executions and workers. It holds values without anything beside them, so a key's group is a value of its own.
 *
 * The store reads, changes and writes one row without a lock, so two attempts at the same moment can both
 * be told that the key is new; the later write then wipes out the earlier one. Reading a random mark of the
 * attempt back, after a pause longer than such a gap, tells who lost.
 */
const SCOPE = 'node';
const OPTIONS = { mode: 'entries', maxEntries: 40_000 } as const;

const READ_BACK_AFTER_MS = 1_500;
const READ_BACK_SPREAD_MS = 500;
const MAX_ROUNDS = 20;

export type Claim = 'won' | 'taken';

type Wait = (ms: number) => Promise<void>;

/**
 * Claims the key for this attempt. `taken`: an earlier or simultaneous attempt has it. Whatever stops it gives
 * the key back, unless that may be another's by now. Key and mark are written together, always, so that a simultaneous
 * write wipes out both or none.
 *
 * @param wait resolves after so many milliseconds, or throws when the execution is stopped
 * @throws NodeOperationError when n8n has no such store to offer
 */
export async function claimUniqueKey(
	context: IExecuteFunctions,
	key: string,
	wait: Wait,
): Promise<Claim> {
	const mark = `${key} claimed by ${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
	// A mark that is there at once was left by a write whose answer got lost, and says nothing about the key.
	let wasNew = false;
	const attempt = async (): Promise<Claim> => {
		for (let round = 0; round < MAX_ROUNDS; round++) {
			const found = await recordValues(context, [key, mark, claimedIn(key, Date.now())]);
			if (wasNew && found.has(mark)) return 'won';
			if (found.has(key)) break;
			wasNew = true;
			// New, or wiped out by a claim for some other key, and written again just now.
			await wait(READ_BACK_AFTER_MS + Math.random() * READ_BACK_SPREAD_MS);
		}
		await removeValues(context, [mark]);
		return 'taken';
	};
	return await attempt().catch(async (error: unknown) => {
		const isOurs = wasNew && (await holds(context, mark).catch(() => false));
		await removeValues(context, isOurs ? [key, mark] : [mark]);
		throw error;
	});
}

/** Gives the key back after 2Chat has surely refused. False when n8n's store does not do it. */
export async function releaseUniqueKey(context: IExecuteFunctions, key: string): Promise<boolean> {
	return await removeValues(context, [key]);
}

/**
 * Notes which group the key stands for.
 *
 * @returns whether the store had it before; true as well when it fails, because the group exists, and that is what counts
 */
export async function linkKey(
	context: IExecuteFunctions,
	key: string,
	uuid: string,
): Promise<boolean> {
	const values = [key, ...tie(key, uuid), hasKey(uuid), hasGroup(key)];
	try {
		const before = await recordValues(context, values);
		return values.every((value) => before.has(value));
	} catch {
		// The group exists, and that is what the item has to tell. Without this the key just finds no group.
		return true;
	}
}

/**
 * Whether the key stands for this group. Two values say so, and the second is asked for only when the first is
 * there: what one question leaves behind by accident is not enough for the next.
 */
export async function isKeyOf(
	context: IExecuteFunctions,
	key: string,
	uuid: string,
): Promise<boolean> {
	const [first, second] = tie(key, uuid);
	return (await holds(context, first)) && (await holds(context, second));
}

/** Whether the key stands for some group, whichever it is. */
export async function keyHasGroup(context: IExecuteFunctions, key: string): Promise<boolean> {
	return await holds(context, hasGroup(key));
}

/** Whether the key was claimed in the hour of that time (ms since 1970), or in the one before. */
export async function wasClaimedAround(
	context: IExecuteFunctions,
	key: string,
	time: number,
): Promise<boolean> {
	return (
		(await holds(context, claimedIn(key, time))) ||
		(await holds(context, claimedIn(key, time - AN_HOUR_MS)))
	);
}

const AN_HOUR_MS = 3_600_000;

function claimedIn(key: string, time: number): string {
	return `${key} claimed in hour ${Math.floor(time / AN_HOUR_MS)}`;
}

/** Whether any key at all stands for this group. */
export async function groupHasKey(context: IExecuteFunctions, uuid: string): Promise<boolean> {
	return await holds(context, hasKey(uuid));
}

/** The store cannot be asked without writing, so what was not there is taken out again. */
async function holds(context: IExecuteFunctions, value: string): Promise<boolean> {
	if ((await recordValues(context, [value])).has(value)) return true;
	await removeValues(context, [value]);
	return false;
}

function tie(key: string, uuid: string): [string, string] {
	return [`${key} stands for ${uuid}`, `${key} stands for ${uuid}, and for no other`];
}

function hasGroup(key: string): string {
	return `${key} stands for a group`;
}

function hasKey(uuid: string): string {
	return `a key stands for ${uuid}`;
}

/** Writes the values and returns those that were there before. */
async function recordValues(
	context: IExecuteFunctions,
	values: string[],
): Promise<Set<DeduplicationItemTypes>> {
	let reason = '';
	for (let tries = 0; tries < 3; tries++) {
		try {
			const { processed } = await context.helpers.checkProcessedAndRecord(values, SCOPE, OPTIONS);
			return new Set(processed);
		} catch (error) {
			// Two first writes at once collide in the database; the second try finds the row there.
			reason = error instanceof Error ? error.message : String(error);
		}
	}
	throw noStoreError(context, reason);
}

async function removeValues(context: IExecuteFunctions, values: string[]): Promise<boolean> {
	for (let tries = 0; tries < 3; tries++) {
		try {
			await context.helpers.removeProcessed(values, SCOPE, OPTIONS);
			return true;
		} catch {
			// Told to the caller, whose own news must not be lost for it.
		}
	}
	return false;
}

function noStoreError(context: IExecuteFunctions, reason: string): NodeOperationError {
	return settingError(
		context,
		'Unique Key cannot be used here: this n8n offers no store for keys that are already used',
		`Save the workflow first, or update n8n. Without Unique Key the group can be created, but a second execution would create it again. Nothing was sent. (n8n says: ${reason})`,
	);
}
