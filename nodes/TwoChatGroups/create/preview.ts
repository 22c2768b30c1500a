import type { IDataObject } from 'n8n-workflow';

import { getAccount, listNumbers } from '../../shared/api/endpoints';
import { toNodeError } from '../../shared/api/failure';
import { chunks } from '../../shared/chunks';
import { readAccount } from '../../shared/groups/account';
import type { FoundGroup } from '../../shared/groups/foundGroups';
import { connectionState } from '../../shared/groups/numberState';
import { buildReport, summarize } from '../../shared/groups/report';
import { isSameNumber } from '../../shared/phone/number/phoneNumber';
import type { CreateRun } from './createRun';
import { existingGroup, groupsNamed } from './existingGroup';
import type { GroupRequest } from './groupRequest';
import { refuseNobody } from './limits';
import { REPORT } from './output';
import { checkPeople, memberTest } from './people';
import { tiedGroup } from './uniqueKey';

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
	const client = run.client.withTimeout(request.options.timeoutMs);
	// Every read costs a credit, and these two say the same for all items.
	const { numbers, account } = (run.reads ??= {
		numbers: await listNumbers(client),
		account: await getAccount(client),
	});
	if (!numbers.ok) throw toNodeError(run.context.getNode(), numbers.failure, request.item);
	if (!account.ok) throw toNodeError(run.context.getNode(), account.failure, request.item);
	const before = client.sent();
	const ofKey = await groupOfUsedKey(run, request);
	const existing = ofKey ?? (await existingGroup(run, request));
	const isMember = existing === null ? () => false : await memberTest(run, request, existing.uuid);
	const outside = request.people.filter((number) => !isMember(number));
	const checked = await checkPeople(run, request, outside);
	if (existing === null) refuseNobody(run, request, checked);
	const { checkNumbersFirst, waitUntilListedMs } = request.options;
	// The real thing reads the same again, but lets the answer to adding tell who is a member.
	const isOnlyLooked = existing !== null && !checkNumbersFirst;
	const reads = client.sent() - before - (isOnlyLooked ? 1 : 0) + (waitUntilListedMs > 0 ? 1 : 0);
	const toSend = request.people.filter((number) => checked[number] === undefined);
	const participants = buildReport(
		request.participants,
		(number) => checked[number] ?? { outcome: isMember(number) ? 'already_member' : 'would_add' },
		REPORT,
	);
	const calls = countCalls(request, toSend.length, existing !== null);
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
			numbers: toSend.filter((number) => !isMember(number)),
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
}

/** A key without a group of this name may be used as well; only claiming it would tell. */
async function groupOfUsedKey(run: CreateRun, request: GroupRequest): Promise<FoundGroup | null> {
	if (request.options.uniqueKey === '') return null;
	return await tiedGroup(run, request, await groupsNamed(run, request));
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
