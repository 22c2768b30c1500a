import type { Operation } from './operations.mts';

/** One request to the API, as tests look at it. Never holds a key. */
export interface RecordedCall {
	/** Epoch milliseconds of the request's arrival and of its answer's end; null while it is open. */
	at: number;
	endedAt: number | null;
	method: string;
	/** Path under `/open`, with its query. */
	path: string;
	/** The parsed JSON body; the text when it was not JSON; null without a body. */
	body: unknown;
	/** null when no status was sent: still under way, hanging, or reset. */
	status: number | null;
	/** null for a path that 2Chat does not have. */
	operation: Operation | null;
	groupUuid?: string;
	/** Whether the effect took place, even if the answer was lost. */
	writeDone: boolean;
	/** The client went away before it had the whole answer. */
	aborted?: boolean;
	/** A fault of the sandbox stands in the place of the answer. */
	faulted?: boolean;
	/** A fault of the sandbox broke the connection. */
	broken?: boolean;
	/** Requests open at the moment this one arrived, itself included. */
	concurrent: number;
	/** A key of the sandbox stood in the path or the body, where it has no business. It is blotted out here. */
	keyLeaked?: boolean;
}

const BLOT = '[key]';

/** Makes the text fit to be recorded. */
export function withoutKeys(text: string, keys: string[]): { text: string; leaked: boolean } {
	const found = keys.filter((key) => key !== '' && text.includes(key));
	return {
		text: found.reduce((clean, key) => clean.replaceAll(key, BLOT), text),
		leaked: found.length > 0,
	};
}
