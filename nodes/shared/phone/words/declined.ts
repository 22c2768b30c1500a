import { wordsOf, wordSet } from './fieldWords';

// How lists, chats and forms say of somebody that they do not come, or of a number that it is not theirs any more, in
// the languages of many users. A star stands for any ending.

const GONE = phrases(`
	cancelled, canceled, cancels, cancel, cancela, exclude, excluded, excluid*, exclu, exclus, esclus*, ausgeschlossen, denied, cancelling, canceling, cancellation, apolog*, declined, declines, withdrawn, withdrew, dropped, pulled out, backed out, removed, absent*, sick, no show, deceased, left the group, left the chat, left group, left the team,
	waiting list, waitlist*, unable to come, unable to attend, unable to join, cannot come, cannot make, cannot attend,
	cannot join, not come, can t make, can t come, can t go, can t join, can t attend, cant come, cant make, cant attend, cant join, won t come, won t be, won t make, opted out, bailed, quit,
	no reply, no answer, no response, keine antwort, sin respuesta, sem resposta, pas de réponse, nessuna risposta,
	taken off, unsubscribe*, terminated, rejected, refunded, resigned, expelled, inactive, maybe, undecided, tbc, to be confirmed, ignore, ex member, passed away, moved away,
	canceló, cancelar, cancelado, cancelada, cancelados, canceladas, anulado, anulada, anulados, ausente*, enfermo, enferma, salió, se bajó, se bajaron, dado de baja, dada de baja, dio de baja, bajas,
	lista de espera, lista espera, suplente*, disculpa*, retirad*, quizá, quizás, tal vez, licencia médica, por confirmar, sin confirmar, a confirmar, fallecid*, inactivo, inactiva,
	no agregues, no añadas, no incluyas,
	n vai, n vou, n vem, cancelou, desistiu, faltou, doente, saiu, falecid*, talvez, inativ*,
	abgesagt, absage, absagen, abgemeldet, storniert, krank, fehlt, verhindert, warteliste, abwesend, ausgestiegen,
	verlassen, sagt ab, ist raus, gelöscht, unsicher, verstorben, inaktiv, vielleicht,
	annulé*, désist*, désinscri*, malade*, excusé*, liste d attente, liste attente, décédé*, peut être,
	cancellato, cancellata, annullato, annullata, assente, assenti, disdett*, malato, malata, lista d attesa, lista attesa, rinunci*, deceduto, da confermare, forse,
	afgezegd, afgemeld, geannuleerd, afwezig, ziek, wachtlijst, misschien,
	avbok*, afbud, avbud, återbud, avanmäl*, avmeld*, meldt fra, forfall, frånvar*, venteliste, väntelista, sjuk*, syk, syg, kanske, måske, ehkä, peruu*, perui, sairas, saa tulla, haige, loobus, neateis, atsisak*, serga, nenāk*, atteic*, slims, slima,
	odwoł*, rezygn*, zrezygn*, nieobecn*, może, zruš*, omluven*, chory, chora, otkaz*, bolestan, bolesna, odpovedal*, nemůže, nemôže, nejde, odhláš*, odhlás*, beteg, a anulat, bolnav*, lemondta, lemondja, lemondott, lemondtam,
	nepřij*, nepřid*, nepůjde, nejede, nepríd*, voeg niet, füge nicht, lägg inte, legg ikke, hatakuja, hawezi, amejitoa, anaumwa, ez dator, vindrà, di makaka*, hindi makaka*, hindi sasama, hindi pupunta, hindi kasama,
	отмен*, отказ*, отсутств*, болеет, заболе*, відмов*, выбыл*, передумал*, скасув*, под вопросом, возможно,
	iptal, katılma*, katılamı*, gelmi*, gelme*, gelemi*, eklemey*, yok, belki, vazgeç*, katılmı*, mengundurkan, tak datang, tak dapat hadir, tarik diri, batal, absen, belum konfirmasi, keluar, izin, sakit, mungkin, hủy, vắng, khong di, khong tham,
	نمی آ*, نمیاد, لغو, منسوخ, انصراف, ακύρωσ*, άρρωστ*, रद्द, अनुपस्थित, বাতিল, اعتذر*, معتذر*, واعتذر*, يعتذر*, المعتذر*, ملغ*, ألغى, ألغت, ألغي*, إلغاء, غائب*, غير موجود, ביטל*, נעדר*`);
/** In front of somebody: "all except Ben", "Reserve: Ben", "Remove Ben". */
const EXCEPT = phrases(`
	except, everyone but, everybody but, all but, list but, out, instead of, excepto, salvo, menos, en vez de, en lugar de, exceto, em vez de, no lugar de, außer, anstelle, statt,
	sauf, au lieu de, tranne, eccetto, invece di, behalve, in plaats van, oprócz, zamiast, кроме, вместо,
	reserv*, rezerw*, rezerv*, riserv*, ersatz*, nachrück*, substitut*, remplaç*, replac*, reemplaz*, sustitu*, ersetz*, sostitu*, backup, spare*, резерв*, yedek*, varalla, varasija*,
	remove, delete, quita, quitad, quiten, elimina, borra, remova, tira o, tira a, entferne, entfernt, entfernen, lösche, supprime*, retirez, retirer, enlève*, rimuovi, togli, verwijder*, usuń, удали*, убери*, çıkar, çıkarın, hapus, keluarkan, احذف*`);
/** Of scripts without blanks between words. */
const JOINED =
	/不[来來参參去可加添]|[不别勿]要?[加添]|追加しない|추가하지|못 ?[와가오올]|안 ?(?:와요|가요|옵니다|갑니다)|来不了|來不了|取消|请假|請假|缺席|退出|退群|行けない|来られない|来ない|辞退|[候后]补|候補|欠席|キャンセル|行けま|移除|移出|删除|刪除|外して|불참|취소|결석|ไม่|ยกเลิก/u;
/** At the end of a note, and not "seat on the left", "2 payments left", "planta baja" or the surname of "Denny Left". */
const AT_END =
	/(?<!\p{L}|\b(?:the|on|to|turn|(?:seat|place|spot|payment|lesson|session|credit)s?|[Pp]lanta|[Pp]arte|[Zz]ona)\s)(?:left|LEFT|baja|BAJA)\W*$|(?<!\p{L}|\p{L}\s)(?:Left|Baja)\W*$/u;
/**
 * Names that are words here without their accents, or in front of another name: "Huy", "Nao Suzuki", "Yok Ling"; and
 * what somebody does not have in Turkish: "arabası yok".
 */
const NAMES =
	/(?<!\p{L})(?:(?:Huy|HUY|Vang|VANG)(?!\p{L}|\s*:\s*\p{L})|(?:Nao|Khong|Yok)(?=\s+\p{Lu}\p{Ll})|Salvo(?=\W*$)|Don(?= T\b)|(?!kendi)\p{L}+s[ıiuü] yok(?!\p{L})|sorun yok(?!\p{L}))/gu;

const NOT = wordSet(
	'not never nope nein nicht kein keine keinen nao niet geen inte ikke değil hayır tidak nggak gak enggak jangan không δεν μην όχι ' +
		'не нет नहीं না না نہیں لن لا לא without',
);
/** Names are written like them, with a capital letter. */
const SHORT_NOT = wordSet('no non ne ni nie nem nu ei ej pas zonder sin sem sans ohne senza bez');
/** Beside a negation: "no meat" and "not before six" say nothing against the group. */
const TO_COME = phrases(`
	whatsapp, coming, comes, going, attend*, join*, able to, available, invited, add, added, adding, interested, sure, want to, wants to, will,
	viene*, va, van, sé si, vendr*, asist*, particip*, irá*, agreg*, añad*, inclu*, quiere entrar, quiere venir, quiere estar,
	vai, vem, vão, quer entrar, quer ir, quer participar, confirm*, usar, adicion*,
	komm*, dabei, mit*, hinzu*, toevoeg*, tilføj*, vient, viendra, ira, ajout*, partecip*, ce la, aggiung*, komt, mee, med, deltar, przyj*, jedzie, idzie, będzie, sicher, sûr*, bij, dodaw*, dodać, dodaj*, dolaz*, tule*, pääse*,
	едет, едут, йде, їде, зможе, ні, прид*, прий*, приї*, добав*, дода*, приед*, поед*, пойд*, ватсап*, вотсап*, zap, wpp, идет, сможет, участв*, ikut, jadi, datang, hadir, masuk*, dimasuk*, tambah*, ditambah*, đi, tham, đến, thêm, jön, tud, vine, έρχεται, έρθ*, προσθ*, προστεθ*,
	आए*, आ, जोड़*, আস*, آئ*, آ رہ*, יגיע, מגיע, מגיעה, תגיע, יבוא, תבוא, בא, באה, להוסיף, תוסיף, يحضر, تحضر, يأتي, تأتي, تضف, تضيف*, إضاف*`);
/** Alone, or with a word for coming: "no puede", "kann nicht mit", and not "no puede saltar". */
const ABLE = phrases(
	'pued*, puedo, podr*, pode, poder*, posso, kann, möchte, peut, pourra*, veut, può, vuole, kan, wil, może, chce, может, хочет, будет, буде, bisa, poate, μπορεί, θα, istiyor, يكون, יכול, יכולה',
);
const COME = phrases(
	'come, go, make, join, that, ese, venir, ir, asistir, participar, estar, vir, kommen, mit*, participer, venire, esserci, komen, komme, przyj*, прийти, приехать, datang, gelmek',
);
/** What a switch or a tag of a record is called. */
const FLAG =
	/(?:^| )(?:dnd|baja|do not (?:disturb|contact|call|add|invite)|opt(?:ed)? ?out|unsubscribed|blocked|cancell?ed|declined|absent|no show|deleted|removed|archived|excluded|suspended|banned|ausgetreten|deceased)$|^left$/;

const WRONG =
	/\b(?:wrong|invalid|disconnected|reassigned|no longer|(?:not in|out of) (?:service|use)|do not (?:call|contact)(?! (?:before|after|between|until))|blocked|bounced|some(?:one|body) else|opted out|unsubscribed)\b|nicht mehr|ya no |j[aá] não|não é mais|n[’']est plus|non è più|больше не|не обслуж|недейств|fuera de servicio|n[aã]o existe|kein anschluss|non attribué|non attivo|buiten gebruik|kullanılmıyor|nieaktualn|neplatn|érvénytelen|ongeldig|ugyldig|ogiltig|tidak aktif|空号|空號|停机|停機|使われて|없는 ?번호|equivocad|inv[aá]lid|no existe|falsch|ungültig|gesperrt|errad|mauvais|sbagliat|verkeerd/i;
/** "wrong email", "no longer lives in Madrid", "raucht nicht mehr": wrong about something else than the number. */
const WRONG_ELSEWHERE = [
	/\b(?:wrong|invalid|falsche?|ung[uü]ltige?|blocked|mauvaise?|verkeerde?)\s(?:e-?mails?|size|spelling|nose)\b/giu,
	/\b(?:e-?mail|correo)\s(?:\p{L}{1,10}\s)?(?:wrong|invalid|bounced|blocked|falsch|ungültig|inv[aá]lido|equivocado|errado|sbagliata)(?!\p{L})/giu,
	/\bno longer (?:(?:is |a )*(?:student|vegetarian|vegan|pregnant)|lives (?:in|at)|smokes|drinks|eats|drives|needs)\b/giu,
	/\b(?:wohnt|raucht|trinkt|isst|braucht)(?:\s\p{L}{1,15})?\snicht mehr|nicht mehr (?:student|vegetarisch|vegan)/giu,
	/\b(?:ya no|j[aá] não) (?:fuma|bebe|come|necesita|precisa|conduce|dirige|(?:vive|mora) en?m?)(?!\p{L})/giu,
	/\bn[’']habite plus|\bnon (?:fuma|beve|mangia|abita) più/giu,
];

/** A line through each letter, a mark for it, or what markup of it is turned into. */
export const CROSSED_OUT = /[❌✖✗✘⛔👎☒]|🚫(?!\p{Extended_Pictographic})|\u0336/u;

/** Right in front of a number: "mobile no.", "no HP". */
const OF_NUMBER =
	/(?<=\b(?:phone|mobile|mob|cell|tel|contact|whatsapp|wa|my)\s?)no\b[\s.:#-]*(?:is\W*)?$|\bno[\s.]{1,2}(?:hp|wa|te?lp|tel|telepon)\b\W*$/i;

/** Whether words hold one of these. */
function phrases(list: string): (words: readonly string[]) => boolean {
	const all = list.split(',').map((phrase) => {
		const said = wordsOf(phrase).join(' ');
		return phrase.trimEnd().endsWith('*') ? ` ${said}` : ` ${said} `;
	});
	return (words) => {
		const said = ` ${words.join(' ')} `;
		return all.some((phrase) => said.includes(phrase));
	};
}

/** Whether the words in front of somebody's number say that they are not to be added. */
export function isDeclining(given: string): boolean {
	const text = withoutNames(given.replace(OF_NUMBER, ' '));
	const words = spoken(text);
	const isLeftOut = EXCEPT(words) || negated(text, words).length > 0;
	return isLeftOut || isGone(text, words);
}

/** Whether a heading says that those below it are not to be added: "Not coming", "Waiting list". */
export function isDecliningHeading(text: string): boolean {
	const said = withoutNames(text).toLowerCase();
	const words = spoken(said);
	const [first = ''] = words;
	// "Ni Hao", "No Min-jun" in a line above the number.
	const isName = /^\P{L}*\p{Lu}\p{Ll}*\s+\p{Lu}\p{Ll}/u.test(text);
	const isNot = NOT.has(first) || (SHORT_NOT.has(first) && !isName);
	return isDecliningNote(said) || EXCEPT(words) || isNot;
}

/** Whether a note on somebody says that they do not come. */
export function isDecliningNote(given: string): boolean {
	const text = withoutNames(given);
	const words = spoken(text);
	return isGone(text, words) || negated(text, words).some(isToCome);
}

/** "Ana +44 … no": the whole answer. */
export function isNo(text: string): boolean {
	const words = wordsOf(text);
	const only = words.at(-1) ?? '';
	const isNegation =
		NOT.has(only) || only === 'no' || only === 'n' || (SHORT_NOT.has(only) && text.includes(only));
	return words.filter(isSaid).length === 1 && isNegation;
}

function withoutNames(text: string): string {
	return text.normalize('NFC').replace(NAMES, ' ');
}

/** The words of a text, without those of links and addresses. */
function spoken(text: string): readonly string[] {
	const said = text.split(/\s+/).filter((part) => !/[@/]/.test(part));
	return wordsOf(said.join(' '));
}

function isGone(text: string, words: readonly string[]): boolean {
	return GONE(words) || JOINED.test(text) || AT_END.test(text);
}

function isToCome([first = '', ...more]: string[]): boolean {
	return TO_COME([first, ...more]) || (ABLE([first]) && (more.length === 0 || COME(more)));
}

/** What stands behind each negation, or before one at the end: "kommt leider nicht". */
function negated(text: string, words: readonly string[]): string[][] {
	const small = new Set(text.split(/[^\p{L}]+/u).filter((word) => word === word.toLowerCase()));
	return words.flatMap((word, index) => {
		const next = words.slice(index + 1, index + 3);
		const isShort = SHORT_NOT.has(word) && (small.has(word) || (next.length > 0 && isToCome(next)));
		const isNegation = NOT.has(word) || (word === 'don' && next[0] === 't') || isShort;
		if (!isNegation) return [];
		const before = words.slice(0, index).filter(isSaid).slice(-2);
		return next.length > 0 ? [next] : [next, ...before.map((one) => [one])];
	});
}

const isSaid = (word: string): boolean => /\p{L}/u.test(word);

/** Whether the name of a switch, or a tag, says that somebody is not to be written to. */
export function isOptOut(words: readonly string[]): boolean {
	return FLAG.test(words.join(' '));
}

/** Whether a note says of a number that it is wrong. */
export function isWrong(text: string): boolean {
	return WRONG.test(WRONG_ELSEWHERE.reduce((rest, pattern) => rest.replace(pattern, ' '), text));
}
