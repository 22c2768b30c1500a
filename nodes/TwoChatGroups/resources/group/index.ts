import type { Resource } from '../operation';
import { create } from './create';

/** Adding an operation takes its file and one line here. */
export const group: Resource = {
	option: { name: 'WhatsApp Group', value: 'group' },
	defaultOperation: 'create',
	operations: { create },
};
