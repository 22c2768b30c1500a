import type { Json } from '../json';

/** `connection_status` in words (2chat-api.md 3.1). */
const STATES: Record<string, string> = {
	C: 'connected',
	D: 'disconnected',
	F: 'connection failed',
};

/** Null for a state that is not documented. */
export function connectionState(number: Json): string | null {
	return STATES[String(number.connection_status)] ?? null;
}
