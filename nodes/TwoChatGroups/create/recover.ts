import type { NodeApiError } from 'n8n-workflow';

import { pickNewGroup } from '../../shared/groups/foundGroups';
import type { FoundGroup } from '../../shared/groups/foundGroups';
import { readMembers } from '../../shared/groups/members';
import { looseKey } from '../../shared/phone/phoneNumber';
import type { LedgerEntry } from '../../shared/memory/executionMemory';
import { openNewGroups } from '../../shared/memory/newGroups';
import { getGroup } from '../../shared/api/endpoints';
import { quote, toNodeError } from '../../shared/api/failure';
import type { Failure } from '../../shared/api/failure';
import { findGroups } from './createRun';
import type { Session } from './createRun';
import type { Wish } from './groupRequest';

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
	session: Session,
	wish: Wish,
	entry: LedgerEntry,
	failure: Failure | null,
	once = false,
): Promise<LedgerEntry> {
	const { client, ledger } = session;
	const later = ledger
		.unclear(wish.fromNumber, wish.name)
		.map(({ sentAt }) => sentAt)
		.filter((sentAt) => sentAt > entry.sentAt);
	const known = new Set(ledger.groupsOf(wish.fromNumber).map(({ uuid }) => uuid));
	const group = await lookForGroup(session, wish, once ? [0] : LOOK_AFTER_MS, async (groups) => {
		const attempt = {
			sentAt: client.toServerTime(entry.sentAt),
			nextSentAt: client.toServerTime(Math.min(...later)),
		};
		for (;;) {
			const candidate = pickNewGroup(groups, wish.name, attempt, known);
			if (candidate === null || !(await hasStrangers(session, wish, entry, candidate)))
				return candidate;
			known.add(candidate.uuid);
		}
	});
	if (group !== null) return adopt(session, wish, group, { created: true, recovered: true });
	throw mayExist(session, wish, failure);
}

/**
 * Somebody is in it whom the wish does not name, so another execution has made it for others, under the
 * same name and at the same time.
 */
async function hasStrangers(
	{ client, context }: Session,
	{ fromNumber, people, options }: Wish,
	sent: LedgerEntry,
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
	session: Session,
	wish: Wish,
	waits: number[],
	pick: (groups: FoundGroup[]) => FoundGroup | null | Promise<FoundGroup | null>,
): Promise<FoundGroup | null> {
	const client = session.client.withTimeout(wish.options.timeoutMs);
	for (const wait of waits) {
		await client.wait(wait);
		const found = await findGroups(client, wish.fromNumber);
		const group = found.ok ? await pick(found.groups) : null;
		if (group !== null) return group;
	}
	return null;
}

/** Takes a group that 2Chat lists for the one that the wish asks for. */
export function adopt(
	{ ledger }: Session,
	wish: Wish,
	group: FoundGroup,
	how: Pick<LedgerEntry, 'created' | 'recovered' | 'closed'>,
): LedgerEntry {
	const before = ledger.find(wish.key);
	const entry: LedgerEntry = {
		state: 'made',
		sentAt: before?.sentAt ?? Date.now(),
		fromNumber: wish.fromNumber,
		people: before?.people ?? {},
		uuid: group.uuid,
		...(group.waGroupId === null ? {} : { waGroupId: group.waGroupId }),
		name: group.name,
		...(before?.steps === undefined ? {} : { steps: before.steps }),
		...how,
	};
	ledger.write(wish.key, entry);
	return entry;
}

/** The error that says so; `failure` is null when an earlier try left it unclear. */
export function mayExist(session: Session, wish: Wish, failure: Failure | null): NodeApiError {
	const what =
		failure?.message ??
		'An earlier try got no clear answer, and 2Chat does not list the group so far';
	return toNodeError(
		session.context.getNode(),
		{
			certainty: 'unclear',
			status: failure?.status ?? null,
			apiText: failure?.apiText ?? null,
			message: `${what}. The group ${quote(wish.name, 100)} may exist: look in WhatsApp before making it again`,
			nextStep:
				'Retrying this execution only looks for the group again and does not make a second one. If WhatsApp does not show the group after some minutes, start a new execution.',
		},
		wish.item,
	);
}
