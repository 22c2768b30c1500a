import { collectPieces, type Piece } from './participantPieces';
import { isBlank, PHONE_FIELDS } from './phoneField';
import { readPhoneNumber } from './phoneNumber';
import { refuse, type Refusal } from './phoneReading';

export { PHONE_FIELDS };

/** What became of one entry of the list, before anything is sent. */
export type Participant = { input: string; name: string | null; row: number } & Entry;

type Entry =
	| { phone_number: string; outcome: 'pending' }
	| {
			phone_number: string | null;
			outcome: 'invalid_number' | 'empty' | 'duplicate' | 'sender';
			reason: string;
			next_step: string;
	  };

export interface ListOptions {
	/** ISO 3166 alpha-2 code of the country of numbers without a country code. */
	defaultCountry?: string | undefined;
	/** The number in From, which is in the group anyhow; left out of the list. */
	senderNumber?: string | undefined;
}

const IS_SENDER = refuse(
	'is the number in From, so it is a member already',
	'Nothing to do; leave it out of the list if you like.',
);

/**
 * Reads a participants field into one entry per person, in the order of the data. `value` may be
 * text with any usual separators, JSON text, a number, an object with a phone-like field, or arrays
 * of these, nested as an aggregation leaves them. Nothing is lost: every element of an array, every
 * object and every piece of text that holds a letter or a digit gives an entry. An empty value
 * (undefined, null, blank text, [] or {}) gives no entries. Never throws.
 */
export function readParticipants(rows: unknown[], options: ListOptions): Participant[] {
	const value = rows.length === 1 ? rows[0] : rows;
	if (isEmptyValue(value)) return [];
	const read = entryReader(options);
	return collectPieces(value).map((piece, index) => ({
		name: null,
		row: 0,
		input: piece.input,
		...read(piece, index),
	}));
}

function isEmptyValue(value: unknown): boolean {
	return Array.isArray(value) ? value.length === 0 : isBlank(value);
}

/** Reads pieces one after the other, remembering the numbers that were there before. */
function entryReader({
	defaultCountry,
	senderNumber,
}: ListOptions): (piece: Piece, index: number) => Entry {
	const sender = e164(senderNumber, defaultCountry);
	const positions = new Map<string, number>();
	return ({ value, refusal, country }, index) => {
		const reading = refusal ?? readPhoneNumber(value, country ?? defaultCountry);
		if (!reading.ok) return leftOut(null, 'invalid_number', reading);
		const { phoneNumber } = reading;
		if (phoneNumber === sender) return leftOut(phoneNumber, 'sender', IS_SENDER);
		const earlier = positions.get(phoneNumber);
		if (earlier !== undefined) {
			return leftOut(phoneNumber, 'duplicate', isDuplicateOf(earlier));
		}
		positions.set(phoneNumber, index + 1);
		return { phone_number: phoneNumber, outcome: 'pending' };
	};
}

function e164(number: string | undefined, defaultCountry: string | undefined): string | undefined {
	const reading = readPhoneNumber(number, defaultCountry);
	return reading.ok ? reading.phoneNumber : undefined;
}

function isDuplicateOf(position: number): Refusal {
	return refuse(
		`is already in the list, as entry ${position}`,
		'Nothing to do; every number counts once.',
	);
}

function leftOut(
	phoneNumber: string | null,
	outcome: 'invalid_number' | 'duplicate' | 'sender',
	{ reason, nextStep }: Refusal,
): Entry {
	return { phone_number: phoneNumber, outcome, reason, next_step: nextStep };
}
