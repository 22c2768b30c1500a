import { choose, isRead, withOthers, type Candidate, type Entry } from './chooseNumber';
import { isDoneBySomebody, meaningOf, speaksOfOthers } from './fieldNames';
import { wordsOf } from './fieldWords';
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
	const ofOne = numbersOfOne(pieces, entries);
	if (ofOne !== null) return ofOne;
	// Behind the last number nobody's number is spoken of, and below the end of a letter is the writer's own.
	const isSeveral = entries.filter(isRead).length > 1;
	const said = pieces
		.slice(0, entries.findLastIndex(isRead) + 1)
		.map((piece) => isExcluding(piece) || (isSeveral && isSentenceOfOthers(piece)));
	const end = pieces.findIndex((piece) => END_OF_LETTER.test(piece));
	const isList = text.trim().includes('\n');
	// In a sentence nobody can tell which of the numbers is meant.
	let isBelowExcluding = !isList && said.includes(true);
	return entries.map((one, index) => {
		const isExcluded = said[index] === true;
		if (isRead(one)) {
			const isBelowLetter = end > entries.findIndex(isRead) && index > end;
			return isExcluded || isBelowExcluding || isBelowLetter
				? { ...one, reading: IS_NOT_NAMED }
				: one;
		}
		// In a list, a line without a number may be the heading of those below it.
		if (isList) isBelowExcluding = isExcluded;
		return one;
	});
}

const NEGATED =
	/(?<!\p{L})(?:do not|don[’']?t|not|except|without|never|nicht|kein\p{L}*|außer|ohne|n[aã]o|exceto|excepto|salvo|menos|sin|sem|ne|pas|sauf|sans|niet|behalve|zonder|no\s+whats\s?app|no\s+\p{L}+(?:es|as|ar|er|ir))(?!\p{L})/iu;

/** What calendars put below an invitation: the number of the conference and its code. */
const OF_A_MEETING = /\b(?:dial(?:[ -]in| by)|meeting id|passcode|conference id|one tap)\b/i;
/** "Any problem, call the agency on …" */
const TO_CALL =
	/\b(?:call|ring|phone|ll[aá]m[ea]r?|lig(?:ar|ue)|ruf\p{L}*|appel\p{L}*|chiam\p{L}*)\s+(?:the|my|our|us|uns|nous|dr|mrs?|ms|him|her|them|al?|el|la|le|den|die|das|frau|herrn?)(?!\p{L})/iu;
/** What a chat or a list of guests says of people who have left. */
const GONE =
	/(?<!\p{L})(?:left|was removed|sali[oó]|saiu|verlassen|abgesagt|storniert|cancell?ed|cancel[oó]|cancelad[oa]|annul[ée]e?|declined)\s*$/iu;
/** "(his wife's phone)" */
const IN_BRACKETS = /\(([^()\d]{3,60})\)/;
/** "Coach's phone number: …" */
const LABEL = /(\p{L}[\p{L}'’ _-]{2,60})\s{0,3}[:=]\s{0,3}[(+\d]/u;
const END_OF_LETTER =
	/^\W*(?:(?:kind|best|warm)?\s*regards|sincerely|cheers|saludos|atentamente|atenciosamente|(?:mit |viele |beste )?(?:freundlichen )?gr(?:ü|ue)(?:ß|ss)en?|cordialement|cordiali saluti|met vriendelijke groet)(?!\p{L})/iu;

/** With fewer words it is a list of people by their roles: "Mum +44 …, Tom (manager) +44 …". */
const FEWEST_WORDS_OF_A_SENTENCE = 6;

function isExcluding(piece: string): boolean {
	if ([NEGATED, OF_A_MEETING, TO_CALL, GONE].some((pattern) => pattern.test(piece))) return true;
	const labels = [LABEL, IN_BRACKETS].map((pattern) => meaningOf(pattern.exec(piece)?.[1] ?? ''));
	if (labels.some(({ rank, isOthers }) => rank !== undefined && isOthers)) return true;
	return isDoneBySomebody(wordsOf(piece));
}

function isSentenceOfOthers(piece: string): boolean {
	const words = wordsOf(piece).filter((word) => !/\d/.test(word));
	return words.length >= FEWEST_WORDS_OF_A_SENTENCE && speaksOfOthers(words);
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
		const { rank, isOthers, isUnclear } = meaningOf(INITIALS[field] ?? field);
		if (rank === undefined || isOthers || isUnclear || found.some((other) => other.rank === rank))
			return null;
		found.push({ field, rank, entries: [one] });
	}
	const own = withOthers(choose(found), found) ?? [];
	const first = entries.findIndex(isRead);
	return entries.flatMap((one, index) => (index === first ? own : isRead(one) ? [] : [one]));
}
