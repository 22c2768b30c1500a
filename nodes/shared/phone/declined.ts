// How lists, chats and forms say of somebody that they do not come, or of a number that it is not theirs any more, in
// the languages of many users.

const GONE = pattern(
	'iu',
	'cancel\\p{L}*|apolog\\p{L}*|declin(?:ed|es)|withdrawn|withdrew|dropped|removed|absent|sick|no[- ]?show|deceased',
	"wait(?:ing)?[- ]?list\\p{L}*|unable|cannot|can[’']?t (?:make|come|go)|won[’']?t|opted out|unsubscribed|left$",
	'except|excepto|exceto|salvo|menos|außer|sauf|tranne|eccetto|behalve|кроме|oprócz',
	'instead of|en vez de|en lugar de|em vez de|anstelle|statt|au lieu de|invece di|in plaats van|вместо|zamiast',
	'anulad[oa]s?|ausentes?|enferm[oa]s?|salió|se baj\\p{L}+|(?:de )?baja$|lista de espera|suplentes?|disculp\\p{L}*',
	'no\\s+(?:\\p{L}+(?:[aei]r|gues|adas|uyas)|whats\\s?app)|desistiu|desist\\p{L}*|faltou|doente|saiu|falecid[oa]',
	'fallecid[oa]|abgesagt|absagen?|abgemeldet|storniert|krank|fehlt|verhindert|warteliste|abwesend|ausgestiegen',
	"verlassen|verstorben|annul\\p{L}*|absent[es]*|désist\\p{L}*|malades?|excusée?s?|liste d[’']attente|décédée?",
	"assent[ei]|disdett\\p{L}*|malat[oi]|lista d[’']attesa|rinunci\\p{L}*|deceduto|afgezegd|afgemeld|geannuleerd",
	'afwezig|ziek|wachtlijst|avbok\\p{L}*|afbud|avbud|frånvar\\p{L}*|venteliste|väntelista|odwoł\\p{L}*|rezygn\\p{L}*',
	'nieobecn\\p{L}*|zruš\\p{L}*|omluven\\p{L}*|lemond\\p{L}*|отмен\\p{L}*|отказ\\p{L}*|отсутств\\p{L}*|болеет|скасув\\p{L}*',
	'iptal|katıl(?:ma|amı|mı)y\\p{L}*|gel(?:mi|me|emi)y\\p{L}*|yok|batal|absen|izin|sakit|hủy|vắng|ακύρωσ\\p{L}*',
	'रद्द|अनुपस्थित|বাতিল|و?اعتذر\\p{L}*|يعتذر\\p{L}*|ملغ\\p{L}*|ألغ\\p{L}*|غائب\\p{L}*|ביטל\\p{L}*|נעדר\\p{L}*',
	'не|नहीं|না|لن|לא',
);
/** Of scripts without blanks between words. */
const JOINED =
	/不[来來参參去可]|来不了|來不了|取消|请假|請假|缺席|退出|[候后]补|候補|欠席|キャンセル|行けま|불참|취소|결석|ไม่|ยกเลิก/u;

const NOT =
	"not|never|don[’']?t|nicht|kein\\p{L}*|n[aã]o|pas|niet|geen|inte|ikke|değil|tidak|nggak|jangan|không|δεν|όχι";
/** In small letters, since names begin with a capital one; "no" is short for number, too. */
const SHORT =
	'no(?!\\s?[.:º°]|\\s*[\\d+(]|\\s+(?:hp|wa|tel\\p{L}*|mobile|phone)(?!\\p{L}))|non|ne|ni|nie|nem|nu|ei|ej';
const NEGATION = pattern('iu', NOT, 'without');
const SHORT_NEGATION = pattern('u', SHORT, 'zonder|sin|sem|sans|ohne|senza|bez');
/** "no meat" and "not before six" say nothing against the group. */
const NOT_COMING = pattern(
	'iu',
	`(?:${NOT}|${SHORT})\\s+(?:\\p{L}+\\s+)?(?:`.concat(
		'coming|comes|going|attend\\p{L}*|join\\p{L}*|able|available|invited|add\\p{L}*|viene[ns]?|va[ns]?|vendr\\p{L}*',
		'|pued\\p{L}*|podr\\p{L}*|asist\\p{L}*|particip\\p{L}*|irán?|vai|vem|vão|poder\\p{L}*|pode|confirm\\p{L}*|komm\\p{L}*',
		'|dabei|mit|kann|vient|viendra|peut|pourra|ira|partecip\\p{L}*|può|komt|mee|kan|med|deltar|przyj\\p{L}*|jedzie|może',
		'|agreg\\p{L}*|añad\\p{L}*|inclu\\p{L}*|adicion\\p{L}*|agg?iung\\p{L}*|ajout\\p{L}*|hinzu\\p{L}*|us[ae]r?|ikut|bisa|jadi|datang|hadir|đi|tham|đến|jön|tud|vine|poate|έρχεται|μπορεί|θα)',
	),
);
/** "No llamar" */
const NO_CALLS =
	/(?<!\p{L})(?:not?|don[’']?t|nicht|keine?|n[aã]o|pas|ne|niet|geen|non|sin|sem)\s+(?:\p{L}+\s)?(?:calls?|llam\p{L}*|lig\p{L}*|an?ruf\p{L}*|appel\p{L}*|bellen|chiam\p{L}*|telefonat\p{L}*|landlines?|fijo|fixe|festnetz|n[uú]mero|num[eé]ro|numbers?|nummer|phone|tel[eé]fon[oe]|celular|m[oó]vil|handy)(?!\p{L})/giu;

/** What a switch or a tag of a record is called. */
const FLAG =
	/^(?:dnd|do not (?:disturb|contact|call|add|invite)|opt(?:ed)? ?out|unsubscribed|blocked|cancell?ed|declined|absent|no show|deleted|removed|deceased)$/;

const WRONG =
	/\b(?:wrong|invalid|disconnected|reassigned|not in service|do not (?:call|contact)|blocked|bounced|some(?:one|body) else|opted out|unsubscribed)\b|equivocad|inv[aá]lid|no existe|falsch|ungültig|gesperrt|errad|mauvais|sbagliat|verkeerd/i;

/** A line through each letter, a mark for it, or what markup of it is turned into. */
export const CROSSED_OUT = /[❌✖✗✘🚫⛔👎☒]|\u0336/u;

function pattern(flags: string, ...words: string[]): RegExp {
	return new RegExp(`(?<![\\p{L}_.@-])(?:${words.join('|')})(?!\\p{L})`, flags);
}

/** Whether a heading, or the words in front of somebody's number, say that they are not to be added. */
export function isDeclining(text: string): boolean {
	const said = text.replace(NO_CALLS, ' ');
	return isGone(said) || NEGATION.test(said) || SHORT_NEGATION.test(said);
}

/** Whether a note on somebody says that they do not come. */
export function isDecliningNote(text: string): boolean {
	const said = text.replace(NO_CALLS, ' ');
	return isGone(said) || NOT_COMING.test(said);
}

function isGone(text: string): boolean {
	return GONE.test(text) || JOINED.test(text);
}

/** Whether the name of a switch, or a tag, says that somebody is not to be written to. */
export function isOptOut(words: readonly string[]): boolean {
	return FLAG.test(words.join(' '));
}

/** Whether a note says of a number that it is wrong. */
export function isWrong(text: string): boolean {
	return WRONG.test(text);
}
