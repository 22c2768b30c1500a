import { checkNumber } from '../../shared/api/endpoints';
import { isForAll } from '../../shared/api/retry';
import type { MemberTest } from '../../shared/groups/members';
import { readCheck } from '../../shared/groups/numberCheck';
import { NOT_SENT, type ParticipantResult, type SavedResults } from '../../shared/groups/outcomes';
import { record, type Json } from '../../shared/json';
import type { ExistingGroup } from '../../shared/memory/executionMemory';
import { applyChange, memberTest } from '../members/applyChange';
import type { GroupRequest } from './groupRequest';

/**
 * Adds everyone about whom there is no answer yet. Each answer goes into the record at once, so that
 * a later try goes on where this one ended.
 */
export async function addPeople(request: GroupRequest, group: ExistingGroup): Promise<void> {
	const { people } = group;
	if (group.state === 'untouched') return await findPeople(request, group);
	// Whoever has a result already was checked or sent before.
	const unknown = request.people.filter((number) => people[number] === undefined);
	const isMember =
		request.options.checkNumbersFirst && unknown.length > 0 && group.state !== 'created'
			? await memberTest(request.client, group.uuid)
			: null;
	const checked = await checkPeople(
		request,
		unknown.filter((number) => isMember?.(number) !== true),
	);
	for (const number of unknown) people[number] = checked[number] ?? NOT_SENT;
	await applyChange(
		request.client,
		'add',
		{ uuid: group.uuid, fromNumber: request.fromNumber },
		request.people,
		people,
		(answer) => {
			if (request.options.output !== 'raw') return;
			(group.raw ??= []).push({ operation: 'add-participant', answer: record(answer) as Json });
		},
	);
	if (group.state !== 'created') return;
	for (const number of request.people) {
		const result = people[number];
		// In a group that this request has created, "already" can only mean an earlier call for the same request.
		if (result?.outcome === 'already_member') people[number] = { ...result, outcome: 'added' };
	}
}

/** The group belongs to the Unique Key already, so nobody is sent. Those who do not show may have been added just now. */
async function findPeople(request: GroupRequest, group: ExistingGroup): Promise<void> {
	const isMember = await memberTest(request.client, group.uuid);
	for (const number of request.people) group.people[number] = resultWithoutAdding(isMember, number);
}

/** What there is to say of somebody whom nobody tries to add, because the group belongs to the Unique Key already. */
export function resultWithoutAdding(
	isMember: MemberTest | null,
	number: string,
): ParticipantResult {
	if (isMember?.(number) === true) return { outcome: 'already_member' };
	const shown =
		isMember === null ? 'did not show its members' : 'does not show them as a member so far';
	return {
		outcome: 'unknown',
		message: `the group was created before with this Unique Key, so nobody was added now, and 2Chat ${shown}`,
	};
}

const NOT_ON_WHATSAPP: ParticipantResult = {
	outcome: 'not_on_whatsapp',
	message: 'Checked before anybody was added',
};

/**
 * Check Numbers First: who is not on WhatsApp and need not be sent. A number whose check fails is sent, and
 * so are all further ones once 2Chat checks no more.
 *
 * @param numbers those to ask about
 * @returns a result for each of those to leave out
 */
export async function checkPeople(
	{ client, fromNumber, options }: GroupRequest,
	numbers: string[],
): Promise<SavedResults> {
	const leftOut: SavedResults = {};
	if (!options.checkNumbersFirst) return leftOut;
	for (const number of numbers) {
		const check = await checkNumber(client, fromNumber, number);
		if (check.ok && readCheck(check.body).on_whatsapp === false) leftOut[number] = NOT_ON_WHATSAPP;
		if (!check.ok && isForAll(check.failure)) break;
	}
	return leftOut;
}
