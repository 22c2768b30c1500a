import { choose, isRead, withOthers, type Candidate, type Entry } from './chooseNumber';
import { meaningOf, speaksOfOthers } from './fieldNames';
import { refuse } from './phoneReading';

// Which of several numbers in one text are meant.

const IS_NOT_NAMED = refuse(
	'stands in a text with other numbers and is said to be somebody else’s, or not to be added',
	'If this person belongs in the group, write the number alone.',
);

/**
 * The entries of a text, without the numbers that it gives as somebody else's or as not to be added.
 *
 * @param pieces what each entry was read from
 */
export function namedOnly(text: string, pieces: string[], entries: Entry[]): Entry[] {
	if (entries.filter(isRead).length < 2) return entries;
	const own = numbersByKind(pieces, entries);
	if (own !== null) return own;
	// In a sentence nobody can tell which of the numbers it is that is not to be added.
	const isList = text.trim().includes('\n');
	// What stands behind the last number is about nobody's number.
	const upToLast = pieces.slice(0, entries.findLastIndex(isRead) + 1).join(' ');
	const isAll = !isList && isExcluded(upToLast);
	return entries.map((one, index) =>
		isRead(one) && (isAll || (isList && isExcluded(pieces[index] ?? '')))
			? { ...one, reading: IS_NOT_NAMED }
			: one,
	);
}

const NEGATED =
	/(?<!\p{L})(?:do not|don[’']?t|not|except|never|nicht|kein\p{L}*|außer|n[aã]o|exceto|excepto|salvo|ne|pas|sauf|niet|behalve|no\s+\p{L}+(?:es|as|ar|er|ir))(?!\p{L})/iu;

const INITIALS: Readonly<Record<string, string>> = {
	M: 'mobile',
	T: 'phone',
	P: 'phone',
	W: 'work phone',
};

/** "M: +44 …, T: +44 …": numbers of different kinds, and nothing but their kinds, are those of one person. */
function numbersByKind(pieces: string[], entries: Entry[]): Entry[] | null {
	const found = entries.flatMap((one, index): Candidate[] => {
		if (!isRead(one)) return [];
		const label = (pieces[index] ?? '').replace(/[^\p{L}\s]/gu, '').trim();
		const { rank, isUnclear } = meaningOf(INITIALS[label] ?? label);
		return [{ field: label, rank: isUnclear ? NaN : (rank ?? NaN), entries: [one] }];
	});
	const ranks = new Set(found.map(({ rank }) => rank));
	return ranks.has(NaN) || ranks.size < found.length ? null : withOthers(choose(found), found);
}

function isExcluded(piece: string): boolean {
	return speaksOfOthers(piece) || NEGATED.test(piece);
}
