import type { RecordedCall } from './calls.mts';
import type { Operation } from './operations.mts';

/** What a fault does to the calls that it hits. */
const FAULT_EFFECTS = [
	/** Nothing but lateness: give `delayMs`. */
	'delay',
	/** An answer of its own: `status` (500), `headers`, `body`. */
	'answer',
	/** A gateway's HTML error page: `status` (504). */
	'html',
	/** The connection is reset, no answer. */
	'reset',
	/** No answer, and the connection stays open. */
	'hang',
	/** A complete HTTP answer whose JSON stops in the middle. */
	'truncate',
	/** An HTTP answer whose connection dies before the promised length. */
	'cut',
	/** A success without a body. */
	'empty',
	/** The answer, with 16 MB of padding in it. */
	'huge',
	/** The real answer, changed by `mutate`. In process only. */
	'mutate',
] as const;

export type FaultEffect = (typeof FAULT_EFFECTS)[number];

export interface Fault {
	// Which calls. Everything that is given must fit; a fault without any of these fits every call.
	operation?: Operation;
	/** Tried on path and query under `/open`. */
	path?: RegExp | string;
	/** Must occur in the body's JSON, e.g. a group's name. */
	bodyContains?: string;
	/** The first fitting call to hit, counted from when the fault was queued. 1 by default. */
	nth?: number;
	/** How many fitting calls to hit from there on. 1 by default; 0 for all. */
	times?: number;

	/** `before`: nothing is done, the fault comes instead. `after`: all is done, only the answer is lost. */
	when?: 'before' | 'after';
	effect: FaultEffect;
	/** Wait that long first. */
	delayMs?: number;
	status?: number;
	headers?: Record<string, string>;
	/** JSON, or text to be sent as it is. */
	body?: unknown;
	/** Gets the answer's JSON; what it returns is sent, a string as it is and all else as JSON. */
	mutate?: (answer: unknown, call: RecordedCall) => unknown;
}

interface Queued {
	fault: Fault;
	seen: number;
	hits: number;
}

/** The faults that wait for their call, oldest first. */
export class FaultQueue {
	private queue: Queued[] = [];

	add(fault: Fault): void {
		// A misspelt one would otherwise make a trial pass for the wrong reason.
		if (!FAULT_EFFECTS.includes(fault.effect)) throw new Error(`No effect "${fault.effect}"`);
		this.queue.push({ fault, seen: 0, hits: 0 });
	}

	clear(): void {
		this.queue = [];
	}

	/** The fault that hits this call, if any. Every fitting fault counts the call, only one acts. */
	take(call: RecordedCall): Fault | undefined {
		let hit: Queued | undefined;
		for (const entry of this.queue) {
			if (!fits(entry.fault, call)) continue;
			entry.seen += 1;
			const times = entry.fault.times ?? 1;
			if (hit === undefined && entry.seen >= (entry.fault.nth ?? 1)) {
				entry.hits += 1;
				hit = entry;
				if (times > 0 && entry.hits >= times) this.remove(entry);
			}
		}
		return hit?.fault;
	}

	private remove(entry: Queued): void {
		this.queue = this.queue.filter((candidate) => candidate !== entry);
	}
}

function fits(fault: Fault, call: RecordedCall): boolean {
	if (fault.operation !== undefined && fault.operation !== call.operation) return false;
	if (fault.path !== undefined && !new RegExp(fault.path).test(call.path)) return false;
	if (fault.bodyContains === undefined) return true;
	const body = typeof call.body === 'string' ? call.body : JSON.stringify(call.body);
	return body.includes(fault.bodyContains);
}
