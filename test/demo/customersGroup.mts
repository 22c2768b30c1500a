import type { GroupSeed } from '../sandbox/sandbox.mts';

/** The group that the examples about an existing group have chosen, for a sandbox that they run against. */
export const CUSTOMERS_GROUP: Readonly<GroupSeed> = {
	uuid: 'WAG62598186-d2bd-4946-86c6-30f8a3c849c6',
	name: 'Customers',
	phoneNumber: '+595981048477',
	members: [{ phoneNumber: '+12025550141' }, { phoneNumber: '+12025550178' }],
};
