import { isRead, type Entry } from '../person/chooseNumber';
import {
	CROSSED_OUT,
	isDeclining,
	isDecliningHeading,
	isDecliningNote,
	isNo,
	isWrong,
} from '../words/declined';
import { isDoneBySomebody, isOfTheirs, meaningOf, speaksOfOthers } from '../words/fieldNames';
import { splitLabel } from './labels';
import {
	besideNames,
	isHeading,
	isOfTask,
	isOfPeople,
	isUnder,
	linesOf,
	NEXT_STEP,
	outsiders,
	withTasks,
	wordsIn,
	type Line,
} from './listLayout';
import type { Piece } from './participantText';
import { NOT_THEIRS, WEB_LINK } from '../number/phoneProblems';
import { refuse, type Refusal } from '../number/phoneReading';
import { E164, holdsNumber, WRITTEN_NUMBER } from '../number/phoneText';

// Which of several numbers in one text are meant.

const IS_NOT_NAMED = refuse(
	'stands in a text that says of a number that it is somebody else’s, or not to be added',
	NEXT_STEP,
);
const IS_CROSSED_OUT = refuse('is crossed out', NEXT_STEP);

/**
 * The entries of a text, without the numbers that it gives as somebody else's or as not to be added.
 *
 * @param pieces what each entry was read from
 */
export function namedOnly(text: string, pieces: Piece[], entries: Entry[]): Entry[] {
	const first = entries.findIndex(isRead);
	const [start = pieces.length] = pieces.flatMap(({ isSignature, text: own }, index) => {
		const at = isSignature ? 0 : own.search(END_OF_LETTER);
		// "Ben +44 …. Thanks, Jill +44 …"
		const isBehind = at > 0 && index >= first;
		return isBehind || (at === 0 && index > first) ? index + Number(isBehind) : [];
	});
	const lines = linesOf(pieces.slice(0, start));
	const isList = text.trim().includes('\n');
	const refusals = isList
		? inList(lines, pieces, entries)
		: inSentence(pieces.slice(0, start), entries.slice(0, start));
	const headings = new Set(
		lines
			.filter((line, index) => isHeading(line, lines[index + 1]) && isOfPeople(line.text))
			.flatMap(({ indices }) => indices),
	);
	return entries.map((one, index) => {
		if (!isRead(one)) return headings.has(index) ? { ...one, reading: null } : one;
		const isNamed = index < start && !isBehindOthers(pieces, index);
		const refusal = isNamed ? refusals[index] : IS_NOT_NAMED;
		return refusal === undefined ? one : { ...one, reading: refusal };
	});
}

/** "Ana, +44 …, fax, +44 …", and not "Cy, Office manager, +44 …" */
function isBehindOthers(pieces: Piece[], index: number): boolean {
	const { text = '', row } = pieces[index] ?? {};
	const [name, label] = [index - 2, index - 1].map((at) =>
		pieces[at]?.row === row ? (pieces[at]?.text ?? '') : '',
	);
	const words = label?.split(/\d/).at(-1) ?? '';
	const isOthers = NOT_THEIRS.test(words) || (isOfTask(words) && !/\p{L}\P{N}*$/u.test(name ?? ''));
	return isOthers && wordsIn(text).length === 0;
}

type Refusals = Array<Refusal | undefined>;

/** In a sentence nobody can tell which of the numbers is meant. */
function inSentence(pieces: Piece[], entries: Entry[]): Refusals {
	const last = entries.findLastIndex(isRead);
	const isSeveral = entries.filter(isRead).length > 1;
	const said = pieces.map(({ text }, index) => {
		// Behind the last of several numbers nobody's number is spoken of, but a few words may be on that one.
		const isNote = wordsIn(text).length <= MOST_WORDS_OF_A_NOTE && isAgainst(text);
		const isBehind = index > last && (isSeveral || holdsNumber(text)) && !isNote;
		return isBehind ? undefined : refusalIn(text, isSeveral);
	});
	const refusal = said.find((one) => one !== undefined);
	// "Ana +44 …, Ben +44 …, driver: Joe +44 …"; what the sentence begins with is about all of them.
	const alone = linesOf(pieces.map((piece, row) => ({ ...piece, row })));
	const tasks = new Map(
		[...besideNames(alone), ...withTasks(alone)].map(([line, why]) => [line.row, why]),
	);
	const areAll = alone.every(({ count, row }) => count === 0 || tasks.has(row));
	return pieces.map((_, index) => refusal ?? (index > 0 || areAll ? tasks.get(index) : undefined));
}

/** In a list each line is for itself, and for those below it if it is a heading. */
function inList(lines: Line[], pieces: Piece[], entries: Entry[]): Refusals {
	const refusals: Refusals = [];
	const places = outsiders(lines);
	const isSeveral = entries.filter(isRead).length > 1;
	let below: Refusal | undefined;
	for (const [at, line] of lines.entries()) {
		const said = line.indices.map((index) => refusalIn(pieces[index]?.text ?? '', isSeveral));
		const isExample = EXAMPLE.test(aroundNumber(line.text).before);
		const own = isExample ? IS_NOT_NAMED : said.find((refusal) => refusal !== undefined);
		if (line.count > 0) {
			for (const index of line.indices) refusals[index] = own ?? places.get(line) ?? below;
			continue;
		}
		// Names and notes in lines of their own are no headings.
		const next = lines[at + 1];
		const isAbove =
			isHeading(line, next) ||
			(next !== undefined && next.count > 0 && wordsIn(next.text).length === 0);
		if (line.isApart || isAbove) {
			const isOfOthers = isDecliningHeading(line.text) || NOT_THEIRS.test(line.text);
			below = own !== undefined || isOfOthers ? isUnder(line.text) : undefined;
		}
	}
	return refusals;
}

/** "Any problem, call the agency on …", and what calendars put below an invitation: the number of the conference. */
const TO_CALL =
	/\b(?:call|ring|phone|ll[aá]m[ea]r?|lig(?:ar|ue)|ruf\p{L}*|appel\p{L}*|chiam\p{L}*)\s+(?:the|my|our|us|uns|nous|dr|mrs?|ms|him|her|them|al?|el|la|le|den|die|das|frau|herrn?|me on|mich|mir)(?!\p{L})|\b(?:belongs? to (?:the|a|my|our)|pertenece (?:al?|a la)|pertence [aà]o?|gehört (?:dem|der|zu[mr]?)|appartient (?:au|à)|appartiene a\p{L}*)(?!\p{L})|\b(?:could not find|couldn[’']t find|did not find|found no|missed call|if you (?:need|have)|in case|dial(?:[ -]in| by)|meeting id|passcode|conference id|one tap)\b/iu;
const IN_BRACKETS = /\(([^()\d]{3,60})\)/;
const END_OF_LETTER =
	/(?:^|\d\)?[.!]\s)\W*(?:thanks|thx|gracias|danke|merci|grazie|obrigad[oa]|спасибо|mfg|lg|vg|(?:kind|best|warm)?\s*regards|sincerely|cheers|(?:un )?saludos?|atentamente|atenciosamente|abraços?|(?:mit |viele |beste |liebe )?(?:freundlichen )?gr(?:ü|ue)(?:ß|ss)en?|cordialement|(?:cordiali |distinti )?saluti|(?:met vriendelijke )?groet(?:en|jes)?|pozdrawiam|z poważaniem|с уважением|saygılar\p{L}*|(?:med )?vennlig hilsen|(?:med )?vänliga hälsningar|mvh|مع التحية|تحياتي)(?!\p{L})/iu;

/** "(no drinks)" */
const BRACKETS = /\([^()]{1,99}\)/g;
const NUMBER = new RegExp(WRITTEN_NUMBER, 'g');

/** "Please write it as +49 151 …" */
const EXAMPLE =
	/(?<![@.])\b(?:format\w*|example|e\.g\.|z\.\s?b\.|ejemplo|exempl[eo]|esempio|p\.\s?ej\.)/i;

const MOST_WORDS_OF_A_NOTE = 4;
/** With fewer words it is a list of people by their roles: "Mum +44 …, Tom (manager) +44 …". */
const FEWEST_WORDS_OF_A_SENTENCE = 7;

/** What a piece of text says against the number in it, or of the one beside it. */
function refusalIn(given: string, isSeveral: boolean): Refusal | undefined {
	if (E164.test(given)) return undefined;
	const piece = given.replace(WEB_LINK, ' ');
	if (CROSSED_OUT.test(piece)) return IS_CROSSED_OUT;
	const { before, notes } = aroundNumber(piece);
	const isRefused =
		EXAMPLE.test(before) || isDeclining(before) || notes.some(isAgainst) || isWrong(piece);
	return isRefused || namesAnother(piece, isSeveral) ? IS_NOT_NAMED : undefined;
}

/** Whether the words around a number name somebody else, whose it is. */
function namesAnother(piece: string, isSeveral: boolean): boolean {
	const words = wordsIn(piece);
	const isSentence = isSeveral && words.length >= FEWEST_WORDS_OF_A_SENTENCE;
	// "Coach's phone number: …", "(his wife's phone)"
	const labels = [splitLabel(piece)[0], IN_BRACKETS.exec(piece)?.[1] ?? ''].map(meaningOf);
	return (
		TO_CALL.test(piece) ||
		labels.some(({ rank, isOthers, isNumber }) => isOthers && (rank !== undefined || isNumber)) ||
		isOfTheirs(words) ||
		(isSentence ? speaksOfOthers(words.filter(isNoVerb)) : isDoneBySomebody(words))
	);
}

/** Whether a note says that somebody does not come, or that a number is wrong. */
function isAgainst(note: string): boolean {
	return isDecliningNote(note) || isNo(note) || isWrong(note);
}

/** "Los participantes son …" speaks of nobody's son; "Ana's son" does. */
function isNoVerb(word: string, index: number, words: string[]): boolean {
	return word !== 'son' || words[index - 1] === 's';
}

/** The words in front of a number, and the notes on it, which may be in brackets in front. */
function aroundNumber(piece: string): { before: string; notes: string[] } {
	const start = [...piece.matchAll(NUMBER)].at(-1)?.index;
	if (start === undefined) return { before: '', notes: [piece] };
	const inFront = piece.slice(0, start);
	return {
		before: inFront.replace(BRACKETS, ' '),
		notes: [piece.slice(start), ...(piece.match(BRACKETS) ?? [])],
	};
}
