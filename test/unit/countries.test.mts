import { getCountries } from 'libphonenumber-js/min';

import { countryOptions, isCountryCode } from '../../nodes/shared/phone/number/phoneNumber';

describe('the country drop-down', () => {
	test('names every country that phone numbers are known for, once and in the order of the names', () => {
		const options = countryOptions();
		expect(options.map(({ value }) => value).sort()).toEqual([...getCountries()].sort());
		const names = options.map(({ name }) => name);
		expect(names.filter((name) => !/^\p{L}.* \(\+\d+\)$/u.test(name))).toEqual([]);
		const order = new Intl.Collator('en');
		expect([...names].sort(order.compare)).toEqual(names);
		expect(options).toContainEqual({ name: 'Germany (+49)', value: 'DE' });
	});

	test('is handed out as a copy, so that nobody can change the list', () => {
		countryOptions().pop();
		expect(countryOptions()).toHaveLength(getCountries().length);
	});

	test.each<[unknown, boolean]>([
		['DE', true],
		[' br ', true],
		['UK', true],
		['XK', true],
		['', false],
		['Germany', false],
		['XX', false],
		['49', false],
		['+49', false],
		[49, false],
		[undefined, false],
	])('knows whether %j is a country', (code, known) => {
		expect(isCountryCode(code)).toBe(known);
	});
});
