import type { Member } from './members';
import { memberFinder } from './members';
import { endsAlike, isOneSlipApart, looseKey } from '../phone/phoneNumber';

/** Who comes and who goes when the members are to match a list. Plain data, since it is kept in memory. */
export type SyncPlan = {
	to_add: string[];
	to_remove: string[];
	/** Numbers of the list that are members already. */
	stays: string[];
	/** Members who are not on the list and are left in all the same. */
	left: LeftIn[];
};

export type LeftIn = {
	/** Null for a member whom WhatsApp shows by a hidden id only (2chat-api.md 5.5). */
	phone_number: string | null;
	outcome: 'protected' | 'kept';
	reason: string;
};

/**
 * @param wanted the numbers of the list
 * @param sender the number that does it, which stays without being mentioned
 * @param keepEveryone why nobody may be removed; null when they may
 */
export function planSync(
	wanted: string[],
	members: Member[],
	sender: string,
	keepEveryone: string | null,
): SyncPlan {
	const find = memberFinder(members);
	const isMember = (number: string) => find(number) !== undefined;
	const keys = new Set([...wanted, sender].map(looseKey));
	const plan: SyncPlan = {
		to_add: wanted.filter((number) => !isMember(number)),
		to_remove: [],
		stays: wanted.filter(isMember),
		left: [],
	};
	for (const member of members) {
		const { phoneNumber } = member;
		if (phoneNumber !== null && keys.has(looseKey(phoneNumber))) continue;
		const whyKept = reasonToKeep(member, plan.to_add) ?? keepEveryone;
		if (member.isSuperAdmin) {
			plan.left.push({ phone_number: phoneNumber, outcome: 'protected', reason: IS_CREATOR });
		} else if (phoneNumber === null || whyKept !== null) {
			plan.left.push({ phone_number: phoneNumber, outcome: 'kept', reason: whyKept ?? '' });
		} else {
			plan.to_remove.push(phoneNumber);
		}
	}
	return plan;
}

const IS_CREATOR = 'Is the creator of the group, whom WhatsApp lets nobody remove';

/** Somebody who may be on the list after all, although their number is not. */
function reasonToKeep({ phoneNumber, waId }: Member, toAdd: string[]): string | null {
	if (phoneNumber === null) {
		return `WhatsApp hides the number of this member (${waId}), so nobody can tell whether they are on the list`;
	}
	const written = toAdd.find((number) => endsAlike(number, phoneNumber));
	if (written !== undefined) return `May be ${written} of the list, written in another way`;
	// Right or wrong, it settles itself: once the other number is a member, the next sync has no such doubt.
	const mistyped = toAdd.find((number) => isOneSlipApart(number, phoneNumber));
	return mistyped === undefined ? null : `May be ${mistyped} of the list, mistyped by one digit`;
}
