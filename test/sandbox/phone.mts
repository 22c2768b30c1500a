import parse from 'libphonenumber-js';

/** What the API shows next to a number: `formatted_phone_number` and `iso_country_code` (2chat-api.md 2.3). */
export function describePhone(phoneNumber: string) {
	const parsed = parse(phoneNumber);
	return {
		formatted: parsed?.formatInternational() ?? phoneNumber,
		// Fictional numbers belong to no country for sure; the first of the possible ones is the main one.
		countryCode: parsed?.country ?? parsed?.getPossibleCountries()[0] ?? null,
		isPossible: parsed?.isPossible() ?? false,
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
