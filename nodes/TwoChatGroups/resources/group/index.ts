import type { Resource } from '../operation';
import { create } from './create';
import { get } from './get';
import { getAll } from './getAll';
import { getMessages } from './getMessages';
import { sendMessage } from './sendMessage';
import { update } from './update';

export const group: Resource = {
	name: 'WhatsApp Group',
	defaultOperation: 'create',
	operations: { create, get, getAll, getMessages, sendMessage, update },
};
