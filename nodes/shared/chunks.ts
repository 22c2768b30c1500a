/** 2Chat takes at most ten people in one call (2chat-api.md 2.0, 2.1). */
export const PEOPLE_PER_CALL = 10;

/** The people in the order given, ten at a time: the least number of calls. */
export function chunks<T>(people: readonly T[]): T[][] {
	const result: T[][] = [];
	for (let start = 0; start < people.length; start += PEOPLE_PER_CALL) {
		result.push(people.slice(start, start + PEOPLE_PER_CALL));
	}
	return result;
}
