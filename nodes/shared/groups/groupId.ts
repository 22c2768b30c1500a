import { refuse, type Refusal } from '../phone/number/phoneReading';
import { toPlainText } from '../phone/number/phoneText';

/**
 * 2Chat's id of a group, `WAG…` or `WGP…` (2chat-api.md 1.8): only characters that are safe in a path, and a
 * digit, which words like "undefined" lack.
 */
export function isGroupUuid(value: unknown): value is string {
	return typeof value === 'string' && /^(?=.*\d)[A-Za-z0-9_-]{4,100}$/.test(value);
}

/** WhatsApp's id of a group: `120363777777777777@g.us`, or `595981048477-1666545101@g.us` for older ones. */
function isWaGroupId(text: string): boolean {
	return /^\d{1,30}(-\d{1,20})?@g\.us$/.test(text);
}

export type GroupIdReading = { ok: true; kind: 'uuid' | 'waGroupId'; id: string } | Refusal;

/** The prefix is not relied on (2chat-api.md 1.8), but without it the rest has to look like 2Chat's ids. */
const LOOKS_LIKE_UUID =
	/^(WAG|WGP)[\w-]{1,97}$|^[A-Za-z]{0,8}[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** WhatsApp's ids without their ending; more digits than a phone number has, or a number and a time. */
const WA_GROUP_ID_WITHOUT_END = /^([1-9]\d{15,29}|[1-9]\d{5,14}-\d{10})$/;

const PICK_GROUP =
	'Choose the group from the list, or take its uuid from the output of Create or Get Many.';

/** What people paste instead of a group's id, most telling first. */
const MISTAKEN: Array<[pattern: RegExp, reason: string, nextStep?: string]> = [
	[
		/chat\.whatsapp\.com/i,
		'is an invite link, which 2Chat cannot look up',
		`Open the link to see the group's name. ${PICK_GROUP}`,
	],
	[/@(c\.us|s\.whatsapp\.net|lid)$/i, 'is the WhatsApp id of a person, not of a group'],
	[/@(newsletter|broadcast)$/i, 'is the WhatsApp id of a channel or list, not of a group'],
	[/^WAN|^WPN/, 'is the 2Chat id of a phone number, not of a group'],
	[/^CON[\da-f]{8}-/, 'is the 2Chat id of a contact, not of a group'],
	[/^MSG[\da-f]{8}-/, 'is the 2Chat id of a message, not of a group'],
	[/^(https?:\/\/)?(wa\.me|api\.whatsapp\.com)\//i, 'is a link to a person, not a group id'],
	[/^[a-z]+:\/\//i, 'is a web link, not a group id'],
	[/^\+?[\d\s().-]{5,20}$/, 'is a phone number, not a group id'],
];

/**
 * Reads either id of a group, whichever was asked for, since one cannot be taken for the other. Never
 * throws.
 */
export function readGroupId(value: unknown): GroupIdReading {
	if (typeof value === 'number' && !Number.isSafeInteger(value)) {
		return refuse(
			'is a number whose last digits were rounded away',
			'Give the id as text, with @g.us at its end.',
		);
	}
	if (typeof value !== 'string' && typeof value !== 'number') {
		return refuse('is neither text nor a number', PICK_GROUP);
	}
	const text = toPlainText(String(value)).trim();
	if (isWaGroupId(text)) return { ok: true, kind: 'waGroupId', id: text };
	if (WA_GROUP_ID_WITHOUT_END.test(text))
		return { ok: true, kind: 'waGroupId', id: `${text}@g.us` };
	const mistaken = MISTAKEN.find(([pattern]) => pattern.test(text));
	if (mistaken !== undefined) return refuse(mistaken[1], mistaken[2] ?? PICK_GROUP);
	if (isGroupUuid(text) && LOOKS_LIKE_UUID.test(text)) return { ok: true, kind: 'uuid', id: text };
	return refuse(
		'is not a group id',
		`A group's id starts with WAG, or ends in @g.us; its name is not enough. ${PICK_GROUP}`,
	);
}
