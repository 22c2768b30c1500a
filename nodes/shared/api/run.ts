import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Client } from './client';

/** Everything that an operation may use while it runs. */
export interface Run {
	context: IExecuteFunctions;
	client: Client;
}

/** An output item that comes from some of the input items that belong together, by index. */
export class LinkedItem {
	constructor(
		readonly json: IDataObject,
		readonly items: number[],
	) {}
}

/**
 * Turns the input items (by index) that belong together into output items, which come from all of them unless
 * they say otherwise.
 */
export type Handler = (items: number[]) => Promise<Array<IDataObject | LinkedItem>>;
