import type { IDataObject } from 'n8n-workflow';

import { chunks } from '../../shared/chunks';
import { isInGroup } from '../../shared/groups/outcomes';
import { readMembershipAnswer } from '../../shared/groups/membershipAnswer';
import { isSameNumber } from '../../shared/phone/phoneNumber';
import type { TargetGroup } from '../members/changePeople';
import type { GroupRecord } from '../../shared/memory/executionMemory';
import type { Client, Result } from '../../shared/api/client';
import { changeParticipants, sendGroupMessage, setPicture } from '../../shared/api/endpoints';
import type { Failure } from '../../shared/api/failure';
import type { ResultOf } from './fillGroup';
import { findGroups } from './createRun';
import type { CreateRun } from './createRun';
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

export interface Steps extends IDataObject {
	description?: Step;
	picture?: Step;
	admins?: AdminStep;
	welcome_message?: Step;
	listed?: Step;
}

export const DONE: Step = { status: 'done', reason: null };

/**
 * Description, picture, admins, welcome message, waiting: after the people are in, and none of them can
 * lose the group. What is done or must not be repeated stays in the memory.
 */
export async function runAdditionalSteps(
	run: CreateRun,
	request: GroupRequest,
	entry: GroupRecord,
	resultOf: ResultOf,
): Promise<Steps> {
	if (entry.closed === true) {
		return {
			...leftAsItIs(request, {
				description: DEALT_WITH,
				picture: DEALT_WITH,
				welcome_message: DEALT_WITH,
			}),
			...(request.admins.length === 0 ? {} : { admins: { ...DEALT_WITH, promoted: [] } }),
		};
	}
	const steps = (entry.steps ??= {}) as Steps;
	const client = run.client.withTimeout(request.options.timeoutMs);
	const group: TargetGroup = { uuid: entry.uuid ?? '', fromNumber: request.fromNumber };
	const isOurs = entry.created === true;
	// A group that was there has its look, and its first message is long past.
	if (!isOurs) Object.assign(steps, leftAsItIs(request, WAS_THERE));
	// It travels with the creation, or not at all.
	else if (request.description !== '') steps.description ??= WAS_THERE.description;
	if (isOurs && request.pictureUrl !== '' && isOpen(steps.picture)) {
		steps.picture = asStep(
			await setPicture(client, group.uuid, group.fromNumber, request.pictureUrl),
		);
	}
	const done = steps.admins?.promoted ?? [];
	const isPromoted = request.admins.every((number) => done.includes(number));
	if (!isPromoted && steps.admins?.status !== 'unclear') {
		const isMember = (number: string) => isInGroup(resultOf(number).outcome);
		steps.admins = await promote(client, group, request.admins, isMember, done);
	}
	if (isOurs && request.welcomeMessage !== '' && isOpen(steps.welcome_message)) {
		// Written before it is sent: a stop in between must not send it twice.
		steps.welcome_message = { status: 'unclear', reason: 'It was being sent when the run stopped' };
		const text = request.welcomeMessage;
		steps.welcome_message = asStep(
			await sendGroupMessage(client, group.uuid, group.fromNumber, { text }),
		);
	}
	if (request.options.waitUntilListedMs > 0 && isOpen(steps.listed)) {
		steps.listed = await waitUntilListed(run, request, group.uuid);
	}
	return steps;
}

const LOOKS_ARE_KEPT: Step = {
	status: 'not_done',
	reason:
		'The group was there before, so this is left as it is. To change it, use the operation Update',
};
const WAS_THERE = {
	description: LOOKS_ARE_KEPT,
	picture: LOOKS_ARE_KEPT,
	welcome_message: {
		status: 'not_done',
		reason:
			'The group was there before, so it gets no welcome message. To send one, use the operation Send Message',
	},
} satisfies Steps;

const DEALT_WITH: Step = {
	status: 'not_done',
	reason: 'An earlier execution with this Unique Key has dealt with the group',
};

function leftAsItIs(
	request: GroupRequest,
	{ description, picture, welcome_message }: Steps,
): Steps {
	return {
		...(request.description === '' ? {} : { description }),
		...(request.pictureUrl === '' ? {} : { picture }),
		...(request.welcomeMessage === '' ? {} : { welcome_message }),
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
		status: certainty === 'refused' ? 'not_done' : 'unclear',
		reason: `${message}. ${nextStep}`,
	};
}

/** 2chat-api.md 2.6. The answer's shape is open: lists are read where there are any, success is enough. */
async function promote(
	client: Client,
	{ uuid, fromNumber }: TargetGroup,
	admins: string[],
	isMember: (number: string) => boolean,
	done: string[],
): Promise<AdminStep> {
	const promoted = [...done];
	const problems = admins
		.filter((number) => !isMember(number))
		.map((number) => `${number} is not in the group`);
	const open = admins.filter((number) => isMember(number) && !done.includes(number));
	let isUnclear = false;
	for (const numbers of chunks(open)) {
		const result = await changeParticipants(client, 'promote', uuid, fromNumber, numbers);
		if (!result.ok) {
			isUnclear ||= result.failure.certainty === 'unclear';
			problems.push(`${numbers.join(', ')}: ${result.failure.message}`);
			continue;
		}
		const { unaccepted, refusal } = readMembershipAnswer(result.body);
		for (const number of numbers) {
			if (refusal === null && !unaccepted.some((other) => isSameNumber(other, number))) {
				promoted.push(number);
			} else {
				problems.push(`${number} was not made an admin${refusal === null ? '' : `: ${refusal}`}`);
			}
		}
	}
	const status =
		problems.length === 0
			? 'done'
			: promoted.length > 0
				? 'partly'
				: isUnclear
					? 'unclear'
					: 'not_done';
	return { status, reason: problems.length === 0 ? null : problems.join('; '), promoted };
}

const LOOK_EVERY_MS = 10_000;

/** Looks at growing length, since each look costs a credit (2chat-api.md 1.7). */
async function waitUntilListed(run: CreateRun, request: GroupRequest, uuid: string): Promise<Step> {
	const { waitUntilListedMs: limit, timeoutMs } = request.options;
	const client = run.client.withTimeout(timeoutMs);
	for (let waited = 0, pause = 0; ; pause = Math.min(pause + LOOK_EVERY_MS, limit - waited)) {
		await client.wait(pause);
		waited += pause;
		const found = await findGroups(client, request.fromNumber);
		if (found.ok && found.groups.some((group) => group.uuid === uuid)) return DONE;
		if (waited >= limit) {
			return {
				status: 'not_done',
				reason: `2Chat did not list the group within ${limit / 1_000} seconds. Its id works all the same.`,
			};
		}
	}
}
