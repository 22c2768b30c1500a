import type { MemberChange, ParticipantResult } from '../../shared/groups/outcomes';
import { restoreResult, storeResult } from '../../shared/memory/executionMemory';
import type { SavedResult } from '../../shared/memory/executionMemory';
import type { Client } from '../../shared/api/client';
import type { Failure } from '../../shared/api/failure';
import { changePeople, NOT_SENT } from './changePeople';
import type { TargetGroup } from './changePeople';

/** What 2Chat has said about people, by number. Kept in the memory of the execution. */
export type Settled = Partial<Record<string, SavedResult>>;

export interface Applied {
	resultOf(phoneNumber: string): ParticipantResult;
	/** The first call that failed; null when all went through. */
	failure: Failure | null;
}

/**
 * Makes a change to everyone who is not settled, and notes each answer at once, so that a re-run goes on
 * where this one ended.
 */
export async function applyChange(
	client: Client,
	change: MemberChange,
	group: TargetGroup,
	people: string[],
	settled: Settled,
): Promise<Applied> {
	const unsettled = new Map<string, ParticipantResult>();
	let failure: Failure | null = null;
	const open = people.filter((number) => settled[number] === undefined);
	for await (const chunk of changePeople(client, change, group, open)) {
		failure ??= chunk.failure;
		chunk.people.forEach((number, index) => {
			const result = chunk.results[index] ?? NOT_SENT;
			if (chunk.answer === null) unsettled.set(number, result);
			else settled[number] = storeResult(result);
		});
	}
	return {
		failure,
		resultOf: (number) => {
			const stored = settled[number];
			return stored === undefined ? (unsettled.get(number) ?? NOT_SENT) : restoreResult(stored);
		},
	};
}
