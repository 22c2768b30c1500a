import {
	readPhoneNumber,
} from '../../nodes/TwoChatGroups/domain/phoneNumber';
import { readable, refused } from '../fixtures/phone-numbers.mts';

describe('readPhoneNumber', () => {
	it.each(readable)('reads %j (default country %j) as %s', (input, country, e164) => {
		expect(readPhoneNumber(input, country)).toEqual({ ok: true, phoneNumber: e164 });
	});

	it.each(refused)('refuses %j (default country %j): %s', (input, country, reason) => {
		const reading = readPhoneNumber(input, country);
		expect(reading).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
	});
});
