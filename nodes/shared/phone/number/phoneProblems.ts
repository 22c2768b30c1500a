import { refuse, type Refusal } from './phoneReading';

const FORMAT_AS_TEXT =
	'Format the column as plain text in the spreadsheet and enter the number again, with + and the country code.';
const FIX_SPREADSHEET = 'Correct the cell in the spreadsheet, then run the workflow again.';
const PICK_FIELD =
	'Pick the field that holds the phone number, for example {{ $json.phone }}, and check that it exists in every item.';
const USE_NUMBER = 'A group takes people by phone number: use the number, such as +595981048477.';

export const IS_DATE = refuse('is a date, not a phone number', PICK_FIELD);
export const HAS_TWO_ENDINGS = refuse(
	'has two endings, so it stands for more than one number',
	'Write out the number that is meant.',
);

const DAY = String.raw`(?:(?:19|20)\d\d\s?[-/\u2013]\s?(?:19|20)\d\d|\d{1,2}\.\d{1,2}\.?\s?[-\u2013]\s?\d{1,2}\.\d{1,2}\.?(?!\d)|\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2})`;
export const DATE = new RegExp(
	String.raw`(?<![\d+./-])${DAY}(?:[ T]\d{1,2}:\d\d)?(?! ?\d|[/-]|\.\d)`,
	'g',
);

/**
 * Things that stand where a phone number was expected and can be named: spreadsheet damage,
 * unresolved expressions, dates, addresses and ids. Naming them is worth more than "invalid",
 * because each has another remedy. In this order.
 */
const PROBLEMS: ReadonlyArray<readonly [RegExp, Refusal]> = [
	[/^\[object \w+\]$/i, refuse('is what is left of an object that was put into text', PICK_FIELD)],
	[
		/^(?:undefined|null|nan|invalid date)$/i,
		refuse('is what an expression gives when it finds no value', PICK_FIELD),
	],
	[
		/\{\{.*\}\}|^=?\s*\$(?:json|node|input|\()/i,
		refuse('is an expression that was not evaluated', 'Switch the field from Fixed to Expression.'),
	],
	[
		/^[+-]?\d+(?:[.,]\d+)?\s*e\s*[+-]?\s*\d{1,3}$/i,
		refuse('was shortened by a spreadsheet, so digits are lost', FORMAT_AS_TEXT),
	],
	[
		/^#{2,}$/,
		refuse(
			'is what a spreadsheet shows when a column is too narrow, not the number',
			'Widen the column, or format it as plain text, and export it again.',
		),
	],
	[
		/^#[\p{Lu}¡¿][\p{Lu}_/0]*[!?]?$|^err:\d{3}$|^loading\.*$/iu,
		refuse('is a failed formula of a spreadsheet', FIX_SPREADSHEET),
	],
	// The first group may not be three zeros, and a + in front makes it a phone number.
	[
		/^\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?$/,
		refuse('is written as an amount, with thousands separators', FORMAT_AS_TEXT),
	],
	[
		/\d[.,]\d$|^\+?\d{5,}[.,]\d\d$/,
		refuse('is a decimal number, not a phone number', FORMAT_AS_TEXT),
	],
	// The day on which somebody signed up may stand in front of them.
	[new RegExp(String.raw`^${DAY}(?:[t ,](?!.*\p{L}.*\d(?:[ ./-]?\d){6}).*)?$`, 'iu'), IS_DATE],
	[
		/^[*#]+\d+[*#]|^\*\d|\d#$/,
		refuse(
			'is a dialling code with * or #, not a phone number',
			'Write the number alone, with + and the country code.',
		),
	],
	[/chat\.whatsapp\.com\//i, refuse('is an invite link of a group, not a person', USE_NUMBER)],
	[
		/whatsapp\.com\/channel\/|@newsletter\b/i,
		refuse('is a WhatsApp channel, not a person', USE_NUMBER),
	],
	[
		/(?:\bwa\.me|whatsapp\.com)\/(?:message|qr)\//i,
		refuse('is a short link that does not contain the phone number', USE_NUMBER),
	],
	[/\d[-–]\d{1,4}\s*(?:bis|to|until|al?|à)\s*[-–]?\d{1,4}$/i, HAS_TWO_ENDINGS],
	[
		/\d[\s-]*(?:…|\.{3,}|\*{2,})[\s-]*(?:\d|$)/,
		refuse('is not whole: some of its digits are hidden or cut off', 'Give the whole number.'),
	],
	[/@g\.us\b|\bW(?:AG|GP)[0-9a-f-]{8,}\b/i, refuse('is a group, not a person', USE_NUMBER)],
	[/@broadcast\b/i, refuse('is a broadcast list, not a person', USE_NUMBER)],
	[/@lid\b/i, refuse('is a hidden WhatsApp id that does not contain the phone number', USE_NUMBER)],
];

/** Words beside a number that say: not the one to write to. A lone F is the fax of a signature. */
export const NOT_THEIRS =
	/\b(?:(?:tele)?fax|faks|emergen[cz]\w*|emergência|notfall\w*|notruf|dharura|(?:gawat )?darurat|urgen[cz]\w*|nood\w*|acil|viej[oa]|anterior|previous|old|former|ancien(?:ne)?|antig[oa]|vecchi[oa]|eski|(?:oud|alte|gamm[ea]lt|vanha|vana|star[yýéi]|r[ée]gi) (?:num|nom|bro|čís|szám)\p{L}*|(?:nomor|număr|nambari ya) (?:lama|vechi|zamani))\b|(?:^|\s)F[.:]?\s+[+(]?\d|\bice\s?:|\b(?:antes|früher|formerly)\s?:?\s+[+(]?\d{3}|طوارئ|חירום|आपात|ฉุกเฉิน|জরুরি|ہنگامی|اضطراری|緊急|紧急|비상|экстренн|екстрен|vészhely|фак[сc]|φαξ|فا?کس|فاكس|פקס|फैक्स|传真|傳真|ファ(?:ック|ク)ス|팩스|โทรสาร|ফ্যাক্স|старый|старий|παλι[όά]|قديم|ישן|पुराना|[旧舊](?:番?[号號])|以前の|[옛예전]+ 번호|เก่า|পুরনো|پرانا|قدیمی|số cũ|📠|🚨|🆘/iu;

export const IS_NOT_THEIRS = refuse(
	'is a fax, an old number, or one for emergencies',
	'Write the WhatsApp number of the person alone.',
);

export const EXTENSION_WORDS =
	'ext(?:ens(?:i[oó]n|ão))?n?(?:\\.?\\s(?:number|no\\.?))?|option|dw|durchwahl|nebenstelle|app(?:\\.|arat)|poste|ramal|anexo|interno|toestel|tst|wew|dahili|ankn|mellék|linka|внутр|内線|内线|分机|分機|转|轉|분기|내선';
export const EMAIL = /[^\s<>"',;()@]+@[^\s<>"',;()@]+\.[a-z]{2,}/gi;
export const WEB_LINK = /\b[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+/gi;

export const IS_USERNAME = refuse(
	'is a WhatsApp username or user id: WhatsApp hides the phone number of this person',
	'Ask the person for their number.',
);
export const IS_EMAIL = refuse('is an e-mail address, not a phone number', USE_NUMBER);
export const IS_WEB_LINK = refuse('is a web link, not a phone number', USE_NUMBER);
export const IS_UNCLEAR = refuse(
	'has letters or other digits right beside the number',
	'Write the number alone, in digits, with + and the country code.',
);
export const IS_IP_ADDRESS = refuse('is an IP address, not a phone number', PICK_FIELD);
export const IS_ROUNDED = refuse(
	'ends in nothing but zeros, as a spreadsheet leaves it after it has shortened a long number',
	'Enter the number again as text; if it really ends like this, write it with + and the country code.',
);
export const HAS_NO_DIGITS = refuse('has no digits, so it is not a phone number');
export const HAS_TOO_FEW_DIGITS = refuse('has too few digits for a phone number');
export const HAS_LETTERS = refuse(
	'has letters where a phone number has digits',
	'Write the number in digits, with + and the country code.',
);
export const HAS_EXTENSION = refuse(
	'has an extension, which a WhatsApp number cannot have',
	'Use the mobile number of the person, or leave out the extension if the number itself is on WhatsApp.',
);
export const PLUS_INSIDE = refuse(
	'has a + between its digits',
	'Write it with one +, in front of the country code.',
);
export const IS_BOOLEAN = refuse('is true or false, not a phone number', PICK_FIELD);
export const IS_NOT_TEXT = refuse('is neither text nor a number', PICK_FIELD);
export const IS_NO_WHOLE_NUMBER = refuse(
	'is not a whole positive number, so it is not a phone number',
	PICK_FIELD,
);
export const IS_INEXACT = refuse(
	'is too large to be exact as a number, so digits may be lost',
	'Pass the phone number on as text, with + and the country code.',
);
export const IS_LONG_TEXT = refuse('is a long text, not a phone number', PICK_FIELD);

/** The refusal of a plain text that is recognisably something else, or undefined. */
export function namedProblem(text: string): Refusal | undefined {
	return PROBLEMS.find(([pattern]) => pattern.test(text))?.[1];
}

/** Digits of a number that a spreadsheet has rounded to six figures, such as 5491100000000. */
export function isRounded(digits: string): boolean {
	return digits.length >= 12 && digits.length <= 15 && /^\d{1,6}0{6,}$/.test(digits);
}

/** Four dotted groups of 0 to 255; some people write phone numbers like this as well. */
export function looksLikeIpAddress(text: string): boolean {
	const groups = text.split('.');
	return groups.length === 4 && groups.every((group) => /^\d{1,3}$/.test(group) && +group <= 255);
}
