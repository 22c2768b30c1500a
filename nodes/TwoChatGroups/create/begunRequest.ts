import { comparableName, isSameName } from '../../shared/groups/foundGroups';
import { exists, type GroupRecord } from '../../shared/memory/executionMemory';
import { fingerprint } from '../../shared/memory/itemKey';
import { requestsOf, type CreateRun } from './createRun';
import { groupOfEarlier, isForTheSame } from './earlierRequest';
import { readGroupRequest, type GroupRequest } from './groupRequest';

/**
 * Reads the request of some input items. If an earlier try has begun it, its group keeps the name and the sender
 * that it was created with, whatever the fields say by now. A group that was only used, or that 2Chat has surely
 * refused to make, is forgotten when the fields ask for another one.
 *
 * @throws what readGroupRequest throws
 * @throws NodeApiError when nobody can tell whether the refused group exists
 */
export async function readBegunRequest(run: CreateRun, items: number[]): Promise<GroupRequest> {
	const { memory } = run;
	const read = readGroupRequest(run, items);
	const request = { ...read, key: ownKey(run, memory.find(read.key), read) };
	if (memory.find(request.key) === undefined) linkToBegun(run, request);
	const group = memory.find(request.key);
	if (group === undefined) return request;
	const { fromNumber, requestedName: name } = group;
	if (fromNumber === request.fromNumber && isSameName(name, request.name)) return request;
	// That group was only used, so forgetting it cannot lead to a second one.
	if (exists(group) && group.state !== 'created') {
		memory.forget(request.key);
		return request;
	}
	const { key } = request;
	const begun = { ...readGroupRequest(run, items, fromNumber), key, name };
	const isForgotten =
		group.state === 'refused' && (await groupOfEarlier(run, begun, group)) === null;
	return isForgotten ? request : begun;
}

/**
 * Failed items may come back in another order, so that an item's key points to another item's group. A request gets a
 * key of its own when it has another name than that group and shares nobody with it, or when another item has the name.
 * A failed item may also have been split, so that several have its key: only the first of them keeps it.
 */
function ownKey(run: CreateRun, group: GroupRecord | undefined, request: GroupRequest): string {
	const { item, key, name, people } = request;
	const own = fingerprint([key, comparableName(name), [...people].sort()]);
	const first = run.firstWithKey.get(key) ?? item;
	run.firstWithKey.set(key, first);
	if (run.memory.find(own) !== undefined) return own;
	if (first !== item && (group === undefined || !isForTheSame(group, request))) return own;
	if (group === undefined || isSameName(group.requestedName, name)) return key;
	const isCorrected =
		people.some((number) => group.people[number] !== undefined) &&
		!isAskedForByAnother(run, request, group.requestedName);
	return isCorrected ? key : own;
}

function isAskedForByAnother(run: CreateRun, request: GroupRequest, name: string): boolean {
	return requestsOf(run).some((other) => {
		if (other.item === request.item || !isSameName(other.name, name)) return false;
		if (other.key === request.key) return true;
		const own = run.memory.find(other.key);
		return own === undefined || !isSameName(own.requestedName, name);
	});
}

/**
 * A request keeps the group that it has under another key or from another number: in a retry, when From or Combine Items
 * was corrected, or when another node does what a first one has not finished.
 */
function linkToBegun(run: CreateRun, request: GroupRequest): void {
	const before = run.memory.begun(request.name).filter(([, group]) => isForTheSame(group, request));
	if (before.length === 0) return;
	const keys = new Set(requestsOf(run).map(({ key }) => key));
	const same = before.find(([key]) => !keys.has(key));
	if (same !== undefined) run.memory.link(request.key, same[0]);
}
