import { simplifyGroupWithMembers } from '../../domain/simplify';
import { readGroup } from '../../membership/readGroup';
import { optionalFromNumberField } from '../fields/fromNumber';
import { groupIdField, groupReader } from '../fields/groupId';
import { readSimplify, simplifyField } from '../fields/list';
import type { Operation } from '../operation';

export const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get WhatsApp group',
		description: 'Read one group with its members, as 2Chat last stored them',
	},
	properties: [optionalFromNumberField, groupIdField, simplifyField],
	start: (run) => {
		const uuidOf = groupReader(run);
		return async ([item = 0]) => {
			const isSimple = readSimplify(run.context, item);
			const group = await readGroup(run.context, run.client, await uuidOf(item), item);
			return [isSimple ? simplifyGroupWithMembers(group) : group];
		};
	},
};
