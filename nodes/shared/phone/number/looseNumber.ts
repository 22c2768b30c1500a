import { digitsOf, toPlainText } from './phoneText';

/**
 * Numbers that WhatsApp returns in another form than the one that was sent: accounts keep the form
 * of the day on which they were opened, so the digits that Mexico, Brazil and Argentina added to or
 * dropped from mobile numbers come and go. Both forms belong to one subscriber.
 */
const MEXICO_MOBILE = /^521(\d{10})$/;
const ARGENTINA_MOBILE = /^549(\d{10})$/;
// Only 6 to 9 can follow: 2 to 5 would make the short form a landline of somebody else.
const BRAZIL_NINTH_DIGIT = /^(55\d{2})9([6-9]\d{7})$/;

const PERSON_JID = /^\+?(\d+)(?:[._]\d+)?(?::\d+)?@(?:c\.us|s\.whatsapp\.net)$/i;
const OTHER_ID = /@|[a-z]{3}/i;

/** The digits of an international number with the extra digits of the three countries left out. */
export function withoutExtraDigits(digits: string): string {
	return digits
		.replace(MEXICO_MOBILE, '52$1')
		.replace(ARGENTINA_MOBILE, '54$1')
		.replace(BRAZIL_NINTH_DIGIT, '$1$2');
}

/**
 * A key that is the same for two numbers if and only if `isSameNumber` says so. Ids that are not
 * phone numbers (group ids, hidden `@lid` ids) get a key that no number has.
 */
export function looseKey(phoneNumber: string): string {
	const plain = toPlainText(String(phoneNumber));
	const person = PERSON_JID.exec(plain)?.[1];
	if (person === undefined && OTHER_ID.test(plain)) return `id:${plain.toLowerCase()}`;
	return withoutExtraDigits((person ?? digitsOf(plain)).replace(/^00/, ''));
}

/**
 * Whether a number that was sent and one that came back belong to the same person, whatever the
 * formatting, a missing +, a JID, or the extra digit of Mexico, Brazil and Argentina. It never
 * decides which form is sent. Two texts without any digit are not the same.
 */
export function isSameNumber(a: string, b: string): boolean {
	const key = looseKey(a);
	return key !== '' && key === looseKey(b);
}

/** Maybe the same person, written in another way: the last six digits agree. */
export function endsAlike(a: string, b: string): boolean {
	const tail = (text: string) => digitsOf(text.replace(/@.*$/, '')).slice(-6);
	return tail(a).length === 6 && tail(a) === tail(b);
}

/** Whether one slip makes the one of the other: a digit too many, too few or wrong, or two swapped. */
export function isOneSlipApart(a: string, b: string): boolean {
	let [shorter = '', longer = ''] = [a, b].map(digitsOf).sort((x, y) => x.length - y.length);
	while (shorter !== '' && shorter[0] === longer[0]) {
		[shorter, longer] = [shorter.slice(1), longer.slice(1)];
	}
	while (shorter !== '' && shorter.at(-1) === longer.at(-1)) {
		[shorter, longer] = [shorter.slice(0, -1), longer.slice(0, -1)];
	}
	const [first = '', second = ''] = longer;
	return longer.length <= 1 || (longer.length === 2 && shorter === `${second}${first}`);
}
