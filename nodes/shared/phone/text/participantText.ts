import { countryBeside, joinCodes } from '../number/countries';
import { meaningOf } from '../words/fieldNames';
import { holdsAny, OTHERS, RELATIVES, wordsOf } from '../words/fieldWords';
import { EXTENSION_WORDS, NOT_THEIRS } from '../number/phoneProblems';
import {
	decodeEntities,
	digitsOf,
	E164,
	FEWEST_DIGITS,
	holdsNumber,
	MOST_DIGITS,
	toPlainText,
	WRITTEN_NUMBER,
} from '../number/phoneText';

/** A part of the text of a participants field, as typed, without the blanks around it. */
export interface Piece {
	text: string;
	/** Which line it stands in; of a text in one line, which part between semicolons or bars. */
	row: number;
	/** Whether its row is an item of a list, or quoted from an earlier message. */
	mark: 'item' | 'quote' | null;
	/** Whether it stands below the two dashes that begin a signature (RFC 3676 4.3). */
	isSignature: boolean;
	/** Whether a slash is all that is between it and the piece before. */
	isBehindSlash: boolean;
	/** The number of a relative behind this person's own. */
	relative?: string | undefined;
}

const ENDS_LINE = /[\r\n\v\f\u0085\u2028\u2029]|\\r|\\n|<br\s*\/?>/i;
const ALSO_SEPARATES = /[;|\uFF5C\uFF1B\u061B\uFE54]/;
const BULLETS = '\u2022\u2023\u25E6\u25AA\u25AB\u25CF\u25CB\u25A0\u25C6\u25BA\u00B7';
const BULLET = new RegExp(String.raw`(?:^|\s)[${BULLETS}](?=\s|\+|\d|$)`);
const LINE_MARK = /^\s*[-\u2013\u2014*]+\s+/;
const ITEM = new RegExp(
	String.raw`${LINE_MARK.source}|^\s*(?:[${BULLETS}]\s|#?\d{1,3}[.):\]-]\s*\p{L})`,
	'u',
);
const QUOTE = /^\s*>/;
const SIGNATURE = /^-- ?$/;
/** "Kind regards," below an empty line, in any language. */
const CLOSING = /^\s*\p{L}[^\d,:]{1,40},\s*$/u;
const MOST_LINES_OF_A_SIGNATURE = 6;
// An extension, or a parameter of a tel: URI: part of the number before it, whatever stands between.
const BELONGS_TO_NUMBER = new RegExp(
	String.raw`^\s*(?:x\s?\d|phone-context=|(?:isub|${EXTENSION_WORDS})(?!\p{L}))`,
	'iu',
);
// "1. ", "2)", "#3 ", and a keycap, whose mark was taken out.
const NUMBER_MARK =
	/^\s*(?:[#([]|n[ro]\.?\s?)?([1-9]\d{0,2})(?:\s*[.):\]/]{1,2}-?|\s*-)?\s+(?=(.))/i;
const KEYCAP = /\uFE0F?\u20E3/g;
/**
 * A comma between digits without a blank belongs to the number when what stands before it is too
 * short to be one ("+49,171,2345678", "5,49E+12", "595,981,048,477"); any other comma separates.
 */
const COMMA =
	/(?<!(?<![\d.])\d{1,4})[,\u060C\uFF0C\u3001\uFE50\uFE51]|[,\u060C\uFF0C\u3001\uFE50\uFE51](?!\d)/;
export const AND =
	/\s+(?:and|und|et|y|e|i|en|ve|dan|och|og|ja|oraz|și|şi|és|và|na|tsaka|saka|και|и|та|і|й|&)\s+|\s*&\s*/i;
/** "Ana 0981 … - Ben 0982 …", "Ana: 0981 …. Ben: 0982 …", "1) Ana 0981 … 2) Ben 0982 …" */
const BEFORE_NAME =
	/(?<=\d)(?:\s+[-\u2013\u2014]\s+(?=\p{Lu}|\p{Lo})|\.\s+(?=\p{Lu}[\p{L} ]{0,40}:)|\s+(?=\d{1,2}\)\s?\p{L}))/u;
/** "(ill, not coming)" */
const NOTE = /[(\uFF08][^()\uFF08\uFF09\n]{0,200}[)\uFF09]/g;
const SPACED_SLASH = /\s\/{1,2}|\/{1,2}(?=\s)/;
const SLASH = /\/{1,2}/;
const IS_NUMBERS = /^[+\d\s()./-]*$/;
// Not the + of 5.49E+12, nor the one of a tel: URI's context.
const NEXT_PLUS = /(?<!\d[eE]|context=)(?=[([<]{0,2}[+\uFF0B])/;
const STANDS_ALONE =
	/^(?:\+\d{7,15}|\d{9,15}|\S+@(?:c\.us|s\.whatsapp\.net)|(?:https?:\/\/)?(?:wa\.me|api\.whatsapp\.com)\/\S+|(?:tel|whatsapp):\S+)$/i;

/**
 * Splits a text at everything that people put between numbers, and at nothing that they put inside of one. Pieces
 * without any letter or digit are noise between separators and are left out.
 */
export function splitParticipants(text: string): Piece[] {
	if (E164.test(text)) return [pieceOf(text, 0)];
	return withoutNumberMarks(
		rowsOf(withWholeNotes(joinCodes(withoutQueries(decodeEntities(collapsed(text)))))),
	)
		.flatMap((line) => {
			const parts = line.text.split(BULLET).flatMap((part) => part.split(COMMA));
			return parts.map((part) => ({ ...line, text: part }));
		})
		.reduce<Piece[]>(withExtensions, [])
		.flatMap(splitBetweenNumbers)
		.map((piece) => ({ ...piece, text: piece.text.replace(LINE_MARK, '').trim() }))
		.filter(({ text: own }) => holdsSomething(own));
}

const QUERY =
	/(\b(?:[a-z]+:\/\/|wa\.me\/)[^\s<>"?]{0,200})\?((?:(?![,;|](?:http|wa\.me|\+))[^\s<>"])+)/gi;

/** Of a link no more than the phone in it: its other parameters may hold whatever. */
function withoutQueries(text: string): string {
	return text.replace(QUERY, (_, link: string, query: string) => {
		const phone = /(?:^|&)(phone=[^&#]*)/i.exec(query)?.[1];
		return phone === undefined ? link : `${link}?${phone}`;
	});
}

/** Of several numbers each has its note. */
function withWholeNotes(text: string): string {
	if (digitsOf(text).length < 2 * FEWEST_DIGITS) return text;
	return text.replace(NOTE, (note) =>
		holdsNumber(note) ? note : note.replace(/[,;\u060C\uFF0C\u3001\uFF1B]/g, ' '),
	);
}

function rowsOf(text: string): Piece[] {
	const lines = text.split(ENDS_LINE);
	const rows = lines.length > 1 ? lines : text.split(ALSO_SEPARATES);
	const start = rows.findIndex((row) => holdsNumber(row));
	const isClosing = (row: string, index: number) =>
		index > start &&
		rows.length - index <= MOST_LINES_OF_A_SIGNATURE &&
		CLOSING.test(row) &&
		rows[index - 1]?.trim() === '' &&
		/\p{L}/u.test(rows[index + 1] ?? '');
	const [signature = Infinity, ...more] = rows.flatMap((row, index) =>
		SIGNATURE.test(row) || isClosing(row, index) ? index : [],
	);
	return rows.flatMap((row, index) => {
		// Several such lines separate people.
		const isSignature = more.length === 0 && index > signature;
		const mark = ITEM.test(row) ? 'item' : QUOTE.test(row) ? 'quote' : null;
		const cells = row.split(ALSO_SEPARATES).flatMap((part) => part.split('\t'));
		return cells.map((part) => ({ ...pieceOf(part, index), mark, isSignature }) as const);
	});
}

function pieceOf(text: string, row: number): Piece {
	return { text, row, mark: null, isSignature: false, isBehindSlash: false };
}

function withExtensions(pieces: Piece[], piece: Piece): Piece[] {
	const last = pieces.at(-1);
	const isJoined =
		last !== undefined && (BELONGS_TO_NUMBER.test(piece.text) || isBehindCountry(piece, last));
	if (isJoined) pieces[pieces.length - 1] = { ...last, text: `${last.text};${piece.text}` };
	else pieces.push(piece);
	return pieces;
}

/** "Ann, France, 06 …" */
function isBehindCountry(piece: Piece, last: Piece): boolean {
	const isNumber = piece.row === last.row && /^\s*[\d(]/.test(piece.text);
	return isNumber && !/\d/.test(last.text) && countryBeside(last.text)?.isCode === false;
}

/** Blanks by the thousand come out of forms, and each pattern would look at all of them again and again. */
function collapsed(text: string): string {
	return text
		.replace(/[^\S\r\n\t]+/g, ' ')
		.replace(/\r\n?/g, '\n')
		.replace(/\n{3,}/g, '\n\n')
		.replace(/\t+/g, '\t');
}

/** Marks of a numbered list: before a + or a name, or counting the lines. */
function withoutNumberMarks(lines: Piece[]): Piece[] {
	const isList = lines.filter(({ text }) => holdsSomething(text)).length > 1;
	let count = 0;
	return lines.map((line) => {
		if (holdsSomething(line.text)) count += 1;
		const text = line.text.replace(KEYCAP, '.');
		const [mark = '', number, next = ''] = NUMBER_MARK.exec(text) ?? [];
		if (number === undefined) return line;
		const isCounted = isList && Number(number) === count;
		const isBeforePlus = /[+(\uFF0B]/.test(next) && line.text.includes('+');
		return isCounted || isBeforePlus ? { ...line, text: text.slice(mark.length) } : line;
	});
}

function holdsSomething(piece: string): boolean {
	return /[\p{L}\p{N}]|##/u.test(piece);
}

function splitBetweenNumbers(piece: Piece): Piece[] {
	const isSeveral = digitsOf(toPlainText(piece.text)).length >= 2 * FEWEST_DIGITS;
	if (isSeveral && piece.text.length <= LONGEST_LINE) {
		const own = withRelative(piece.text);
		if (own !== undefined) return [{ ...piece, ...own }];
	}
	if (!isSeveral && !/\d[^+\uFF0B]*[+\uFF0B]/.test(piece.text)) return [piece];
	// Which of the numbers that is, is not for us to tell.
	if (NOT_THEIRS.test(piece.text)) return [piece];
	return [AND, BEFORE_NAME]
		.reduce((parts, mark) => parts.flatMap((part) => splitAt(mark, part)), [piece.text])
		.flatMap((part) =>
			splitAt(IS_NUMBERS.test(part) ? SLASH : SPACED_SLASH, part).flatMap((own, index) =>
				withNamesInFront(splitAt(NEXT_PLUS, own, 0))
					.flatMap(splitAtBlanks)
					.map((text, at) => ({ ...piece, text, isBehindSlash: index > 0 && at === 0 })),
			),
		);
}

/** "Ana +44 … but not Ben +44 …": where names stand in front, the words behind a number are about the next one. */
function withNamesInFront(parts: string[]): string[] {
	// Words behind the last number as well: those in front may be a heading.
	const isInFront =
		/^[^\d+]*\p{L}/u.test(parts[0] ?? '') && !BEHIND_NUMBER.test(parts.at(-1) ?? '');
	if (!isInFront) return parts;
	const tails = parts.map((part) => {
		const words = BEHIND_NUMBER.exec(part)?.[0] ?? '';
		// "+44 … mobile +44 … home"
		return meaningOf(words).rank === undefined ? words : '';
	});
	return parts.map((part, index) => {
		const isLast = index === parts.length - 1;
		const own = isLast ? part : part.slice(0, part.length - (tails[index] ?? '').length);
		return `${tails[index - 1] ?? ''}${own}`;
	});
}

const BEHIND_NUMBER = /(?<=\d[)>\]]?)[\s,:\p{Pd}]+\p{L}[^\d+()]*$/u;
const LONGEST_LINE = 200;
const TWO_NUMBERS = new RegExp(
	String.raw`^((?:\d{1,3}[.)]\s)?\D*)(${WRITTEN_NUMBER}\d)(\P{Nd}{2,60})(${WRITTEN_NUMBER}\d)\P{L}*$`,
	'u',
);

/** "Evie 07450 111222 (mum Jane 07450 999888)": the number of the one who is named first. */
function withRelative(text: string): Pick<Piece, 'text' | 'relative'> | undefined {
	const [, before = '', number = '', between = '', relative] = TWO_NUMBERS.exec(text) ?? [];
	// "Ben +44 … and his mother +44 …" may mean both.
	const isOfRelative = holdsAny(wordsOf(between), RELATIVES) && !AND.test(between);
	const isOwn = /\p{L}/u.test(before) && !holdsAny(wordsOf(before), OTHERS);
	return isOfRelative && isOwn ? { text: `${before}${number}`, relative } : undefined;
}

/** Splits only where digits of a number are on both sides: "The three of the class and its team are Ana +44 …". */
function splitAt(mark: RegExp, piece: string, fewestBehind = FEWEST_DIGITS): string[] {
	const parts = piece.split(new RegExp(`(${mark.source})`, mark.flags));
	const digits = parts.map((part) => digitsOf(toPlainText(part)).length);
	let left = digits.reduce((sum, count) => sum + count, 0);
	const pieces: string[] = [];
	let open: string[] = [];
	let found = 0;
	for (const [index, part] of parts.entries()) {
		const isMark = index % 2 === 1;
		if (isMark && found >= FEWEST_DIGITS && left >= fewestBehind) {
			pieces.push(open.join(''));
			open = [];
			found = 0;
		} else open.push(part);
		found += digits[index] ?? 0;
		left -= digits[index] ?? 0;
	}
	return [...pieces, open.join('')];
}

/** Blanks separate only where every word is a complete number by its form. */
function splitAtBlanks(piece: string): string[] {
	const words = piece.trim().split(/\s+/);
	if (words.length < 2 || !words.every((word) => STANDS_ALONE.test(word))) return [piece];
	return digitsOf(piece).length > MOST_DIGITS ? words : [piece];
}
