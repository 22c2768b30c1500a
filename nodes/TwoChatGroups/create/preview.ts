import type { IDataObject } from 'n8n-workflow';

import { getAccount, listNumbers } from '../../shared/api/endpoints';
import { toNodeError } from '../../shared/api/failure';
import { chunks } from '../../shared/chunks';
import { readAccount } from '../../shared/groups/account';
import { isSameName, type FoundGroup } from '../../shared/groups/foundGroups';
import { settingError } from '../../shared/settingError';
import { quote } from '../../shared/text';
import { connectionState } from '../../shared/groups/numberState';
import { buildReport, summarize } from '../../shared/groups/report';
import { isSameNumber } from '../../shared/phone/number/phoneNumber';
import { groupsNamed, type CreateRun } from './createRun';
import { existingGroup } from './existingGroup';
import type { GroupRequest } from './groupRequest';
import { throwIfBeyondLimits, throwIfNobodyIsLeft } from './limits';
import { REPORT } from './output';
import { memberTest } from '../members/applyChange';
import { checkPeople, resultWithoutAdding } from './people';
import { groupOfKeyAmong, keyStandsForGroup, throwIfForAnother } from './uniqueKey';

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
	const { client, people, options } = request;
	// Every read costs a credit, and these two say the same for all items.
	const { numbers, account } = (run.reads ??= {
		numbers: await listNumbers(client),
		account: await getAccount(client),
	});
	if (!numbers.ok) throw toNodeError(run.context.getNode(), numbers.failure);
	if (!account.ok) throw toNodeError(run.context.getNode(), account.failure);
	const before = client.sent();
	const { existing, isNew, isKnownKey } = await groupFor(run, request);
	const isMember = existing === null ? null : await memberTest(client, existing.uuid);
	const isOutside = (number: string) => isMember?.(number) !== true;
	const addsNobody = isKnownKey && options.ifGroupExists !== 'use';
	const checked = addsNobody ? {} : await checkPeople(request, people.filter(isOutside));
	if (isNew) throwIfNobodyIsLeft(run, request, checked);
	const isSent = (number: string) => !addsNobody && checked[number] === undefined;
	const toSend = people.filter(isSent);
	const calls = addsNobody ? 0 : countCalls(request, toSend, request.admins.filter(isSent), isNew);
	const reads =
		client.sent() - before + furtherReads(request, addsNobody, existing !== null, isNew);
	const participants = buildReport(
		request.participants,
		(number) =>
			addsNobody
				? resultWithoutAdding(isMember, number)
				: (checked[number] ?? { outcome: isOutside(number) ? 'would_add' : 'already_member' }),
		REPORT,
	);
	return {
		preview: true,
		created: false,
		name: request.name,
		...(request.description === '' || !isNew ? {} : { description: request.description }),
		from_number: request.fromNumber,
		from_number_state: stateOf(numbers.entries, request.fromNumber),
		...(existing === null
			? {}
			: { existing_group: { uuid: existing.uuid, wa_group_id: existing.waGroupId } }),
		...(options.uniqueKey === ''
			? {}
			: { unique_key: isKnownKey ? 'used' : 'not_known_to_be_used' }),
		plan: {
			creates_group: isNew,
			numbers: toSend.filter(isOutside),
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

/** The group that the request would get: one that 2Chat lists, one that an earlier preview makes, or a new one. */
async function groupFor(run: CreateRun, request: GroupRequest) {
	const ofKey = await groupOfUsedKey(run, request);
	const named = await existingGroup(run, request);
	const existing = ofKey ?? named;
	const planned = existing === null ? plannedBefore(run, request) : null;
	const isNew = existing === null && planned === null;
	if (isNew) {
		await throwIfBeyondLimits(run, request);
		run.planned.push(request);
	}
	return { existing, isNew, isKnownKey: ofKey !== null || planned === 'key' };
}

/**
 * Whether an earlier preview of this run makes the group that this request would have: by its Unique Key, or by its
 * name.
 *
 * @throws NodeOperationError when it has the name and the option says stop
 */
function plannedBefore(run: CreateRun, request: GroupRequest): 'key' | 'name' | null {
	const { fromNumber, name, options } = request;
	const { uniqueKey, ifGroupExists } = options;
	const ofKey = run.planned.find((one) => one.options.uniqueKey === uniqueKey);
	if (uniqueKey !== '' && ofKey !== undefined) {
		throwIfForAnother(run.context, request, ofKey.fromNumber, ofKey.name);
		return 'key';
	}
	const isSame = (one: GroupRequest) => one.fromNumber === fromNumber && isSameName(one.name, name);
	if (ifGroupExists === 'create' || !run.planned.some(isSame)) return null;
	if (ifGroupExists === 'use') return 'name';
	throw settingError(
		run.context,
		`An earlier item creates a group named ${quote(name, 100)} on ${fromNumber}`,
		'If Group Exists says to stop in this case. Choose another name, or set it to use the group.',
	);
}

/** A key without a group of this name may be used as well; only claiming it would tell. */
async function groupOfUsedKey(run: CreateRun, request: GroupRequest): Promise<FoundGroup | null> {
	if (!(await keyStandsForGroup(run, request))) return null;
	return await groupOfKeyAmong(run, request, await groupsNamed(run, request));
}

function countCalls(
	request: GroupRequest,
	people: string[],
	admins: string[],
	isNew: boolean,
): number {
	const adding = chunks(people).length;
	const promoting = chunks(admins).length;
	if (!isNew) return adding + promoting;
	const steps = [request.pictureUrl, request.welcomeMessage].filter((field) => field !== '').length;
	// The creation takes the first ten along.
	return Math.max(adding, 1) + steps + promoting;
}

/** How many reads more the real run makes, which reads the same again. */
function furtherReads(
	{ people, options: { checkNumbersFirst, waitUntilListedMs } }: GroupRequest,
	addsNobody: boolean,
	groupExists: boolean,
	isNew: boolean,
): number {
	// It checks everybody before it asks for the key.
	if (addsNobody) return checkNumbersFirst ? people.length : 0;
	// The answer to adding tells who is a member.
	const isOnlyLooked = groupExists && !checkNumbersFirst;
	return (isNew && waitUntilListedMs > 0 ? 1 : 0) - (isOnlyLooked ? 1 : 0);
}

function stateOf(numbers: IDataObject[], fromNumber: string): string {
	const own = numbers.find(({ phone_number }) =>
		isSameNumber(String(phone_number ?? ''), fromNumber),
	);
	if (own === undefined) return 'not in this 2Chat account';
	return connectionState(own) ?? 'state not known';
}
