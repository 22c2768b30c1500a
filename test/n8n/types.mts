import type { Item, NodeRun, SerializedError } from '../engine/types.mts';

export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	password: string;
}

/** A workflow that n8n has stored. */
export interface StoredWorkflow {
	id: string;
	versionId: string;
}

export interface StoredCredential {
	id: string;
	name: string;
	type: string;
}

/** One run of a node, as n8n stores it. */
export interface StoredRun {
	executionStatus: NodeRun['status'];
	data?: Record<string, Array<Item[] | null>>;
}

export interface Execution {
	id: string;
	status: 'new' | 'running' | 'success' | 'error' | 'crashed' | 'canceled' | 'waiting';
	data: {
		resultData: {
			runData: Record<string, StoredRun[]>;
			error?: SerializedError;
		};
	};
}

export interface ExecutionSummary {
	id: string;
	status: Execution['status'];
}
