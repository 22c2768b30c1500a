import fc from 'fast-check';

import {
	PHONE_FIELDS,
	readParticipants,
	type Entry,
} from '../../nodes/shared/phone/participantList';

const A = '+595981048477';
const B = '+17137157533';
const C = '+18647351567';
const E164 = /^\+[1-9]\d{6,14}$/;

/** Entries in short: the number, or the outcome and the reason. */
function outline(value: unknown, defaultCountry?: string): string[] {
	return readParticipants(value, { defaultCountry }).map(inShort);
}

function inShort(entry: Entry): string {
	return entry.outcome === 'pending' ? entry.phone_number : `${entry.outcome}: ${entry.reason}`;
}

function inputs(value: unknown): string[] {
	return readParticipants(value, {}).map(({ input }) => input);
}

describe('readParticipants: text', () => {
	it.each([
		['comma', `${A}, ${B},${C}`],
		['semicolon', `${A}; ${B};${C}`],
		['new line', `${A}\n${B}\r\n${C}`],
		['new line as two characters', `${A}\\n${B}\\n${C}`],
		['tab', `${A}\t${B}\t${C}`],
		['pipe', `${A} | ${B}|${C}`],
		['slash', `${A} / ${B} / ${C}`],
		['blank', `${A} ${B}  ${C}`],
		['nothing but the plus', `${A}${B}${C}`],
		['bullets', `\u2022 ${A}\n\u2022 ${B}\n\u2022 ${C}`],
		['bullets in one line', `\u2022 ${A} \u2022 ${B} \u2022 ${C}`],
		['hyphens as bullets', `- ${A}\n- ${B}\n* ${C}`],
		['numbered lines', `1. ${A}\n2. ${B}\n3) ${C}`],
		['Arabic comma and semicolon', `${A}\u060C ${B}\u061B ${C}`],
		['full-width marks', `${A}\uFF0C${B}\uFF1B${C}`],
		['ideographic comma', `${A}\u3001${B}\u3001${C}`],
		['and', `${A}, ${B} and ${C}`],
		['y', `${A}, ${B} y ${C}`],
		['ampersand', `${A} & ${B}&${C}`],
		['HTML line breaks', `${A}<br>${B}<br/>${C}`],
		['noise', `,${A},,\n\n ; ${B} ,;, ${C},\n`],
		['names in brackets', `${A} (Anna) ${B} (Bob) ${C} (Cy)`],
		['names before', `Anna <${A}>, Bob <${B}>, Cy <${C}>`],
		['names and blanks', `Anna ${A} Bob ${B} Cy ${C}`],
		['links', `https://wa.me/595981048477 https://wa.me/17137157533 https://wa.me/18647351567`],
		['ids', '595981048477@c.us 17137157533@c.us 18647351567@s.whatsapp.net'],
		['quotes', `"${A}","${B}";'${C}'`],
		['brackets of another language', `['${A}', '${B}', '${C}']`],
		['braces of another language', `{${A},${B},${C}}`],
		['JSON of strings', JSON.stringify([A, B, C])],
		['JSON of objects', JSON.stringify([{ phone: A }, { phone: B }, { phone: C }], null, 2)],
		['JSON objects in lines', `{"phone":"${A}"}\n{"phone":"${B}"}\n{"phone":"${C}"}`],
	])('splits at %s', (_name, text) => {
		expect(outline(text)).toEqual([A, B, C]);
	});

	it.each([
		['+49 (171) 392 00 12', '+491713920012'],
		['+49 171 / 392 00 12', '+491713920012'],
		['0171/3920012', '+491713920012'],
		['0171 - 392 00 12', '+491713920012'],
		['+49,171,3920012', '+491713920012'],
		['0171,3920012', '+491713920012'],
		['+49&nbsp;171&nbsp;3920012', '+491713920012'],
		['tel:171-3920012;phone-context=+49', '+491713920012'],
	])('does not split inside of %s', (text, number) => {
		expect(outline(text, 'DE')).toEqual([number]);
	});

	it('splits numbers without + only where they cannot be one number', () => {
		expect(outline('7137157533 8647351567', 'US')).toEqual([B, C]);
		expect(outline('0171/3920012 / 0171/3920013', 'DE')).toEqual([
			'+491713920012',
			'+491713920013',
		]);
		expect(outline('0171 3920012 0171 3920013', 'DE')).toEqual([
			'invalid_number: has 22 digits, more than a phone number can have',
		]);
	});

	it('keeps what a spreadsheet has damaged in one piece', () => {
		const shortened = 'invalid_number: was shortened by a spreadsheet, so digits are lost';
		expect(outline(`5,49E+12,5.49E+12; ${A}`)).toEqual([shortened, shortened, A]);
		expect(outline(`595,981,048,477; ${A}`, 'PY')).toEqual([
			'invalid_number: is written as an amount, with thousands separators',
			A,
		]);
		expect(outline('#N/A, #REF!, ####')).toHaveLength(3);
	});

	it('does not put two short pieces together', () => {
		expect(outline('123456,123457', 'DE')).toEqual(['+49123456', '+49123457']);
		expect(outline('6111234,6111235', 'IS')).toEqual(['+3546111234', '+3546111235']);
	});

	it('keeps the extension with its number', () => {
		expect(outline(`tel:+1-201-555-0123;ext=5, ${A}`)).toEqual([
			'invalid_number: has an extension, which a WhatsApp number cannot have',
			A,
		]);
	});

	it('reports pieces that are no numbers, and goes on', () => {
		expect(outline(`Anna, ${A}, anna@example.com, 0171 2345, [object Object]`)).toEqual([
			'invalid_number: has no digits, so it is not a phone number',
			A,
			'invalid_number: is an e-mail address, not a phone number',
			'invalid_number: has no country code',
			'invalid_number: is what is left of an object that was put into text',
		]);
	});

	it('shows each piece as typed, at most 200 characters of it', () => {
		expect(inputs(` 0171 2345 ;\n- ${A} ;'${B}'`)).toEqual(['0171 2345', A, `'${B}'`]);
		const [long = ''] = inputs('x'.repeat(500));
		expect(long).toHaveLength(200);
		expect(long.endsWith('…')).toBe(true);
	});
});

describe('readParticipants: nothing', () => {
	it.each([[undefined], [null], [''], ['  \n'], [' , ;'], [[]], [{}], ['[]'], ['{}']])(
		'%j gives no entries',
		(value) => {
			expect(readParticipants(value, {})).toEqual([]);
		},
	);

	it.each([
		['undefined', 'is what an expression gives when it finds no value'],
		['null', 'is what an expression gives when it finds no value'],
		['[object Object]', 'is what is left of an object that was put into text'],
	])('%j is an entry that says where it comes from', (value, reason) => {
		expect(readParticipants(value, {})).toMatchObject([{ input: value, reason }]);
	});

	it('reports every empty place of a list', () => {
		expect(outline([A, null, '', undefined, ' ', [], {}, '-', B])).toEqual([
			A,
			'invalid_number: is empty',
			'invalid_number: is empty',
			'invalid_number: is empty',
			'invalid_number: is empty',
			'invalid_number: is empty',
			'invalid_number: has no phone number',
			'invalid_number: has no digits, so it is not a phone number',
			B,
		]);
	});
});

describe('readParticipants: values and arrays', () => {
	it('takes single values', () => {
		expect(outline(17137157533, 'US')).toEqual([B]);
		expect(outline(17137157533n, 'US')).toEqual([B]);
		expect(outline(17137157533)).toEqual(['invalid_number: has no country code']);
		expect(outline(true)).toEqual(['invalid_number: is true or false, not a phone number']);
		expect(outline(new Date(0))).toEqual(['invalid_number: is a date, not a phone number']);
		expect(outline(Symbol('x'))).toEqual(['invalid_number: is neither text nor a number']);
	});

	it('takes mixed and nested arrays in order', () => {
		expect(outline([[A, { phone: B }], [[C]], '+491713920012, +491713920013'])).toEqual([
			A,
			B,
			C,
			'+491713920012',
			'+491713920013',
		]);
	});

	it('takes an array that has become an object', () => {
		expect(outline({ 0: A, 1: B })).toEqual([A, B]);
	});

	it('stops at cycles and at depths that no data has', () => {
		const cycle: unknown[] = [A];
		cycle.push(cycle);
		expect(outline(cycle)).toEqual([A, 'invalid_number: is nested too deeply']);
		const node: Record<string, unknown> = { name: 'x' };
		node.data = node;
		expect(outline(node)).toEqual([
			'invalid_number: has no field with a phone number, only name, data',
		]);
		let deep: unknown = A;
		for (let level = 0; level < 10_000; level += 1) deep = [deep];
		expect(outline(deep)).toEqual(['invalid_number: is nested too deeply']);
	});
});

describe('readParticipants: objects', () => {
	it.each(PHONE_FIELDS.map((field) => [field]))('knows the field %s', (field) => {
		expect(outline({ id: 17, name: 'Anna', [field]: A })).toEqual([A]);
	});

	it.each([
		['phoneNumber'],
		['Phone Number'],
		['PHONE'],
		['Mobile Phone'],
		['mobilePhone'],
		['MobilePhone'],
		['WhatsApp Number'],
		['Whats App'],
		['whatsapp-number'],
		['Cell'],
		['Telefon'],
		['Teléfono'],
		['Teléfono móvil'],
		['Número de WhatsApp'],
		['Telefone celular'],
		['Numéro de téléphone'],
		['Phone 1'],
		['Phone 1 - Value'],
		['phone_2'],
		['Your phone number'],
		['What is your WhatsApp number? (with country code)'],
		['Phone number including country code'],
		['hs_whatsapp_phone_number'],
	])('knows the spelling %s', (field) => {
		expect(outline({ name: 'Anna', [field]: A })).toEqual([A]);
	});

	it.each([
		['fax'],
		['phone_type'],
		['phone_number_id'],
		['is_mobile'],
		['phone_verified'],
		['Phone 1 - Type'],
		['whatsapp_opt_in'],
		['phone_name'],
		['order_number'],
	])('does not take %s for a phone number', (field) => {
		expect(outline({ [field]: '17137157533', phone: A })).toEqual([A]);
		expect(outline({ [field]: '17137157533' })).toEqual([
			`invalid_number: has no field with a phone number, only ${field}`,
		]);
	});

	it('prefers WhatsApp to mobile to phone, and skips what is empty or no number', () => {
		const all = { phone: A, mobile: B, whatsapp: C };
		expect(outline(all)).toEqual([C]);
		expect(outline({ ...all, whatsapp: '' })).toEqual([B]);
		expect(outline({ ...all, whatsapp: true, mobile: null })).toEqual([A]);
		expect(outline({ ...all, whatsapp: 'Yes', mobile: ' ' })).toEqual([A]);
		expect(outline({ phone_2: B, phone: A })).toEqual([A]);
	});

	it('reports somebody without a number', () => {
		expect(readParticipants([{ name: 'Anna', phone: '', mobile: null }], {})).toEqual([
			{
				input: '{"name":"Anna","phone":"","mobile":null}',
				phone_number: null,
				outcome: 'invalid_number',
				reason: 'has no phone number',
				next_step: 'Fill in the phone number of this person, or remove the entry from the list.',
			},
		]);
		expect(readParticipants([{ phone: 'n/a' }], {})).toMatchObject([
			{ input: 'n/a', reason: 'has no digits, so it is not a phone number' },
		]);
	});

	it('names the fields of an object without a phone field', () => {
		expect(readParticipants({ name: 'Anna', email: 'anna@example.com' }, {})).toEqual([
			{
				input: '{"name":"Anna","email":"anna@example.com"}',
				phone_number: null,
				outcome: 'invalid_number',
				reason: 'has no field with a phone number, only name, email',
				next_step: 'Map the field that holds the phone number, or name it phone.',
			},
		]);
	});

	it.each<[string, unknown]>([
		['an n8n item', { json: { phone: A }, pairedItem: { item: 0 } }],
		['a HubSpot contact', { id: '1', properties: { email: 'a@example.com', phone: A } }],
		['an Airtable record', { id: 'rec1', createdTime: 'x', fields: { Phone: A } }],
		['a webhook', { headers: {}, body: { contact: { mobile: A } } }],
		['a Google contact', { phoneNumbers: [{ value: A, canonicalForm: A, type: 'mobile' }] }],
		['a list of values', { phones: [{ value: A }] }],
		['a WhatsApp Cloud API contact', { wa_id: '595981048477', profile: { name: 'Anna' } }],
		['a value in an object', { phone: { number: A } }],
	])('reads %s', (_name, value) => {
		expect(outline(value)).toEqual([A]);
	});

	it('takes one number of a person whose numbers carry labels', () => {
		const work = { label: 'work', value: A, primary: true };
		const mobile = { label: 'mobile', value: B, primary: false };
		expect(outline({ phone: [work, mobile] })).toEqual([B]);
		expect(
			outline({
				phone: [
					{ ...work, label: 'home' },
					{ ...mobile, label: '' },
				],
			}),
		).toEqual([A]);
		expect(outline({ phone: [work, { ...mobile, value: '' }] })).toEqual([A]);
		expect(outline({ phone: [{ label: 'work', value: '' }, { label: 'home' }] })).toEqual([
			'invalid_number: has no phone number',
		]);
	});

	it('takes every person of an aggregated list', () => {
		expect(outline({ data: [{ phone: A }, { phone: '' }, { phone: B }] })).toEqual([
			A,
			'invalid_number: has no phone number',
			B,
		]);
		expect(outline({ phone: [A, B, C] })).toEqual([A, B, C]);
		expect(outline({ participants: [A, 'Anna', B] })).toHaveLength(3);
		expect(outline({ sales: [{ phone: A }], support: [{ phone: B }], tags: ['x'] })).toEqual([
			A,
			B,
		]);
		expect(outline({ number: 5, contacts: [{ phone: A }] })).toEqual([A]);
	});

	it('takes lists of other things for no people', () => {
		expect(outline({ items: [{ sku: 'a' }, { sku: 'b' }], total: 5 })).toEqual([
			'invalid_number: has no field with a phone number, only items, total',
		]);
	});

	it('uses a country code that the data keeps apart', () => {
		expect(outline({ country_code: '+49', phone: '0171 3920012' })).toEqual(['+491713920012']);
		expect(outline({ dialCode: 49, number: 1713920012 })).toEqual(['+491713920012']);
		expect(outline({ countryCode: '49', phone: '491713920012' })).toEqual(['+491713920012']);
		expect(outline({ country_code: '55', phone: '55991234567' })).toEqual(['+5555991234567']);
		expect(outline({ country_code: '1', phone: '7137157533' }, 'DE')).toEqual([B]);
		expect(outline({ country_code: '49', phone: B })).toEqual([B]);
		expect(outline({ country_code: 'DE', phone: B })).toEqual([B]);
	});
});

describe('readParticipants: duplicates and the sender', () => {
	it('marks the later one of two equal numbers', () => {
		expect(readParticipants(`x, ${A}, +595 981 048 477`, {})[2]).toEqual({
			input: '+595 981 048 477',
			phone_number: A,
			outcome: 'duplicate',
			reason: 'is already in the list, as entry 2',
			next_step: 'Nothing to do; every number counts once.',
		});
	});

	it('keeps numbers that are only alike', () => {
		expect(outline('+525512345678, +5215512345678')).toEqual(['+525512345678', '+5215512345678']);
	});

	it('leaves out the sender, in whatever form it is given', () => {
		const entries = readParticipants([A, B, B], { senderNumber: '+1 (713) 715-7533' });
		expect(entries).toMatchObject([
			{ outcome: 'pending' },
			{ outcome: 'sender', phone_number: B },
			{ outcome: 'sender', phone_number: B },
		]);
		expect(readParticipants(B, { senderNumber: 'WPN123' })).toMatchObject([{ outcome: 'pending' }]);
	});
});

describe('readParticipants: any data', () => {
	it('never throws, and gives well-formed entries', () => {
		const value = fc.oneof(fc.anything(), fc.jsonValue(), fc.json(), fc.string());
		fc.assert(
			fc.property(value, fc.option(fc.constantFrom('DE', 'US', 'xx')), (input, country) => {
				const defaultCountry = country ?? undefined;
				const entries = readParticipants(input, { defaultCountry, senderNumber: A });
				for (const entry of entries) expectWellFormed(entry);
			}),
			{ numRuns: 1000 },
		);
	});

	it('loses no element of an array', () => {
		fc.assert(
			fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), (elements) => {
				expect(readParticipants(elements, {}).length).toBeGreaterThanOrEqual(elements.length);
			}),
			{ numRuns: 1000 },
		);
	});

	it('gives one entry for each piece of a text, in order', () => {
		const piece = fc.oneof(
			fc.constantFrom(A, B, C, '+49 (0)171 / 392 00 12', '0171 2345', '5,49E+12', '#REF!'),
			fc.constantFrom('anna@example.com', 'Anna', 'Anna <+491713920012>', 'wa.me/595981048477'),
			fc.string({ unit: fc.constantFrom(...'abcdefg'), minLength: 3, maxLength: 9 }),
		);
		const separator = fc.constantFrom(', ', '; ', ';', '\n', '\r\n', ' | ', '\t', ',\n', '\uFF1B');
		fc.assert(
			fc.property(fc.array(piece, { minLength: 1 }), separator, (pieces, mark) => {
				expect(inputs(pieces.join(mark))).toEqual(pieces);
			}),
			{ numRuns: 1000 },
		);
	});

	it('gives one entry for each person of a list, in order', () => {
		const person = fc.record({
			id: fc.integer(),
			name: fc.string(),
			phone: fc.constantFrom(A, B, C, 'n/a', '0171 2345'),
			tags: fc.array(fc.string()),
		});
		fc.assert(
			fc.property(fc.array(person, { minLength: 1 }), (people) => {
				const phones = people.map(({ phone }) => phone);
				expect(inputs(people)).toEqual(phones);
				expect(inputs(JSON.stringify(people))).toEqual(phones);
				expect(inputs([people.map((json) => ({ json }))])).toEqual(phones);
			}),
		);
	});

	it('reads ten thousand entries in less than three seconds, even on a busy machine', () => {
		const numbers = Array.from(
			{ length: 10_000 },
			(_, n) => `+1713715${String(n).padStart(4, '0')}`,
		);
		const start = performance.now();
		expect(readParticipants(numbers.join(', '), {})).toHaveLength(10_000);
		expect(performance.now() - start).toBeLessThan(3000);
	});

	it('is not slowed down by hostile text', () => {
		const start = performance.now();
		for (const part of ['/', '+', '(', '1,', '<', '\u2022 ', '1 / ', '[', ' & ']) {
			readParticipants(part.repeat(20_000), { defaultCountry: 'DE' });
		}
		expect(performance.now() - start).toBeLessThan(3000);
	});
});

function expectWellFormed(entry: Entry): void {
	expect(entry.input.length).toBeLessThanOrEqual(200);
	if (entry.phone_number !== null) expect(entry.phone_number).toMatch(E164);
	if (entry.outcome === 'pending') return;
	expect(entry.reason).toMatch(/^[a-z]/);
	expect(entry.next_step).toMatch(/\.$/);
	expect(entry.phone_number === null).toBe(entry.outcome === 'invalid_number');
}
