import type { GroupLister } from '../../shared/api/groupLister';
import { toNodeError } from '../../shared/api/failure';
import type { Run } from '../../shared/api/run';
import { groupBy } from '../../shared/chunks';
import { Fields } from '../../shared/form/fields';
import { settingError } from '../../shared/settingError';
import { readSender } from '../../shared/form/sharedOptions';
import { readGroupId } from '../../shared/groups/groupId';
import { readFoundGroup } from '../../shared/groups/foundGroups';

interface Row {
	item: number;
	fromNumber: string;
	kind: 'uuid' | 'waGroupId';
	id: string;
}

/**
 * Puts the rows together that name one group, whichever of its ids and whichever sender they give: as two lists they
 * would throw each other's people out.
 *
 * @throws NodeApiError when 2Chat does not tell which ids belong together
 */
export async function groupRows(run: Run, groupsOf: GroupLister) {
	const rows: Row[] = [];
	const alone: number[] = [];
	run.context.getInputData().forEach((_, item) => {
		const row = readRow(run, item);
		if (row === null) alone.push(item);
		else rows.push(row);
	});
	const groupOf = await groupFinder(run, rows, groupsOf);
	const groups = [...groupBy(rows, (row) => (groupOf(row) ?? row.id).toLowerCase()).values()];
	const unlisted = rows.filter((row) => groupOf(row) === null).map(({ item }) => item);
	return {
		itemGroups: [
			...groups.map((group) => group.map(({ item }) => item)),
			// A row that cannot be read fails on its own.
			...alone.map((item) => [item]),
		].sort(([a = 0], [b = 0]) => a - b),
		// Why nobody may be removed in this run: a row that nobody can attribute may hold a member.
		keepEveryone:
			whyKept(alone, 'cannot be read and may be about them') ??
			(groups.length > 1
				? whyKept(unlisted, 'names a group that 2Chat does not list, which may be this one')
				: null),
	};
}

function whyKept([item]: number[], words: string): string | null {
	return item === undefined
		? null
		: `Is not on the list, but stays, because row ${item + 1} ${words}`;
}

function readRow({ context }: Run, item: number): Row | null {
	try {
		const fields = new Fields(context, item);
		const { fromNumber } = readSender(fields, fields.collection('options'));
		const reading = readGroupId(fields.value('groupId'));
		return reading.ok ? { item, fromNumber, kind: reading.kind, id: reading.id } : null;
	} catch {
		return null;
	}
}

/**
 * One sender has one id of a kind for each group, so 2Chat is asked only where rows differ in more than that. Null for a
 * group that it does not list.
 */
async function groupFinder(
	run: Run,
	rows: Row[],
	groupsOf: GroupLister,
): Promise<(row: Row) => string | null> {
	const senders = [...new Set(rows.map(({ fromNumber }) => fromNumber))];
	// 2Chat has two ids for a group, WAG… and WGP… (2chat-api.md 1.8).
	const kinds = new Set(rows.map(({ kind, id }) => (kind === 'uuid' ? id.slice(0, 3) : kind)));
	if (senders.length <= 1 && kinds.size <= 1) return ({ id }) => id;
	const waGroupIds = new Map<string, string>();
	for (const sender of senders) {
		const found = await groupsOf(sender);
		if (!found.ok) throw toNodeError(run.context.getNode(), found.failure);
		for (const entry of found.entries) {
			const { uuid, waGroupId } = readFoundGroup(entry) ?? {};
			if (uuid !== undefined && waGroupId) waGroupIds.set(uuid, waGroupId);
		}
	}
	const listed = new Set(waGroupIds.values());
	return ({ id }) => waGroupIds.get(id) ?? (listed.has(id) ? id : null);
}

/**
 * Notes that this list is about to be carried out. Of two lists for one group in one execution, each would throw the
 * other's people out, as with Loop Over Items around single rows.
 *
 * @param key of the item that brings the list, which may bring another one in a later try
 * @throws NodeOperationError for the second list
 */
export function claimGroupForList(
	context: Run['context'],
	group: string,
	key: string,
	list: string,
): void {
	const synced = syncedIn(context);
	const before = synced[group];
	if (before !== undefined && before.key !== key && before.list !== list) {
		throw settingError(
			context,
			'This execution has already synced the group with another list',
			'Nobody was added or removed. Sync needs the whole list at once: give it all rows of a group in one run, without Loop Over Items around it, or use the operations Add and Remove.',
		);
	}
	synced[group] = { key, list };
}

/** Gives the groups back that the item has claimed. */
export function releaseGroup(context: Run['context'], key: string): void {
	const synced = syncedIn(context);
	for (const [group, claim] of Object.entries(synced)) if (claim.key === key) delete synced[group];
}

/** The lists of this execution, by WhatsApp's id of the group, or 2Chat's where that is not known. */
function syncedIn(context: Run['context']): Record<string, { key: string; list: string }> {
	const memory = context.getContext('flow') as {
		twoChatSynced?: Record<string, { key: string; list: string }>;
	};
	return (memory.twoChatSynced ??= {});
}
