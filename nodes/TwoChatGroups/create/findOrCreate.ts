import { PEOPLE_PER_CALL } from '../../shared/chunks';
import { isSameName } from '../../shared/groups/foundGroups';
import { isGroupUuid } from '../../shared/groups/groupId';
import { record } from '../../shared/json';
import type { Json } from '../../shared/json';
import { judgePeople, readMembershipAnswer } from '../../shared/groups/membershipAnswer';
import { storeResult } from '../../shared/memory/executionMemory';
import type { GroupRecord, SavedResults } from '../../shared/memory/executionMemory';
import { releaseUniqueKey } from '../../shared/memory/uniqueKey';
import { ExecutionCanceled } from '../../shared/api/client';
import { createGroup } from '../../shared/api/endpoints';
import { toNodeError } from '../../shared/api/failure';
import type { Failure } from '../../shared/api/failure';
import {
	claimedBefore,
	existingGroup,
	noteCreationLimit,
	pauseBetweenBatches,
	refuseBeyondLimits,
	refuseNobody,
} from './guards';
import { useExistingGroup, recover } from './recover';
import type { CreateRun } from './createRun';
import { DONE } from './additionalSteps';
import { readGroupRequest } from './groupRequest';
import type { GroupRequest } from './groupRequest';

/**
 * Reads the request of some input items. If an earlier try has begun it, its group keeps the name and the sender
 * that it was made with, whatever the fields say by now. A group that was only used is forgotten when the fields
 * ask for another one.
 *
 * @throws what readGroupRequest throws
 */
export function readBegunRequest({ context, memory }: CreateRun, items: number[]): GroupRequest {
	const request = readGroupRequest(context, items);
	const entry = memory.find(request.key);
	if (entry === undefined) return request;
	const { fromNumber, name } = entry;
	if (fromNumber === request.fromNumber && isSameName(name, request.name)) return request;
	// Nothing was made yet that could be made twice.
	if (entry.created === false) {
		memory.forget(request.key);
		return request;
	}
	const { key } = request;
	return { ...readGroupRequest(context, items, fromNumber), key, name };
}

/**
 * Makes sure that the request has its group, without ever asking for it twice: by what the memory remembers,
 * by what 2Chat lists, or by creating it.
 *
 * @param leftOut finds people who are not to be sent; asked only when the group has to be created
 * @returns the ledger's entry, now in state `made`
 * @throws NodeApiError when 2Chat refused, or when it is not known whether the group exists
 * @throws NodeOperationError when an option says that it must not be made
 */
export async function findOrCreate(
	run: CreateRun,
	request: GroupRequest,
	leftOut: () => Promise<SavedResults>,
): Promise<GroupRecord> {
	const known = run.memory.find(request.key);
	if (known?.state === 'made') return known;
	if (known !== undefined) return await recover(run, request, known, null);
	const existing = await existingGroup(run, request);
	if (existing !== null) return useExistingGroup(run, request, existing, { created: false });
	refuseBeyondLimits(run, request);
	const checked = await leftOut();
	refuseNobody(run, request, checked);
	// Before the key is claimed: whoever stops the run in a pause must not lose the key.
	await pauseBetweenBatches(run, request);
	const claimed = await claimedBefore(run, request);
	if (claimed !== null) {
		const closed = request.options.ifGroupExists !== 'use';
		return useExistingGroup(run, request, claimed, { created: false, closed });
	}
	return await create(run, request, checked);
}

async function create(
	run: CreateRun,
	request: GroupRequest,
	leftOut: SavedResults,
): Promise<GroupRecord> {
	const { memory } = run;
	const people: GroupRecord['people'] = {};
	for (const number of request.people) people[number] = leftOut[number] ?? null;
	const numbers = request.people.filter((number) => !people[number]).slice(0, PEOPLE_PER_CALL);
	const entry: GroupRecord = {
		state: 'sent',
		sentAt: Date.now(),
		fromNumber: request.fromNumber,
		name: request.name,
		people,
		...(request.description === '' ? {} : { steps: { description: DONE } }),
	};
	memory.write(request.key, entry);
	memory.sender(request.fromNumber).made++;
	run.sinceLastPause++;
	const client = run.client.withTimeout(request.options.timeoutMs);
	const result = await createGroup(client, request.fromNumber, {
		name: request.name,
		...(request.description === '' ? {} : { description: request.description }),
		participants: numbers,
	}).catch(async (error: unknown) => {
		// Stopped between two tries: the one before was not taken up.
		if (error instanceof ExecutionCanceled && !error.underWay) await takeBack(run, request);
		throw error;
	});
	// A group in the answer exists, even if 2Chat denies success because not one person could be added.
	const body = result.ok ? result.body : result.failure.body;
	const group = record(record(body).group);
	if (!isGroupUuid(group.uuid)) {
		return result.ok || Object.keys(group).length > 0
			? await recover(run, request, entry, NO_ID)
			: await handleFailure(run, request, entry, result.failure);
	}
	const results = judgePeople(numbers, readMembershipAnswer(group));
	numbers.forEach((number, index) => {
		const result = results[index];
		if (result !== undefined) people[number] = storeResult(result);
	});
	const made: GroupRecord = {
		...entry,
		...identity(group, group.uuid),
		state: 'made',
		created: true,
		// 2Chat's answers travel in the memory only where the output shows them.
		...(request.options.output === 'raw'
			? { raw: [{ operation: 'create', answer: body as Json }] }
			: {}),
	};
	memory.write(request.key, made);
	return made;
}

const NO_ID: Failure = {
	certainty: 'unclear',
	status: null,
	apiText: null,
	message: '2Chat answered without the id of the new group',
	nextStep: '',
};

function identity(
	group: Json,
	uuid: string,
): Partial<Pick<GroupRecord, 'uuid' | 'waGroupId' | 'name'>> {
	return {
		uuid,
		...(typeof group.wa_group_id === 'string' ? { waGroupId: group.wa_group_id } : {}),
		...(typeof group.name === 'string' && group.name !== '' ? { name: group.name } : {}),
	};
}

async function handleFailure(
	run: CreateRun,
	request: GroupRequest,
	entry: GroupRecord,
	failure: Failure,
): Promise<GroupRecord> {
	const isLimit = noteCreationLimit(run, request, failure);
	if (failure.certainty === 'unclear') return await recover(run, request, entry, failure, isLimit);
	await takeBack(run, request);
	throw toNodeError(run.context.getNode(), failure, request.item);
}

/** 2Chat has surely made no group, so the request is as if it had never been sent. */
async function takeBack({ context, memory }: CreateRun, request: GroupRequest): Promise<void> {
	memory.forget(request.key);
	memory.sender(request.fromNumber).made--;
	const { uniqueKey } = request.options;
	if (uniqueKey !== '') await releaseUniqueKey(context, uniqueKey);
}
