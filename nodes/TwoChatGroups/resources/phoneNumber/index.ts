import type { Resource } from '../operation';
import { check } from './check';
import { getAll } from './getAll';

export const phoneNumber: Resource = {
	name: 'Phone Number',
	defaultOperation: 'getAll',
	operations: { check, getAll },
};
