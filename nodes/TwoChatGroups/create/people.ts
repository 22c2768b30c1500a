import { checkNumber, getGroup } from '../../shared/api/endpoints';
import { memberFinder, readMembers } from '../../shared/groups/members';
import { NOT_SENT } from '../../shared/groups/outcomes';
import type { ParticipantResult, SavedResults } from '../../shared/groups/outcomes';
import { record } from '../../shared/json';
import type { Json } from '../../shared/json';
import type { GroupRecord } from '../../shared/memory/executionMemory';
import { applyChange } from '../members/applyChange';
import type { CreateRun } from './createRun';
import type { GroupRequest } from './groupRequest';

/**
 * Gets everyone into the group about whom there is no answer yet. Each answer goes into the record at once, so that
 * a later try goes on where this one ended.
 */
export async function addPeople(
	run: CreateRun,
	request: GroupRequest,
	group: GroupRecord,
): Promise<void> {
	const { people } = group;
	if (group.addNobody === true) return await findPeople(run, request, group);
	// Whoever stands in the record was looked at before the group was created.
	const unknown = request.people.filter((number) => people[number] === undefined);
	const isMember =
		request.options.checkNumbersFirst && unknown.length > 0 && group.created !== true
			? await memberTest(run, request, group.uuid ?? '')
			: () => false;
	const checked = await checkPeople(
		run,
		request,
		unknown.filter((number) => !isMember(number)),
	);
	for (const number of unknown) people[number] = checked[number] ?? NOT_SENT;
	await applyChange(
		run.client.withTimeout(request.options.timeoutMs),
		'add',
		{ uuid: group.uuid ?? '', fromNumber: request.fromNumber },
		request.people,
		people,
		(answer) => {
			if (request.options.output !== 'raw') return;
			(group.raw ??= []).push({ operation: 'add-participant', answer: record(answer) as Json });
		},
	);
	if (group.created !== true) return;
	for (const number of request.people) {
		const result = people[number];
		// In a group that this request has created, "already" can only mean an earlier call for the same request.
		if (result?.outcome === 'already_member') people[number] = { ...result, outcome: 'added' };
	}
}

/**
 * An earlier execution with the same Unique Key has dealt with the group, so nobody is sent. Those who do not show
 * may have been added minutes ago.
 */
async function findPeople(
	run: CreateRun,
	request: GroupRequest,
	group: GroupRecord,
): Promise<void> {
	const isMember = await memberTest(run, request, group.uuid ?? '');
	for (const number of request.people) {
		group.people[number] = isMember(number) ? { outcome: 'already_member' } : NOT_ADDED_NOW;
	}
}

const NOT_ADDED_NOW: ParticipantResult = {
	outcome: 'unknown',
	message:
		'an earlier execution with this Unique Key has created the group, so nobody was added now, and 2Chat does not show them as a member so far',
};

/** Who is a member, as 2Chat shows it: its list can be minutes old (2chat-api.md 2.3). */
export async function memberTest(
	{ client }: CreateRun,
	{ options }: GroupRequest,
	uuid: string,
): Promise<(number: string) => boolean> {
	const group = await getGroup(client.withTimeout(options.timeoutMs), uuid);
	const member = memberFinder(group.ok ? readMembers(group.body) : []);
	return (number) => member(number) !== undefined;
}

const NOT_ON_WHATSAPP: ParticipantResult = {
	outcome: 'not_on_whatsapp',
	message: 'Checked before anybody was added',
};

/**
 * Check Numbers First: who is not on WhatsApp and need not be sent. A number whose check fails is sent.
 *
 * @param numbers those to ask about
 * @returns a result for each of those to leave out
 */
export async function checkPeople(
	{ client }: CreateRun,
	{ fromNumber, options }: GroupRequest,
	numbers: string[],
): Promise<SavedResults> {
	const leftOut: SavedResults = {};
	if (!options.checkNumbersFirst) return leftOut;
	for (const number of numbers) {
		const check = await checkNumber(client.withTimeout(options.timeoutMs), fromNumber, number);
		const { is_valid: isValid, on_whatsapp: onWhatsApp } = record(check.ok ? check.body : null);
		const isMissing = onWhatsApp === false || (isValid === false && onWhatsApp === undefined);
		if (isMissing) leftOut[number] = NOT_ON_WHATSAPP;
	}
	return leftOut;
}
