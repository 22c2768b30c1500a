import type { Resource } from '../operation';
import { check } from './check';
import { getAll } from './getAll';

export const phoneNumber: Resource = {
	option: { name: 'Phone Number', value: 'phoneNumber' },
	defaultOperation: 'getAll',
	operations: { check, getAll },
};
