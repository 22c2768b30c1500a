/** 2Chat takes at most ten people in one call (2chat-api.md 2.0, 2.1). */
const PEOPLE_PER_CALL = 10;

/** The people in the order given, ten at a time: the least number of calls. */
export function chunks<T>(people: readonly T[]): T[][] {
	const result: T[][] = [];
	for (let start = 0; start < people.length; start += PEOPLE_PER_CALL) {
		result.push(people.slice(start, start + PEOPLE_PER_CALL));
	}
	return result;
}

/** What has the same key, in the order in which the keys turn up. */
export function groupBy<T>(all: Iterable<T>, keyOf: (one: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const one of all) {
		const key = keyOf(one);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [one]);
		else group.push(one);
	}
	return groups;
}
