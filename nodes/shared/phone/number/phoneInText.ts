import { digitsOf, FEWEST_DIGITS } from './phoneText';
import { DATE, EMAIL, WEB_LINK } from './phoneProblems';

/**
 * A phone number as it was found in a longer text: `international` means that its digits start with
 * a country code by definition, as in a WhatsApp link or id.
 */
export interface FoundNumber {
	text: string;
	international: boolean;
	/** Of a WhatsApp id, which is a number in the form that WhatsApp itself has. */
	isWhatsAppId?: boolean;
	/** Whether a word stands behind it, so that its last digits may belong to the word. */
	beforeWord: boolean;
}

export const WHATSAPP_LINK =
	/(?:https?:\/\/)?(?:www\.|web\.|api\.)?(?:wa\.me|whatsapp\.com)\/[^\s<>"]*|whatsapp:\/\/send[^\s<>"]*/gi;
const PERSON_ID = /(?<![\w.-])\+?(\d+)(?:[._]\d+)?(?::\d+)?@(?:c\.us|s\.whatsapp\.net)\b/gi;
/** "10.30am", "18h" */
const TIME = /(?<![\d:.])(?:[01]?\d|2[0-4])(?:[:.h]\d\d)?(?:[ap]m|h|uhr)\b/gi;
const RUN = /[+([]*\d[\d\s()./[\]~+-]*/g;
// A hyphen or slash with blanks around it stands between two things, not inside of a number.
const BREAKS = /\s+[-/~]\s+|\s*(?=\(?\+)/;
const WORD_CHARACTER = /[\p{L}\p{N}_]/u;
const WRITTEN_WITHOUT_BLANKS =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
const FEWEST_DIGITS_AFTER_PLUS = 4;

/** The text after %-decoding, or as it was where that is not possible. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function numberOfLink(link: string): string {
	const inPath = /(?:wa\.me|whatsapp\.com)\/(?:c\/)?(?:\+|%2B)?([\d\s()%.-]*\d)/i.exec(link)?.[1];
	const inQuery = /[?&]phone=([^&#]*)/i.exec(link)?.[1];
	return digitsOf(decoded(inQuery ?? inPath ?? '')).replace(/^00/, '');
}

type Run = ReturnType<typeof runsOf>[number];

/** Runs of digits, with the characters right before and behind, where they can be told. */
function runsOf(text: string) {
	return text.split(BREAKS).flatMap((part) =>
		[...part.matchAll(RUN)].map((match) => {
			const [found] = match;
			const next = part[match.index + found.length] ?? '';
			const isApart = /\s$/.test(found);
			const beforeWord = isApart && WORD_CHARACTER.test(next);
			// "… (2 seats)"
			const own = beforeWord ? found.replace(/\s*\(\d{1,2}\s*$/, '') : found;
			return {
				text: own.trim(),
				before: part[match.index - 1] ?? '',
				after: isApart ? '' : next,
				beforeWord: beforeWord && own === found,
			};
		}),
	);
}

/** Digits that touch a letter belong to an id, a word or a vanity number. */
function touchesLetters({ text, before, after }: Run): boolean {
	const touchesNext = WORD_CHARACTER.test(after) && /\d[-.]?$/.test(text);
	const isApart = /^[+([]/.test(text) || WRITTEN_WITHOUT_BLANKS.test(before);
	return touchesNext || (!isApart && WORD_CHARACTER.test(before));
}

/** In "2 0171 2345678" the first digits may be anything, unless this is how people in Belarus dial. */
function startsWithLoneDigits({ text }: Run): boolean {
	const rest = /^[1-9]\d?\s+(0.*)/.exec(text)?.[1] ?? '';
	return digitsOf(rest).length >= FEWEST_DIGITS && !/^8 0\d\d \d{3}-\d\d-\d\d$/.test(text);
}

function isLongEnough({ text }: Run): boolean {
	const length = digitsOf(text).length;
	return length >= (text.includes('+') ? FEWEST_DIGITS_AFTER_PLUS : FEWEST_DIGITS);
}

/**
 * Every phone number in a text, links and ids first. Short runs of digits (a floor, an hour,
 * "Mobile 2") are not numbers. Unclear are digits that look like one and cannot be told apart from the words around.
 */
export function findNumbers(text: string) {
	const numbers: FoundNumber[] = [];
	const take = (digits: string, isWhatsAppId = false): string => {
		numbers.push({ text: digits, international: true, isWhatsAppId, beforeWord: false });
		return ' ; ';
	};
	const takeLink = (link: string): string => {
		const digits = numberOfLink(link);
		return digits === '' ? ' ; ' : take(digits);
	};
	const rest = text
		.replace(WHATSAPP_LINK, takeLink)
		.replace(PERSON_ID, (_id, digits: string) => take(digits, true))
		.replace(EMAIL, ' ; ')
		.replace(WEB_LINK, ' ; ')
		.replace(DATE, ' ; ')
		.replace(TIME, ' ; ');
	const runs = runsOf(rest).filter(isLongEnough);
	const clear = runs.filter((run) => !touchesLetters(run) && !startsWithLoneDigits(run));
	numbers.push(
		...clear.map(({ text: written, beforeWord }) => ({
			text: written,
			international: false,
			beforeWord,
		})),
	);
	return { numbers, unclear: clear.length < runs.length };
}
