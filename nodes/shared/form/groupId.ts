import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isGroupUuid, readGroupId } from '../groups/groupId';
import { groupLister, type GroupLister } from '../api/groupLister';
import { toNodeError } from '../api/failure';
import { quote } from '../text';
import type { Run } from '../api/run';
import { settingError } from '../settingError';
import { Fields } from './fields';
import { readFromNumber } from './fromNumber';
import { readParameter } from './parameter';

/** Either id, since `readGroupId` takes the one for the other. The editor adds ^ and $. */
const EITHER_ID = String.raw`\s*([A-Za-z0-9_-]{20,100}|\d{1,30}(-\d{1,20})?@g\.us)\s*`;

function eitherId(errorMessage: string) {
	return [{ type: 'regex' as const, properties: { regex: EITHER_ID, errorMessage } }];
}

export const groupIdField: INodeProperties = {
	displayName: 'Group',
	name: 'groupId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The WhatsApp group. The list shows the groups of the number in From.',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a group...',
			typeOptions: { searchListMethod: 'searchGroups', searchable: true },
		},
		{
			displayName: 'By 2Chat ID',
			name: 'uuid',
			type: 'string',
			placeholder: 'e.g. WAG62598186-d2bd-4946-86c6-30f8a3c849c6',
			hint: 'The uuid that Create and Get Many give',
			validation: eitherId(
				'Not an id that 2Chat gives a group: those start with WAG. Invite links and phone numbers do not work here.',
			),
		},
		{
			displayName: 'By WhatsApp ID',
			name: 'waGroupId',
			type: 'string',
			placeholder: 'e.g. 120363777777777777@g.us',
			hint: 'Costs one more credit, because 2Chat has to be asked for its own id',
			validation: eitherId(
				'Not an id that WhatsApp gives a group: those end in @g.us. Invite links and phone numbers do not work here.',
			),
		},
	],
};

/** Gives 2Chat's id of the group that an item names. One for each execution, as `uuidFinder`. */
export function groupReader({ context, client }: Run, groupsOf = groupLister(client)) {
	const find = uuidFinder(context, groupsOf);
	return async (item: number, fromNumber?: string): Promise<string> =>
		await find(
			readParameter(context, 'groupId', item),
			() => fromNumber ?? readFromNumber(new Fields(context, item)),
		);
}

/**
 * Finds 2Chat's id of the group in a value of this field. The number is asked for only where the id has to be looked
 * up, so that reads by 2Chat's id need no From.
 *
 * The function throws a NodeOperationError when the field holds no group id, or one that 2Chat does not list, and a
 * NodeApiError when 2Chat does not show the groups of the number.
 */
export function uuidFinder(context: Pick<IExecuteFunctions, 'getNode'>, groupsOf: GroupLister) {
	return async (value: unknown, fromNumber: () => string): Promise<string> => {
		if (value === undefined || value === null || value === '') {
			throw settingError(
				context,
				'Group is empty',
				'Choose a group, or check that the expression in Group finds an id.',
			);
		}
		const reading = readGroupId(value);
		if (!reading.ok) {
			const shown = typeof value === 'object' ? 'the value' : quote(String(value));
			throw settingError(context, `Group: ${shown} ${reading.reason}`, reading.nextStep);
		}
		if (reading.kind === 'uuid') return reading.id;
		const number = fromNumber();
		const groups = await groupsOf(number);
		if (!groups.ok) throw toNodeError(context.getNode(), groups.failure);
		for (const { wa_group_id: waGroupId, uuid } of groups.entries) {
			if (waGroupId === reading.id && isGroupUuid(uuid)) return uuid;
		}
		throw settingError(
			context,
			`Group: 2Chat lists no group ${quote(reading.id)} for ${number}`,
			'Check that the number in From is in that group. A new group can take minutes to be listed; its 2Chat id, the uuid from Create, works at once.',
		);
	};
}
