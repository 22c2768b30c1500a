import type { IDataObject } from 'n8n-workflow';

/** Who makes the groups. The floor is the one that the others are compared with. */
export const CANDIDATES = ['node', 'httpRequest', 'httpRequestLoop', 'floor', 'axios'] as const;

export type Candidate = (typeof CANDIDATES)[number];

/** Those that only the full n8n has. */
export const NODES_OF_N8N: readonly Candidate[] = ['httpRequest', 'httpRequestLoop'];

/** What a worker's process is started with. */
export interface WorkerOptions {
	candidate: Candidate;
	baseUrl: string;
	apiKey: string;
	/** The package as n8n's installer leaves it: the node, and the credential that everybody uses. */
	packageFolder: string;
	/** A package with nothing but the floor. */
	floorFolder: string;
	/** n8n's own node_modules, when the full n8n is on this machine. */
	n8nModules?: string | undefined;
}

/** One measured piece of work. */
export interface Job {
	items: IDataObject[];
	/** Executions one after the other, each with all items. */
	executions: number;
}

export interface Measured {
	/** Of all executions together. */
	wallMs: number;
	/** What this process used of a processor in that time. */
	cpuMs: number;
	/** Output items of the last execution. */
	outputs: number;
	/** What the last execution leaves on the heap until its end. */
	heapBytes: number;
	/** The most memory that the process had, beyond what it had before. */
	peakBytes: number;
}

export type WorkerReply = { ready: true } | { measured: Measured } | { failure: string };

export interface Usage {
	calls: number;
	credits: number;
	groups: number;
}

export type SandboxRequest = 'reset' | 'usage';

/** What the sandbox's process answers. */
export type SandboxReply = { ready: { baseUrl: string; apiKey: string } } | { usage: Usage };
