import type { IDataObject } from 'n8n-workflow';

import { readMembers, type Member } from '../../../shared/groups/members';
import { simplifyMember } from '../../../shared/groups/simplify';
import { groupsRead } from '../../members/readGroup';
import { choiceField, Fields } from '../../../shared/form/fields';
import { optionalFromNumberField } from '../../../shared/form/fromNumber';
import { groupIdField, groupReader } from '../../../shared/form/groupId';
import { filtersField, listFields, readList } from '../../../shared/form/list';
import type { Operation } from '../operation';

const HAS_ROLE = {
	any: () => true,
	admin: ({ isAdmin }: Member) => isAdmin,
	creator: ({ isSuperAdmin }: Member) => isSuperAdmin,
	member: ({ isAdmin }: Member) => !isAdmin,
};

const roleFilter = choiceField({
	displayName: 'Role',
	name: 'role',
	type: 'options',
	default: 'any',
	description: 'Only members who are this in the group',
	options: [
		{ name: 'Admin', value: 'admin', description: 'Admins, the creator among them' },
		{ name: 'Any', value: 'any', description: 'Everybody' },
		{ name: 'Creator', value: 'creator', description: 'Who created the group' },
		{ name: 'Ordinary Member', value: 'member', description: 'Everybody but the admins' },
	],
});

export const getAll: Operation = {
	name: 'Get Many',
	action: 'Get many participants of WhatsApp group',
	description: 'List the members of a group, as 2Chat last stored them',
	properties: [optionalFromNumberField, groupIdField, ...listFields, filtersField(roleFilter)],
	start: (run) => {
		const { context, client } = run;
		const uuidOf = groupReader(run);
		const read = groupsRead(context);
		return async ([item = 0]) => {
			const fields = new Fields(context, item);
			const { isSimple, limit, filters } = readList(fields);
			const hasRole = HAS_ROLE[filters.choice(roleFilter)];
			const group = await read(client, await uuidOf(item));
			const { uuid, wa_group_name } = group;
			const found: IDataObject[] = [];
			for (const [index, member] of readMembers(group).entries()) {
				if (!hasRole(member)) continue;
				const simple = { ...simplifyMember(member), uuid, wa_group_name };
				found.push(isSimple ? simple : (group.participants[index] ?? {}));
			}
			return found.slice(0, limit);
		};
	},
};
