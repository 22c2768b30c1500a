import { deepCopy, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { record } from '../../shared/json';
import type { Client } from '../../shared/api/client';
import { getGroup } from '../../shared/api/endpoints';
import { toNodeError, unreadableFailure } from '../../shared/api/failure';

type StoredGroup = IDataObject & { participants: IDataObject[] };

/** Reads each group once in a run, however many items name it: each time costs a credit. */
export function groupsRead(context: IExecuteFunctions) {
	const known = new Map<string, StoredGroup>();
	return async (client: Client, uuid: string): Promise<StoredGroup> => {
		const group = known.get(uuid) ?? (await readGroup(context, client, uuid));
		known.set(uuid, group);
		// A later node may write into an item, which must not change the others.
		return deepCopy(group);
	};
}

/**
 * A group with its members (2chat-api.md 2.3). It is 2Chat's stored copy, so changes of the last minutes
 * may not show.
 *
 * @throws NodeApiError when 2Chat does not show it
 */
export async function readGroup(
	context: IExecuteFunctions,
	client: Client,
	uuid: string,
): Promise<StoredGroup> {
	const result = await getGroup(client, uuid);
	if (!result.ok) throw toNodeError(context.getNode(), result.failure);
	const group = record(record(result.body).data) as IDataObject;
	if (Array.isArray(group.participants)) {
		return { ...group, participants: group.participants.map((one) => record(one) as IDataObject) };
	}
	const failure = unreadableFailure(200, JSON.stringify(result.body).slice(0, 200));
	throw toNodeError(context.getNode(), {
		...failure,
		message: '2Chat answered without the group and its members',
	});
}
