import type { IDataObject } from 'n8n-workflow';

import { simplifyGroup } from '../../../shared/groups/simplify';
import { listGroups } from '../../../shared/api/endpoints';
import { toNodeError } from '../../../shared/api/failure';
import { fromNumberField, readFromNumber } from '../../../shared/form/fromNumber';
import { limited, listFields, readSimplify, simplifyField } from '../../../shared/form/list';
import { readText } from '../../../shared/form/text';
import type { Operation } from '../operation';

export const getAll: Operation = {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many WhatsApp groups',
		description: 'List the groups that a connected number is in',
	},
	properties: [
		fromNumberField,
		...listFields,
		simplifyField,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Name Contains',
					name: 'nameContains',
					type: 'string',
					default: '',
					placeholder: 'e.g. project',
					description: 'Only groups with this text in their name, in capitals or not',
				},
			],
		},
	],
	start:
		({ context, client }) =>
		async ([item = 0]) => {
			const fromNumber = readFromNumber(context, item);
			const isSimple = readSimplify(context, item);
			const { nameContains } = context.getNodeParameter('filters', item, {}) as IDataObject;
			const wanted = comparable(readText(context, nameContains, 'Name Contains', item));
			const groups = await listGroups(client, fromNumber);
			if (!groups.ok) throw toNodeError(context.getNode(), groups.failure, item);
			const found = groups.entries.filter(({ wa_group_name: name }) =>
				comparable(typeof name === 'string' ? name : '').includes(wanted),
			);
			return limited(context, item, found).map((group) =>
				isSimple ? simplifyGroup(group) : group,
			);
		},
};

function comparable(text: string): string {
	return text.normalize('NFC').trim().toLowerCase();
}
