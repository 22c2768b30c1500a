import type { IDataObject } from 'n8n-workflow';

import { readAccount } from '../../shared/groups/account';
import { chunks } from '../../shared/chunks';
import { memberFinder, readMembers } from '../../shared/groups/members';
import type { ParticipantResult } from '../../shared/groups/outcomes';
import { isSameNumber } from '../../shared/phone/phoneNumber';
import { connectionState } from '../../shared/groups/numberState';
import { buildReport, summarize } from '../../shared/groups/report';
import { asPreview, WOULD_BE_ADDED } from '../members/preview';
import { restoreResult } from '../../shared/memory/executionMemory';
import type { Client } from '../../shared/api/client';
import { getAccount, getGroup, listNumbers } from '../../shared/api/endpoints';
import { toNodeError } from '../../shared/api/failure';
import { checkPeople } from './fillGroup';
import { existingGroup, refuseNobody } from './guards';
import type { CreateRun } from './createRun';
import type { GroupRequest } from './groupRequest';

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
	const existing = await existingGroup(run, request);
	const isMember = existing === null ? () => false : await memberTest(client, existing.uuid);
	const outside = request.people.filter((number) => !isMember(number));
	const checked = await checkPeople(run, request, outside);
	if (existing === null) refuseNobody(run, request, checked);
	// The real thing reads the same again.
	const reads = client.sent() - before + (request.options.waitUntilListedMs > 0 ? 1 : 0);
	const toSend: string[] = [];
	const results = new Map(
		request.people.map((number): [string, ParticipantResult] => {
			const known = checked[number];
			if (known) return [number, restoreResult(known)];
			if (isMember(number)) return [number, { ...WOULD_BE_ADDED, outcome: 'already_member' }];
			toSend.push(number);
			return [number, WOULD_BE_ADDED];
		}),
	);
	const participants = asPreview(
		buildReport(request.entries, (number) => results.get(number) ?? WOULD_BE_ADDED),
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
		plan: {
			creates_group: existing === null,
			numbers: toSend,
			people_per_call: chunks(toSend).map(({ length }) => length),
			calls,
			credits: calls + reads,
			credits_left: readAccount(account.body).credits_left,
			estimated_seconds:
				calls * SECONDS_A_CALL + reads * SECONDS_A_READ + toSend.length * SECONDS_A_PERSON,
		},
		participants,
		summary: summarize(participants),
	};
}

function countCalls(request: GroupRequest, people: number, groupExists: boolean): number {
	const adding = chunks(Array.from({ length: people })).length;
	if (groupExists) return adding + chunks(request.admins).length;
	const steps = [request.pictureUrl, request.welcomeMessage].filter((field) => field !== '').length;
	// The creation takes the first ten along.
	return Math.max(adding, 1) + steps + chunks(request.admins).length;
}

async function memberTest(client: Client, uuid: string): Promise<(number: string) => boolean> {
	const group = await getGroup(client, uuid);
	const member = memberFinder(group.ok ? readMembers(group.body) : []);
	return (number) => member(number) !== undefined;
}

function stateOf(numbers: IDataObject[], fromNumber: string): string {
	const own = numbers.find(({ phone_number }) =>
		isSameNumber(String(phone_number ?? ''), fromNumber),
	);
	if (own === undefined) return 'not in this 2Chat account';
	return connectionState(own) ?? 'state not known';
}
