import { record } from '../json';
import type { Json } from '../json';
import { looseKey } from '../phone/phoneNumber';

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

/** The members in the answer to "get group"; an empty list when it has none. */
export function readMembers(body: unknown): Member[] {
	const data = record(record(body).data ?? body);
	if (!Array.isArray(data.participants)) return [];
	return data.participants.flatMap((entry: unknown) => readMember(record(entry)) ?? []);
}

/** Null for an entry that tells nobody from anybody else. */
export function readMember(person: Json): Member | null {
	const waId = text(person.wa_participant_id);
	const fromId = /^(\d+)(?::\d+)?@(c\.us|s\.whatsapp\.net)$/.exec(waId ?? '')?.[1];
	const phoneNumber = text(person.phone_number) ?? (fromId === undefined ? null : `+${fromId}`);
	if (phoneNumber === null && waId === null) return null;
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

/** Finds members by number, in whichever form WhatsApp keeps it. */
export function memberFinder(members: Member[]): (phoneNumber: string) => Member | undefined {
	const byNumber = new Map(
		members.flatMap((member) =>
			member.phoneNumber === null ? [] : [[looseKey(member.phoneNumber), member] as const],
		),
	);
	return (phoneNumber) => byNumber.get(looseKey(phoneNumber));
}

function text(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}
