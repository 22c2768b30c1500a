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
import { readResults } from '../../shared/groups/membershipAnswer';
import { NOT_SENT, type SavedResults } from '../../shared/groups/outcomes';
import type { Json } from '../../shared/json';
import type { ExistingGroup } from '../../shared/memory/executionMemory';
import { DONE } from './additionalSteps';
import { forgetAttempt, noteCreated, type Attempt } from './attempt';
import { asRecord, type CreateRun } from './createRun';
import type { GroupRequest } from './groupRequest';
import { creationLimit, creationLimitError } from './limits';
import { groupDespiteRefusal, lookOnce, recover } from './recover';
import { giveKeyBack } from './uniqueKey';

/**
 * Sends the one request that creates the group, with the first ten people, and sees to it that its end is known.
 *
 * @param checked who is left out, with the reason
 * @throws NodeApiError when 2Chat refused, or when it is not known whether the group exists
 * @throws NodeOperationError when 2Chat says that the sender may create no more groups for now
 */
export async function createNew(
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
	const attempt: Attempt = {
		run,
		request,
		requested: {
			...asRecord(run, request),
			state: 'requested',
			holdsKey: true,
			people,
			...(request.description === ''
				? {}
				: { description: request.description, steps: { description: DONE } }),
		},
	};
	memory.write(request.key, attempt.requested);
	memory.pace.sincePause++;
	const result = await sendRequest(attempt, numbers);
	// A look between two tries may have found it.
	const found = memory.find(request.key);
	if (found?.state === 'created') return found;
	// A group in the answer exists, even if 2Chat denies success because not one person could be added.
	const body = result.ok ? result.body : result.failure.body;
	const answer = readCreatedGroup(body);
	if (answer === null) {
		return result.ok || showsGroup(body)
			? await recover(attempt, withoutId(body))
			: await handleFailure(attempt, result.failure);
	}
	readResults('add', numbers, answer.people).forEach((one, index) => {
		people[numbers[index] ?? ''] = one;
	});
	return await noteCreated(attempt, {
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
async function sendRequest(attempt: Attempt, participants: string[]): Promise<Result> {
	const { request, requested } = attempt;
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
		if ((await lookOnce(attempt)) !== 'none') return false;
		requested.requestedAt = Date.now();
		// What is sent next may end in another way.
		requested.state = 'requested';
		return true;
	};
	const repetition = { afterFailure, beforeRepeat };
	return await createGroup(client, fromNumber, group, repetition).catch(async (error: unknown) => {
		// A refused try that may have made the group is looked for later, and its key stays used.
		const isUndone = requested.state !== 'refused' && !showsGroup(last?.body);
		if (isBetweenTries(error) && isUndone) await forgetAttempt(attempt);
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
async function handleFailure(attempt: Attempt, failure: Failure): Promise<ExistingGroup> {
	const { run, request, requested } = attempt;
	const limit = creationLimit(request, failure);
	if (limit !== null) return await handleLimit(attempt, failure, limit);
	if (failure.certainty === 'unclear') return await recover(attempt, failure);
	if (requested.state === 'refused') {
		const group = await groupDespiteRefusal(attempt, failure);
		if (group !== null) return group;
	} else run.memory.forget(request.key);
	throw await withKeyBack(attempt, toNodeError(run.context.getNode(), failure));
}

/** 2Chat says that the sender may create no more groups; one look tells whether it has created this one. */
async function handleLimit(
	attempt: Attempt,
	{ certainty }: Failure,
	limit: string,
): Promise<ExistingGroup> {
	const { run, request, requested } = attempt;
	run.memory.sender(request.fromNumber).limit = limit;
	// These words are a refusal, whatever the status.
	requested.state = 'refused';
	const group = await lookOnce(attempt);
	if (typeof group !== 'string') return group;
	const error = creationLimitError(run, request, limit);
	const mayExist = certainty === 'unclear' && group === 'unknown';
	throw mayExist ? error : await withKeyBack(attempt, error);
}

async function withKeyBack<Thrown extends NodeApiError | NodeOperationError>(
	{ run, requested }: Attempt,
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
