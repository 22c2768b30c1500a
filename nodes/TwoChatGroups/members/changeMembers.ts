import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../../shared/api/client';
import { getGroup } from '../../shared/api/endpoints';
import { toNodeError } from '../../shared/api/failure';
import type { Handler, Run } from '../../shared/api/run';
import { groupReader } from '../../shared/form/groupId';
import { creatorTest, type MemberTest } from '../../shared/groups/members';
import {
	NOT_SENT,
	type MemberChange,
	type ParticipantResult,
	type SavedResults,
} from '../../shared/groups/outcomes';
import { buildReport } from '../../shared/groups/report';
import { record } from '../../shared/json';
import { repeatableKey } from '../../shared/memory/itemKey';
import { progressOf } from '../../shared/memory/progress';
import { isSameNumber } from '../../shared/phone/number/phoneNumber';
import { applyChange } from './applyChange';
import { hintNotDone, openHints } from './hints';
import { readMembersRequest, type MembersRequest } from './membersRequest';
import { asMemberItems, summarizeChange, type MemberOutput } from './output';

/** The handler of an operation that is nothing but one change. */
export function startChange(run: Run, change: Exclude<MemberChange, 'add'>): Handler {
	const uuidOf = groupReader(run);
	const hints = openHints(run.context);
	const creators: Creators = new Map();
	return async ([item = 0]) => {
		const request = readMembersRequest(run, [item], false);
		const uuid = await uuidOf(item, request.fromNumber);
		const output = await changeMembers(run.context, request, uuid, change, creators);
		hintNotDone(hints, change, { name: uuid, participants: output.participants });
		return asMemberItems(request, output);
	};
}

/** Who is the creator, by group: read once in a run, since it never changes. */
type Creators = Map<string, MemberTest>;

export const IF_NOT_SENT = 'Run the workflow again: nothing changes for those who are done.';

/**
 * Makes one change to all people of a request, in tens, and reports on each of them.
 *
 * @throws NodeApiError when not one of the calls went through
 */
export async function changeMembers(
	context: IExecuteFunctions,
	{ item, fromNumber, people, client }: MembersRequest,
	uuid: string,
	change: MemberChange,
	creators: Creators = new Map(),
): Promise<MemberOutput> {
	// The list reader leaves the sender out of those to add; nothing else is done to it either.
	const isSender = (number: string) => change !== 'add' && isSameNumber(number, fromNumber);
	const numbers = people.numbers.filter((number) => !isSender(number));
	const results = progressOf<SavedResults>(
		context,
		repeatableKey(context, item, [change, uuid, fromNumber, numbers]),
	);
	const failure = await applyChange(client, change, { uuid, fromNumber }, numbers, results);
	if (change === 'remove' || change === 'demote') {
		await nameCreator(client, uuid, change, numbers, results, creators);
	}
	const resultOf = (number: string) => results[number] ?? NOT_SENT;
	const participants = buildReport(
		people.participants,
		(number) => (isSender(number) ? senderResult(change) : resultOf(number)),
		{
			change,
			ifNotSent: IF_NOT_SENT,
			isAdmin: (number) => resultOf(number).outcome === 'promoted',
		},
	);
	const output = {
		uuid,
		from_number: fromNumber,
		summary: summarizeChange(change, participants),
		participants,
	};
	if (failure !== null && Object.values(results).every((result) => result?.isOpen === true)) {
		throw toNodeError(context.getNode(), failure, output);
	}
	return output;
}

function senderResult(change: MemberChange): ParticipantResult {
	const message =
		change === 'promote'
			? 'Is the number in From, which has to be an admin already'
			: `Is the number in From, which this node does not ${change}`;
	return { outcome: 'protected', message };
}

/** 2Chat does not tell the creator, whom WhatsApp protects, from people who are not there (2chat-api.md 5.5). */
async function nameCreator(
	client: Client,
	uuid: string,
	change: MemberChange,
	numbers: string[],
	results: SavedResults,
	creators: Creators,
): Promise<void> {
	const notTaken = numbers.filter((number) => results[number]?.outcome === 'not_member');
	if (notTaken.length === 0) return;
	let isCreator = creators.get(uuid);
	if (isCreator === undefined) {
		const group = await getGroup(client, uuid);
		isCreator = creatorTest(group.ok ? group.body : null);
		if (group.ok) creators.set(uuid, isCreator);
	}
	for (const number of notTaken) {
		if (!isCreator(number)) continue;
		const message = `Is the creator of the group, whom WhatsApp lets nobody ${change}`;
		results[number] = { outcome: 'protected', message };
	}
}

/**
 * For an error of a later item: what a finished one has done, if it has.
 *
 * @param outcomes what becomes of those to whom it is done
 */
export function describeChange(
	done: string,
	outcomes: string[] = [done],
): (output: IDataObject[]) => string | undefined {
	return (output) => {
		const lines = output.flatMap(({ participants, ...line }) => participants ?? line);
		const isDone = lines.some((line) => outcomes.includes(String(record(line).outcome)));
		return isDone ? `participants ${done} (${String(output[0]?.uuid)})` : undefined;
	};
}
