import { setTimeout as delay } from 'node:timers/promises';

/** `2023-06-22T20:02:56Z`: no fractions, as group objects have it (2chat-api.md 1.8). */
export function isoSeconds(epochMs: number): string {
	return new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** `2022-10-31 22:05:44`: no zone, as get-numbers has it (2chat-api.md 1.8). */
export function zonelessSeconds(iso: string): string {
	return isoSeconds(Date.parse(iso)).replace('T', ' ').replace('Z', '');
}

/** Resolves after `ms`, or at once when the sandbox closes. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
	if (ms > 0) await delay(ms, undefined, { signal }).catch(() => undefined);
}
