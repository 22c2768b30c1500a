import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Handler, Run } from '../../shared/api/run';

/** One entry of the Operation drop-down: how it looks in the editor and what it does. */
export interface Operation {
	name: string;
	action: string;
	description: string;
	/** Shown for the operations that have them; the display condition is added in one place. */
	properties: INodeProperties[];
	/**
	 * Prepares one execution and returns what handles its input items: one by one, or those together that belong
	 * together.
	 */
	start(run: Run): Handler | Promise<CombinedItems>;
	/** Names in a few words what a finished item left behind in WhatsApp; undefined when nothing. */
	describeResult?(output: IDataObject[]): string | undefined;
}

/** One entry of the Resource drop-down. */
export interface Resource {
	name: string;
	operations: Record<string, Operation>;
	/** The operation that the editor starts with. */
	defaultOperation: string;
}

export interface CombinedItems {
	/** Input items, by index, that belong together. */
	itemGroups: number[][];
	handle: Handler;
}
