import type { INodeProperties } from 'n8n-workflow';

import { descriptionField, nameField, pictureUrlField } from '../../shared/form/appearance';
import { choiceField } from '../../shared/form/fields';
import { fromNumberField } from '../../shared/form/fromNumber';
import { participantsField } from '../../shared/form/participants';
import {
	batchingOption,
	collectionField,
	defaultCountryOption,
	ifSomeoneIsMissingOption,
	optionsField,
	previewOnlyOption,
	timeoutOption,
} from '../../shared/form/sharedOptions';

export const combineItemsField = choiceField({
	displayName: 'Combine Items',
	name: 'groupItemsBy',
	type: 'options',
	default: 'item',
	description: 'Which input items become one group',
	options: [
		{
			name: 'One Group per Item',
			value: 'item',
			description: 'Every input item becomes a group of its own',
		},
		{
			name: 'One Group per Name',
			value: 'name',
			description:
				'Items with the same sender and name become one group with all their people, as for rows of a spreadsheet',
		},
	],
});

export const adminsField: INodeProperties = {
	displayName: 'Admins',
	name: 'admins',
	type: 'string',
	default: '',
	placeholder: 'e.g. +17137157533',
	description:
		'Phone numbers to make admins, in the same forms as Participants. Whoever is not among the participants is added too.',
};

export const welcomeMessageField: INodeProperties = {
	displayName: 'Welcome Message',
	name: 'welcomeMessage',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	description: 'First message, sent to the group after everybody was added',
};

export const checkNumbersFirstOption: INodeProperties = {
	displayName: 'Check Numbers First',
	name: 'checkNumbersFirst',
	type: 'boolean',
	default: false,
	description:
		'Whether to ask 2Chat first which numbers are on WhatsApp and leave the others out. Costs one credit a number.',
};

export const ifGroupExistsOption = choiceField({
	displayName: 'If Group Exists',
	name: 'ifGroupExists',
	type: 'options',
	default: 'create',
	description: 'What to do when this number has a group with the same name',
	options: [
		{
			name: 'Create Another',
			value: 'create',
			description: 'Create a second group with the same name, without looking',
		},
		{
			name: 'Stop',
			value: 'stop',
			description: 'Send nothing and let the item fail',
		},
		{
			name: 'Use Existing and Add Missing People',
			value: 'use',
			description:
				'Add the people who are not in it yet and make the admins admins, without a new description, picture or welcome message',
		},
	],
});

export const maxGroupsOption: INodeProperties = {
	displayName: 'Max Groups per Run',
	name: 'maxGroups',
	type: 'number',
	typeOptions: { minValue: 0 },
	// Near what WhatsApp allows a number in a day (2chat-api.md 5.6).
	default: 30,
	description:
		'How many groups one number may create in one execution. WhatsApp allows about 30 a day. 0 for no limit.',
};

export const outputOption = choiceField({
	displayName: 'Output',
	name: 'output',
	type: 'options',
	default: 'group',
	description: 'What the output items are',
	options: [
		{
			name: 'Raw Responses',
			value: 'raw',
			description: 'One item for each group, with the answers as 2Chat gave them',
		},
		{
			name: 'One Item per Group',
			value: 'group',
			description: 'The group with a list of everybody and what became of them',
		},
		{
			name: 'One Item per Participant',
			value: 'participants',
			description: 'Every person as an item of its own, to branch on the outcome',
		},
	],
});

export const uniqueKeyOption: INodeProperties = {
	displayName: 'Unique Key',
	name: 'uniqueKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.dealId }}',
	description:
		'Something that stands for this one group, such as a deal ID. A key that was used before never creates a second group, not even in another execution.',
};

export const waitUntilListedOption: INodeProperties = {
	displayName: 'Wait Until Listed (Seconds)',
	name: 'waitUntilListed',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 3_600 },
	default: 0,
	description:
		'How long to wait at most until 2Chat lists the new group, which can take minutes. Each look costs a credit or two.',
};

export const createFields: INodeProperties[] = [
	fromNumberField,
	nameField,
	participantsField,
	combineItemsField,
	collectionField('Additional Fields', 'additionalFields', 'Add Field', [
		adminsField,
		descriptionField,
		pictureUrlField,
		welcomeMessageField,
	]),
	optionsField([
		batchingOption(
			'groups to create',
			'Pauses between groups. WhatsApp may block numbers that create many groups quickly.',
		),
		checkNumbersFirstOption,
		defaultCountryOption,
		ifGroupExistsOption,
		ifSomeoneIsMissingOption,
		maxGroupsOption,
		outputOption,
		previewOnlyOption(
			'Whether to check everything and show the plan without creating the group or adding anybody. Looking costs a few credits.',
		),
		timeoutOption,
		uniqueKeyOption,
		waitUntilListedOption,
	]),
];
