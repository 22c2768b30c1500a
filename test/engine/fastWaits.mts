/** Shorter ones are n8n's own housekeeping, not somebody's wait. */
const SHORTEST_WAIT_MS = 100;

/** The node's time limit for a request, which axios keeps with the same timer. */
const REQUEST_TIMEOUT_MS = 120_000;

let speed = 1;
let waited = 0;

/**
 * Lets waits in this process pass so many times faster, so that tests of minutes take seconds. Requests keep
 * the time limit that they have unless a test sets another: a loaded machine needs it.
 */
export function setWaitSpeed(faster: number): void {
	if (globalThis.setTimeout === real) replaceTimer();
	speed = faster;
}

/** Milliseconds that were asked for since speed was first set, however fast they passed. */
export function waitedMs(): number {
	return waited;
}

const real = globalThis.setTimeout;

function replaceTimer(): void {
	const isWait = (ms: number) => ms >= SHORTEST_WAIT_MS && ms !== REQUEST_TIMEOUT_MS;
	const hurried = (handler: () => void, ms = 0, ...values: []) => {
		if (isWait(ms)) waited += ms;
		return real(handler, isWait(ms) ? ms / speed : ms, ...values);
	};
	// Node hangs more on the function itself, such as its form that gives a promise.
	globalThis.setTimeout = Object.defineProperties(
		hurried,
		Object.getOwnPropertyDescriptors(real),
	) as typeof setTimeout;
}
