import { readFoundGroup } from '../../shared/groups/foundGroups';
import type { FoundGroup } from '../../shared/groups/foundGroups';
import { openHints } from '../members/hints';
import type { Hints } from '../members/hints';
import { openExecutionMemory } from '../../shared/memory/executionMemory';
import type { ExecutionMemory } from '../../shared/memory/executionMemory';
import type { Run } from '../../shared/api/run';
import type { Client, Result } from '../../shared/api/client';
import { listGroups } from '../../shared/api/endpoints';
import type { ListResult } from '../../shared/api/endpoints';
import type { Failure } from '../../shared/api/failure';

/** What all requests of one run of the node share. */
export interface CreateRun extends Hints {
	client: Client;
	memory: ExecutionMemory;
	/** Create requests since the last pause between batches. */
	sinceLastPause: number;
	/** Groups that a sender had when it was first looked up in this run. */
	listed: Map<string, FoundGroup[]>;
	/** What previews ask of the account as a whole. */
	reads?: { numbers: ListResult; account: Result };
}

export function openCreateRun({ context, client }: Run): CreateRun {
	return {
		...openHints(context),
		client,
		memory: openExecutionMemory(context),
		sinceLastPause: 0,
		listed: new Map(),
	};
}

export type GroupsFound = { ok: true; groups: FoundGroup[] } | { ok: false; failure: Failure };

/** All groups of a sender, read from 2Chat now. */
export async function findGroups(client: Client, fromNumber: string): Promise<GroupsFound> {
	const result = await listGroups(client, fromNumber);
	if (!result.ok) return result;
	return { ok: true, groups: result.entries.flatMap((entry) => readFoundGroup(entry) ?? []) };
}
