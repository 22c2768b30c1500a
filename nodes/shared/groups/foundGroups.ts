import { isGroupUuid } from './groupId';
import type { Json } from '../json';

/** A group as the list shows it (2chat-api.md 2.2), reduced to what tells one from another. */
export interface FoundGroup {
	uuid: string;
	waGroupId: string | null;
	name: string;
	/** When it was created, in ms since 1970; null when the list does not say. */
	createdAt: number | null;
	/** False as well when the list does not say. */
	ownedBySender: boolean;
	/** The list says that somebody else created it. */
	isForeign?: boolean;
	/** Other names in its list have emoji, so this one has not lost any. */
	keepsEmoji?: boolean;
}

/** The groups of a list; entries without a usable id are none. */
export function readFoundGroups(entries: Json[]): FoundGroup[] {
	const groups = entries.flatMap((entry) => readFoundGroup(entry) ?? []);
	const keepsEmoji = groups.some(({ name }) => /[\u{10000}-\u{10ffff}]/u.test(name));
	return groups.map((group) => ({ ...group, keepsEmoji }));
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

/** WhatsApp may store a name in another Unicode form, with other blanks or without variation selectors. */
export function isSameName(a: string, b: string): boolean {
	return comparableName(a) === comparableName(b);
}

/** A name without what WhatsApp may store otherwise or nobody sees: Unicode form, blanks, marks without a shape. */
export function comparableName(name: string): string {
	return name.normalize('NFC').replace(SHAPELESS, '').replace(/\s+/g, ' ').trim();
}

/** Joiners, marks of the direction and variation selectors, but not the letters that flags are made of. */
const SHAPELESS =
	/[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\ufe0e|\ufe0f/g;

/** WhatsApp has cut names to this length, in code points or in UTF-16 code units, before it allowed more. */
const OLD_LIMIT = 25;

/** What `nameInAnyForm` may give for a group that was asked for under this name: whole, or cut. */
export function formsOf(name: string): string[] {
	const cut = Array.from(name).slice(0, OLD_LIMIT).join('');
	return [...new Set([name, cut, name.slice(0, OLD_LIMIT)].map(nameInAnyForm))];
}

/** Whether a name is how 2Chat stores another one: in capitals, without some emoji, or cut. */
export function isStoredForm(asked: string, stored: string): boolean {
	const isForm = formsOf(asked).includes(nameInAnyForm(stored));
	return isForm && emojiIn(stored).every((one) => asked.includes(one));
}

function emojiIn(name: string): string[] {
	return comparableName(name).match(EMOJI) ?? [];
}

/** With the colour of its skin, or the letters of its flag. */
const EMOJI = /\p{Extended_Pictographic}[\p{Emoji_Modifier}\u{e0020}-\u{e007f}]*/gu;

/** The same for all forms in which a name may be stored, unless it was cut. */
export function nameInAnyForm(name: string): string {
	const plain = comparableName(name).toLowerCase();
	const text = plain.replace(/[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{C}\ufffd?]/gu, '');
	return text.trim() === '' ? plain : text.replace(/\s+/g, ' ').trim();
}

/** How far clocks may still differ after `toServerTime`. */
const CLOCK_TOLERANCE_MS = 5_000;

/** Whether a group may have come into being at that time (ms since 1970, by 2Chat's clock, which has whole seconds) or later. */
export function isNotOlder({ createdAt }: FoundGroup, time: number): boolean {
	return createdAt !== null && createdAt >= time - 1_000 - CLOCK_TOLERANCE_MS;
}

/**
 * The groups that a create request without an answer may have created: such a name, created by the sender, not older
 * than the request (`requestedAt`, by 2Chat's clock) as far as the list tells, and not one that belongs to another
 * request.
 */
export function newGroupCandidates(
	groups: FoundGroup[],
	name: string,
	requestedAt: number,
	known: ReadonlySet<string>,
): FoundGroup[] {
	return groups.filter(
		(group) =>
			group.isForeign !== true &&
			!known.has(group.uuid) &&
			(group.createdAt === null || isNotOlder(group, requestedAt)) &&
			isStoredForm(name, group.name),
	);
}

/** The group that "use the existing one" means: one that the number created itself before others, then the newest. */
export function pickExistingGroup(groups: FoundGroup[], name: string): FoundGroup | null {
	const exact = groups.filter((group) => isSameName(group.name, name));
	const stored = groups.filter((group) => {
		if (!isStoredForm(name, group.name)) return false;
		const isWhole = nameInAnyForm(name) === nameInAnyForm(group.name);
		const emoji = emojiIn(isWhole ? name : name.slice(0, OLD_LIMIT));
		return group.keepsEmoji !== true || emoji.every((one) => group.name.includes(one));
	});
	const candidates = (exact.length > 0 ? exact : stored).sort(
		(a, b) =>
			Number(b.ownedBySender) - Number(a.ownedBySender) || (b.createdAt ?? 0) - (a.createdAt ?? 0),
	);
	return candidates[0] ?? null;
}
