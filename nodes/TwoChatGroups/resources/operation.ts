import type {
	IDataObject,
	IExecuteFunctions,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { Handler, Run } from '../../shared/api/run';

/** One entry of the Operation drop-down: how it looks in the editor and what it does. */
export interface Operation {
	option: INodePropertyOptions & { action: string };
	/** Shown for the operations that have them; the display condition is added in one place. */
	properties: INodeProperties[];
	/**
	 * Prepares one execution and returns what handles a unit of it: the input items (by index) that belong
	 * together, one by one unless `units` says otherwise. It returns the output items of the unit.
	 */
	start(run: Run): Handler;
	/** Which input items belong together. */
	itemGroups?(context: IExecuteFunctions): number[][];
	/** Names in a few words what a finished unit left behind in WhatsApp; undefined when nothing. */
	describeResult?(output: IDataObject[]): string | undefined;
}

/** One entry of the Resource drop-down. */
export interface Resource {
	option: INodePropertyOptions;
	operations: Record<string, Operation>;
	/** The operation that the editor starts with. */
	defaultOperation: string;
}
