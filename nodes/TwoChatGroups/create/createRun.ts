import type { Client, Result } from '../../shared/api/client';
import { listGroups } from '../../shared/api/endpoints';
import type { ListResult } from '../../shared/api/endpoints';
import type { Failure } from '../../shared/api/failure';
import type { Run } from '../../shared/api/run';
import { nameInAnyForm, readFoundGroup } from '../../shared/groups/foundGroups';
import type { FoundGroup } from '../../shared/groups/foundGroups';
import { openExecutionMemory } from '../../shared/memory/executionMemory';
import type { ExecutionMemory } from '../../shared/memory/executionMemory';
import { openNewGroups } from '../../shared/memory/newGroups';
import type { NewGroups } from '../../shared/memory/newGroups';
import { openHints } from '../members/hints';
import type { Hints } from '../members/hints';

/** What all requests of one run of the node share. */
export interface CreateRun extends Hints {
	client: Client;
	memory: ExecutionMemory;
	newGroups: NewGroups;
	/** Groups that a sender had when it was first looked up in this run, by what forms of a name have in common. */
	listed: Map<string, Map<string, FoundGroup[]>>;
	/** What previews ask of the account as a whole. */
	reads?: { numbers: ListResult; account: Result };
}

export function openCreateRun({ context, client }: Run): CreateRun {
	return {
		...openHints(context),
		client,
		memory: openExecutionMemory(context),
		newGroups: openNewGroups(context),
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

export function byName(groups: FoundGroup[]): Map<string, FoundGroup[]> {
	const named = new Map<string, FoundGroup[]>();
	for (const group of groups) {
		const name = nameInAnyForm(group.name);
		const others = named.get(name);
		if (others === undefined) named.set(name, [group]);
		else others.push(group);
	}
	return named;
}
