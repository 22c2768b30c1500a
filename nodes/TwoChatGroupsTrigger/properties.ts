import type { INodeProperties } from 'n8n-workflow';

import { fromNumberField } from '../shared/form/fromNumber';
import { groupIdField } from '../shared/form/groupId';
import { optionsField } from '../shared/form/sharedOptions';
import { EVENT_LABELS, type GroupEvent } from './events';

const DESCRIPTIONS: Record<GroupEvent, string> = {
	'whatsapp.group.message.received': 'Somebody writes in a group',
	'whatsapp.group.join': 'Somebody joins a group or is added to it',
	'whatsapp.group.leave': 'Somebody leaves a group',
	'whatsapp.group.remove': 'An admin removes somebody from a group',
	'whatsapp.group.message.reaction': 'Somebody reacts to a message in a group',
};

export const properties: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['whatsapp.group.join'],
		description: 'What starts the workflow. Choose as many as you like.',
		options: Object.entries(EVENT_LABELS).map(([value, name]) => ({
			name,
			value,
			description: DESCRIPTIONS[value as GroupEvent],
		})),
	},
	{
		...fromNumberField,
		description:
			'The WhatsApp number whose groups are watched. It has to be connected to 2Chat and be in the group.',
	},
	{
		displayName: 'Groups',
		name: 'groups',
		type: 'options',
		default: 'all',
		description: 'Which groups of this number to watch',
		options: [
			{
				name: 'All Groups',
				value: 'all',
				description: 'Every group that the number is in, later ones included',
			},
			{
				name: 'One Group',
				value: 'one',
				description: 'A single group only',
			},
		],
	},
	{ ...groupIdField, displayOptions: { show: { groups: ['one'] } } },
	optionsField([
		{
			displayName: 'Ignore Own Messages',
			name: 'ignoreOwnMessages',
			type: 'boolean',
			default: false,
			description:
				'Whether to leave out messages and reactions of the number in From itself, so that a workflow that answers in the group cannot start itself',
		},
		{
			displayName: 'Ignore Repeats',
			name: 'ignoreRepeats',
			type: 'boolean',
			default: true,
			description:
				'Whether to start the workflow only once when 2Chat delivers the same event again within a day. The last 500 events are remembered. Messages are compared by author, text and time, other events by all of their content.',
		},
	]),
];
