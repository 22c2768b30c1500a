import { ABOUT, MOBILE, NUMBER, PHONE, WHATSAPP, wordsOf } from './fieldWords';
import { shorten } from './jsonText';
import { refuse, type PhoneReading } from './phoneReading';
import { scalarText, type Row } from './values';

// What a row says against adding its person: forms ask whether somebody wants to be in the group, and call lists note
// that a number is wrong.

const GROUP = new Set(
	wordsOf(
		'group grupo gruppe groupe gruppo groep gruppen grupy grupa grup grubu grubuna группа группу группе ' +
			'الواتساب مجموعة 群组 グループ 그룹',
	),
);
/** Who is not in the group so far has not said no to it. */
const AS_IT_IS =
	/(?<!\p{L})(?:already|ya est[aá]|bereits|schon|já|déjà|già|allerede|redan|już|уже|zaten)(?!\p{L})/iu;
/** "isGroup", "Has WhatsApp access": too short for a question to somebody. */
const STATE = new Set(['is', 'has', 'have']);
const LONGEST_STATE = 4;
/** "(yes/no)": the answers to choose from. */
const CHOICES = /\([^()]*\)|\p{L}+\s?\/\s?\p{L}+/gu;
const NOT =
	/(?<!\p{L})(?:not|don[’']?t|^no|nicht|kein\p{L}*|n[aã]o|pas|niet|nie|non|inte|ikke|не)(?!\p{L})/iu;
const NO =
	/^\s*(?:no|nope|false|nein|n[aã]o|non|nee|nie|nej|nei|ne|nu|нет|ні|не|hayır|tidak|لا|לא|όχι|नहीं|いいえ|否|不|아니요|không)(?!\p{L}| problem)/iu;
const YES =
	/^\s*(?:yes|true|ja|s[ií]|sim|oui|да|так|tak|evet|ya|نعم|כן|ναι|हाँ|はい|是|예|x|✓)(?!\p{L})/iu;

const BAD =
	/\b(?:wrong|invalid|disconnected|reassigned|not in service|do not (?:call|contact)|blocked|bounced|some(?:one|body) else|opted out|unsubscribed)\b|equivocad|inv[aá]lid|no existe|falsch|ungültig|gesperrt|errad|mauvais|sbagliat|verkeerd/i;

/** Why the person of a row must not be added by what the row itself says; undefined where it says nothing against it. */
export function objectionIn(row: Row): PhoneReading | undefined {
	const fields = Object.keys(row);
	const question = fields.find((field) => declines(field, row[field]));
	if (question !== undefined) {
		return refuse(
			`says ${shorten(String(row[question]))} to "${shorten(question)}"`,
			'Leave this person out, or ask them again.',
		);
	}
	const note = fields.find((field) => isNoteOnNumber(field) && BAD.test(scalarText(row[field])));
	if (note === undefined) return undefined;
	return refuse(
		`says "${shorten(scalarText(row[note]))}" under "${shorten(note)}"`,
		'Ask this person for their number, or correct that field.',
	);
}

/** "Phone", "mobile_status", "Estado del número", and not the number of an invoice. */
function isNoteOnNumber(field: string): boolean {
	const words = wordsOf(field);
	const has = (...sets: Array<ReadonlySet<string>>) =>
		words.some((word) => sets.some((set) => set.has(word)));
	return has(WHATSAPP, MOBILE, PHONE) || (has(NUMBER) && has(ABOUT));
}

function declines(question: string, answer: unknown): boolean {
	const said = typeof answer === 'boolean' ? String(answer) : scalarText(answer);
	const asked = question.replace(CHOICES, ' ');
	const isDeclined = NO.test(said) ? !NOT.test(asked) : YES.test(said) && NOT.test(asked);
	if (!isDeclined || AS_IT_IS.test(asked)) return false;
	const words = wordsOf(question);
	const isState = words.length <= LONGEST_STATE && STATE.has(words[0] ?? '');
	const isAboutGroup = words.some((word) => WHATSAPP.has(word) || GROUP.has(word));
	return isAboutGroup && words.length > 1 && !isState;
}
