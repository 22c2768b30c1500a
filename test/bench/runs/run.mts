import type { IDataObject } from 'n8n-workflow';

/** Makes one group for each item. */
export type Run = (items: IDataObject[]) => Promise<Kept>;

/** Whatever is kept until an execution ends. */
export interface Kept {
	data: unknown;
	outputs: number;
}
