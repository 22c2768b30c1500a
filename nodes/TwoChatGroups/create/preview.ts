import type { IDataObject } from 'n8n-workflow';

import { getAccount, listNumbers } from '../../shared/api/endpoints';
import { toNodeError } from '../../shared/api/failure';
import { chunks, PEOPLE_PER_CALL } from '../../shared/chunks';
import { readAccount } from '../../shared/groups/account';
import { isSameName, type FoundGroup } from '../../shared/groups/foundGroups';
import { settingError } from '../../shared/form/settingError';
import { quote } from '../../shared/text';
import { connectionState } from '../../shared/groups/numberState';
import type { ParticipantResult } from '../../shared/groups/outcomes';
import { buildReport, summarize } from '../../shared/groups/report';
import { isSameNumber } from '../../shared/phone/number/phoneNumber';
import { groupsNamed, type CreateRun } from './createRun';
import { existingGroup } from './existingGroup';
import type { GroupRequest } from './groupRequest';
import { throwIfBeyondLimits, throwIfNobodyIsLeft } from './limits';
import { REPORT } from './output';
import { memberTest } from '../members/applyChange';
import { checkPeople, resultWithoutAdding } from './people';
import { groupOfKeyAmong, keyStandsForGroup } from './uniqueKey';

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
	const planned = existing === null ? plannedBefore(run, request) : null;
	const isNew = existing === null && planned === null;
	if (isNew) {
		await throwIfBeyondLimits(run, request);
		run.planned.push(request);
	}
	const isMember = existing === null ? null : await memberTest(client, existing.uuid);
	const { checkNumbersFirst, ifGroupExists, waitUntilListedMs } = request.options;
	const isKnownKey = ofKey !== null || planned === 'key';
	const addsNobody = isKnownKey && ifGroupExists !== 'use';
	const outside = request.people.filter((number) => isMember?.(number) !== true);
	const checked = addsNobody ? {} : await checkPeople(request, outside);
	if (isNew) throwIfNobodyIsLeft(run, request, checked);
	const toSend = addsNobody ? [] : request.people.filter((number) => checked[number] === undefined);
	const participants = buildReport(request.participants, resultOf, REPORT);
	const admins = request.admins.filter((number) => checked[number] === undefined).length;
	const calls = addsNobody ? 0 : countCalls(request, toSend.length, admins, !isNew);
	const reads = client.sent() - before + readsOfRealRun();
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
		...(request.options.uniqueKey === ''
			? {}
			: { unique_key: isKnownKey ? 'used' : 'not_known_to_be_used' }),
		plan: {
			creates_group: isNew,
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

/**
 * Whether an earlier preview of this run makes the group that this request would have: by its Unique Key, or by its
 * name.
 *
 * @throws NodeOperationError when it has the name and the option says stop
 */
function plannedBefore(run: CreateRun, request: GroupRequest): 'key' | 'name' | null {
	const { fromNumber, name, options } = request;
	const { uniqueKey, ifGroupExists } = options;
	if (uniqueKey !== '' && run.planned.some((one) => one.options.uniqueKey === uniqueKey)) {
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
	people: number,
	admins: number,
	groupExists: boolean,
): number {
	const callsFor = (count: number) => Math.ceil(count / PEOPLE_PER_CALL);
	const adding = callsFor(people);
	if (groupExists) return adding + callsFor(admins);
	const steps = [request.pictureUrl, request.welcomeMessage].filter((field) => field !== '').length;
	// The creation takes the first ten along.
	return Math.max(adding, 1) + steps + callsFor(admins);
}

function stateOf(numbers: IDataObject[], fromNumber: string): string {
	const own = numbers.find(({ phone_number }) =>
		isSameNumber(String(phone_number ?? ''), fromNumber),
	);
	if (own === undefined) return 'not in this 2Chat account';
	return connectionState(own) ?? 'state not known';
}
