import { isRecord, record } from '../json';
import type { Participant } from '../phone/participantList';

/** What 2Chat knows of one number (2chat-api.md 3.3). */
export type NumberCheck = {
	/** Null when 2Chat did not say. */
	on_whatsapp: boolean | null;
	is_valid: boolean;
	/** In which form WhatsApp has the number, where extra information was asked for. */
	whatsapp_number: string | null;
	iso_country_code: string | null;
	region: string | null;
	reason: string | null;
	next_step: string | null;
	/** As 2Chat gave it; only with extra information. */
	whatsapp_info?: Record<string, unknown>;
};

export function readCheck(body: unknown): NumberCheck {
	const { is_valid: isValid, on_whatsapp: onWhatsApp, number, whatsapp_info: info } = record(body);
	const { iso_country_code: country, region } = record(number);
	// A badly formed number gets `is_valid: false` and nothing more.
	const isOn = typeof onWhatsApp === 'boolean' ? onWhatsApp : isValid === false ? false : null;
	return {
		on_whatsapp: isOn,
		is_valid: isValid === true,
		whatsapp_number: inE164(record(info).number_id),
		iso_country_code: typeof country === 'string' ? country : null,
		region: typeof region === 'string' && region !== '' ? region : null,
		reason: isOn === null ? '2Chat did not say whether this number is on WhatsApp' : null,
		next_step: null,
		...(isRecord(info) ? { whatsapp_info: info } : {}),
	};
}

/** For an entry that is no phone number, so there is nothing to ask, or one that 2Chat did not answer about. */
export function notChecked(
	entry: Participant,
	failure: { message: string; nextStep: string } | null,
): NumberCheck {
	return {
		...readCheck(null),
		on_whatsapp: entry.outcome === 'invalid_number' ? false : null,
		reason: entry.outcome === 'pending' ? (failure?.message ?? null) : entry.reason,
		next_step: entry.outcome === 'pending' ? (failure?.nextStep ?? null) : entry.next_step,
	};
}

/** `number_id` is documented without its form: an id of WhatsApp, digits, or a number with +. */
function inE164(id: unknown): string | null {
	const digits = /^\+?(\d{5,20})(@c\.us|@s\.whatsapp\.net)?$/.exec(String(id ?? ''))?.[1];
	return digits === undefined ? null : `+${digits}`;
}
