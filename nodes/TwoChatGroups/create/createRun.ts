import type { Client, Result } from '../../shared/api/client';
import { listGroups, type ListResult } from '../../shared/api/endpoints';
import { toNodeError, type Failure } from '../../shared/api/failure';
import type { Run } from '../../shared/api/run';
import { groupBy } from '../../shared/chunks';
import {
	formsOf,
	nameInAnyForm,
	readFoundGroups,
	type FoundGroup,
} from '../../shared/groups/foundGroups';
import {
	asFoundGroup,
	openExecutionMemory,
	type ExecutionMemory,
} from '../../shared/memory/executionMemory';
import { openNewGroups, type NewGroups } from '../../shared/memory/newGroups';
import { openHints, type Hints } from '../members/hints';
import { readGroupRequest, type GroupRequest } from './groupRequest';

/** What all requests of one run of the node share. */
export interface CreateRun extends Hints {
	client: Client;
	/** The input items that make one group each. */
	itemGroups: number[][];
	memory: ExecutionMemory;
	newGroups: NewGroups;
	/** Groups of each sender, read once in this run, by what forms of a name have in common. */
	listed: Map<string, Map<string, FoundGroup[]>>;
	/** What all items of the run ask for, as far as it can be read. */
	requests?: GroupRequest[];
	/** The first item of this run that has a key in the memory. */
	firstWithKey: Map<string, number>;
	/** Previews of this run after which there would be a new group. */
	planned: GroupRequest[];
	/** Read once for all previews of the run. */
	reads?: { numbers: ListResult; account: Result };
}

export function openCreateRun({ context, client }: Run, itemGroups: number[][]): CreateRun {
	return {
		...openHints(context),
		client,
		itemGroups,
		firstWithKey: new Map(),
		planned: [],
		memory: openExecutionMemory(context),
		newGroups: openNewGroups(context),
		listed: new Map(),
	};
}

/** What all items of the run ask for. One that cannot be read fails later, on its own. */
export function requestsOf(run: CreateRun): GroupRequest[] {
	return (run.requests ??= run.itemGroups.flatMap((items) => {
		try {
			return readGroupRequest(run, items);
		} catch {
			return [];
		}
	}));
}

export type GroupsFound = { ok: true; groups: FoundGroup[] } | { ok: false; failure: Failure };

/** All groups of a sender, read from 2Chat now. */
export async function findGroups(client: Client, fromNumber: string): Promise<GroupsFound> {
	const result = await listGroups(client, fromNumber);
	if (!result.ok) return result;
	return { ok: true, groups: readFoundGroups(result.entries) };
}

/**
 * Groups of the sender whose name may be the request's. The list is read once for each sender; what this execution
 * created, maybe not listed yet, stands beside it.
 */
export async function groupsNamed(
	{ context, listed, memory }: CreateRun,
	{ client, fromNumber, name }: GroupRequest,
): Promise<FoundGroup[]> {
	let groups = listed.get(fromNumber);
	if (groups === undefined) {
		const found = await findGroups(client, fromNumber);
		if (!found.ok) throw toNodeError(context.getNode(), found.failure);
		groups = groupBy(found.groups, (group) => nameInAnyForm(group.name));
		listed.set(fromNumber, groups);
	}
	const own = memory.named(fromNumber, name).flatMap(([, group]) => asFoundGroup(group) ?? []);
	return [...formsOf(name).flatMap((form) => groups?.get(form) ?? []), ...own];
}

/** How the execution remembers what is asked for. */
export function asRecord({ context }: CreateRun, { fromNumber, name, options }: GroupRequest) {
	return {
		node: context.getNode().name,
		requestedAt: Date.now(),
		fromNumber,
		name,
		requestedName: name,
		uniqueKey: options.uniqueKey,
	};
}
