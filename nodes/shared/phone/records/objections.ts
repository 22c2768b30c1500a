import { isDeclining, isDecliningNote, isOptOut, isWrong } from '../words/declined';
import { byPlainName, meaningOf } from '../words/fieldNames';
import {
	ABOUT,
	areAll,
	holdsAny,
	MOBILE,
	NUMBER,
	PHONE,
	WHATSAPP,
	wordsOf,
	wordSet,
} from '../words/fieldWords';
import { isRow, shorten, scalarText, type Row } from '../data/values';
import { refuse, type PhoneReading } from '../number/phoneReading';
import { holdsNumber } from '../number/phoneText';

// What a row says against adding its person: forms ask whether somebody wants to be in the group, and call lists note
// that a number is wrong.

const GROUP = wordSet(
	'group grupo gruppe groupe gruppo groep gruppen grupy grupa grup grubu grubuna группа группу группе ' +
		'الواتساب مجموعة 群组 グループ 그룹',
);
/** "Consent", and not "Photo consent". */
const CONSENT = wordSet(
	'consent consents consentimiento consentimento consentement consenso einwilligung zustimmung toestemming',
);
const BESIDE_CONSENT = wordSet('has is given to contact');
/** Where tables have 0 for no: "add_to_group", and not "whatsapp_messages". */
const AGREES = wordSet(
	'opt optin in add join joins want wants invite include agree accept allow',
	CONSENT,
);
/** Who is not in the group so far has not said no to it. */
const AS_IT_IS =
	/(?<!\p{L})(?:already|yet|ya est[aá]|bereits|schon|já|déjà|già|allerede|redan|już|уже|zaten)(?!\p{L})/iu;
/** "Added to group", "Group invite sent", "Confirmación enviada": what has been done so far. */
const IS_DONE =
	/^(?:(?:is|was|been)[\s_])?(?:added|joined|invited|agregad|añadid|adicionad|ajouté|aggiunt|toegevoegd|hinzugefügt|dodan|добавлен|eklendi|ditambah)|(?<!be |\p{L})(?:added|joined|hinzugefügt|sent|enviad[oa]|gesendet|verschickt|versendet|envoyée?|inviat[oa]|verzonden|отправлено)\??$/iu;
/** "isGroup", "Has WhatsApp access": too short for a question to somebody. */
const STATE = new Set(['is', 'has', 'have']);
const LONGEST_STATE = 4;
/** "Blood group", "Group name", "Group discount": no group to be in. */
const OF_OTHER_GROUPS = wordSet(
	'blood age size name discount sanguineo sanguinea sanguin edad etario nombre tamaño',
);
/** E-mails and visas have a status too, and who wants no e-mails may be in a group. */
const ELSEWHERE = wordSet('email emails mail mails newsletter newsletters fax visa correo');
/** "¿Vienes en coche?", "Zum ersten Mal dabei?": how somebody comes, and whether they did before. */
const MANNER = wordSet(
	'coche carro auto car voiture macchina bus bicicleta fahrrad niños hijos kinder enfants bambini acompañado partner pareja first ersten erste gewesen primera primeira première prima',
);
/** Where a list keeps who comes. */
const ATTENDANCE = wordSet(
	'attendance asistencia participacion participação teilnahme zusage anwesenheit confirmation ' +
		'confirmacion confirmacao confirma bestatigung presença presence présence presenza katilim 참석',
);
/** Nothing but coming: "Will you attend?", and not "Attend dinner". */
const GOING = wordSet(
	'coming attend attending join joining going present presente presenti anwesend teil vai participera participar partecipi ' +
		'aanwezig kommer udział katılacak katılıyor придете приедете kehadiran hadir ikut tham ستحضر يحضر מגיע geliyor придет участвует przyjdzie přijde jon tulossa venir 参加 出席 是否参加 是否出席',
);
const BESIDE_GOING = wordSet(
	'are will you do be able to us va a mu du nimmst voce czy weźmiesz mısınız musunuz gia هل ה',
);
/** A field that is answered by yes, or by anything else. */
const COMES = wordSet(
	'rsvp attending attends asiste asistes asistira vem asistiras viene vienen vient vienes vendras vieni verrai kommst viens viendras ' +
		'participa partecipa participe kommt dabei katiliyor 出欠 참석여부',
);
const STATUS = wordSet(
	'status state estado estatus situacao situação statut stato stan durum durumu статус ' +
		'الحالة وضعیت סטטוס स्थिति κατασταση สถานะ situation stav allapot ' +
		'ruckmeldung answer antwort respuesta resposta risposta outcome resultado result response 状态 상태',
);
/** Where a list has its remarks on people. */
const NOTES = wordSet(
	'notes note comment comments remark remarks bemerkung bemerkungen anmerkung anmerkungen kommentar hinweis notiz ' +
		'notas nota observaciones observacoes observacao obs comentario comentarios remarque remarques commentaire ' +
		'commentaires osservazioni uwagi opmerking opmerkingen примечание комментарий catatan not notlar açıklama 备注 備考 비고 ملاحظات הערות',
);
/** What has happened to the person, in one word: "unsubscribe", "BOOKING_CANCELLED". */
const EVENT = wordSet('event type trigger action topic operation');
/** Said of numbers and not of people or things. */
const IN_USE = wordSet('disconnected reassigned service use call contact bounced');
/** Longer ones tell of other matters too. */
const LONGEST_NOTE = 8;
/** "wants no newsletter" says nothing of the group. */
const OF_NEWSLETTER = /newsletter|mailing list|bolet[ií]n/i;
const OF_GROUP = /group|grup|whats|coming|attend/i;
/** "(yes/no)": the answers to choose from. */
const CHOICES = /\([^()]*\)|\p{L}{1,30}\s?\/\s?\p{L}{1,30}/gu;
const NOT =
	/(?<!\p{L})(?:not|don[’']?t|^no|nicht|kein\p{L}*|n[aã]o|pas|niet|nie|non|inte|ikke|не)(?!\p{L})/iu;
const NO =
	/^\s*(?:no|nope|false|nein|n[aã]o|non|nee|nie|nej|nei|ne|nu|нет|ні|не|nem|ei|n\s*$|[×✗✘❌]|hayır|tidak|لا|לא|όχι|नहीं|いいえ|否|不|아니요|không)(?!\p{L}| problem)/iu;
/** "Why not", "I don't mind" */
const NO_MATTER =
	/\b(?:mind|why|problem\p{L}*|issue|wait|warum|wieso|porqu[eê]|por qu[eéê]|perch[eé]|pourquoi|souci|duda|dúvida)/iu;
const YES =
	/^\s*(?:yes|true|ja|s[iíì]|sim|oui|да|так|tak|evet|ya|نعم|כן|ναι|हाँ|はい|是|예|x|✓)(?!\p{L})/iu;

/** A switch that is on for whoever is to be added. */
const ACTIVE = wordSet(
	'active activo activa ativo ativa aktiv attivo actif confirmed confirmado confirmada confirme confermato include included add ' +
		'invite subscribed enabled optin optedin consent',
);

/** Beside a plain yes. */
const COMING =
	/^(?:[1-9]|[yjso]|ok|参加|出席|참석|of course|absolutely|definitely|sure|count me in|yup|yep|yeah|claro|por supuesto|certo|com certeza|con gusto|con piacere|(?:na )?klar|gerne?|auf jeden fall|avec plaisir|bien sûr|logo|see you|(?:i[’']ll |will )?be there|allí estaré|can(?:no|[’']?)t wait)(?!\p{L})|confirm|going|attend|accept|coming|asist|vou|vengo|komm|dabei|present|\b(?:days?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|ceremony|reception)\b/iu;

const LEAVE_OUT = 'Leave this person out, or ask them again.';

/** What CRMs know of firms, and of people only beside their names. */
const OF_A_FIRM = ['numberofemployees', 'annualrevenue'];
const OF_SOMEBODY = ['firstname', 'leadname', 'lastname', 'fullname', 'contactname'];

function isFirm(row: Row): boolean {
	const fields = byPlainName(row);
	if (String(fields.get('iscompany')) === 'true') return true;
	return (
		OF_A_FIRM.some((name) => fields.has(name)) && !OF_SOMEBODY.some((name) => fields.has(name))
	);
}

/** One field of a row, and what is written in it. */
interface Field {
	name: string;
	words: readonly string[];
	text: string;
	row: Row;
}

/** A kind of field, and by which answer in it somebody is not to be added. */
type Rule = readonly [isKind: (field: Field) => boolean, isAgainst: (field: Field) => boolean];

const OF_A_DAY = wordSet('at on date am');
/** The name says it all: "unsubscribed": true, and "cancelled_at" with a day. */
const FLAGS: Rule[] = [
	[
		({ words }) => isOptOut(words.filter((word) => !OF_A_DAY.has(word))),
		({ text }) => YES.test(text) || /^[1yj]$|\d{4}\D|\D\d{4}|\d{10}/i.test(text),
	],
];
const QUESTIONS: Rule[] = [
	[isSwitch, (field) => field.text === '0' || isAnsweredByNo(field)],
	[asksForGroup, isAnsweredByNo],
];
/** "cancelled" as the status, "can't make it" as the answer; "not paid" says nothing against the group. */
const STATES: Rule[] = [
	[asksWhoComes, ({ text }) => /\p{L}/u.test(text) && !isComing(text)],
	[(field) => isOfComing(field) && !isOther(field), ({ text }) => isDeclining(text)],
	[
		(field) => [isOfComing, isStatus, isNote, isEvent].some((isKind) => isKind(field)),
		({ text }) => isDecliningNote(text),
	],
	[isEvent, ({ text }) => isOptOut(wordsOf(text))],
];

function isSaid(rules: Rule[], field: Field): boolean {
	return rules.some(([isKind, isAgainst]) => isKind(field) && isAgainst(field));
}

/** Why the person of a row must not be added by what the row itself says; undefined where it says nothing against it. */
export function objectionIn(row: Row): PhoneReading | undefined {
	if (isFirm(row)) {
		return refuse('is a company, not a person', 'Map the field that holds the people.');
	}
	for (const [name, value] of Object.entries(row)) {
		const text = answerText(value);
		const field = { name, words: meaningOf(name).words, text, row };
		const [said, asked] = [shorten(text), shorten(name)];
		const isElsewhere = holdsAny(field.words, ELSEWHERE);
		if (!isElsewhere && isSaid(FLAGS, field)) return refuse(`has "${asked}" set`, LEAVE_OUT);
		const isState = !isElsewhere && field.words.length <= LONGEST_STATE;
		if (isSaid(QUESTIONS, field) || (isState && isSaid(STATES, asAnswer(field)))) {
			return refuse(`says "${said}" under "${asked}"`, LEAVE_OUT);
		}
		if (isOnNumber(field) && isWrong(text)) {
			const nextStep = 'Ask this person for their number, or correct that field.';
			return refuse(`says "${said}" under "${asked}"`, nextStep);
		}
		const tags = Array.isArray(value) ? (value as unknown[]).map(scalarText) : tagsIn(name, text);
		const tag = tags.find((one) => isOptOut(wordsOf(one)));
		if (tag !== undefined) return refuse(`has "${tag}" in "${asked}"`, LEAVE_OUT);
	}
	return undefined;
}

/** Of an answer that was chosen, which is an object, its name. */
function answerText(value: unknown, deepest = 3): string {
	if (!isRow(value)) return typeof value === 'boolean' ? String(value) : scalarText(value);
	const { type, value: own, name, label, status } = value;
	return deepest === 0
		? ''
		: answerText(value[String(type)] ?? own ?? name ?? label ?? status, deepest - 1);
}

/** In small letters, without marks in front; Turkish has a small letter with a dot of its own. */
function asAnswer(field: Field): Field {
	return { ...field, text: field.text.toLowerCase().replace(/^\s*[¡¿"'(]+|\u0307/g, '') };
}

/** "vip, do not contact" under "tags" */
function tagsIn(field: string, text: string): string[] {
	return /^(?:tags?|labels?|etiquetas?|schlagw\p{L}*)$/iu.test(field) ? text.split(/[,;|]/) : [];
}

function isSwitch({ words }: Field): boolean {
	const isToCome = holdsAny(words, GOING) && areAll(words, GOING, BESIDE_GOING);
	return ACTIVE.has(words.join('').replace(/^is/, '')) || isToCome;
}

/** "Do you want to be in the WhatsApp group?" */
function asksForGroup({ name, words, row }: Field): boolean {
	const isOfWhatsApp = holdsAny(words, WHATSAPP);
	const isShort = words.length <= LONGEST_STATE;
	const isState = isShort && STATE.has(words[0] ?? '') && !(words.length === 2 && isOfWhatsApp);
	const isGroup = holdsAny(words, GROUP) && !(isShort && holdsAny(words, OF_OTHER_GROUPS));
	const isQuestion = words.length > 1 || name.trim().endsWith('?') || isOfWhatsApp;
	const asks =
		(isGroup || isOfWhatsApp) && isQuestion && !isState && !isOfAnotherNumber(words, row);
	return asks || (holdsAny(words, CONSENT) && areAll(words, CONSENT, BESIDE_CONSENT));
}

/** "Is this number on WhatsApp?" is no objection where another one is given for it. */
function isOfAnotherNumber(words: readonly string[], row: Row): boolean {
	const isOfNumber = holdsAny(words, NUMBER, PHONE, MOBILE) && !holdsAny(words, GROUP);
	const isGiven = ([field, value]: [string, unknown]) =>
		meaningOf(field).rank === 0 && holdsNumber(scalarText(value));
	return isOfNumber && Object.entries(row).some(isGiven);
}

/** "No", "I do not agree", "Declined", or a yes to "I do not want to be in it". */
function isAnsweredByNo({ name, words, text: given }: Field): boolean {
	const isFlag = holdsAny(words, AGREES) || (words.length > 1 && areAll(words, GROUP, WHATSAPP));
	const text = (isFlag && { 0: 'no', 1: 'yes' }[given]) || given;
	const asked = name.replace(CHOICES, ' ');
	if (AS_IT_IS.test(asked) || IS_DONE.test(asked.trim())) return false;
	const isNegated = NOT.test(text) || isDecliningNote(text);
	const isRefusal = isNegated && !NO_MATTER.test(text) && wordsOf(text).length <= LONGEST_NOTE;
	const isReversed = NOT.test(asked) || isOptOut(words);
	return NO.test(text) || isRefusal ? !isReversed : YES.test(text) && isReversed;
}

/** "Kommt aus" and "dabei seit" ask for something else. */
function isOther({ name, words }: Field): boolean {
	return holdsAny(words, MANNER) || IS_DONE.test(name.trim());
}

function isOfComing({ words }: Field): boolean {
	return holdsAny(words, ATTENDANCE, COMES);
}

function asksWhoComes(field: Field): boolean {
	const isQuestion = field.words.length === 1 || field.name.trim().endsWith('?');
	return isQuestion && holdsAny(field.words, COMES) && !isOther(field);
}

function isComing(answer: string): boolean {
	// An x may be a tick or a cross.
	return (answer !== 'x' && YES.test(answer)) || COMING.test(answer);
}

function isStatus({ words }: Field): boolean {
	return holdsAny(words, STATUS) || words.some((word) => word.endsWith('status'));
}

function isEvent({ words, text }: Field): boolean {
	return words.length > 0 && areAll(words, EVENT) && !/\s/.test(text);
}

function isNote({ words, text }: Field): boolean {
	const isNewsletter = OF_NEWSLETTER.test(text) && !OF_GROUP.test(text);
	// Turkish for none.
	if (isNewsletter || /^\W*yok\W*$/i.test(text)) return false;
	return holdsAny(words, NOTES) && wordsOf(text).length <= LONGEST_NOTE;
}

/** "Phone", "mobile_status", and among the remarks "wrong number"; not "wrong size", nor the number of an invoice. */
function isOnNumber(field: Field): boolean {
	const { words } = field;
	if (holdsAny(words, WHATSAPP, MOBILE, PHONE)) return true;
	const said = wordsOf(field.text);
	const isOfNumber = said.length === 1 || holdsAny(said, NUMBER, PHONE, MOBILE, WHATSAPP, IN_USE);
	return (holdsAny(words, NUMBER) && holdsAny(words, ABOUT)) || (isOfNumber && isNote(field));
}
