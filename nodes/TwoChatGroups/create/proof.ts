import type { Result } from '../../shared/api/client';
import { readMembers } from '../../shared/groups/members';
import { looseKey } from '../../shared/phone/number/phoneNumber';

/** Whose group a listed one is. `us`: the request's, with those of its people who show as members. */
export type Owner = { is: 'us'; members: string[] } | { is: 'others' | 'unknown' };

/**
 * The proof that a group is the one asked for: at least one person of the request is a member, and every member but
 * the sender, hidden ones included, is named by the request.
 *
 * @param group 2Chat's answer about it
 */
export function ownerOf(group: Result, fromNumber: string, people: string[]): Owner {
	if (!group.ok) return { is: 'unknown' };
	const asked = new Map(people.map((number) => [looseKey(number), number]));
	const sender = looseKey(fromNumber);
	const visible = readMembers(group.body).filter(
		({ phoneNumber }) => phoneNumber === null || looseKey(phoneNumber) !== sender,
	);
	const members: string[] = [];
	let isAnyHidden = false;
	for (const { phoneNumber } of visible) {
		const number = asked.get(looseKey(phoneNumber ?? ''));
		if (number !== undefined) members.push(number);
		else if (phoneNumber === null) isAnyHidden = true;
		else return { is: 'others' };
	}
	return isAnyHidden || members.length === 0 ? { is: 'unknown' } : { is: 'us', members };
}
