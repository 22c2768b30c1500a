import { WHATSAPP, wordsOf } from './fieldWords';
import { shorten } from './jsonText';
import { refuse, type PhoneReading } from './phoneReading';
import { scalarText, type Row } from './values';

// Forms ask whether somebody wants to be in the group, and the answer stands beside their number.

const GROUP = new Set(
	wordsOf(
		'group grupo gruppe groupe gruppo groep gruppen grupy grupa grup grubu grubuna группа группу группе ' +
			'الواتساب مجموعة 群组 グループ 그룹',
	),
);
/** Who is not in the group so far has not said no to it. */
const AS_IT_IS = new Set(
	wordsOf('is has have already ya bereits schon já ja déjà già allerede redan już уже zaten'),
);
const NOT =
	/(?<!\p{L})(?:not|don[’']?t|^no|nicht|kein\p{L}*|n[aã]o|pas|niet|nie|non|inte|ikke|не)(?!\p{L})/iu;
const NO =
	/^\s*(?:no|nope|false|nein|n[aã]o|non|nee|nie|nej|nei|ne|nu|нет|ні|не|hayır|tidak|لا|לא|όχι|नहीं|いいえ|否|不|아니요|không)(?!\p{L}| problem)/iu;
const YES =
	/^\s*(?:yes|true|ja|s[ií]|sim|oui|да|так|tak|evet|ya|نعم|כן|ναι|हाँ|はい|是|예|x|✓)(?!\p{L})/iu;

/** Why a person must not be added who says no to a question about WhatsApp or the group; undefined for all others. */
export function refusalOf(row: Row): PhoneReading | undefined {
	const question = Object.keys(row).find((field) => declines(field, row[field]));
	if (question === undefined) return undefined;
	return refuse(
		`says ${shorten(String(row[question]))} to "${shorten(question)}"`,
		'Leave this person out, or ask them again.',
	);
}

function declines(question: string, answer: unknown): boolean {
	const said = typeof answer === 'boolean' ? String(answer) : scalarText(answer);
	const isDeclined = NO.test(said) ? !NOT.test(question) : YES.test(said) && NOT.test(question);
	if (!isDeclined) return false;
	const words = wordsOf(question);
	const isAboutGroup = words.some((word) => WHATSAPP.has(word) || GROUP.has(word));
	return isAboutGroup && words.length > 1 && !words.some((word) => AS_IT_IS.has(word));
}
