import { isGroupUuid } from './groupId';
import type { Json } from '../json';

/** A group as the list shows it (2chat-api.md 2.2), reduced to what tells one from another. */
export interface FoundGroup {
	uuid: string;
	waGroupId: string | null;
	name: string;
	/** When WhatsApp made it, in ms since 1970; null when the list does not say. */
	createdAt: number | null;
	/** False as well when the list does not say. */
	ownedBySender: boolean;
	/** The list says that somebody else made it. */
	isForeign?: boolean;
}

/** Null for an entry without a usable id. */
export function readFoundGroup(entry: Json): FoundGroup | null {
	if (!isGroupUuid(entry.uuid)) return null;
	return {
		uuid: entry.uuid,
		waGroupId: typeof entry.wa_group_id === 'string' ? entry.wa_group_id : null,
		// `wa_subject` is not the name in 2Chat, although it is in WhatsApp's protocol (2chat-api.md 2.2).
		name: typeof entry.wa_group_name === 'string' ? entry.wa_group_name : '',
		createdAt: readTime(entry.wa_created_at) ?? readTime(entry.created_at),
		ownedBySender: entry.channel_is_owner === true,
		isForeign: entry.channel_is_owner === false,
	};
}

function readTime(value: unknown): number | null {
	if (typeof value !== 'string') return null;
	const time = Date.parse(value);
	return Number.isNaN(time) ? null : time;
}

/** WhatsApp may store a name in another Unicode form or with other blanks than it was sent. */
export function isSameName(a: string, b: string): boolean {
	return comparableName(a) === comparableName(b);
}

/** The same for two names if and only if `isSameName` says so. */
export function comparableName(name: string): string {
	return name.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** What is left of a difference between clocks after the caller has taken out what it knows of it. */
const CLOCK_TOLERANCE_MS = 5_000;

/** When a create request without an answer left, in 2Chat's time. */
export interface Attempt {
	sentAt: number;
	/** When the next request for the same name left, if there was one: what came after it is its group. */
	nextSentAt: number;
}

/**
 * The group that a create request without an answer has made: same name, made by the sender, not older than
 * the request, and not one that belongs to another request. With several, the first made after the request.
 * Too strict is safe here: then the node says that the group may exist. Too lenient would put people into
 * somebody else's group.
 */
export function pickNewGroup(
	groups: FoundGroup[],
	name: string,
	{ sentAt, nextSentAt }: Attempt,
	known: ReadonlySet<string>,
): FoundGroup | null {
	const candidates = groups.flatMap((group) => {
		const { createdAt, isForeign } = group;
		if (createdAt === null || isForeign === true) return [];
		if (known.has(group.uuid) || !isSameName(group.name, name)) return [];
		// 2Chat's times are in whole seconds.
		const late = createdAt - (sentAt - 1_000);
		if (late < -CLOCK_TOLERANCE_MS) return [];
		if (createdAt >= nextSentAt - 1_000 - CLOCK_TOLERANCE_MS) return [];
		return [{ group, distance: late >= 0 ? late : Number.MAX_SAFE_INTEGER / 2 - late }];
	});
	candidates.sort((a, b) => a.distance - b.distance);
	return candidates[0]?.group ?? null;
}

/** The group that "use the existing one" means: one that the number made itself before others, then the newest. */
export function pickExistingGroup(groups: FoundGroup[], name: string): FoundGroup | null {
	const candidates = groups
		.filter((group) => isSameName(group.name, name))
		.sort(
			(a, b) =>
				Number(b.ownedBySender) - Number(a.ownedBySender) ||
				(b.createdAt ?? 0) - (a.createdAt ?? 0),
		);
	return candidates[0] ?? null;
}
