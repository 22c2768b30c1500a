import type { NodeApiError } from 'n8n-workflow';

import { pickNewGroup } from '../../shared/groups/foundGroups';
import type { FoundGroup } from '../../shared/groups/foundGroups';
import { readMembers } from '../../shared/groups/members';
import { looseKey } from '../../shared/phone/phoneNumber';
import type { GroupRecord } from '../../shared/memory/executionMemory';
import { openNewGroups } from '../../shared/memory/newGroups';
import { getGroup } from '../../shared/api/endpoints';
import { quote, toNodeError } from '../../shared/api/failure';
import type { Failure } from '../../shared/api/failure';
import { findGroups } from './createRun';
import type { CreateRun } from './createRun';
import type { GroupRequest } from './groupRequest';

/** A new group can take minutes to be listed (2chat-api.md 2.1). */
const LOOK_AFTER_MS = [2_000, 5_000, 10_000, 20_000, 30_000, 60_000];

/**
 * After a create request whose end is not known: finds the group that it made, or says that there may be
 * one. Nothing is sent but looks.
 *
 * @param failure what came back; null when that was in an earlier try
 * @param once look a single time, because 2Chat itself says that it made none
 * @throws NodeApiError when the group is not found
 */
export async function recover(
	run: CreateRun,
	request: GroupRequest,
	entry: GroupRecord,
	failure: Failure | null,
	once = false,
): Promise<GroupRecord> {
	const { client, memory } = run;
	const later = memory
		.unclear(request.fromNumber, request.name)
		.map(({ sentAt }) => sentAt)
		.filter((sentAt) => sentAt > entry.sentAt);
	const known = new Set(memory.groupsOf(request.fromNumber).map(({ uuid }) => uuid));
	const group = await lookForGroup(run, request, once ? [0] : LOOK_AFTER_MS, async (groups) => {
		const attempt = {
			sentAt: client.toServerTime(entry.sentAt),
			nextSentAt: client.toServerTime(Math.min(...later)),
		};
		for (;;) {
			const candidate = pickNewGroup(groups, request.name, attempt, known);
			if (candidate === null || !(await hasOtherMembers(run, request, entry, candidate)))
				return candidate;
			known.add(candidate.uuid);
		}
	});
	if (group !== null)
		return useExistingGroup(run, request, group, { created: true, recovered: true });
	throw groupMayExistError(run, request, failure);
}

/**
 * Somebody is in it whom the request does not name, so another execution has made it for others, under the
 * same name and at the same time.
 */
async function hasOtherMembers(
	{ client, context }: CreateRun,
	{ fromNumber, people, options }: GroupRequest,
	sent: GroupRecord,
	{ uuid }: FoundGroup,
): Promise<boolean> {
	// Whoever made it did so just now.
	openNewGroups(context).add(uuid);
	const group = await getGroup(client.withTimeout(options.timeoutMs), uuid);
	if (!group.ok) return false;
	const ours = new Set([fromNumber, ...people, ...Object.keys(sent.people)].map(looseKey));
	return readMembers(group.body).some(
		({ phoneNumber }) => phoneNumber !== null && !ours.has(looseKey(phoneNumber)),
	);
}

/** Reads the sender's groups after each of the waits until `pick` finds one. */
export async function lookForGroup(
	run: CreateRun,
	request: GroupRequest,
	waits: number[],
	pick: (groups: FoundGroup[]) => FoundGroup | null | Promise<FoundGroup | null>,
): Promise<FoundGroup | null> {
	const client = run.client.withTimeout(request.options.timeoutMs);
	for (const wait of waits) {
		await client.wait(wait);
		const found = await findGroups(client, request.fromNumber);
		const group = found.ok ? await pick(found.groups) : null;
		if (group !== null) return group;
	}
	return null;
}

/** Takes a group that 2Chat lists for the one that the request asks for. */
export function useExistingGroup(
	{ memory }: CreateRun,
	request: GroupRequest,
	group: FoundGroup,
	how: Pick<GroupRecord, 'created' | 'recovered' | 'closed'>,
): GroupRecord {
	const before = memory.find(request.key);
	const entry: GroupRecord = {
		state: 'made',
		sentAt: before?.sentAt ?? Date.now(),
		fromNumber: request.fromNumber,
		people: before?.people ?? {},
		uuid: group.uuid,
		...(group.waGroupId === null ? {} : { waGroupId: group.waGroupId }),
		name: group.name,
		...(before?.steps === undefined ? {} : { steps: before.steps }),
		...how,
	};
	memory.write(request.key, entry);
	return entry;
}

/** The error that says so; `failure` is null when an earlier try left it unclear. */
export function groupMayExistError(
	run: CreateRun,
	request: GroupRequest,
	failure: Failure | null,
): NodeApiError {
	const what =
		failure?.message ??
		'An earlier try got no clear answer, and 2Chat does not list the group so far';
	return toNodeError(
		run.context.getNode(),
		{
			certainty: 'unclear',
			status: failure?.status ?? null,
			apiText: failure?.apiText ?? null,
			message: `${what}. The group ${quote(request.name, 100)} may exist: look in WhatsApp before making it again`,
			nextStep:
				'Retrying this execution only looks for the group again and does not make a second one. If WhatsApp does not show the group after some minutes, start a new execution.',
		},
		request.item,
	);
}
