import type { Client } from './client';
import { listGroups, type ListResult } from './endpoints';

export type GroupLister = (fromNumber: string) => Promise<ListResult>;

/** Gives the groups of a number, and asks for them once however often they are needed: each time costs a credit. */
export function groupLister(client: Client): GroupLister {
	const known = new Map<string, ListResult>();
	return async (fromNumber) => {
		const groups = known.get(fromNumber) ?? (await listGroups(client, fromNumber));
		if (groups.ok) known.set(fromNumber, groups);
		return groups;
	};
}
