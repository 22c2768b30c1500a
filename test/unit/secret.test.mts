import { maskOf } from '../../nodes/shared/api/secret.ts';

const KEY = 'UAK7f3c1b2a-9d4e-4c51-8e0a-5b6c7d8e9f01';
const inBase64 = (text: string) => Buffer.from(text).toString('base64');
const SPELLINGS: Array<[string, string]> = [
	['as it is', KEY],
	['in small letters', KEY.toLowerCase()],
	['in an address', KEY.replaceAll('-', '%2D')],
	['in a web page', KEY.replaceAll('-', '&#45;')],
	['in a web page, in hexadecimal', KEY.replaceAll('-', '&#x2d;')],
	['in escaped JSON', KEY.replaceAll('-', '\\u002d')],
	['without its dashes', KEY.replaceAll('-', '')],
	['with blanks around its dashes', KEY.replaceAll('-', ' - ')],
	['in hexadecimal digits', Buffer.from(KEY).toString('hex')],
	['in base64', inBase64(KEY)],
	['in base64 behind a name', inBase64(`me:${KEY}`)],
	['in base64 behind another name', inBase64(`user:${KEY}`)],
	['in base64 behind a long name', inBase64(`some.user:${KEY}`)],
];

test.each(SPELLINGS)('takes out the key %s', (_, spelling) => {
	const mask = maskOf(KEY);
	const left = `${mask.text(`bad key ${spelling}.`)} ${JSON.stringify(mask.value({ [spelling]: [spelling] }))}`;
	expect(left).toContain('[API key]');
	expect(left.toLowerCase()).not.toContain(spelling.slice(2, -2).toLowerCase());
});

test('leaves everything else as it is', () => {
	const value = { a: 'UAK7f3c1b2a', list: [1, null, 'text-with-dashes'], deep: { b: true } };
	expect(maskOf(KEY).value(value)).toEqual(value);
	expect(maskOf('k"y').text('a k"y and a kxy')).toBe('a [API key] and a kxy');
});
