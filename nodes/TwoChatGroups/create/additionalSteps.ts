import type { IDataObject } from 'n8n-workflow';

import { isBetweenTries, type Result } from '../../shared/api/client';
import { sendMessage, setPicture, type TargetGroup } from '../../shared/api/endpoints';
import type { Failure } from '../../shared/api/failure';
import { isForAll } from '../../shared/api/retry';
import { explain, isInGroup, NOT_SENT, type SavedResults } from '../../shared/groups/outcomes';
import type { ExistingGroup } from '../../shared/memory/executionMemory';
import { applyChange } from '../members/applyChange';
import { findGroups } from './createRun';
import type { GroupRequest } from './groupRequest';

/** What became of one additional step. */
export interface Step extends IDataObject {
	/** `unclear`: it may have been done, and is not tried again. */
	status: 'done' | 'partly' | 'not_done' | 'unclear';
	/** Why not, in plain words; null when done. */
	reason: string | null;
}

/** Numbers that were made admins. */
export interface AdminStep extends Step {
	promoted: string[];
}

/** By name; those that the request does not have are left out. */
export type Steps = {
	description?: Step;
	picture?: Step;
	admins?: AdminStep;
	welcome_message?: Step;
	listed?: Step;
};

export const DONE: Step = { status: 'done', reason: null };

/**
 * Description, picture, admins, welcome message, waiting: after the people are in, and none of them can
 * lose the group. What became of each stays in the record, and a later try repeats only those that are open.
 *
 * @param isNew whether it came into being in this execution, be it for another request
 */
export async function runAdditionalSteps(
	request: GroupRequest,
	group: ExistingGroup,
	isNew: boolean,
): Promise<Steps> {
	if (group.state === 'untouched') {
		return {
			...stepsOf(request, DEALT_WITH),
			...(request.admins.length === 0 ? {} : { admins: { ...DEALT_WITH, promoted: [] } }),
		};
	}
	const steps = (group.steps ??= {}) as Steps;
	const { client } = request;
	const target: TargetGroup = { uuid: group.uuid, fromNumber: request.fromNumber };
	const isOurs = group.state === 'created';
	// A group that was there has its look, and its first message is long past.
	if (!isOurs) Object.assign(steps, stepsOf(request, APPEARANCE_IS_KEPT, NO_WELCOME));
	// It travels with the creation, or not at all.
	else if (request.description !== '') steps.description ??= APPEARANCE_IS_KEPT;
	if (isOurs && request.pictureUrl !== '' && isOpen(steps.picture)) {
		steps.picture = asStep(await setPicture(client, target, request.pictureUrl));
	}
	if (request.admins.length > 0) steps.admins = await promote(request, group, target);
	if (isOurs && request.welcomeMessage !== '' && isOpen(steps.welcome_message)) {
		// Written before it is sent: a stop in between must not send it twice.
		steps.welcome_message = { status: 'unclear', reason: 'It was being sent when the run stopped' };
		const text = request.welcomeMessage;
		const to = { to_group_uuid: target.uuid };
		const result = await sendMessage(client, target.fromNumber, to, { text }).catch(
			(error: unknown) => {
				if (isBetweenTries(error)) delete steps.welcome_message;
				throw error;
			},
		);
		steps.welcome_message = asStep(result);
	}
	// What was there before this execution was found in the list.
	if (isNew && request.options.waitUntilListedMs > 0 && isOpen(steps.listed)) {
		steps.listed = await waitUntilListed(request, target.uuid);
	}
	return steps;
}

const APPEARANCE_IS_KEPT: Step = {
	status: 'not_done',
	reason: 'The group was there already, so this stays. To change it, use the operation Update',
};
const NO_WELCOME: Step = {
	status: 'not_done',
	reason:
		'The group was there already, so it gets no welcome message. To send one, use the operation Send Message',
};
const DEALT_WITH: Step = {
	status: 'not_done',
	reason: 'The group was created before with this Unique Key',
};

/** The steps that only a new group gets. */
function stepsOf(request: GroupRequest, step: Step, welcome = step): Steps {
	return {
		...(request.description === '' ? {} : { description: step }),
		...(request.pictureUrl === '' ? {} : { picture: step }),
		...(request.welcomeMessage === '' ? {} : { welcome_message: welcome }),
	};
}

/** Not run yet, or surely without effect: it may be tried. */
function isOpen(step: Step | undefined): boolean {
	return step === undefined || step.status === 'not_done' || step.status === 'partly';
}

export function asStep(result: Result): Step {
	return result.ok ? DONE : failedStep(result.failure);
}

function failedStep({ certainty, message, nextStep }: Failure): Step {
	return {
		status: certainty === 'notDone' ? 'not_done' : 'unclear',
		reason: `${message}. ${nextStep}`,
	};
}

const NOT_A_MEMBER = ' is not known to be in the group';

/** Only members can become admins (2chat-api.md 2.6). */
async function promote(
	request: GroupRequest,
	group: ExistingGroup,
	target: TargetGroup,
): Promise<AdminStep> {
	const results: SavedResults = (group.admins ??= {});
	const isMember = (number: string) => isInGroup(group.people[number]?.outcome ?? 'unknown');
	await applyChange(request.client, 'promote', target, request.admins.filter(isMember), results);
	const promoted: string[] = [];
	const problems: string[] = [];
	for (const number of request.admins) {
		const result = results[number] ?? NOT_SENT;
		const { reason } = explain({ result, phoneNumber: number, change: 'promote', ifNotSent: '' });
		if (result.outcome === 'promoted') promoted.push(number);
		else problems.push(`${number}${isMember(number) ? `: ${reason}` : NOT_A_MEMBER}`);
	}
	if (problems.length === 0) return { ...DONE, promoted };
	const isUnclear = request.admins.some((number) => results[number]?.outcome === 'unknown');
	const status = promoted.length > 0 ? 'partly' : isUnclear ? 'unclear' : 'not_done';
	return { status, reason: problems.join('; '), promoted };
}

const LONGER_EACH_TIME_MS = 10_000;

/** Asks at growing intervals, since each question costs a credit or more (2chat-api.md 1.7). */
async function waitUntilListed(request: GroupRequest, uuid: string): Promise<Step> {
	const limit = request.options.waitUntilListedMs;
	const client = request.client.forLooks();
	for (let waited = 0, pause = 0; ; pause = Math.min(pause + LONGER_EACH_TIME_MS, limit - waited)) {
		await client.wait(pause);
		waited += pause;
		const found = await findGroups(client, request.fromNumber);
		if (found.ok && found.groups.some((group) => group.uuid === uuid)) return DONE;
		if (!found.ok && isForAll(found.failure)) return failedStep(found.failure);
		if (waited >= limit) {
			return {
				status: 'not_done',
				reason: `2Chat did not list the group within ${limit / 1_000} seconds. Its id works nevertheless.`,
			};
		}
	}
}
