import {
	ABOUT,
	ADDRESSED,
	AREA,
	AT_A_PLACE,
	CODE,
	COUNTRY,
	DONE_BY,
	FIRM,
	INSTITUTIONS,
	KNOWN,
	MOBILE,
	NUMBER,
	OF_A_PERSON,
	ONE_NUMBER,
	ORIGIN,
	OTHERS,
	PEOPLE,
	PERSONS,
	PHONE,
	REACH,
	THEIR,
	WHATSAPP,
	WRITTEN_IN_WORDS,
	areAll,
	holdsAny,
	remembering,
	wordsOf,
} from './fieldWords';
import type { Row } from '../data/values';

const LONGEST_NAME = 200;

/** What the name of a field says about the phone numbers in it. */
export const meaningOf = remembering((name) => classify(name.slice(0, LONGEST_NAME)));

/** The values of a row by the plain names of its fields. */
export function byPlainName(row: Row): ReadonlyMap<string, unknown> {
	return new Map(Object.entries(row).map(([name, value]) => [meaningOf(name).plain, value]));
}

function classify(given: string) {
	// Notion's names begin so; the phone of a property is a hotel's.
	const name = given.replace(/^property_(?=.)/, '');
	const all = wordsOf(name);
	const essential = wordsOf(withoutHint(name));
	const has = (set: ReadonlySet<string>, list = essential) => list.some((word) => set.has(word));
	// A whole sentence asks for the number itself: "What phone number can we message you on?"
	const isAbout =
		essential.length <= 5 &&
		essential.some(
			(word) =>
				ABOUT.has(word) && !(word === 'group' && has(NUMBER)) && !(word === 'url' && has(WHATSAPP)),
		);
	const isId = ['waid', 'whatsappid'].includes(essential.join(''));
	const isArea = has(AREA, all);
	const isAddressed = has(ADDRESSED, all);
	const rank = isAbout && !isId ? undefined : (rankOf(has) ?? rankOfHint(all, essential));
	return {
		/** The words of the name, in small letters and without marks. */
		words: all,
		/** The name without marks: phonenumber for phoneNumber, Phone Number and phone_number. */
		plain: all.join(''),
		/** How likely it is on WhatsApp: 0 WhatsApp, 1 mobile, 2 phone, half more at work or home; undefined for no phone. */
		rank,
		/** The phone of a parent, an assistant, a company, the own channel: never this person's. */
		isOthers: speaksOfOthers(all) || (all[0] === 'dr' && rank !== undefined),
		/** A number, of whatever. */
		isNumber: has(NUMBER, all),
		/** A phone of somebody or something that is named by a word not known here, so it may be anybody's. */
		isUnclear: rank !== undefined && !isAddressed && essential.some(isUnknown),
		/** A country, or its calling code, for the number beside it. */
		isCountry:
			!has(ORIGIN, all) &&
			(has(COUNTRY, all) || (has(CODE, all) && has(PHONE, all))) &&
			!isArea &&
			!all.includes('source'),
		/** A calling code, if it looks like one. */
		isCode: has(CODE, all),
		/** An area code for the number beside it. */
		isArea,
		/** WhatsApp's id of a person, which starts with the country code by definition. */
		isWhatsAppId: isId,
		/** A list of people; a member number is an id, and a member type a word. */
		isPeople:
			has(PEOPLE) &&
			essential.length <= 3 &&
			!essential.some((word) => ONE_NUMBER.has(word) || (ABOUT.has(word) && word !== 'group')),
	};
}

/** A word of a language that is written here with words; short ones are endings and marks. */
function isUnknown(word: string): boolean {
	// With an ending of the language: "Teilnehmers", "participantes".
	const stems = [word, word.slice(0, -1), word.slice(0, -2)];
	return (
		WRITTEN_IN_WORDS.test(word) && !KNOWN.has(word) && !stems.some((stem) => PERSONS.has(stem))
	);
}

/** "Contact (WhatsApp)": what is in brackets says what it is, if it says nothing else. */
function rankOfHint(all: readonly string[], essential: readonly string[]): number | undefined {
	const hint = all.filter((word) => !essential.includes(word));
	return areAll(hint, WHATSAPP, MOBILE, PHONE)
		? rankOf((set) => hint.some((word) => set.has(word)))
		: undefined;
}

/** Whether a name has a word that is not known here, so that it may stand for anybody. */
export function isOfAnybody(name: string): boolean {
	return wordsOf(name).some(isUnknown);
}

/** Whether a word beside a number is of somebody else, or not known. */
export function isOfAnother(word: string): boolean {
	return OTHERS.has(word) || (isUnknown(word) && !/\p{N}/u.test(word));
}

/** Whether a name is about the person of a row: guest, customerDetails. */
export function isOfPerson(name: string): boolean {
	return holdsAny(wordsOf(name), PERSONS);
}

/** Whether a word is what a person who takes part is called; a contact may be the second one of the same person. */
export function isParticipant(word: string): boolean {
	return wordsOf(word).some((one) => PERSONS.has(one) && !OF_A_PERSON.has(one));
}

function rankOf(has: (set: ReadonlySet<string>) => boolean): number | undefined {
	const isPhone =
		has(PHONE) || (has(NUMBER) && (has(OF_A_PERSON) || (has(REACH) && has(ADDRESSED))));
	const atAPlace = has(AT_A_PLACE) ? 0.5 : 0;
	// That of a firm comes after every phone of the person.
	if (has(WHATSAPP)) return has(FIRM) ? 3 : atAPlace;
	if (has(MOBILE)) return 1 + atAPlace;
	return isPhone ? 2 + atAPlace : undefined;
}

/** "(with country code)", "con código de área": what is behind it is about the writing of the number. */
function withoutHint(name: string): string {
	const essence = name
		.replace(/[(（][^()（）]*[)）]/g, ' ')
		.replace(/\b(with|incl|including|mit|con|com|avec)\b.*$/i, ' ')
		.trim();
	return essence === '' ? name : essence;
}

/** Whether words speak of a relative, a firm, or somebody who has brought a person. */
export function speaksOfOthers(said: readonly string[]): boolean {
	return holdsAny(said, OTHERS) || isDoneBySomebody(said);
}

/** "his wife", "via her assistant Kim": somebody else than the one who is named. */
export function isOfTheirs(said: readonly string[]): boolean {
	return said.some(
		(word, index) => THEIR.has(word) && holdsAny(said.slice(index + 1, index + 3), OTHERS),
	);
}

/** "School office", "head office": nobody in particular. */
export function isOfInstitution(said: readonly string[]): boolean {
	const isOther = (word: string) => !INSTITUTIONS.has(word) && word !== 'head' && isUnknown(word);
	return holdsAny(said, INSTITUTIONS) && !said.some(isOther);
}

export function isDoneBySomebody(said: readonly string[]): boolean {
	return DONE_BY.test(said.join(' '));
}
