import { record } from '../../shared/json';
import type { Json } from '../../shared/json';
import { memberFinder, readMembers } from '../../shared/groups/members';
import type { ParticipantResult } from '../../shared/groups/outcomes';
import { changePeople } from '../members/changePeople';
import { restoreResult, storeResult } from '../../shared/memory/executionMemory';
import type { GroupRecord, SavedResults } from '../../shared/memory/executionMemory';
import { checkNumber, getGroup } from '../../shared/api/endpoints';
import type { CreateRun } from './createRun';
import type { GroupRequest } from './groupRequest';

/** What became of one of the request's people. */
export type ResultOf = (number: string) => ParticipantResult;

/**
 * Gets everyone into the group who is not yet accounted for, and notes each answer in the memory at once,
 * so that a re-run goes on where this one ended.
 */
export async function fillGroup(
	run: CreateRun,
	request: GroupRequest,
	entry: GroupRecord,
): Promise<ResultOf> {
	const { people: stored } = entry;
	const unsettled = new Map<string, ParticipantResult>();
	const open = () => request.people.filter((number) => !stored[number]);
	const client = run.client.withTimeout(request.options.timeoutMs);
	const uuid = entry.uuid ?? '';
	const resultOf: ResultOf = (number) => {
		const result = stored[number];
		return result ? restoreResult(result) : (unsettled.get(number) ?? CLOSED);
	};
	if (open().length === 0) return resultOf;

	// A group that was not made by an answered request may have some of the people already.
	if (entry.created !== true || entry.recovered === true) {
		const group = await getGroup(client, uuid);
		if (!group.ok) doubt(open());
		const member = memberFinder(group.ok ? readMembers(group.body) : []);
		for (const number of open()) {
			if (member(number) !== undefined) settle(number, ALREADY_IN);
		}
	}
	if (entry.closed === true) {
		for (const number of open()) leave(number, CLOSED);
		return resultOf;
	}
	// Whoever stands in the memory was looked at before the group was made.
	const unknown = open().filter((number) => stored[number] === undefined);
	const checked = await checkPeople(run, request, unknown);
	for (const number of unknown) stored[number] = checked[number] ?? null;
	const group = { uuid, fromNumber: request.fromNumber };
	let isThrough = false;
	try {
		for await (const chunk of changePeople(client, 'add', group, open())) {
			chunk.people.forEach((number, index) => {
				const result = chunk.results[index];
				if (result === undefined) return;
				if (chunk.answer === null) leave(number, result);
				else settle(number, result);
			});
			if (chunk.answer !== null && request.options.output === 'raw') {
				(entry.raw ??= []).push({
					operation: 'add-participant',
					answer: record(chunk.answer) as Json,
				});
			}
		}
		isThrough = true;
	} finally {
		// Stopped, maybe in the middle of a call.
		if (!isThrough) doubt(open());
	}
	return resultOf;

	function doubt(numbers: string[]): void {
		entry.unsure = [...new Set([...(entry.unsure ?? []), ...numbers])];
	}

	/** For a re-run to try again. Until then nobody says "not sent" of people whom a lost call may have added. */
	function leave(number: string, result: ParticipantResult): void {
		if (result.outcome === 'unknown') doubt([number]);
		const isUnsure = entry.unsure?.includes(number) === true && result.outcome === 'not_attempted';
		unsettled.set(number, isUnsure ? { ...result, outcome: 'unknown' } : result);
	}

	function settle(number: string, result: ParticipantResult): void {
		// In a group that this request has made, "already" can only mean an earlier call for the same request.
		const isOurs = entry.created === true && result.outcome === 'already_member';
		stored[number] = storeResult(isOurs ? { ...result, outcome: 'added' } : result);
	}
}

const NO_ANSWER: Omit<ParticipantResult, 'outcome'> = {
	statusCode: null,
	message: null,
	inviteSent: false,
	listed: null,
};
const ALREADY_IN: ParticipantResult = { ...NO_ANSWER, outcome: 'already_member' };
const CLOSED: ParticipantResult = {
	...NO_ANSWER,
	outcome: 'not_attempted',
	message: 'An earlier execution with this Unique Key has made the group, so nobody was added now',
};
const NOT_ON_WHATSAPP: ParticipantResult = {
	...NO_ANSWER,
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
		if (isMissing) leftOut[number] = storeResult(NOT_ON_WHATSAPP);
	}
	return leftOut;
}
