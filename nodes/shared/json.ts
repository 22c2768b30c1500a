/** JSON that came from outside, so nothing about it is sure. */
export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is an object, else an empty one, so that its fields can be asked for. */
export function record(value: unknown): Json {
	return isRecord(value) ? value : {};
}
