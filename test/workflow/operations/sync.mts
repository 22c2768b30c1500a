import type { IDataObject } from 'n8n-workflow';

import type { RunNodeResult } from '../../engine/types.mts';
import { run, type How } from '../bench.mts';
import { addGroup, requests } from '../twoChat.mts';

export async function sync(
	items: IDataObject[],
	options: IDataObject = {},
	how: How = {},
): Promise<RunNodeResult> {
	return await run('participant.sync', { options }, items, how);
}

/** Two groups alike, because items with the same group are one list. */
export function twoGroups(...seed: Parameters<typeof addGroup>): [first: string, second: string] {
	return [addGroup(...seed), addGroup(...seed)];
}

/** Requests so far about a group. */
export function requestsOf(uuid: string): string[] {
	return requests().filter((request) => request.includes(uuid));
}
