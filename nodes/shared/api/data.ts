import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../json';

/** JSON of 2Chat as an item can hold it; empty when it is no object. */
export function asData(value: unknown): IDataObject {
	return isRecord(value) ? (value as IDataObject) : {};
}
