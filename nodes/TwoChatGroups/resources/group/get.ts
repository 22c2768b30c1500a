import { simplifyGroupWithMembers } from '../../../shared/groups/simplify';
import { groupsRead } from '../../members/readGroup';
import { optionalFromNumberField } from '../../../shared/form/fromNumber';
import { Fields } from '../../../shared/form/fields';
import { groupIdField, groupReader } from '../../../shared/form/groupId';
import { simplifyField } from '../../../shared/form/list';
import type { Operation } from '../operation';

export const get: Operation = {
	name: 'Get',
	action: 'Get WhatsApp group',
	description: 'Read one group with its members, as 2Chat last stored them',
	properties: [optionalFromNumberField, groupIdField, simplifyField],
	start: (run) => {
		const uuidOf = groupReader(run);
		const read = groupsRead(run.context);
		return async ([item = 0]) => {
			const isSimple = new Fields(run.context, item).flag(simplifyField);
			const group = await read(run.client, await uuidOf(item));
			return [isSimple ? simplifyGroupWithMembers(group) : group];
		};
	},
};
