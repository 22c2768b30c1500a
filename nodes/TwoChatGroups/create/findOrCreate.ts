import type { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { isBetweenTries, type Result } from '../../shared/api/client';
import { createGroup } from '../../shared/api/endpoints';
import { toNodeError, type Failure } from '../../shared/api/failure';
import { isBusy } from '../../shared/api/retry';
import { chunks } from '../../shared/chunks';
import {
	readCreatedGroup,
	showsGroup,
	wordsInsteadOfGroup,
} from '../../shared/groups/createAnswer';
import type { FoundGroup } from '../../shared/groups/foundGroups';
import { readResults } from '../../shared/groups/membershipAnswer';
import { NOT_SENT, type SavedResults } from '../../shared/groups/outcomes';
import type { Json } from '../../shared/json';
import type { ExistingGroup, RequestedGroup } from '../../shared/memory/executionMemory';
import { DONE } from './additionalSteps';
import type { CreateRun } from './createRun';
import { existingGroup } from './existingGroup';
import type { GroupRequest } from './groupRequest';
import {
	creationLimit,
	creationLimitError,
	pauseBetweenBatches,
	throwIfBeyondLimits,
	throwIfNobodyIsLeft,
} from './limits';
import { earlierGroup, forgetRequest } from './earlierRequest';
import { checkPeople } from './people';
import { groupDespiteRefusal, lookOnce, noteCreated, recover } from './recover';
import { claimKey, giveKeyBack, groupOfKey, linkKeyTo, linkNewKey } from './uniqueKey';

/**
 * Makes sure that the request has its group, without ever making two of it: by what the execution remembers,
 * by what 2Chat lists, or by creating it.
 *
 * @throws NodeApiError when 2Chat refused, or when it is not known whether the group exists
 * @throws NodeOperationError when an option says that it must not be created
 */
export async function findOrCreate(run: CreateRun, request: GroupRequest): Promise<ExistingGroup> {
	const earlier = await earlierGroup(run, request);
	if (earlier !== null) {
		await linkNewKey(run, request, earlier);
		return earlier;
	}
	const existing = await existingGroup(run, request);
	const checked = existing === null ? await prepareCreation(run, request) : {};
	if ((await claimKey(run, request)) === 'taken') {
		const state = request.options.ifGroupExists === 'use' ? 'used' : 'untouched';
		const ofKey = await groupOfKey(run, request);
		return useGroup(run, request, ofKey, { state, holdsKey: false });
	}
	if (existing === null) return await create(run, request, checked);
	const group = useGroup(run, request, existing, { state: 'used', holdsKey: true });
	await linkKeyTo(run, group);
	return group;
}

/**
 * All that comes before the Unique Key is claimed.
 *
 * @returns what Check Numbers First says of those to leave out
 */
async function prepareCreation(run: CreateRun, request: GroupRequest): Promise<SavedResults> {
	await throwIfBeyondLimits(run, request);
	const checked = await checkPeople(request, request.people);
	throwIfNobodyIsLeft(run, request, checked);
	// Whoever stops the run in this pause has not used the key up.
	await pauseBetweenBatches(run, request);
	return checked;
}

/** Takes a group that 2Chat lists for the one that the request asks for. */
function useGroup(
	run: CreateRun,
	request: GroupRequest,
	{ uuid, waGroupId, name }: FoundGroup,
	how: Pick<ExistingGroup, 'state' | 'holdsKey'>,
): ExistingGroup {
	const group = { ...asAsked(run, request), ...how, uuid, waGroupId, name, people: {} };
	run.memory.write(request.key, group);
	return group;
}

function asAsked({ context }: CreateRun, { fromNumber, name, options }: GroupRequest) {
	return {
		node: context.getNode().name,
		requestedAt: Date.now(),
		fromNumber,
		name,
		requestedName: name,
		uniqueKey: options.uniqueKey,
	};
}

async function create(
	run: CreateRun,
	request: GroupRequest,
	checked: SavedResults,
): Promise<ExistingGroup> {
	const { memory } = run;
	const unchecked = request.people.filter((number) => checked[number] === undefined);
	const [numbers = []] = chunks(unchecked);
	const people: SavedResults = {};
	for (const number of request.people) people[number] = checked[number] ?? NOT_SENT;
	for (const number of numbers) people[number] = MAY_BE_IN;
	const requested: RequestedGroup = {
		...asAsked(run, request),
		state: 'requested',
		holdsKey: true,
		people,
		...(request.description === ''
			? {}
			: { description: request.description, steps: { description: DONE } }),
	};
	memory.write(request.key, requested);
	memory.pace.sincePause++;
	const result = await sendRequest(run, request, requested, numbers);
	// A look between two tries may have found it.
	const found = memory.find(request.key);
	if (found?.state === 'created') return found;
	// A group in the answer exists, even if 2Chat denies success because not one person could be added.
	const body = result.ok ? result.body : result.failure.body;
	const answer = readCreatedGroup(body);
	if (answer === null) {
		return result.ok || showsGroup(body)
			? await recover(run, request, requested, withoutId(body))
			: await handleFailure(run, request, requested, result.failure);
	}
	readResults('add', numbers, answer.people).forEach((one, index) => {
		people[numbers[index] ?? ''] = one;
	});
	return await noteCreated(run, request, requested, {
		uuid: answer.uuid,
		waGroupId: answer.waGroupId,
		name: answer.name ?? request.name,
		// 2Chat's answers travel in the memory only where the output shows them.
		...(request.options.output === 'raw'
			? { raw: [{ operation: 'create', answer: body as Json }] }
			: {}),
	});
}

/** Recorded before the request leaves; the answer overwrites it. */
const MAY_BE_IN = {
	outcome: 'unknown',
	message: 'the answer to the creation of the group was lost',
	isOpen: true,
} as const;

/**
 * Sends the request. A number that is busy, starting or going away has most likely not started on it, so it is sent
 * again, but never without a look whether the group has come into being after all.
 */
async function sendRequest(
	run: CreateRun,
	request: GroupRequest,
	requested: RequestedGroup,
	participants: string[],
): Promise<Result> {
	const { client, name, description, fromNumber } = request;
	const group = { name, ...(description === '' ? {} : { description }), participants };
	let last: Failure | undefined;
	const afterFailure = (failure: Failure) => {
		last = failure;
		if (mayHaveBeenDone(failure)) requested.state = 'refused';
	};
	const beforeRepeat = async (failure: Failure) => {
		if (creationLimit(request, failure) !== null || showsGroup(failure.body)) return false;
		if (requested.state !== 'refused') return true;
		if ((await lookOnce(run, request, requested)) !== 'none') return false;
		requested.requestedAt = Date.now();
		// What is sent next may end in another way.
		requested.state = 'requested';
		return true;
	};
	const repetition = { afterFailure, beforeRepeat };
	return await createGroup(client, fromNumber, group, repetition).catch(async (error: unknown) => {
		// A refused try that may have made the group is looked for later, and its key stays used.
		const isUndone = requested.state !== 'refused' && !showsGroup(last?.body);
		if (isBetweenTries(error) && isUndone) await forgetRequest(run, request, requested);
		throw error;
	});
}

function withoutId(body: unknown): Failure {
	const words = wordsInsteadOfGroup(body);
	return {
		certainty: 'unclear',
		message:
			words === null
				? '2Chat answered without the id of the new group'
				: `2Chat answered without a group: ${words}`,
		nextStep: '',
	};
}

/**
 * @returns the group, if it came into being although 2Chat refused or nobody knew
 * @throws otherwise
 */
async function handleFailure(
	run: CreateRun,
	request: GroupRequest,
	requested: RequestedGroup,
	failure: Failure,
): Promise<ExistingGroup> {
	const limit = creationLimit(request, failure);
	if (limit !== null) return await handleLimit(run, request, requested, failure, limit);
	if (failure.certainty === 'unclear') return await recover(run, request, requested, failure);
	if (requested.state === 'refused') {
		const group = await groupDespiteRefusal(run, request, requested, failure);
		if (group !== null) return group;
	} else run.memory.forget(request.key);
	const error = toNodeError(run.context.getNode(), failure);
	throw await withKeyBack(run, requested, error);
}

/** 2Chat says that the sender may create no more groups; one look tells whether it has created this one. */
async function handleLimit(
	run: CreateRun,
	request: GroupRequest,
	requested: RequestedGroup,
	{ certainty }: Failure,
	limit: string,
): Promise<ExistingGroup> {
	run.memory.sender(request.fromNumber).limit = limit;
	// These words are a refusal, whatever the status.
	requested.state = 'refused';
	const group = await lookOnce(run, request, requested);
	if (typeof group !== 'string') return group;
	const error = creationLimitError(run, request, limit);
	const mayExist = certainty === 'unclear' && group === 'unknown';
	throw mayExist ? error : await withKeyBack(run, requested, error);
}

async function withKeyBack<Thrown extends NodeApiError | NodeOperationError>(
	run: CreateRun,
	requested: RequestedGroup,
	error: Thrown,
): Promise<Thrown> {
	if (!(await giveKeyBack(run, requested))) {
		error.description = `${error.description ?? ''} n8n did not give its Unique Key back: if the group does not exist, use another key.`;
	}
	return error;
}

/** 2Chat refuses in these forms also after WhatsApp has created the group (2chat-api.md 1.5, 5.2). */
function mayHaveBeenDone(failure: Failure): boolean {
	const { certainty, kind, status, apiText, body } = failure;
	// An answer that shows a group is none: nothing but the group itself settles it.
	if (certainty === 'unclear' || kind === 'notAsked' || showsGroup(body)) return false;
	const isOfLibrary = /\bCreateGroupError\b/i.test(apiText ?? '');
	return isBusy(failure) || isOfLibrary || (status !== undefined && status < 300);
}
