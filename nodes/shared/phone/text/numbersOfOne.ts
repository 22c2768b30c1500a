import { holdsNumber } from '../number/phoneText';
import { choose, isRead, withOthers, type Candidate, type Entry } from '../person/chooseNumber';
import { asName } from '../person/personName';
import { isOfAnybody, meaningOf } from '../words/fieldNames';
import { isLabelledNumber } from './labels';
import { ENDS_IN_COLON, isOfKinds, wordsIn } from './listLayout';
import { AND, type Piece } from './participantText';

// Several numbers of one person in a text: "Ana: mobile …, home …".

const INITIALS: Readonly<Record<string, string>> = {
	m: 'mobile',
	c: 'cell',
	t: 'phone',
	p: 'phone',
	w: 'work phone',
	h: 'home phone',
};

/** A name in a line or a cell of its own, in front of the number. */
interface Name {
	name: string;
	index: number;
	row: number;
}

interface Group {
	/** Where the first of them stands, and what stands there. */
	index: number;
	piece: Piece;
	entry: Entry;
	/** The words beside the first one, or the kind above it. */
	kind: string[];
	front: Name | undefined;
	found: Candidate[];
}

/**
 * The entries of a text, of which those that are of one person have become one.
 *
 * @param isOfOne whether the text is the phone of a person who is named beside it
 */
export function oneForEach(pieces: Piece[], entries: Entry[], isOfOne: boolean): Entry[] {
	const all = groupsOf(pieces, entries, isOfOne);
	const groups = new Map(all.map((group) => [group.index, group]));
	// Where some numbers have no name in front, one in front of another may be somebody without a number.
	const isUsual = all.every(({ piece, front }) => front !== undefined || !isBare(piece));
	const names = new Set(isUsual ? all.map(({ front }) => front?.index) : []);
	return entries.flatMap((one, index) => {
		if (names.has(index)) return [];
		if (!isRead(one)) return [one];
		const { found = [], front, entry } = groups.get(index) ?? {};
		const name = entry?.name ?? (isUsual ? front?.name : undefined) ?? null;
		const best = withOthers(choose(found), found);
		return best.map((chosen) => ({ ...chosen, name }));
	});
}

/** Whether the number stands alone, with or without a name in front. */
function isBare(piece: Piece): boolean {
	return wordsIn(piece.text).length === 0;
}

function groupsOf(pieces: Piece[], entries: Entry[], isOfOne: boolean): Group[] {
	const isList = pieces.some(({ row }) => row > 0);
	const groups: Group[] = [];
	let open: Group | undefined;
	// "mobile" in a line of its own, above the number.
	let above: string[] = [];
	let front: Name | undefined;
	for (const [index, piece] of pieces.entries()) {
		const entry = entries[index];
		const words = wordsIn(piece.text);
		if (entry !== undefined && isRead(entry)) {
			const kind = words.length === 0 ? above : words;
			above = [];
			const rank = rankOf(kind);
			if (open !== undefined && isMore(open, piece, kind, rank)) {
				open.found.push({ field: 'the text', rank: rank ?? 2, entries: [entry] });
				continue;
			}
			const found = [{ field: 'the text', rank: rank ?? rankAmong(kind), entries: [entry] }];
			open = { index, piece, entry, kind, front: isBare(piece) ? front : undefined, found };
			groups.push(open);
			front = undefined;
		} else if (!holdsNumber(piece.text) && words.length > 0) {
			const isKind = rankOf(words) !== undefined;
			above = isKind ? words : [];
			if (isKind) continue;
			open = undefined;
			const name = ENDS_IN_COLON.test(piece.text) ? null : asName(piece.text);
			front = name === null ? undefined : { name, index, row: piece.row };
		}
	}
	return groups;

	function isMore(group: Group, piece: Piece, kind: string[], rank: number | undefined): boolean {
		const { text, row } = group.piece;
		const name = group.front?.name ?? group.entry.name;
		// Somebody named behind the number may be whose the next one is.
		if (!isOfKinds(wordsIn(text.split(/\d/).at(-1) ?? ''))) return false;
		const isNamed =
			isOfAnybody(group.kind.join(' ')) ||
			group.entry.name !== null ||
			(isList && group.front?.row === row);
		if (kind.length > 0) {
			const isNew = !group.found.some((other) => other.rank === rank);
			return rank !== undefined && (isNamed || isNew);
		}
		if (isOfOne && piece.isBehindSlash) return true;
		// "Ana and Ben …, …", "Family: …, …"
		if (!isNamed || AND.test(name ?? '')) return false;
		return piece.isBehindSlash || (isList && piece.row === row && !isLabelledNumber(text));
	}
}

/** How likely a number of that kind is on WhatsApp; undefined for words that are more than a kind. */
function rankOf(words: string[]): number | undefined {
	const [only = '', ...more] = words;
	const initial = more.length === 0 ? INITIALS[only] : undefined;
	if (words.length === 0 || (initial === undefined && !isOfKinds(words))) return undefined;
	return meaningOf(initial ?? words.join(' ')).rank ?? 2.5;
}

function rankAmong(words: string[]): number {
	return Math.min(...words.map((word) => rankOf([word]) ?? 2), 2);
}
