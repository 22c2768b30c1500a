import type { Engine, SerializedError } from './types.mts';

export interface HostRequest {
	id: number;
	method: keyof Engine;
	args: unknown[];
}

/** The reply with id 0 says what the engine that has started can do, or why it could not. */
export type HostReply = { id: number; result: unknown } | { id: number; error: SerializedError };
