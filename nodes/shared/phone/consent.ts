import { wordsOf } from './fieldWords';
import { refuse, type PhoneReading } from './phoneReading';
import { shorten } from './jsonText';
import { scalarText, type Row } from './values';

// Forms ask whether somebody wants to be in the group, and the answer stands beside their number.

const GROUP = new Set(
	wordsOf('whatsapp group grupo gruppe groupe gruppo groep grupa grup группу группе'),
);
const WANTED = new Set(
	wordsOf(
		'may want wants would like agree agrees consent permission allow allows accept accepts opt optin join add quiere quieres ' +
			'desea deseas autoriza autorizas acepta aceptas consentimiento permiso quer deseja aceita consentimento ' +
			'möchtest möchten dürfen darf einverstanden einwilligung zustimmung voulez souhaitez acceptez autorisez ' +
			'consentement vuoi accetti autorizzi acconsenti consenso wil wilt toestemming akkoord',
	),
);
const NO = /^\s*(?:no|nope|false|nein|n[aã]o|non|nee|nie|nej|нет|hayır|tidak)(?!\p{L}| problem)/iu;

/** Why a person must not be added who says no to a question about WhatsApp or the group; undefined for all others. */
export function refusalOf(row: Row): PhoneReading | undefined {
	for (const [question, answer] of Object.entries(row)) {
		if (!NO.test(answer === false ? 'no' : scalarText(answer))) continue;
		const words = wordsOf(question);
		if (words.some((word) => GROUP.has(word)) && words.some((word) => WANTED.has(word))) {
			return refuse(
				`says no to "${shorten(question)}"`,
				'Leave this person out, or ask them again.',
			);
		}
	}
	return undefined;
}
