import type { IDataObject } from 'n8n-workflow';

/** A connected number of the sandbox's own world. */
export const FROM = '+595981048477';

/** Groups of so many people, as rows of a CRM give them: a name and a list of numbers. */
export function groupsOf(people: number, groups: number): IDataObject[] {
	return Array.from({ length: groups }, (_, group) => ({
		name: `Customer ${group + 1}`,
		people: Array.from({ length: people }, (__, person) => numberOf(group * people + person)),
	}));
}

/** Area codes in which 555-0100 to 555-0199 are kept free for fiction. */
const AREAS = [202, 212, 213, 303, 305, 312, 404, 415, 512, 617, 702, 808];

/** Numbers that nobody has and that numbering plans call valid: American and British ones in turn. */
function numberOf(index: number): string {
	const place = Math.floor(index / 2);
	if (index % 2 === 1) return `+447700900${String(place % 1000).padStart(3, '0')}`;
	const area = AREAS[Math.floor(place / 100) % AREAS.length] ?? 202;
	return `+1${area}55501${String(place % 100).padStart(2, '0')}`;
}
