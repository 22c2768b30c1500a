/** Shorter ones are n8n's own housekeeping, not somebody's wait. */
const SHORTEST_WAIT_MS = 100;

/**
 * Lets waits in this process pass so many times faster, so that tests of minutes take seconds. Time-outs
 * of requests are Node's own timers and keep their length.
 */
export function speedUpWaits(speed: number): void {
	const real = globalThis.setTimeout;
	const faster = (handler: () => void, ms = 0, ...values: []) =>
		real(handler, ms >= SHORTEST_WAIT_MS ? ms / speed : ms, ...values);
	// Node hangs more on the function itself, such as its form that gives a promise.
	globalThis.setTimeout = Object.defineProperties(
		faster,
		Object.getOwnPropertyDescriptors(real),
	) as typeof setTimeout;
}
