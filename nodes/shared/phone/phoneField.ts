/**
 * Finds the phone number in an object of a CRM, a form or a spreadsheet. An object stands for one
 * person: of several fields the one that most probably is on WhatsApp is taken.
 */
export type Row = Readonly<Record<string, unknown>>;

export interface PhoneField {
	/** The value to read, when a field with a phone-like name holds something like a number. */
	value: unknown;
	/** What such a field holds instead ("n/a"), when none of them holds anything like a number. */
	otherValue: unknown;
	/** Names of the phone-like fields, best first, also of empty ones. */
	fields: string[];
	/** Whether the value is a WhatsApp id, which starts with the country code by definition. */
	isWhatsAppId: boolean;
	/** The calling code, such as 49, that the object keeps in a field of its own. */
	callingCode: string | undefined;
}

/**
 * Names of fields that are taken for a phone number, best first. Case, accents, blanks, hyphens,
 * underscores and a number behind the name do not matter.
 */
export const PHONE_FIELDS: readonly string[] = [
	'whatsapp_number',
	'whatsapp_phone_number',
	'whatsapp_phone',
	'whatsapp',
	'wa_number',
	'whatsapp_id',
	'wa_id',
	'jid',
	'mobile_phone_number',
	'mobile_phone',
	'mobile_number',
	'mobile',
	'cell_phone_number',
	'cell_phone',
	'cell_number',
	'cell',
	'celular',
	'móvil',
	'cellulare',
	'handynummer',
	'handy',
	'mobilnummer',
	'mobil',
	'gsm',
	'phone_number',
	'phone_numbers',
	'phone',
	'phones',
	'phone_no',
	'primary_phone',
	'contact_phone',
	'contact_number',
	'telephone_number',
	'telephone',
	'tel',
	'telefonnummer',
	'telefon',
	'teléfono',
	'telefone',
	'téléphone',
	'telefoonnummer',
	'telefoon',
	'rufnummer',
	'телефон',
	'电话',
	'手机',
	'電話番号',
	'msisdn',
	'e164',
	'national_number',
	'contact_no',
	'número_de_contacto',
	'no_hp',
	'nomor_hp',
	'contact',
	'participant',
	'participants',
	'recipient',
	'to',
	'sms',
	'number',
	'numbers',
	'número',
	'nummer',
	'numero',
	'home_phone',
	'work_phone',
	'business_phone',
	'other_phone',
	'value',
];

// These names are also used for amounts and order numbers, so their value has to look like a phone.
const VAGUE_FIELDS = new Set(
	'contact participant participants recipient to sms number numbers numero nummer value'.split(' '),
);
const WHATSAPP_ID_FIELDS = new Set(['whatsappid', 'waid', 'jid']);
// Labels of forms are sentences: "What is your WhatsApp number?"
const STEMS = [
	'whatsapp',
	'mobil',
	'movil',
	'celular',
	'cellphone',
	'phone',
	'telefon',
	'rufnummer',
];
const ABOUT_THE_NUMBER = new Set(
	(
		'fax type country verified label status consent optin opt count name url prefix extension ext ' +
		'model code id date time valid carrier format app version device os group message ' +
		'provider timezone region notes calls last'
	).split(' '),
);
const FEWEST_DIGITS = 6;

const CALLING_CODE_FIELDS = new Set([
	'dialcode',
	'dialingcode',
	'diallingcode',
	'callingcode',
	'countrycallingcode',
	'countrycode',
	'phonecountrycode',
	'phonecode',
	'phoneprefix',
	'countryprefix',
	'isdcode',
	'ddi',
]);

let ranks: ReadonlyMap<string, number> | undefined;

/** Built when it is needed: n8n loads this file at its start, with every node of every package. */
function rankOf(plainName: string): number | undefined {
	ranks ??= new Map(
		PHONE_FIELDS.map((name, rank) => [wordsOf(name).join(''), rank] as const).reverse(),
	);
	return ranks.get(plainName);
}

interface Candidate {
	field: string;
	rank: number;
	isVague: boolean;
	isWhatsAppId: boolean;
}

/** The words of a field name: "phoneNumber", "Phone Number (with country code)" and "phone_number" are the same. */
function wordsOf(name: string): string[] {
	const hint = /\(.*?\)|\b(?:with|incl\w*|including|mit|con|com|avec)\b.*$/gi;
	const essence = name.replace(hint, ' ').trim();
	return (essence === '' ? name : essence)
		.replace(/whats\s?app/gi, ' whatsapp ')
		.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '');
}

// Rows of one list have the same fields, and working out what a name means takes a while.
const MOST_REMEMBERED = 1000;
const remembered = new Map<string, Candidate | undefined>();

function candidateOf(field: string): Candidate | undefined {
	if (remembered.has(field)) return remembered.get(field);
	const candidate = classify(field);
	if (remembered.size < MOST_REMEMBERED) remembered.set(field, candidate);
	return candidate;
}

function classify(field: string): Candidate | undefined {
	const words = wordsOf(field);
	const plain = words.join('');
	const isWhatsAppId = WHATSAPP_ID_FIELDS.has(plain);
	const exact = rankOf(plain);
	if (exact !== undefined) {
		return { field, rank: exact, isVague: VAGUE_FIELDS.has(plain), isWhatsAppId };
	}
	const counted = rankOf(plain.replace(/\d{1,2}$/, ''));
	if (counted !== undefined) return { field, rank: counted + 0.5, isVague: true, isWhatsAppId };
	if (isAboutTheNumber(words)) return undefined;
	const stem = STEMS.findIndex((part) => plain.includes(part));
	if (stem === -1) return undefined;
	return { field, rank: PHONE_FIELDS.length + stem, isVague: true, isWhatsAppId };
}

/** Fields such as "phone_type" or "is_mobile", which say something about the number. */
function isAboutTheNumber(words: readonly string[]): boolean {
	return (
		words[0] === 'is' || words[0] === 'has' || words.some((word) => ABOUT_THE_NUMBER.has(word))
	);
}

/** Whether a value is nothing at all: absent, blank text, or an array or object without content. */
export function isBlank(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'string') return value.trim() === '';
	if (Array.isArray(value)) return value.every((element) => isBlankScalar(element));
	return typeof value === 'object' && !(value instanceof Date) && Object.keys(value).length === 0;
}

function isBlankScalar(value: unknown): boolean {
	return typeof value !== 'object' || value === null ? isBlank(value) : false;
}

function looksLikeNumber(value: unknown, isVague: boolean): boolean {
	if (typeof value === 'object') return true;
	if (typeof value === 'boolean') return false;
	const digits = String(value).match(/\p{Nd}/gu)?.length ?? 0;
	return digits >= (isVague ? FEWEST_DIGITS : 1);
}

/** The phone number of an object, looking only at its own fields. */
export function findPhoneField(row: Row): PhoneField {
	const candidates = Object.keys(row)
		.map(candidateOf)
		.filter((candidate) => candidate !== undefined)
		.sort((a, b) => a.rank - b.rank);
	const fields = candidates.map(({ field }) => field);
	const filled = candidates.filter(
		({ field }) => !isBlank(row[field]) && typeof row[field] !== 'boolean',
	);
	const best = filled.find(({ field, isVague }) => looksLikeNumber(row[field], isVague));
	return {
		fields,
		value: best && row[best.field],
		otherValue: best || !filled[0] ? undefined : row[filled[0].field],
		isWhatsAppId: best?.isWhatsAppId ?? false,
		callingCode: callingCodeOf(row),
	};
}

function callingCodeOf(row: Row): string | undefined {
	const field = Object.keys(row).find((key) => /code|ddi|prefix/i.test(key) && isCallingCode(key));
	const value = field === undefined ? undefined : row[field];
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	return /^\s*(?:\+|00)?\s*([1-9]\d{0,3})\s*$/.exec(String(value))?.[1];
}

function isCallingCode(field: string): boolean {
	return CALLING_CODE_FIELDS.has(wordsOf(field).join(''));
}

/**
 * The one number of a list that describes a single person's numbers by label ("mobile", "work") or
 * marks one as primary, as CRMs keep them; undefined for a plain list.
 */
export function bestOfLabelled(values: readonly unknown[]): unknown {
	const rows = values.filter(isLabelled);
	if (rows.length < 2 || rows.length < values.length) return undefined;
	const filled = rows.filter((row) => findPhoneField(row).value !== undefined);
	return (
		filled.find((row) => /whats/i.test(labelOf(row))) ??
		filled.find((row) => /mobil|cell|movil|móvil|handy/i.test(labelOf(row))) ??
		filled.find((row) => row.primary === true || row.isPrimary === true) ??
		filled[0] ??
		rows[0]
	);
}

function isLabelled(value: unknown): value is Row {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	return ['label', 'type', 'primary', 'isPrimary'].some((key) => key in value);
}

function labelOf(row: Row): string {
	return `${String(row.label ?? '')} ${String(row.type ?? '')}`;
}
