import type { IDataObject } from 'n8n-workflow';

/** The documents' example numbers (2chat-api.md 2.1, 2.4, 3.1). */
export const FROM = '+595981048477';
/** Connected as well. */
export const OTHER_FROM = '+12123334444';
export const ANA = '+17137157533';
export const BEN = '+18647351567';
export const CARLOS = '+447700176576';

/** People of the sandbox, by what becomes of them. */
export const NOT_ON_WHATSAPP = '+447700900101';
export const INVITED = '+447700900102';
export const NEEDS_INVITE = '+447700900103';

/** Everybody of the sandbox's world who cannot simply be added, with what 2chat-api.md 2.8 means for them. */
export const REFUSED = [
	{ number: NOT_ON_WHATSAPP, code: 404, outcome: 'not_on_whatsapp' },
	{ number: INVITED, code: 403, outcome: 'invited' },
	{ number: NEEDS_INVITE, code: 403, outcome: 'needs_invite' },
	{ number: '+447700900104', code: 408, outcome: 'recently_left' },
	{ number: '+447700900105', code: 417, outcome: 'needs_invite' },
	{ number: '+447700900106', code: 419, outcome: 'group_full' },
	{ number: '+447700900108', code: 500, outcome: 'unknown' },
];

export const REFUSED_NUMBERS = REFUSED.map(({ number }) => number);

/** An id of no group. */
export const NO_GROUP = 'WAG00000000-0000-4000-8000-000000000000';

/** Items that ask for the groups A, B and so on, each with a list of people. */
export function lists(...people: unknown[]): IDataObject[] {
	return people.map((list, index) => ({ name: 'ABCDEF'[index], people: list }) as IDataObject);
}

/** Items that ask for the same group, each with a list of people. */
export function sameGroup(...people: unknown[]): IDataObject[] {
	return people.map((list) => ({ name: 'A', people: list }) as IDataObject);
}

export const TWO = [
	{ name: 'A', people: [ANA] },
	{ name: 'B', people: [BEN] },
];
export const THREE = [...TWO, { name: 'C', people: [CARLOS] }];

/** Items with a list of people each: all for one group, or each for its own. */
export function rows(
	uuids: string | Array<string | undefined>,
	...people: unknown[]
): IDataObject[] {
	return people.map((list, index) => {
		const uuid = typeof uuids === 'string' ? uuids : uuids[index];
		return { uuid, people: list } as IDataObject;
	});
}

/** Members of a group that is there. */
export function members(...numbers: string[]): Array<{ phoneNumber: string }> {
	return numbers.map((phoneNumber) => ({ phoneNumber }));
}

export function from(value: string): IDataObject {
	return { __rl: true, mode: 'phone', value };
}

export function groupId(value: string, mode = 'uuid'): IDataObject {
	return { __rl: true, mode, value };
}

/** Different numbers that anybody may use for fiction, +12025550100 and up, then by area code. */
export function people(count: number): string[] {
	return Array.from({ length: count }, (_, index) => {
		const area = 202 + Math.floor(index / 100);
		return `+1${area}55501${String(index % 100).padStart(2, '0')}`;
	});
}

/** Groups G0, G1 and so on, with a person each. */
export function groups(
	count: number,
	more: IDataObject = {},
): Array<IDataObject & { name: string }> {
	return people(count).map((number, index) => ({ name: `G${index}`, people: number, ...more }));
}
