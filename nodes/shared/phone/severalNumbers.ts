import { choose, isRead, withOthers, type Candidate, type Entry } from './chooseNumber';
import { isDoneBySomebody, meaningOf, speaksOfOthers, wordsOf } from './fieldNames';
import { refuse } from './phoneReading';

// Which of several numbers in one text are meant.

const IS_NOT_NAMED = refuse(
	'stands in a text that says of a number that it is somebody else’s, or not to be added',
	'Write only the numbers of the people for the group.',
);

/**
 * The entries of a text, without the numbers that it gives as somebody else's or as not to be added.
 *
 * @param pieces what each entry was read from
 */
export function namedOnly(text: string, pieces: string[], entries: Entry[]): Entry[] {
	if (entries.filter(isRead).length < 2) return entries;
	const ofOne = numbersOfOne(pieces, entries);
	if (ofOne !== null) return ofOne;
	// Behind the last number nobody's number is spoken of.
	const said = pieces.slice(0, entries.findLastIndex(isRead) + 1).map(isExcluding);
	const isList = text.trim().includes('\n');
	// In a sentence nobody can tell which of the numbers is meant.
	let isBelowExcluding = !isList && said.includes(true);
	return entries.map((one, index) => {
		const isExcluded = said[index] === true;
		if (isRead(one))
			return isExcluded || isBelowExcluding ? { ...one, reading: IS_NOT_NAMED } : one;
		// In a list, a line without a number may be the heading of those below it.
		if (isList) isBelowExcluding = isExcluded;
		return one;
	});
}

const NEGATED =
	/(?<!\p{L})(?:do not|don[’']?t|not|except|never|nicht|kein\p{L}*|außer|n[aã]o|exceto|excepto|salvo|ne|pas|sauf|niet|behalve|no\s+\p{L}+(?:es|as|ar|er|ir))(?!\p{L})/iu;

/** What calendars put below an invitation: the number of the conference and its code. */
const OF_A_MEETING = /\b(?:dial(?:[ -]in| by)|meeting id|passcode|conference id)\b/i;

/** With fewer words it is a list of people by their roles: "Mum +44 …, Tom (manager) +44 …". */
const FEWEST_WORDS_OF_A_SENTENCE = 6;

function isExcluding(piece: string): boolean {
	if (NEGATED.test(piece)) return true;
	if (OF_A_MEETING.test(piece)) return true;
	const words = wordsOf(piece).filter((word) => !/\d/.test(word));
	return words.length < FEWEST_WORDS_OF_A_SENTENCE
		? isDoneBySomebody(words)
		: speaksOfOthers(words);
}

const INITIALS: Readonly<Record<string, string>> = {
	M: 'mobile',
	T: 'phone',
	P: 'phone',
	W: 'work phone',
};

/** "M: +44 …, T: +44 …": numbers of different kinds, and nothing but their kinds, are those of one person. */
function numbersOfOne(pieces: string[], entries: Entry[]): Entry[] | null {
	const found: Candidate[] = [];
	for (const [index, one] of entries.entries()) {
		if (!isRead(one)) continue;
		const field = (pieces[index] ?? '').replace(/[^\p{L}\s]/gu, '').trim();
		const { rank, isUnclear } = meaningOf(INITIALS[field] ?? field);
		if (rank === undefined || isUnclear || found.some((other) => other.rank === rank)) return null;
		found.push({ field, rank, entries: [one] });
	}
	const own = withOthers(choose(found), found) ?? [];
	const first = entries.findIndex(isRead);
	return entries.flatMap((one, index) => (index === first ? own : isRead(one) ? [] : [one]));
}
