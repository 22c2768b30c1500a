import { comparableName, isSameName } from '../../shared/groups/foundGroups';
import type { GroupRecord } from '../../shared/memory/executionMemory';
import { fingerprint } from '../../shared/memory/itemKey';
import type { CreateRun } from './createRun';
import { readGroupRequest, type GroupRequest } from './groupRequest';

/**
 * Reads the request of some input items. If an earlier try has begun it, its group keeps the name and the sender
 * that it was created with, whatever the fields say by now. A group that was only used is forgotten when the fields
 * ask for another one.
 *
 * @throws what readGroupRequest throws
 */
export function readBegunRequest(run: CreateRun, items: number[]): GroupRequest {
	const { memory } = run;
	const read = readGroupRequest(run, items);
	const request = { ...read, key: ownKey(memory.find(read.key), read) };
	const group = memory.find(request.key);
	if (group === undefined) return request;
	const { fromNumber, requestedName: name } = group;
	if (fromNumber === request.fromNumber && isSameName(name, request.name)) return request;
	// That group was only used, so forgetting it cannot lead to a second one.
	if (group.state === 'exists' && !group.created) {
		memory.forget(request.key);
		return request;
	}
	const { key } = request;
	return { ...readGroupRequest(run, items, fromNumber), key, name };
}

/**
 * Failed items may come back in another order, so that an item's key points to another item's group. A request that
 * shares neither the name nor one person with that group gets a key of its own.
 */
function ownKey(group: GroupRecord | undefined, { key, name, people }: GroupRequest): string {
	const isOwn =
		group === undefined ||
		isSameName(group.requestedName, name) ||
		people.some((number) => group.people[number] !== undefined);
	return isOwn ? key : fingerprint([key, comparableName(name), [...people].sort()]);
}
