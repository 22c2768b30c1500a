import type { Client } from '../../shared/api/client';
import { getGroup } from '../../shared/api/endpoints';
import type { Failure } from '../../shared/api/failure';
import { isForAll } from '../../shared/api/retry';
import {
	isNotOlder,
	isStoredForm,
	newGroupCandidates,
	type FoundGroup,
} from '../../shared/groups/foundGroups';
import type { ExistingGroup } from '../../shared/memory/executionMemory';
import { groupMayExistError, noteCreated, type Attempt } from './attempt';
import { findGroups } from './createRun';
import { ownerOf, type Owner } from './proof';
import { isOfAnotherKey } from './uniqueKey';

/** Waits before each look: a new group can take minutes to be listed (2chat-api.md 2.1). */
const WAITS_BEFORE_LOOKS_MS = [2_000, 5_000, 10_000, 20_000, 30_000, 60_000];

/**
 * After a create request whose end is not known: finds the group that it created, or says that there may be
 * one. Sends nothing but reads.
 *
 * @param failure what came back; null when that was in an earlier try
 * @throws NodeApiError when the group is not found
 */
export async function recover(attempt: Attempt, failure: Failure | null): Promise<ExistingGroup> {
	const { run, request } = attempt;
	const use = run.memory.sender(request.fromNumber);
	// After a group that was not found for so long: an outage costs an execution minutes, and not each of its items.
	const waits = use.lost === undefined ? WAITS_BEFORE_LOOKS_MS : WAITS_BEFORE_LOOKS_MS.slice(0, 2);
	const group = await look(attempt, waits);
	if (typeof group !== 'string') return group;
	// Each of them counts once, in however many tries it is looked for.
	use.lost = (use.lost ?? 0) + (failure === null ? 0 : 1);
	throw groupMayExistError(run, request, failure);
}

/**
 * The group that 2Chat has created although it refused; null when a look shows that it has not.
 *
 * @param failure the refusal; null when that was in an earlier try
 * @throws NodeApiError when nobody can tell
 */
export async function groupDespiteRefusal(
	attempt: Attempt,
	failure: Failure | null,
): Promise<ExistingGroup | null> {
	const group = await lookOnce(attempt);
	if (group === 'none') return null;
	if (group !== 'unknown') return group;
	// From now on like a request whose answer was lost.
	attempt.requested.state = 'requested';
	throw groupMayExistError(attempt.run, attempt.request, failure);
}

/** Looks a single time, at once, and throws nothing. */
export async function lookOnce(attempt: Attempt): Promise<Look> {
	return await look(attempt, [0]);
}

/**
 * The group, which has become the request's. `none`: 2Chat shows the sender's groups, and no new one of the name that
 * could be this request's. `unknown`: nobody can tell.
 */
type Look = ExistingGroup | 'none' | 'unknown';

async function look(attempt: Attempt, waits: number[]): Promise<Look> {
	const { request, requested } = attempt;
	const client = request.client.forLooks();
	let none: Look = 'unknown';
	for (const wait of waits) {
		await client.wait(wait);
		const found = await findGroups(client, request.fromNumber);
		if (!found.ok && isForAll(found.failure)) break;
		const candidates = found.ok ? await findCandidates(attempt, client, found.groups) : null;
		const isSureNone = candidates?.every(({ owner }) => owner.is === 'others') === true;
		none = isSureNone ? 'none' : 'unknown';
		const [ours, ...others] = (candidates ?? []).flatMap(({ group, owner }) =>
			owner.is === 'us' ? [{ ...group, members: owner.members }] : [],
		);
		// If two match, nobody can tell which one is ours.
		if (ours === undefined || others.length > 0) continue;
		const { uuid, waGroupId, name, members } = ours;
		// Listed members are in; the others are sent later.
		for (const number of members) {
			requested.people[number] = { outcome: 'added', message: 'Is listed as a member by 2Chat' };
		}
		return await noteCreated(attempt, { uuid, waGroupId, name, recovered: true });
	}
	return none;
}

/** The groups that this attempt may have created, by name and time, and whose they are; null when nobody can tell. */
async function findCandidates(
	{ run, request, requested }: Attempt,
	client: Client,
	groups: FoundGroup[],
): Promise<Array<{ group: FoundGroup; owner: Owner }> | null> {
	const { memory, newGroups } = run;
	const { fromNumber, requestedName, requestedAt, people } = requested;
	const sentAt = client.toServerTime(requestedAt);
	// Without 2Chat's own clock an older group may look new.
	if (sentAt === null) {
		return groups.some(({ name }) => isStoredForm(requestedName, name)) ? null : [];
	}
	const later = memory
		.named(fromNumber, requestedName)
		.map(([, other]) => other)
		.filter((other) => other.requestedAt > requestedAt);
	const ownerOfCandidate = async (group: FoundGroup): Promise<Owner> => {
		const answer = await getGroup(client, group.uuid);
		const owner = ownerOf(answer, fromNumber, Object.keys(people));
		if (owner.is !== 'us') return owner;
		if (await isOfAnotherKey(run, request, group.uuid)) return { is: 'others' };
		// It may as well be the group of a later request of the same name with the same people.
		const mayBeLater = later.some(
			(other) =>
				isNotOlder(group, sentAt + (other.requestedAt - requestedAt)) &&
				ownerOf(answer, fromNumber, Object.keys(other.people)).is === 'us',
		);
		return mayBeLater || group.createdAt === null ? { is: 'unknown' } : owner;
	};
	const owned: Array<{ group: FoundGroup; owner: Owner }> = [];
	const created = new Set(newGroups.created());
	for (const group of newGroupCandidates(groups, requestedName, sentAt, created)) {
		// New in any case, so that a 404 for its id may mean "not yet".
		newGroups.add(group.uuid, 'seen');
		owned.push({ group, owner: await ownerOfCandidate(group) });
	}
	return owned;
}
