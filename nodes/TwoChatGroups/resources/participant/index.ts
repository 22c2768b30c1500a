import type { Resource } from '../operation';
import { add } from './add';
import { demote } from './demote';
import { getAll } from './getAll';
import { promote } from './promote';
import { remove } from './remove';
import { sendMessage } from './sendMessage';
import { sync } from './sync';

export const participant: Resource = {
	name: 'Participant',
	defaultOperation: 'add',
	operations: { add, demote, getAll, promote, remove, sendMessage, sync },
};
