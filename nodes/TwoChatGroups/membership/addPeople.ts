import { chunks } from '../domain/chunks';
import { judgePeople, readMembershipAnswer } from '../domain/membershipAnswer';
import type { Verdict } from '../domain/outcomes';
import type { Client } from '../transport/client';
import { changeParticipants } from '../transport/endpoints';

export interface TargetGroup {
	uuid: string;
	fromNumber: string;
	/** Made moments ago, so 2Chat may not know its id yet. */
	justCreated: boolean;
}

/** What became of ten people or fewer. */
export interface AddedChunk {
	people: string[];
	verdicts: Verdict[];
	/** 2Chat's answer; null when it gave none about these people, so that they may be tried again. */
	answer: unknown;
}

/**
 * Adds any number of people, ten a call and in order (2chat-api.md 2.4). A call that fails does not end
 * it, unless every further one would meet the same; then nothing more is sent.
 */
export async function* addPeople(
	client: Client,
	group: TargetGroup,
	people: string[],
): AsyncGenerator<AddedChunk> {
	let end: Verdict | null = null;
	for (const numbers of chunks(people)) {
		if (end !== null) {
			yield sameForAll(numbers, end);
			continue;
		}
		const added = await addTen(client, group, numbers);
		end = added.end;
		yield added.chunk;
	}
}

/** `end` is the verdict on everyone after these, when going on makes no sense. */
async function addTen(
	client: Client,
	{ uuid, fromNumber, justCreated }: TargetGroup,
	people: string[],
): Promise<{ chunk: AddedChunk; end: Verdict | null }> {
	const result = await changeParticipants(client, 'add', uuid, fromNumber, people, justCreated);
	if (!result.ok) {
		const { certainty, message, status } = result.failure;
		const outcome = certainty === 'refused' ? 'not_attempted' : 'unknown';
		// A malformed value concerns the ten that it was among; anything else would meet the next ten too.
		const isForAll = status !== 400 && status !== 422;
		return {
			chunk: sameForAll(people, { ...NOT_SENT, outcome, message }),
			end: isForAll ? { ...NOT_SENT, message } : null,
		};
	}
	const answer = readMembershipAnswer(result.body);
	if (answer.refusal !== null) {
		const end = { ...NOT_SENT, message: `2Chat added nobody: ${answer.refusal}` };
		return { chunk: sameForAll(people, end), end };
	}
	const verdicts = judgePeople(people, answer);
	const isFull = verdicts.every(({ outcome }) => outcome === 'group_full');
	return {
		chunk: { people, verdicts, answer: result.body },
		end: isFull ? { ...NOT_SENT, outcome: 'group_full' } : null,
	};
}

function sameForAll(people: string[], verdict: Verdict): AddedChunk {
	return { people, verdicts: people.map(() => verdict), answer: null };
}

const NOT_SENT: Verdict = {
	outcome: 'not_attempted',
	statusCode: null,
	message: null,
	inviteSent: false,
	listed: null,
};
