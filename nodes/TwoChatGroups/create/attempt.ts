import type { NodeApiError } from 'n8n-workflow';

import { toNodeError, type Failure } from '../../shared/api/failure';
import type { ExistingGroup, RequestedGroup } from '../../shared/memory/executionMemory';
import { isTool } from '../../shared/memory/itemKey';
import { quote } from '../../shared/text';
import type { CreateRun } from './createRun';
import type { GroupRequest } from './groupRequest';
import { giveKeyBack, linkKeyTo } from './uniqueKey';

/** A create request that has left, in this try or an earlier one. */
export interface Attempt {
	run: CreateRun;
	/** What is asked for. */
	request: GroupRequest;
	/** What the execution remembers of it. */
	requested: RequestedGroup;
}

/** From now on the execution's memory, and n8n's store for the Unique Key, know the group that was created. */
export async function noteCreated(
	{ run, request, requested }: Attempt,
	group: Pick<ExistingGroup, 'uuid' | 'waGroupId' | 'name' | 'recovered' | 'raw'>,
): Promise<ExistingGroup> {
	const created: ExistingGroup = { ...requested, ...group, state: 'created' };
	run.memory.write(request.key, created);
	delete run.memory.sender(request.fromNumber).lost;
	await linkKeyTo(run, created);
	return created;
}

/** It has surely made no group: it is as if it had never been sent. */
export async function forgetAttempt({ run, request, requested }: Attempt): Promise<void> {
	await giveKeyBack(run, requested);
	run.memory.forget(request.key);
}

/** The error that says so; `failure` is null when an earlier try left it unclear. */
export function groupMayExistError(
	run: CreateRun,
	request: GroupRequest,
	failure: Failure | null,
): NodeApiError {
	const what =
		failure?.message ??
		'An earlier try got no clear answer, and 2Chat does not list the group so far';
	return toNodeError(run.context.getNode(), {
		certainty: 'unclear',
		status: failure?.status,
		message: `${what}. The group ${quote(request.name, 100)} may exist: look in WhatsApp before creating it again${isTool(run.context) ? FOR_A_MODEL : ''}`,
		nextStep:
			'Retrying this execution only looks for the group again and does not create a second one. If WhatsApp does not show the group after some minutes, start a new execution.',
	});
}

const FOR_A_MODEL =
	'. Do not ask for it again in other words: that would create a second group. Asking in the same words only looks for it';
