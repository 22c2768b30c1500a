import type { INodeProperties } from 'n8n-workflow';

import { choiceField } from '../../shared/form/fields';

// What Sync has beside the options of the other operations: how careful it is with removing people.

export const ifEntryIsUnreadableOption = choiceField({
	displayName: 'If an Entry Is Unreadable',
	name: 'ifEntryIsUnreadable',
	type: 'options',
	default: 'removeNobody',
	description: 'What to do when Participants has an entry that is no phone number',
	options: [
		{
			name: 'Remove Nobody',
			value: 'removeNobody',
			description: 'Add the others only, because the entry may stand for a member',
		},
		{
			name: 'Remove Anyway',
			value: 'removeAnyway',
			description: 'Remove whoever is not among the entries that can be read',
		},
	],
});

export const maxRemovalsOption: INodeProperties = {
	displayName: 'Max Removals',
	name: 'maxRemovals',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 10,
	description:
		'How many people one list may remove. If more would have to go, nothing is done and its items fail, so an incomplete list does not empty a group. The creator and the number in From always stay.',
};
