// What is used of libphonenumber-js. The build makes a file of it that both nodes load, since the library
// is larger than either node.
export {
	getCountries,
	getCountryCallingCode,
	isValidPhoneNumber,
	Metadata,
	parsePhoneNumberFromString,
	validatePhoneNumberLength,
	type CountryCode,
	type PhoneNumber,
} from 'libphonenumber-js/min';
