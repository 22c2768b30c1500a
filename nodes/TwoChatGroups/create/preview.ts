import type { IDataObject } from 'n8n-workflow';

import { getAccount, listNumbers } from '../../shared/api/endpoints';
import { toNodeError } from '../../shared/api/failure';
import { chunks } from '../../shared/chunks';
import { readAccount } from '../../shared/groups/account';
import type { FoundGroup } from '../../shared/groups/foundGroups';
import { connectionState } from '../../shared/groups/numberState';
import type { ParticipantResult } from '../../shared/groups/outcomes';
import { buildReport, summarize } from '../../shared/groups/report';
import { isSameNumber } from '../../shared/phone/number/phoneNumber';
import { groupsNamed, type CreateRun } from './createRun';
import { existingGroup } from './existingGroup';
import type { GroupRequest } from './groupRequest';
import { throwIfNobodyIsLeft } from './limits';
import { REPORT } from './output';
import { checkPeople, memberTest, resultWithoutAdding } from './people';
import { groupOfKeyAmong } from './uniqueKey';

/** People are added one by one with pauses (2chat-api.md 5.2); with what surrounds it, about a second each. */
const SECONDS_A_PERSON = 1;
const SECONDS_A_CALL = 2;
const SECONDS_A_READ = 1;

/**
 * Preview Only: the checks, and the plan that follows from them. Sends nothing but reads.
 *
 * @throws what the same request would throw before anything is sent
 */
export async function preview(run: CreateRun, request: GroupRequest): Promise<IDataObject> {
	const { client } = request;
	// Every read costs a credit, and these two say the same for all items.
	const { numbers, account } = (run.reads ??= {
		numbers: await listNumbers(client),
		account: await getAccount(client),
	});
	if (!numbers.ok) throw toNodeError(run.context.getNode(), numbers.failure);
	if (!account.ok) throw toNodeError(run.context.getNode(), account.failure);
	const before = client.sent();
	const ofKey = await groupOfUsedKey(run, request);
	const named = await existingGroup(run, request);
	const existing = ofKey ?? named;
	const isMember = existing === null ? null : await memberTest(request, existing.uuid);
	const { checkNumbersFirst, ifGroupExists, waitUntilListedMs } = request.options;
	const addsNobody = ofKey !== null && ifGroupExists !== 'use';
	const outside = request.people.filter((number) => isMember?.(number) !== true);
	const checked = addsNobody ? {} : await checkPeople(request, outside);
	if (existing === null) throwIfNobodyIsLeft(run, request, checked);
	const toSend = addsNobody ? [] : request.people.filter((number) => checked[number] === undefined);
	const participants = buildReport(request.participants, resultOf, REPORT);
	const calls = addsNobody ? 0 : countCalls(request, toSend.length, existing !== null);
	const reads = client.sent() - before + readsOfRealRun();
	return {
		preview: true,
		created: false,
		name: request.name,
		...(request.description === '' || existing !== null
			? {}
			: { description: request.description }),
		from_number: request.fromNumber,
		from_number_state: stateOf(numbers.entries, request.fromNumber),
		...(existing === null
			? {}
			: { existing_group: { uuid: existing.uuid, wa_group_id: existing.waGroupId } }),
		...(request.options.uniqueKey === ''
			? {}
			: { unique_key: ofKey === null ? 'not_known_to_be_used' : 'used' }),
		plan: {
			creates_group: existing === null,
			numbers: toSend.filter((number) => isMember?.(number) !== true),
			people_per_call: chunks(toSend).map(({ length }) => length),
			calls,
			credits: calls + reads,
			credits_left: readAccount(account.body).credits_left,
			estimated_seconds:
				calls * SECONDS_A_CALL + reads * SECONDS_A_READ + toSend.length * SECONDS_A_PERSON,
		},
		summary: summarize(participants),
		participants,
	};

	function resultOf(number: string): ParticipantResult {
		if (addsNobody) return resultWithoutAdding(isMember, number);
		const isIn = isMember?.(number) === true;
		return checked[number] ?? { outcome: isIn ? 'already_member' : 'would_add' };
	}

	/** How many reads more the real run makes, which reads the same again. */
	function readsOfRealRun(): number {
		// It checks everybody before it asks for the key.
		if (addsNobody) return checkNumbersFirst ? request.people.length : 0;
		// The answer to adding tells who is a member.
		const isOnlyLooked = existing !== null && !checkNumbersFirst;
		return (waitUntilListedMs > 0 ? 1 : 0) - (isOnlyLooked ? 1 : 0);
	}
}

/** A key without a group of this name may be used as well; only claiming it would tell. */
async function groupOfUsedKey(run: CreateRun, request: GroupRequest): Promise<FoundGroup | null> {
	if (request.options.uniqueKey === '') return null;
	return await groupOfKeyAmong(run, request, await groupsNamed(run, request));
}

function countCalls(request: GroupRequest, people: number, groupExists: boolean): number {
	const adding = chunks(Array.from({ length: people })).length;
	if (groupExists) return adding + chunks(request.admins).length;
	const steps = [request.pictureUrl, request.welcomeMessage].filter((field) => field !== '').length;
	// The creation takes the first ten along.
	return Math.max(adding, 1) + steps + chunks(request.admins).length;
}

function stateOf(numbers: IDataObject[], fromNumber: string): string {
	const own = numbers.find(({ phone_number }) =>
		isSameNumber(String(phone_number ?? ''), fromNumber),
	);
	if (own === undefined) return 'not in this 2Chat account';
	return connectionState(own) ?? 'state not known';
}
