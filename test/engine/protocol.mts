import type { SerializedError } from './types.mts';

export interface HostRequest {
	id: number;
	method: string;
	args: unknown[];
}

/** The reply with id 0 says which methods there are, or why there are none. */
export type HostReply = { id: number; result: unknown } | { id: number; error: SerializedError };
