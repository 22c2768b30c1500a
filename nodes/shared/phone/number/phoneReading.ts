/**
 * What came of reading one phone number: the number in E.164 form, or why there is none.
 * `reason` continues a sentence that starts with the quoted input ("'0171 2345' has no country
 * code"); `nextStep` is a sentence of its own.
 */
export type PhoneReading = { ok: true; phoneNumber: string } | Refusal;

export interface Refusal {
	ok: false;
	reason: string;
	nextStep: string;
}

export const WRITE_INTERNATIONAL = 'Write it with + and the country code, such as +595981048477.';

const WRITE_INTERNATIONAL_OR_SET_COUNTRY =
	'Write it with + and the country code, such as +595981048477, or set Default Country under Options to its country.';

const CHECK_FIELD = 'Check that the field holds a phone number, such as +595981048477.';

export function refuse(reason: string, nextStep: string = CHECK_FIELD): Refusal {
	return { ok: false, reason, nextStep };
}

export const IS_EMPTY = refuse(
	'is empty',
	'Fill in the phone number, or remove the entry from the list.',
);

export const HAS_NO_COUNTRY_CODE = refuse(
	'has no country code',
	WRITE_INTERNATIONAL_OR_SET_COUNTRY,
);

export const HOLDS_SEVERAL = refuse(
	'holds more than one phone number',
	'Give each number an entry of its own, with commas between them.',
);

export const NOT_A_NUMBER = refuse('is not a phone number');
