import { meaningOf } from '../words/fieldNames';
import { NEUTRAL, OTHERS, wordsOf } from '../words/fieldWords';

// Numbers of orders, rooms and documents, and amounts, beside a phone number or in its place.

const THING =
	'order|room|concepto|verwendungszweck|causale|rek|rekening|norek|account|cuenta|konto|conta|compte|invoice|ticket|case|ref|nr|id|customer|kunden?nummer|' +
	'rechnung|bestellung|pedido|factura|zimmer|sala|habitaci[oó]n|tracking|code|pin|zip|plz|box|total|amount|budget|cpf|cnpj|' +
	'nit|nie|nif|dni|ruc|rut|rfc|curp|cuit|cuil|c[eé]dula|passport|iban|iva|vat|ssn|aadhaar|pesel|c\\.i\\.';
const OF_THING = new RegExp(
	`\\b(?:${THING})(?!\\p{L})|[单單编編]号|[單編]號|订单|訂單|身份证|注文番号|会員番号|주문 ?번호`,
	'iu',
);
/** Iva, and Nie or Rut in front of a surname, are people. */
const NAMES = /(?<!\p{L}\W{0,3})(?:Iva(?!\p{L}|\W{0,3}\d{11})|(?:Nie|Rut)(?=\s\p{Lu}\p{Ll}))/gu;
/** "Room 12", "CPF 123.456.789-09": too short for a phone number, or written unlike one. */
const NUMBER_OF_THING = new RegExp(
	`\\b(?:${THING})[\\s.:#º°]{0,3}(?:\\d{1,4}|\\d{1,3}(?:\\.\\d{3}){2,4}(?:-\\d{1,2})?)(?![\\d.\\-/]|\\s?\\d)`,
	'giu',
);
const LONG = '(?:\\d[ .,]?){7}';
const CURRENCY = `(?:\\p{Sc}|(?<!\\p{L})(?:${Intl.supportedValuesOf('currency').join('|')}|Rp|Rs|kr|zł|Kč|Ft|lei)(?!\\p{L})\\.?)`;
/** "GHS 0244118824", and not an amount beside a number. */
const AMOUNT = new RegExp(`${CURRENCY}\\s?${LONG}|${LONG}${CURRENCY}(?!\\s?\\d)`, 'u');
/** "Mitgliedsnr. 0171…", "Pedido nº 612…": what is numbered. */
const NUMBERED = /(\p{L}{3,})\s?(?:№|n[º°]|nr\b|#)[.:\s]{0,3}(?=\d)/iu;

/** The text without the numbers of rooms and documents that cannot be phone numbers. */
export function withoutThings(text: string): string {
	return text.replace(NUMBER_OF_THING, ' ; ');
}

/** Whether the digits of a text may be those of an order, a document or an amount. */
export function isOfThing(text: string): boolean {
	const [, thing = ''] = NUMBERED.exec(text) ?? [];
	// "new #: 0917 …"
	const isNamed = wordsOf(thing).some((word) => !NEUTRAL.has(word) && !OTHERS.has(word));
	const isNumbered = isNamed && meaningOf(`${thing} nr`).rank === undefined;
	return isNumbered || OF_THING.test(text.replace(NAMES, ' ')) || AMOUNT.test(text);
}
