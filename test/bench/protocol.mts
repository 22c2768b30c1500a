import type { IDataObject } from 'n8n-workflow';

/** Who makes the groups. The loop is the one that the node is compared with. */
export const CANDIDATES = ['node', 'axios'] as const;

export type Candidate = (typeof CANDIDATES)[number];

/** What a worker's process is started with. */
export interface WorkerOptions {
	candidate: Candidate;
	baseUrl: string;
	apiKey: string;
	/** The package as n8n's installer leaves it. */
	packageFolder: string;
}

/** One measured piece of work. */
export interface Job {
	items: IDataObject[];
	/** Executions one after the other, each with all items. */
	executions: number;
}

export interface Measured {
	wallMs: number;
	/** Output items of the last execution. */
	outputs: number;
	/** What the last execution leaves on the heap until its end. */
	heapBytes: number;
}

export type WorkerReply = { ready: true } | { measured: Measured } | { failure: string };

/** Makes one group for each item. Gives whatever is kept until an execution ends. */
export type Run = (items: IDataObject[]) => Promise<{ data: unknown; outputs: number }>;
