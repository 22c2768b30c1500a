import type { IDataObject } from 'n8n-workflow';

/** Who makes the groups. */
export const CANDIDATES = ['node', 'httpRequest', 'floor', 'axios'] as const;

export type Candidate = (typeof CANDIDATES)[number];

/** What a worker's process is started with. */
export interface WorkerOptions {
	candidate: Candidate;
	baseUrl: string;
	apiKey: string;
	/** The package as n8n's installer leaves it: the node, and the credential that everybody uses. */
	packageFolder: string;
	/** n8n's own node_modules, when the full n8n is on this machine. */
	n8nModules?: string | undefined;
}

/** One measured piece of work. */
export interface Job {
	items: IDataObject[];
	/** Executions one after the other, each with all items. */
	executions: number;
	/** Garbage collections before and after, which take long with many items. */
	measureMemory: boolean;
}

export interface Measured {
	/** Of all executions together. */
	wallMs: number;
	/** What this process used of a processor in that time. */
	cpuMs: number;
	/** Groups that came out of the last execution. */
	groups: number;
	/** What the last execution leaves on the heap until its end, when asked for. */
	heapBytes: number;
	/** The most memory that this process ever had. */
	peakBytes: number;
	/** What it had before. */
	startBytes: number;
}

export type WorkerReply = { ready: true } | { measured: Measured } | { failure: string };

/** What the sandbox's process answers. */
export type SandboxReply =
	| { ready: { baseUrl: string; apiKey: string } }
	| { used: { calls: number; credits: number; groups: number } };

export type SandboxRequest = 'reset' | 'used';
