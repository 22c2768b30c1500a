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

export interface Worker {
	measure(job: Job): Promise<Measured>;
}

/** Makes one group for each item. Gives whatever is kept until an execution ends. */
export type Run = (items: IDataObject[]) => Promise<{ data: unknown; outputs: number }>;

/** A connected number of the sandbox's own world. */
export const FROM = '+595981048477';

const PEOPLE = 10;

/** Groups of ten people, as rows of a CRM give them: a name and a list of numbers. */
export function groupsOf(groups: number): IDataObject[] {
	return Array.from({ length: groups }, (_, group) => ({
		name: `Customer ${group + 1}`,
		people: Array.from({ length: PEOPLE }, (__, person) => numberOf(group * PEOPLE + person)),
	}));
}

/** Numbers that nobody has and that numbering plans call valid: American and British ones in turn. */
function numberOf(index: number): string {
	const place = Math.floor(index / 2);
	if (index % 2 === 1) return `+447700900${String(place % 1000).padStart(3, '0')}`;
	const area = 202 + (Math.floor(place / 100) % 9);
	return `+1${area}55501${String(place % 100).padStart(2, '0')}`;
}
