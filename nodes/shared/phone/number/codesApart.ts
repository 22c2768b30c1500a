import { callingCodeOf, countryNamedIn, countryOfCallingCode } from './countries';

const NAMED_CODE =
	/\b(?:indicativo|country code|ddi|c[oó]digo de pa[ií]s|landesvorwahl|ländervorwahl)[\s:=]{1,3}([1-9]\d{0,2})(?!\d)/giu;
// "021 123 0041, Ben …" ends in digits that are no code.
const CODE_APART =
	/((?:\+|(?<![\d.]|\d\d[ \t()-]{1,3})00)[1-9]\d{0,2})(?!\d)([^\d+\p{L}][^\d+]{0,39})(?=\d)/gu;
const ONLY_SPACING = /^[ \t\u00a0().\-[\]]*$/;

/** "+44 (UK) 7911 123456", "+44, 7911 123456": a country code that stands apart belongs to the number behind it. */
export function joinCodes(text: string): string {
	const isCallingCode = (code: string) => countryOfCallingCode(code) !== undefined;
	const signed = text.replace(NAMED_CODE, (all, code: string) =>
		isCallingCode(code) ? `+${code}` : all,
	);
	return signed.replace(CODE_APART, (all, code: string, between: string) => {
		const digits = code.replace(/^(\+|00)/, '');
		const named = callingCodeOf(countryNamedIn(between) ?? '') ?? digits;
		const isJoined = isCallingCode(digits) && named === digits && !ONLY_SPACING.test(between);
		return isJoined ? `${code} ` : all;
	});
}
