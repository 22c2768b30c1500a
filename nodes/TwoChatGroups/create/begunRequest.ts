import { comparableName, isSameName } from '../../shared/groups/foundGroups';
import { exists, isUnfinished, type GroupRecord } from '../../shared/memory/executionMemory';
import { fingerprint, isTool } from '../../shared/memory/itemKey';
import { isSameNumber } from '../../shared/phone/number/phoneNumber';
import { requestsOf, type CreateRun } from './createRun';
import { groupOfEarlier } from './earlierRequest';
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
	const key = ownKey(run, memory.find(read.key), read);
	const request = { ...read, key };
	const group = memory.find(key) ?? linkToBegun(run, request);
	if (group === undefined) return request;
	const { fromNumber, requestedName: name } = group;
	if (fromNumber === request.fromNumber && isSameName(name, request.name)) return request;
	const begun = { ...readGroupRequest(run, items, fromNumber), key, name };
	if (exists(group)) {
		if (group.state === 'created') return begun;
		// That group was only used, so forgetting it cannot lead to a second one.
		memory.forget(key);
	} else if (
		group.state === 'requested' ||
		(await groupOfEarlier({ run, request: begun, requested: group })) !== null
	) {
		return begun;
	}
	linkToBegun(run, request);
	return request;
}

/**
 * Failed items may come back in another order, so that an item's key points to another item's group. A request gets a
 * key of its own when it has another name than that group and shares nobody with it, or when another item has the name
 * or just these people.
 * A failed item may also have been split, so that several have its key: only the first of them keeps it.
 */
function ownKey(run: CreateRun, group: GroupRecord | undefined, request: GroupRequest): string {
	const { item, key, name, people } = request;
	const own = fingerprint([key, comparableName(name), [...people].sort()]);
	const first = run.firstWithKey.get(key) ?? item;
	run.firstWithKey.set(key, first);
	if (run.memory.find(own) !== undefined) return own;
	if (first !== item && (group === undefined || !isForTheSame(group, request))) return own;
	if (group === undefined) return key;
	if (isSameName(group.requestedName, name)) return isForAnother(run, group, request) ? own : key;
	const isCorrected =
		people.some((number) => group.people[number] !== undefined) &&
		!isAskedForByAnother(run, request, group.requestedName);
	return isCorrected ? key : own;
}

/** Whether a group is for just the people of another item, whose own key leads to no other group for them. */
function isForAnother(run: CreateRun, group: GroupRecord, request: GroupRequest): boolean {
	if (isForTheSame(group, request)) return false;
	return requestsOf(run).some((other) => {
		if (other.item === request.item || !isForTheSame(group, other)) return false;
		const own = run.memory.find(other.key);
		return own === undefined || own === group || !isForTheSame(own, other);
	});
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
 * A request keeps the group that it has under another key: in a retry, when From or Combine Items was corrected, when
 * another node does what a first one has not finished, or when a model asks in the same words again. As long as a
 * request is not finished, nobody can tell its group from that of another one for the same people.
 */
function linkToBegun(run: CreateRun, request: GroupRequest): GroupRecord | undefined {
	const { context, memory } = run;
	const { fromNumber, name } = request;
	const isAgent = isTool(context);
	const begun = [...memory.begun(name), ...(isAgent ? memory.named(fromNumber, name) : [])];
	const same = begun.filter(([, group]) => isForTheSame(group, request));
	if (same.length === 0) return undefined;
	const keys = new Set(requestsOf(run).map((other) => other.key));
	const found =
		same.find(([key]) => !keys.has(key)) ??
		same.find(([, group]) => group.fromNumber === fromNumber && isUnfinished(group));
	if (found === undefined) return undefined;
	const [key, group] = found;
	memory.link(request.key, key);
	return group;
}

/** Whether a record is of just these people, and of the same Unique Key. Either sender is in the group of the other. */
function isForTheSame(group: GroupRecord, request: GroupRequest): boolean {
	const senders = [group.fromNumber, request.fromNumber];
	const others = (numbers: string[]) =>
		numbers.filter((number) => !senders.some((sender) => isSameNumber(sender, number)));
	const asked = others(request.people);
	return (
		group.uniqueKey === request.options.uniqueKey &&
		others(Object.keys(group.people)).length === asked.length &&
		asked.every((number) => group.people[number] !== undefined)
	);
}
