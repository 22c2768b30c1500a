import type { INodeProperties } from 'n8n-workflow';

import { simplifyGroup } from '../../../shared/groups/simplify';
import { groupLister } from '../../../shared/api/groupLister';
import { toNodeError } from '../../../shared/api/failure';
import { fromNumberField, readFromNumber } from '../../../shared/form/fromNumber';
import { filtersField, listFields, readList } from '../../../shared/form/list';
import { Fields } from '../../../shared/form/fields';
import type { Operation } from '../operation';

const nameFilter: INodeProperties = {
	displayName: 'Name Contains',
	name: 'nameContains',
	type: 'string',
	default: '',
	placeholder: 'e.g. project',
	description: 'Only groups with this text in their name, in capitals or not',
};

export const getAll: Operation = {
	name: 'Get Many',
	action: 'Get many WhatsApp groups',
	description: 'List the groups that a connected number is in',
	properties: [fromNumberField, ...listFields, filtersField(nameFilter)],
	start: ({ context, client }) => {
		const groupsOf = groupLister(client);
		return async ([item = 0]) => {
			const fields = new Fields(context, item);
			const fromNumber = readFromNumber(fields);
			const { isSimple, limit, filters } = readList(fields);
			const wanted = comparable(filters.text(nameFilter));
			const groups = await groupsOf(fromNumber);
			if (!groups.ok) throw toNodeError(context.getNode(), groups.failure);
			const found = groups.entries.filter(({ wa_group_name: name }) =>
				comparable(typeof name === 'string' ? name : '').includes(wanted),
			);
			return found.slice(0, limit).map((group) => (isSimple ? simplifyGroup(group) : group));
		};
	},
};

function comparable(text: string): string {
	return text.normalize('NFC').trim().toLowerCase();
}
