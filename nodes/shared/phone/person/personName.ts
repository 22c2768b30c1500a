import { byPlainName } from '../words/fieldNames';
import { wordsOf } from '../words/fieldWords';
import { toPlainText } from '../number/phoneText';
import type { Row } from '../data/values';

const WHOLE = wordsOf(
	'fullname displayname name nombrecompleto nombre nome nomecompleto vollername nom ' +
		'pushname title kunde contactname customername yourname whatsyourfullname naam namn navn ' +
		'nimi jmeno meno nume ime imie nev ad adsoyad isim nama namalengkap hoten hovaten имя фио ' +
		'имяифамилия όνομα الاسم الاسمالكامل نام שם שםמלא नाम নাম ชื่อ 姓名 名前 氏名 お名前 이름 성함',
);
const FIRST = wordsOf('firstname first givenname fname vorname prenom nombres primernombre');
const LAST = wordsOf(
	'lastname last familyname surname lname nachname apellido apellidos sobrenome',
);
const LONGEST = 80;

/** What a row calls its person, in one of the fields that usually do. Never sent to 2Chat. */
export function nameOf(row: Row): string | null {
	const fields = byPlainName(row);
	const find = (names: readonly string[]) =>
		names.map((name) => textOf(fields.get(name))).find((text) => text !== null) ?? null;
	const parts = [find(FIRST), find(LAST)].filter((part) => part !== null);
	return parts.length > 0 ? parts.join(' ') : find(WHOLE);
}

function textOf(value: unknown): string | null {
	if (typeof value === 'string') return asName(value);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
	const { value: inner } = value as Row;
	return typeof inner === 'string' ? asName(inner) : nameOf(value as Row);
}

/** A text that can be somebody's name: letters, and no digits. */
export function asName(text: string): string | null {
	const plain = toPlainText(text.slice(0, 4 * LONGEST))
		.replace(/^[^\p{L}]+|[^\p{L}\p{M}.)]+$/gu, '')
		.replace(/\s+/g, ' ')
		.trim();
	const isName = /\p{L}{2}|\p{L}$/u.test(plain) && !/[\d@/<>{}[\]]/.test(plain);
	return isName && plain.length <= LONGEST ? plain : null;
}
