import { readMembers } from '../../shared/groups/members';
import { looseKey } from '../../shared/phone/phoneNumber';

/**
 * The proof that a group is the one asked for: at least one of its people is a member, and there is no member,
 * hidden ones included, whom the request does not name. Null when there is no such proof.
 */
export function whoIsIn(body: unknown, fromNumber: string, people: string[]): string[] | null {
	const asked = new Map(people.map((number) => [looseKey(number), number]));
	const sender = looseKey(fromNumber);
	const present: string[] = [];
	for (const { phoneNumber } of readMembers(body)) {
		if (phoneNumber === null) return null;
		const key = looseKey(phoneNumber);
		if (key === sender) continue;
		const number = asked.get(key);
		if (number === undefined) return null;
		present.push(number);
	}
	return present.length === 0 ? null : present;
}
