import type { Client } from '../../shared/api/client';
import { changeParticipants, getGroup, type TargetGroup } from '../../shared/api/endpoints';
import { bodyFailure, type Failure } from '../../shared/api/failure';
import { isOfValue } from '../../shared/api/retry';
import { chunks } from '../../shared/chunks';
import { isRecord, record } from '../../shared/json';
import { isAmong, readMembers, type MemberTest } from '../../shared/groups/members';
import {
	isAboutPeople,
	readMembershipAnswer,
	readResults,
} from '../../shared/groups/membershipAnswer';
import {
	DONE,
	type MemberChange,
	type ParticipantResult,
	type SavedResults,
} from '../../shared/groups/outcomes';

/**
 * Makes one change to any number of people, ten a call and in order (2chat-api.md 2.4 to 2.6). Only those are sent
 * about whom 2Chat has not answered yet, and each answer is saved at once, so a later try goes on where this one
 * ended. After a call that failed the others are not sent, unless the fault lay in the values of that call.
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
	/** Once going on is pointless: what is said of everyone who was not sent. */
	let resultOfRest: ((number: string) => ParticipantResult) | null = null;
	const unanswered = people.filter((number) => isOpen(results[number]));
	for (const numbers of chunks(unanswered)) {
		const uncertain = new Set(numbers.filter((number) => results[number]?.outcome === 'unknown'));
		if (resultOfRest !== null) {
			for (const number of numbers) {
				const result = resultOfRest(number);
				const isSure = result.outcome === 'already_member';
				if (isSure || !uncertain.has(number)) results[number] = result;
			}
			continue;
		}
		// This is what remains if the run is stopped before the answer, which overwrites it.
		for (const number of numbers) results[number] = mayBeDone(change);
		const answer = await changeTen(client, change, group, numbers);
		if (answer.ok) {
			onAnswer(answer.body);
			numbers.forEach((number, index) => {
				results[number] = answer.results[index] ?? mayBeDone(change);
			});
			const isFull = answer.results.every(({ outcome }) => outcome === 'group_full');
			if (isFull && unanswered.at(-1) !== numbers.at(-1)) {
				const isMember = await memberTest(client, group.uuid);
				resultOfRest = (number) => ({
					outcome: isMember?.(number) === true ? 'already_member' : 'group_full',
				});
			}
			continue;
		}
		failure ??= answer.failure;
		const { certainty, message, kind, nextStep } = answer.failure;
		const advice = kind === 'notAdmin' ? { nextStep } : {};
		const notSent = { outcome: 'not_attempted', message, isOpen: true, ...advice } as const;
		for (const number of numbers) {
			// An earlier, lost call may have done it to them.
			const isUnclear = certainty === 'unclear' || uncertain.has(number);
			results[number] = isUnclear ? { ...notSent, outcome: 'unknown' } : notSent;
		}
		if (answer.isForAll) resultOfRest = () => notSent;
	}
	return failure;
}

/** Who is a member, as 2Chat shows it: its list can be minutes old (2chat-api.md 2.3). Null when it shows none. */
export async function memberTest(client: Client, uuid: string): Promise<MemberTest | null> {
	const group = await getGroup(client, uuid);
	return group.ok ? isAmong(readMembers(group.body)) : null;
}

function isOpen(result: ParticipantResult | undefined): boolean {
	return result === undefined || result.isOpen === true;
}

function mayBeDone(change: MemberChange): ParticipantResult {
	return {
		outcome: 'unknown',
		message: `the answer to the request to ${change} them was lost`,
		isOpen: true,
	};
}

/** A 2xx with a place for people, which is empty, and no word why it denies success: all are as they were (2chat-api.md 7.5). */
function isSilent({ status = 0, apiText, body }: Failure): boolean {
	return status < 300 && apiText === null && isRecord(record(body).participants);
}

type AnswerToTen =
	| { ok: true; body: unknown; results: ParticipantResult[] }
	/** `isForAll`: everyone after these would meet the same. */
	| { ok: false; failure: Failure; isForAll: boolean };

async function changeTen(
	client: Client,
	change: MemberChange,
	group: TargetGroup,
	people: string[],
): Promise<AnswerToTen> {
	const result = await changeParticipants(client, change, group, people);
	const body = result.ok ? result.body : result.failure.body;
	const answer = readMembershipAnswer(body);
	// 2Chat may deny success because it could serve not one of them, and still say why for each.
	if (!result.ok && !isAboutPeople(answer) && !isSilent(result.failure)) {
		return { ok: false, failure: result.failure, isForAll: !isOfValue(result.failure) };
	}
	if (answer.refusal !== null) {
		const message = `2Chat ${DONE[change]} nobody: ${answer.refusal}`;
		const failure = { ...bodyFailure(200, answer.refusal, true), message };
		return { ok: false, failure, isForAll: true };
	}
	return { ok: true, body, results: readResults(change, people, answer) };
}
