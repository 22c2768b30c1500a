import type { Client } from '../../shared/api/client';
import { changeParticipants } from '../../shared/api/endpoints';
import { bodyFailure } from '../../shared/api/failure';
import type { Failure } from '../../shared/api/failure';
import { chunks } from '../../shared/chunks';
import {
	isAboutPeople,
	readMembershipAnswer,
	readResults,
} from '../../shared/groups/membershipAnswer';
import { DONE } from '../../shared/groups/outcomes';
import type { MemberChange, ParticipantResult, SavedResults } from '../../shared/groups/outcomes';

export interface TargetGroup {
	uuid: string;
	fromNumber: string;
}

/**
 * Makes one change to any number of people, ten a call and in order (2chat-api.md 2.4 to 2.6). Only those are sent
 * about whom 2Chat has not answered yet, and each answer is saved at once, so a later try goes on where this one
 * ended. A call that fails does not end it, unless every further one would meet the same.
 *
 * @param results what is known about people; results of this change are written into it
 * @param onAnswer gets each answer as 2Chat gave it
 * @returns why the first call that failed did so; null when all went through
 */
export async function applyChange(
	client: Client,
	change: MemberChange,
	group: TargetGroup,
	people: string[],
	results: SavedResults,
	onAnswer: (answer: unknown) => void = () => {},
): Promise<Failure | null> {
	let failure: Failure | null = null;
	/** What is said of everyone after the call that made it pointless to go on. */
	let end: ParticipantResult | null = null;
	const open = people.filter((number) => isOpen(results[number]));
	for (const numbers of chunks(open)) {
		if (end !== null) {
			keepForRetry(results, numbers, end);
			continue;
		}
		const before = numbers.map((number) => results[number]);
		// Overwritten by the answer. What stops the run in between leaves it like this.
		for (const number of numbers) results[number] = mayBeDone(change);
		const answer = await changeTen(client, change, group, numbers);
		if ('results' in answer) {
			onAnswer(answer.body);
			numbers.forEach((number, index) => {
				results[number] = answer.results[index] ?? mayBeDone(change);
			});
			if (answer.results.every(({ outcome }) => outcome === 'group_full')) end = GROUP_IS_FULL;
			continue;
		}
		failure ??= answer.failure;
		const { certainty, message, kind, nextStep } = answer.failure;
		if (certainty === 'refused') numbers.forEach((number, index) => restore(number, before[index]));
		const outcome = certainty === 'refused' ? 'not_attempted' : 'unknown';
		const advice = kind === 'notAdmin' ? { nextStep } : {};
		keepForRetry(results, numbers, { outcome, message, isOpen: true, ...advice });
		if (answer.isForAll) end = { outcome: 'not_attempted', message, isOpen: true, ...advice };
	}
	return failure;

	function restore(number: string, result: ParticipantResult | undefined): void {
		if (result === undefined) delete results[number];
		else results[number] = result;
	}
}

function isOpen(result: ParticipantResult | undefined): boolean {
	return result === undefined || result.isOpen === true;
}

function mayBeDone(change: MemberChange): ParticipantResult {
	return {
		outcome: 'unknown',
		message: `the answer to the call that was to ${change} them was lost`,
		isOpen: true,
	};
}

const GROUP_IS_FULL: ParticipantResult = { outcome: 'group_full' };

/** Nobody says "not sent" of people to whom an earlier, lost call may have done it. */
function keepForRetry(results: SavedResults, numbers: string[], result: ParticipantResult): void {
	for (const number of numbers) {
		const isUncertain =
			results[number]?.outcome === 'unknown' && result.outcome === 'not_attempted';
		results[number] = isUncertain ? { ...result, outcome: 'unknown' } : result;
	}
}

type Ten =
	| { body: unknown; results: ParticipantResult[] }
	/** `isForAll`: everyone after these would meet the same. */
	| { failure: Failure; isForAll: boolean };

async function changeTen(
	client: Client,
	change: MemberChange,
	{ uuid, fromNumber }: TargetGroup,
	people: string[],
): Promise<Ten> {
	const result = await changeParticipants(client, change, uuid, fromNumber, people);
	const body = result.ok ? result.body : result.failure.body;
	const answer = readMembershipAnswer(body);
	// 2Chat may deny success because it could serve not one of them, and still say why for each.
	if (!result.ok && !isAboutPeople(answer)) {
		const { status } = result.failure;
		// A malformed value concerns the ten that it was among.
		return { failure: result.failure, isForAll: status !== 400 && status !== 422 };
	}
	if (answer.refusal !== null) {
		const message = `2Chat ${DONE[change]} nobody: ${answer.refusal}`;
		return { failure: { ...bodyFailure(200, answer.refusal, true), message }, isForAll: true };
	}
	return { body, results: readResults(change, people, answer) };
}
