/** JSON that came from outside, so nothing about it is sure. */
export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is an object, else an empty one, so that its fields can be asked for. */
export function record(value: unknown): Json {
	return isRecord(value) ? value : {};
}

/** Undefined for what is no JSON, or is nested too deeply. */
export function parseJson(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return isTooDeep(value) ? undefined : value;
	} catch {
		return undefined;
	}
}

const DEEPEST = 100;

/** Nothing of 2Chat is nested like that, and n8n cannot store what is: the execution would be lost. */
export function isTooDeep(value: unknown, depth = 0): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return depth >= DEEPEST || Object.values(value).some((one) => isTooDeep(one, depth + 1));
}
