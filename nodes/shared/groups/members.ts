import { record, type Json } from '../json';
import { isSameNumber, looseKey, readPhoneNumber } from '../phone/number/phoneNumber';

/** One member of a group as 2Chat stores it (2chat-api.md 2.3). */
export interface Member {
	/** Null for a member whom WhatsApp shows by a hidden id only (2chat-api.md 5.5). */
	phoneNumber: string | null;
	waId: string | null;
	/** As the account's directory has it, or else as the person calls themselves. */
	name: string | null;
	isAdmin: boolean;
	/** The creator, who can be neither removed nor demoted (2chat-api.md 5.5). */
	isSuperAdmin: boolean;
}

/** The members in the answer to "get group", each in its place; an empty list when it has none. */
export function readMembers(body: unknown): Member[] {
	const group = record(record(body).data ?? body);
	if (!Array.isArray(group.participants)) return [];
	const members = group.participants.map((entry: unknown) => readMember(record(entry)));
	const owners = [text(group.wa_owner_id), text(record(group.owner_data).phone_number)];
	const isOwner = ({ waId, phoneNumber }: Member) =>
		owners.some(
			(owner) =>
				owner !== null &&
				(waId === owner || (phoneNumber !== null && isSameNumber(owner, phoneNumber))),
		);
	return members.map((member) =>
		isOwner(member) ? { ...member, isAdmin: true, isSuperAdmin: true } : member,
	);
}

/** Who created the group, also where WhatsApp hides the number of that member (2chat-api.md 5.5). */
export function creatorTest(body: unknown): MemberTest {
	const group = record(record(body).data ?? body);
	const isCreator = isAmong(readMembers(body).filter(({ isSuperAdmin }) => isSuperAdmin));
	const owners = [
		readNumber(null, text(group.wa_owner_id)),
		text(record(group.owner_data).phone_number),
	];
	return (phoneNumber) =>
		isCreator(phoneNumber) ||
		owners.some((owner) => owner !== null && isSameNumber(owner, phoneNumber));
}

function readMember(person: Json): Member {
	const waId = text(person.wa_participant_id);
	const phoneNumber = readNumber(text(person.phone_number), waId);
	const { first_name: firstName, last_name: lastName } = record(person.contact);
	const contactName = [text(firstName), text(lastName)].filter((part) => part !== null).join(' ');
	const isSuperAdmin = person.wa_is_super_admin === true;
	return {
		phoneNumber,
		waId,
		name: contactName === '' ? text(person.wa_pushname) : contactName,
		isSuperAdmin,
		isAdmin: isSuperAdmin || person.wa_is_admin === true,
	};
}

/** In E.164. A hidden id, or a number that is made of one, is nobody's phone. */
function readNumber(given: string | null, waId: string | null): string | null {
	const [id = '', ending = ''] = (waId ?? '').toLowerCase().split('@');
	const own = `+${id.split(':')[0] ?? ''}`;
	const isNumber = ending === 'c.us' || ending === 's.whatsapp.net';
	for (const number of [given, isNumber ? own : null]) {
		const isHidden = ending.endsWith('lid') && looseKey(number ?? '') === looseKey(own);
		const reading = readPhoneNumber(number);
		if (reading.ok && !isHidden) return reading.phoneNumber;
	}
	return null;
}

export type MemberTest = (phoneNumber: string) => boolean;

/** Whether a number is that of a member, in whichever form WhatsApp keeps it. */
export function isAmong(members: Member[]): MemberTest {
	const keys = new Set(
		members.flatMap(({ phoneNumber }) => (phoneNumber === null ? [] : looseKey(phoneNumber))),
	);
	return (phoneNumber) => keys.has(looseKey(phoneNumber));
}

function text(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}
