import parse from 'libphonenumber-js';

/** E.164 as the service checks it: a plus sign, no leading zero, 7 to 15 digits (2chat-api.md 1.5, 1.8). */
const E164 = /^\+[1-9]\d{6,14}$/;

export function isE164(value: string): boolean {
	return E164.test(value);
}

export interface PhoneDescription {
	formatted: string;
	countryCode: string | null;
	isPossible: boolean;
}

/** What the API shows next to a number: `formatted_phone_number` and `iso_country_code` (2chat-api.md 2.3). */
export function describePhone(phoneNumber: string): PhoneDescription {
	const parsed = parse(phoneNumber);
	if (parsed === undefined) {
		return { formatted: phoneNumber, countryCode: null, isPossible: false };
	}
	return {
		formatted: parsed.formatInternational(),
		// Fictional numbers belong to no country for sure; the first of the possible ones is the main one.
		countryCode: parsed.country ?? parsed.getPossibleCountries()[0] ?? null,
		isPossible: parsed.isPossible(),
	};
}

/** A person's WhatsApp id, e.g. `447700176576@c.us` (2chat-api.md 1.8). */
export function whatsappId(phoneNumber: string): string {
	return `${phoneNumber.slice(1)}@c.us`;
}

/** A made-up but stable hidden id, `<digits>@lid` (2chat-api.md 1.8). */
export function hiddenId(phoneNumber: string): string {
	const reversed = [...phoneNumber.slice(1)].reverse().join('');
	return `9${reversed.padEnd(14, '7')}@lid`;
}
