import { readFoundGroup } from '../domain/foundGroups';
import type { FoundGroup } from '../domain/foundGroups';
import { openTold } from '../membership/hints';
import type { Told } from '../membership/hints';
import { openLedger } from '../memory/ledger';
import type { Ledger } from '../memory/ledger';
import type { Run } from '../resources/operation';
import type { Client, Result } from '../transport/client';
import { listGroups } from '../transport/endpoints';
import type { ListResult } from '../transport/endpoints';
import type { Failure } from '../transport/failure';

/** What all wishes of one run of the node share. */
export interface Session extends Told {
	client: Client;
	ledger: Ledger;
	/** Create requests since the last pause between batches. */
	sinceLastPause: number;
	/** Groups that a sender had when it was first looked up in this run. */
	listed: Map<string, FoundGroup[]>;
	/** What previews ask of the account as a whole. */
	reads?: { numbers: ListResult; account: Result };
}

export function openSession({ context, client }: Run): Session {
	return {
		...openTold(context),
		client,
		ledger: openLedger(context),
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
