import { isAmong, type Member } from './members';
import { endsAlike, isOneSlipApart, looseKey } from '../phone/number/phoneNumber';

/** Who comes and who goes when the members are to match a list. Plain data, since it is kept in memory. */
export type SyncPlan = {
	to_add: string[];
	to_remove: string[];
	/** Numbers of the list that 2Chat shows as members. */
	stays: string[];
	/** Members who are not on the list and stay nevertheless. */
	kept: KeptMember[];
};

export type KeptMember = {
	/** Null for a member whom WhatsApp shows by a hidden id only (2chat-api.md 5.5). */
	phone_number: string | null;
	outcome: 'protected' | 'kept';
	reason: string;
};

/**
 * @param wanted the numbers of the list
 * @param senders the numbers that do it, which stay without being mentioned
 * @param keepEveryone why nobody may be removed; null when they may
 * @param others further numbers of the people on the list
 */
export function planSync(
	wanted: string[],
	members: Member[],
	senders: string[],
	keepEveryone: string | null,
	others: string[] = [],
): SyncPlan {
	const isMember = isAmong(members);
	const keys = new Set([...wanted, ...others, ...senders].map(looseKey));
	const toAdd = wanted.filter((number) => !isMember(number));
	const doubts = doubtFinder(toAdd);
	const plan: SyncPlan = {
		to_add: toAdd,
		to_remove: [],
		stays: wanted.filter(isMember),
		kept: [],
	};
	for (const member of members) {
		const { phoneNumber, waId } = member;
		if (phoneNumber !== null && keys.has(looseKey(phoneNumber))) continue;
		// Should 2Chat show somebody twice, they go or stay once.
		if (phoneNumber !== null) keys.add(looseKey(phoneNumber));
		if (member.isSuperAdmin) {
			plan.kept.push({ phone_number: phoneNumber, outcome: 'protected', reason: IS_CREATOR });
		} else if (phoneNumber === null) {
			const reason = `WhatsApp hides the number of this member (${waId ?? 'without an id'}), so nobody can tell whether they are on the list`;
			plan.kept.push({ phone_number: null, outcome: 'kept', reason });
		} else {
			const reason = doubts(phoneNumber) ?? keepEveryone;
			if (reason === null) plan.to_remove.push(phoneNumber);
			else plan.kept.push({ phone_number: phoneNumber, outcome: 'kept', reason });
		}
	}
	return plan;
}

const IS_CREATOR = 'Is the creator of the group, whom WhatsApp lets nobody remove';

/**
 * Says why a member may be on the list after all, although their number is not. Two numbers that are one slip
 * apart become the same when the right digit is left out of one or of both.
 */
function doubtFinder(toAdd: string[]): (phoneNumber: string) => string | null {
	const byEnd = new Map(toAdd.map((number) => [number.slice(-6), number]));
	const byShorter = new Map(
		toAdd.flatMap((number) => shorterForms(number).map((form) => [form, number] as const)),
	);
	return (phoneNumber) => {
		const written = byEnd.get(phoneNumber.slice(-6));
		if (written !== undefined && endsAlike(written, phoneNumber)) {
			return `May be ${written} of the list, written in another way`;
		}
		const mistyped = shorterForms(phoneNumber)
			.map((form) => byShorter.get(form))
			.find((number) => number !== undefined && isOneSlipApart(number, phoneNumber));
		// Right or wrong, it settles itself: once the other number is a member, the next sync has no such doubt.
		return mistyped === undefined ? null : `May be ${mistyped} of the list, mistyped by one digit`;
	};
}

/** The digits, and the digits without each of them. */
function shorterForms(phoneNumber: string): string[] {
	const digits = phoneNumber.replace(/\D/g, '');
	return [digits, ...Array.from(digits, (_, at) => digits.slice(0, at) + digits.slice(at + 1))];
}
