import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Client } from './client';

/** Everything that an operation may use while it runs. */
export interface Run {
	context: IExecuteFunctions;
	client: Client;
}

/** Turns the input items (by index) that belong together into output items. */
export type Handler = (items: number[]) => Promise<IDataObject[]>;
