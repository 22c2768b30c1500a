import type { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { ExecutionCanceled } from '../../shared/api/client';
import type { Result } from '../../shared/api/client';
import { createGroup } from '../../shared/api/endpoints';
import { toNodeError } from '../../shared/api/failure';
import type { Failure } from '../../shared/api/failure';
import { isBusy } from '../../shared/api/retry';
import { PEOPLE_PER_CALL } from '../../shared/chunks';
import { isGroupUuid } from '../../shared/groups/groupId';
import { readMembershipAnswer, readResults } from '../../shared/groups/membershipAnswer';
import { NOT_SENT } from '../../shared/groups/outcomes';
import type { SavedResults } from '../../shared/groups/outcomes';
import { record } from '../../shared/json';
import type { Json } from '../../shared/json';
import type { GroupRecord } from '../../shared/memory/executionMemory';
import { DONE } from './additionalSteps';
import type { CreateRun } from './createRun';
import { existingGroup } from './existingGroup';
import type { GroupRequest } from './groupRequest';
import {
	creationLimit,
	creationLimitError,
	pauseBetweenBatches,
	refuseBeyondLimits,
	refuseNobody,
} from './limits';
import { earlierRequest } from './earlierRequest';
import { groupMayExistError, lookOnce, recover, useExistingGroup } from './recover';
import { claimKey, giveKeyBack, groupOfKey, tieKey } from './uniqueKey';

/**
 * Makes sure that the request has its group, without ever asking for it twice: by what the execution remembers,
 * by what 2Chat lists, or by creating it.
 *
 * @param leaveOut finds people who are not to be sent; asked only when the group has to be created
 * @returns the record of the group, which exists now
 * @throws NodeApiError when 2Chat refused, or when it is not known whether the group exists
 * @throws NodeOperationError when an option says that it must not be created
 */
export async function findOrCreate(
	run: CreateRun,
	request: GroupRequest,
	leaveOut: () => Promise<SavedResults>,
): Promise<GroupRecord> {
	const known = await earlierRequest(run, request);
	if (known?.state === 'exists') return known;
	if (known !== undefined) {
		if (known.isRefused !== true) return await recover(run, request, known, null);
		const group = await groupDespiteRefusal(run, request, known, null);
		if (group !== null) return group;
		await giveKeyBack(run, known);
		forget(run, request);
	}
	const existing = await existingGroup(run, request);
	if (existing === null) {
		refuseBeyondLimits(run, request);
		const checked = await leaveOut();
		refuseNobody(run, request, checked);
		// Before the key is claimed: whoever stops the run in a pause must not lose the key.
		await pauseBetweenBatches(run, request);
		if ((await claimKey(run, request)) === 'won') return await create(run, request, checked);
	} else if ((await claimKey(run, request)) === 'won') {
		const group = useExistingGroup(run, request, existing, {
			created: false,
			holdsKey: true,
		});
		await tieKey(run, group, request.item);
		return group;
	}
	const group = await groupOfKey(run, request);
	const addNobody = request.options.ifGroupExists !== 'use';
	return useExistingGroup(run, request, group, { created: false, addNobody });
}

async function create(
	run: CreateRun,
	request: GroupRequest,
	checked: SavedResults,
): Promise<GroupRecord> {
	const { memory } = run;
	const people: SavedResults = {};
	for (const number of request.people) people[number] = checked[number] ?? NOT_SENT;
	const numbers = request.people
		.filter((number) => people[number]?.isOpen === true)
		.slice(0, PEOPLE_PER_CALL);
	const requested: GroupRecord = {
		state: 'requested',
		requestedAt: Date.now(),
		fromNumber: request.fromNumber,
		name: request.name,
		requestedName: request.name,
		uniqueKey: request.options.uniqueKey,
		...(request.options.uniqueKey === '' ? {} : { holdsKey: true }),
		people,
		...(request.description === '' ? {} : { steps: { description: DONE } }),
	};
	for (const number of numbers) people[number] = MAY_BE_IN;
	memory.write(request.key, requested);
	memory.sender(request.fromNumber).created++;
	memory.pace.sincePause++;
	const result = await sendRequest(run, request, requested, numbers);
	if (!('ok' in result)) return result;
	// A group in the answer exists, even if 2Chat denies success because not one person could be added.
	const body = result.ok ? result.body : result.failure.body;
	const group = record(record(body).group);
	if (!isGroupUuid(group.uuid)) {
		return result.ok || Object.keys(group).length > 0
			? await recover(run, request, requested, withoutId(body))
			: await handleFailure(run, request, requested, result.failure);
	}
	readResults('add', numbers, readMembershipAnswer(group)).forEach((one, index) => {
		people[numbers[index] ?? ''] = one;
	});
	const created: GroupRecord = {
		...requested,
		state: 'exists',
		created: true,
		uuid: group.uuid,
		...(typeof group.wa_group_id === 'string' ? { waGroupId: group.wa_group_id } : {}),
		...(typeof group.name === 'string' && group.name !== '' ? { name: group.name } : {}),
		// 2Chat's answers travel in the memory only where the output shows them.
		...(request.options.output === 'raw'
			? { raw: [{ operation: 'create', answer: body as Json }] }
			: {}),
	};
	memory.write(request.key, created);
	delete memory.sender(request.fromNumber).lost;
	await tieKey(run, created, request.item);
	return created;
}

/** Kept before the request leaves; its answer replaces it. */
const MAY_BE_IN = {
	outcome: 'unknown',
	message: 'the answer to the creation of the group was lost',
	isOpen: true,
} as const;

/**
 * Sends the request. A number that is busy, starting or going away has most likely not taken it up, so it is sent
 * again, but never without a look whether the group has come into being after all.
 */
async function sendRequest(
	run: CreateRun,
	request: GroupRequest,
	requested: GroupRecord,
	participants: string[],
): Promise<Result | GroupRecord> {
	const client = run.client.withTimeout(request.options.timeoutMs);
	const { name, description, fromNumber } = request;
	const group = { name, ...(description === '' ? {} : { description }), participants };
	let found: GroupRecord | null = null;
	let wasRefused = false;
	const beforeRepeat = async (failure: Failure) => {
		if (creationLimit(request, failure) !== null) return false;
		if (!mayHaveBeenDone(failure)) return true;
		wasRefused = requested.isRefused = true;
		const seen = await lookOnce(run, request, requested);
		found = seen.group;
		if (!seen.isSureNone) return false;
		requested.requestedAt = Date.now();
		// What is sent next may end in another way.
		requested.isRefused = false;
		return true;
	};
	const result = await createGroup(client, fromNumber, group, beforeRepeat).catch(
		async (error: unknown) => {
			// Stopped between two tries: the one before was not taken up.
			if (error instanceof ExecutionCanceled && !error.underWay) {
				requested.isRefused = wasRefused;
				await giveKeyBack(run, requested);
				if (!wasRefused) forget(run, request);
			}
			throw error;
		},
	);
	return found ?? result;
}

/** The words that stand where the group should be, if there are any (2chat-api.md 5.2). */
function withoutId(body: unknown): Failure {
	const { group } = record(body);
	const words = typeof group === 'string' ? group.slice(0, 300) : null;
	return {
		certainty: 'unclear',
		status: null,
		apiText: words,
		message:
			words === null
				? '2Chat answered without the id of the new group'
				: `2Chat answered without a group: ${words}`,
		nextStep: '',
	};
}

async function handleFailure(
	run: CreateRun,
	request: GroupRequest,
	requested: GroupRecord,
	failure: Failure,
): Promise<GroupRecord> {
	const limit = creationLimit(request, failure);
	if (limit !== null) return await handleLimit(run, request, requested, failure, limit);
	if (failure.certainty === 'unclear') return await recover(run, request, requested, failure);
	if (mayHaveBeenDone(failure)) {
		requested.isRefused = true;
		const group = await groupDespiteRefusal(run, request, requested, failure);
		if (group !== null) return group;
	} else forget(run, request);
	const error = toNodeError(run.context.getNode(), failure, request.item);
	throw await withKeyBack(run, requested, error);
}

/** 2Chat says that the sender may create no more groups; one look tells whether it has created this one. */
async function handleLimit(
	run: CreateRun,
	request: GroupRequest,
	requested: GroupRecord,
	{ certainty }: Failure,
	limit: string,
): Promise<GroupRecord> {
	run.memory.sender(request.fromNumber).limit = limit;
	requested.isRefused = certainty === 'refused';
	const { group } = await lookOnce(run, request, requested);
	if (group !== null) return group;
	const error = creationLimitError(run, request, limit);
	throw requested.isRefused ? await withKeyBack(run, requested, error) : error;
}

async function withKeyBack<Thrown extends NodeApiError | NodeOperationError>(
	run: CreateRun,
	requested: GroupRecord,
	error: Thrown,
): Promise<Thrown> {
	if (!(await giveKeyBack(run, requested))) {
		error.description = `${error.description ?? ''} n8n did not give its Unique Key back: if the group does not exist, use another key.`;
	}
	return error;
}

/**
 * The group that 2Chat has created although it refused; null when it shows that it has not.
 *
 * @param failure the refusal; null when that was in an earlier try
 * @throws NodeApiError when nobody can tell
 */
async function groupDespiteRefusal(
	run: CreateRun,
	request: GroupRequest,
	requested: GroupRecord,
	failure: Failure | null,
): Promise<GroupRecord | null> {
	const { group, isSureNone } = await lookOnce(run, request, requested);
	if (group !== null || isSureNone) return group;
	// From now on like a request whose answer was lost.
	requested.isRefused = false;
	throw groupMayExistError(run, request, failure);
}

/** 2Chat refuses in these forms also after WhatsApp has created the group (2chat-api.md 1.5, 5.2). */
function mayHaveBeenDone(failure: Failure): boolean {
	const { status, apiText } = failure;
	const isOfLibrary = /\bCreateGroupError\b/i.test(apiText ?? '');
	return isBusy(failure) || isOfLibrary || (status !== null && status < 300);
}

/** The request is as if it had never been sent. */
function forget({ memory }: CreateRun, request: GroupRequest): void {
	memory.forget(request.key);
	memory.sender(request.fromNumber).created--;
}
