import examples from 'libphonenumber-js/mobile/examples';
import type { CountryCode } from 'libphonenumber-js/min';

// What is used of libphonenumber-js. The build makes a file of it that both nodes load, since the library
// is larger than either node.
export {
	getCountryCallingCode,
	isSupportedCountry,
	isValidPhoneNumber,
	parsePhoneNumberFromString,
	validatePhoneNumberLength,
	type CountryCode,
	type PhoneNumber,
} from 'libphonenumber-js/min';
export { default as metadata } from 'libphonenumber-js/min/metadata';

/** How many digits a mobile number of the country has behind the calling code; undefined when nobody knows. */
export function mobileLength(country: CountryCode): number | undefined {
	return examples[country]?.length;
}
