import { isSameNumber, readPhoneNumber } from './number/phoneNumber';
import { IS_EMPTY, refuse, type Refusal } from './number/phoneReading';
import { NOBODY } from './person/chooseNumber';
import { RecordReader } from './records/recordReader';
import { isBlank } from './data/values';

export { isBlank } from './data/values';

/** What became of one entry of the list, before anything is sent. */
export type Participant = {
	/** What was typed, shortened. */
	input: string;
	/** What the data calls this person. */
	name: string | null;
	/** Which of the rows the entry came from. */
	row: number;
	/** Further numbers that the data has of this person; none of them is sent. */
	others?: string[];
} & (
	| { phone_number: string; outcome: 'pending' }
	| {
			phone_number: string | null;
			outcome: 'invalid_number' | 'empty' | 'duplicate' | 'sender';
			reason: string;
			next_step: string;
	  }
);

export interface ListOptions {
	/** ISO 3166 alpha-2 code of the country of numbers without a country code. */
	defaultCountry?: string | undefined;
	/** The same for each row, where rows have their own. */
	countries?: Array<string | undefined>;
	/** The number in From, which is in the group anyhow; left out of the list. */
	senderNumber?: string | undefined;
}

const IS_SENDER = refuse(
	'is the number in From, so it is a member already',
	'Nothing to do; leave it out of the list if you like.',
);
const EVERYBODY_ONCE = 'Nothing to do; every number counts once.';
const IS_NOBODY = refuse('is blank or a heading, so it stands for nobody', 'Nothing to do.');

/**
 * Reads the values of a participants field into one entry for each person, in the order of the data. A value may be
 * text with any usual separators, JSON text, a number, an object that names a phone, or arrays of these, nested as
 * an aggregation leaves them. Whoever is meant gives an entry, also without a number that can be read; several
 * numbers of one person give one. A blank value alone gives none. Never throws.
 *
 * @param rows the field's values in one input item, or in several that are put together
 */
export function readParticipants(rows: unknown[], options: ListOptions): Participant[] {
	const { defaultCountry, countries, senderNumber } = options;
	const sender = readPhoneNumber(senderNumber, defaultCountry);
	const positions = new Map<string, number>();
	const participants: Participant[] = [];
	rows.forEach((value, row) => {
		const reader = new RecordReader(countries === undefined ? defaultCountry : countries[row]);
		const entries = isBlank(value) && !Array.isArray(value) ? [] : reader.entries(value);
		if (entries.length === 0 && rows.length > 1) entries.push({ ...NOBODY, reading: IS_EMPTY });
		for (const { reading, ...entry } of entries) {
			participants.push({ ...entry, row, ...outcomeOf(reading) });
		}
	});
	return participants;

	function outcomeOf(reading: ReturnType<typeof readPhoneNumber> | null) {
		if (reading === null) return notSent(null, 'empty', IS_NOBODY);
		if (!reading.ok) return notSent(null, 'invalid_number', reading);
		const { phoneNumber } = reading;
		if (sender.ok && isSameNumber(phoneNumber, sender.phoneNumber)) {
			return notSent(phoneNumber, 'sender', IS_SENDER);
		}
		const earlier = positions.get(phoneNumber);
		if (earlier !== undefined) {
			const why = refuse(`is already in the list, as entry ${earlier}`, EVERYBODY_ONCE);
			return notSent(phoneNumber, 'duplicate', why);
		}
		positions.set(phoneNumber, participants.length + 1);
		return { phone_number: phoneNumber, outcome: 'pending' as const };
	}
}

function notSent<Outcome extends 'invalid_number' | 'empty' | 'duplicate' | 'sender'>(
	phone_number: string | null,
	outcome: Outcome,
	{ reason, nextStep }: Refusal,
) {
	return { phone_number, outcome, reason, next_step: nextStep };
}
