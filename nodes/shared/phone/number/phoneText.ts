/**
 * Writing systems and typography: brings the many ways in which characters of a phone number are
 * written to plain ASCII, so that everything after it needs to know one form only.
 */

// Zero-width characters, bidi marks, soft hyphens, variation selectors, keycap marks, control codes.
const INVISIBLE = /[\p{Cf}\p{Variation_Selector}\u034F\u20E3]|[^\P{Cc}\s]/gu;
const OTHER_DIGITS = /(?![0-9])\p{Nd}/gu;
const FULL_WIDTH = /[\uFF01-\uFF5E]/g;
const DASHES = /[\p{Pd}\u2043\u2212\u02D7\u2053\u223C\u30FC\u2500]/gu;
const SPACES = /\s/g;
const SLASHES = /[\u2044\u2215\u29F8]/g;
const DOTS = /[\u00B7\u2022\u2024\u2027\u2219\u22C5\u3002\u30FB\uFF61\uFF65]/g;
const PLUSES = /[\uFE62\u2795\u207A]/g;
const QUOTES = /[\u2018-\u201F\u00B4\u2032-\u2036\u00AB\u00BB\u2039\u203A\u300C-\u300F]/g;
const PLAIN_ASCII = /^[\x20-\x7E]*$/;

/** How many digits a phone number has, with its country code. */
export const FEWEST_DIGITS = 7;
export const MOST_DIGITS = 15;

/** A number as people write it, in a pattern for a longer text. */
export const WRITTEN_NUMBER = String.raw`[+(]{0,2}\d[\d\s()./-]{5,20}`;

/** One number in the form that 2Chat wants, and nothing else. */
export const E164 = /^\+[1-9]\d{6,14}$/;

/** Value 0 to 9 of a decimal digit of any script: Unicode keeps the ten digits of a script together. */
function digitValue(digit: string): number {
	let zero = digit.codePointAt(0) ?? 0;
	const start = zero;
	while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
	return (start - zero) % 10;
}

function toHalfWidth(character: string): string {
	return String.fromCharCode(character.charCodeAt(0) - 0xfee0);
}

/**
 * The text with digits of all scripts, dashes, spaces, quotes, brackets and plus signs in their
 * ASCII form, without invisible characters and without blanks around it. Letters stay as they are.
 */
export function toPlainText(text: string): string {
	if (PLAIN_ASCII.test(text)) return text.trim();
	return withPlainDigits(text.replace(INVISIBLE, '').replace(FULL_WIDTH, toHalfWidth))
		.replace(SPACES, ' ')
		.replace(DASHES, '-')
		.replace(SLASHES, '/')
		.replace(DOTS, '.')
		.replace(PLUSES, '+')
		.replace(QUOTES, '"')
		.trim();
}

/** The text with digits of all scripts as 0 to 9. */
export function withPlainDigits(text: string): string {
	return text.replace(OTHER_DIGITS, (digit) => String(digitValue(digit)));
}

/** Whether a text has as many digits as a phone number. */
export function holdsNumber(text: string): boolean {
	return digitsOf(text).length >= FEWEST_DIGITS;
}

/** The digits of a plain text, everything else left out. */
export function digitsOf(text: string): string {
	return text.replace(/[^0-9]/g, '');
}

const ENTITIES: Readonly<Record<string, string>> = {
	nbsp: ' ',
	plus: '+',
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
};

/** The text with those HTML entities replaced that occur around phone numbers. */
export function decodeEntities(text: string): string {
	return text.replace(/&(?:([a-z]{2,4})|#(\d{2,3}));/gi, (entity, name?: string, code?: string) =>
		name === undefined
			? String.fromCharCode(Number(code))
			: (ENTITIES[name.toLowerCase()] ?? entity),
	);
}
