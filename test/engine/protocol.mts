import type { Engine, SerializedError } from './types.mts';

export interface HostRequest {
	id: number;
	method: keyof Engine;
	args: unknown[];
}

/** The reply with id 0 says that the engine has started, or why it could not. */
export type HostReply = { id: number; result: unknown } | { id: number; error: SerializedError };
