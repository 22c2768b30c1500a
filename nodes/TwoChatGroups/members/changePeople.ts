import { chunks } from '../../shared/chunks';
import { DONE } from '../../shared/groups/outcomes';
import { judgeChange, readMembershipAnswer } from '../../shared/groups/membershipAnswer';
import type { MemberChange, ParticipantResult } from '../../shared/groups/outcomes';
import type { Client } from '../../shared/api/client';
import { changeParticipants } from '../../shared/api/endpoints';
import { bodyFailure } from '../../shared/api/failure';
import type { Failure } from '../../shared/api/failure';

export interface TargetGroup {
	uuid: string;
	fromNumber: string;
}

/** What became of ten people or fewer. */
export interface ChangedChunk {
	people: string[];
	results: ParticipantResult[];
	/** 2Chat's answer; null when it gave none about these people, so that they may be tried again. */
	answer: unknown;
	/** Why there is no answer; null as well for people who were not sent because of an earlier failure. */
	failure: Failure | null;
}

/**
 * Adds, removes, promotes or demotes any number of people, ten a call and in order (2chat-api.md 2.4 to
 * 2.6). A call that fails does not end it, unless every further one would meet the same; then nothing more
 * is sent.
 */
export async function* changePeople(
	client: Client,
	change: MemberChange,
	group: TargetGroup,
	people: string[],
): AsyncGenerator<ChangedChunk> {
	let end: ParticipantResult | null = null;
	for (const numbers of chunks(people)) {
		if (end !== null) {
			yield sameForAll(numbers, end, null);
			continue;
		}
		const changed = await changeTen(client, change, group, numbers);
		end = changed.end;
		yield changed.chunk;
	}
}

/** `end` is the result on everyone after these, when going on makes no sense. */
async function changeTen(
	client: Client,
	change: MemberChange,
	{ uuid, fromNumber }: TargetGroup,
	people: string[],
): Promise<{ chunk: ChangedChunk; end: ParticipantResult | null }> {
	const result = await changeParticipants(client, change, uuid, fromNumber, people);
	const body = result.ok ? result.body : result.failure.body;
	const answer = readMembershipAnswer(body);
	// 2Chat may deny success because it could serve not one of them, and still say why for each.
	const isAboutPeople = answer.people.size + answer.accepted.length + answer.unaccepted.length > 0;
	if (!result.ok && !isAboutPeople) {
		const { certainty, message, status } = result.failure;
		const outcome = certainty === 'refused' ? 'not_attempted' : 'unknown';
		// A malformed value concerns the ten that it was among; anything else would meet the next ten too.
		const isForAll = status !== 400 && status !== 422;
		return {
			chunk: sameForAll(people, { ...NOT_SENT, outcome, message }, result.failure),
			end: isForAll ? { ...NOT_SENT, message } : null,
		};
	}
	if (answer.refusal !== null) {
		const message = `2Chat ${DONE[change]} nobody: ${answer.refusal}`;
		const end = { ...NOT_SENT, message };
		const failure = { ...bodyFailure(200, answer.refusal), message };
		return { chunk: sameForAll(people, end, failure), end };
	}
	const results = judgeChange(change, people, answer);
	const isFull = results.every(({ outcome }) => outcome === 'group_full');
	return {
		chunk: { people, results, answer: body, failure: null },
		end: isFull ? { ...NOT_SENT, outcome: 'group_full' } : null,
	};
}

function sameForAll(
	people: string[],
	result: ParticipantResult,
	failure: Failure | null,
): ChangedChunk {
	return { people, results: people.map(() => result), answer: null, failure };
}

/** Nothing is known from 2Chat about this person. */
export const NOT_SENT: ParticipantResult = {
	outcome: 'not_attempted',
	statusCode: null,
	message: null,
	inviteSent: false,
	listed: null,
};
