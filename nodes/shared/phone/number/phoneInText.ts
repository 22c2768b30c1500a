import { digitsOf, FEWEST_DIGITS } from './phoneText';
import { EMAIL, WEB_LINK } from './phoneProblems';

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
const RUN = /[+([]*\d[\d\s()./[\]~+-]*/g;
// A hyphen or slash with blanks around it stands between two things, not inside of a number.
const BREAKS = /\s+[-/~]\s+|\s*(?=\(?\+)/;
const WORD_CHARACTER = /[\p{L}\p{N}_]/u;
const DATE =
	/(?<![\d+./-])(?:(?:19|20)\d\d\s?[-/\u2013]\s?(?:19|20)\d\d|\d{1,2}\.\d{1,2}\.?\s?[-\u2013]\s?\d{1,2}\.\d{1,2}\.?(?!\d)|\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2})(?:[ T]\d{1,2}:\d\d)?(?! ?\d|[/-]|\.\d)/g;
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

interface Run {
	text: string;
	/** The characters right before and behind, where they can be told. */
	before: string;
	after: string;
	beforeWord: boolean;
}

function runsOf(text: string): Run[] {
	return [...text.matchAll(RUN)].flatMap((match) => {
		const end = match.index + match[0].length;
		const parts = match[0].split(BREAKS).filter((part) => /\d/.test(part));
		return parts.map((part, index) => {
			const before = index === 0 ? (text[match.index - 1] ?? '') : '';
			const next = index === parts.length - 1 ? (text[end] ?? '') : '';
			// What breaks the run stands between the last part and what follows.
			const isApart = /\s$/.test(part) || !match[0].endsWith(part);
			const beforeWord = isApart && WORD_CHARACTER.test(next);
			// "… (2 seats)"
			const own = beforeWord ? part.replace(/\s*\(\d{1,2}\s*$/, '') : part;
			return {
				text: own.trim(),
				before,
				after: isApart ? '' : next,
				beforeWord: beforeWord && own === part,
			};
		});
	});
}

/** Digits that touch a letter belong to an id, a word or a vanity number. */
function touchesLetters({ text, before, after }: Run): boolean {
	const touchesNext = WORD_CHARACTER.test(after) && /\d[-.]?$/.test(text);
	return touchesNext || (!text.startsWith('+') && WORD_CHARACTER.test(before));
}

/** In "2 0171 2345678" the first digits may be anything. */
function startsWithLoneDigits({ text }: Run): boolean {
	const rest = /^[1-9]\d?\s+(0.*)/.exec(text)?.[1] ?? '';
	return digitsOf(rest).length >= FEWEST_DIGITS;
}

function isLongEnough({ text }: Run): boolean {
	const length = digitsOf(text).length;
	return length >= (text.includes('+') ? FEWEST_DIGITS_AFTER_PLUS : FEWEST_DIGITS);
}

/** What a text of words, links and digits holds. */
export interface FoundNumbers {
	numbers: FoundNumber[];
	/** Digits that look like a number and cannot be told apart from the words around them. */
	unclear: boolean;
	/** A WhatsApp link in which there is no number. */
	emptyLink: boolean;
}

/**
 * Every phone number in a text, links and ids first. Short runs of digits (a floor, an hour,
 * "Mobile 2") are not numbers.
 */
export function findNumbers(text: string): FoundNumbers {
	const numbers: FoundNumber[] = [];
	let emptyLink = false;
	const take = (digits: string, isWhatsAppId = false): string => {
		numbers.push({ text: digits, international: true, isWhatsAppId, beforeWord: false });
		return ' ; ';
	};
	const takeLink = (link: string): string => {
		const digits = numberOfLink(link);
		emptyLink ||= digits === '';
		return digits === '' ? ' ; ' : take(digits);
	};
	const rest = text
		.replace(WHATSAPP_LINK, takeLink)
		.replace(PERSON_ID, (_id, digits: string) => take(digits, true))
		.replace(EMAIL, ' ; ')
		.replace(WEB_LINK, ' ; ')
		.replace(DATE, ' ; ');
	const runs = runsOf(rest).filter(isLongEnough);
	const clear = runs.filter((run) => !touchesLetters(run) && !startsWithLoneDigits(run));
	numbers.push(
		...clear.map(({ text: written, beforeWord }) => ({
			text: written,
			international: false,
			beforeWord,
		})),
	);
	return { numbers, unclear: clear.length < runs.length, emptyLink };
}
