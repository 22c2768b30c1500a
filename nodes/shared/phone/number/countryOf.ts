import { parsePhoneNumberFromString } from './library';

import { countryOfCallingCode } from './countries';

/** ISO 3166 alpha-2 code of the country of a number in E.164; of several that share a code, the main one. */
export function countryOf(phoneNumber: string): string | undefined {
	const number = parsePhoneNumberFromString(phoneNumber);
	return number?.country ?? countryOfCallingCode(number?.countryCallingCode ?? '');
}
