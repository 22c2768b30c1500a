import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readBegunRequest } from '../../create/begunRequest';
import { findOrCreate } from '../../create/findOrCreate';
import { throwIfTooMany } from '../../create/limits';
import { addPeople } from '../../create/people';
import { keepKeyLinked } from '../../create/uniqueKey';
import { hintNotDone, hintStepsNotDone } from '../../members/hints';
import { asItems, groupOutput } from '../../create/output';
import { preview } from '../../create/preview';
import { openCreateRun, type CreateRun } from '../../create/createRun';
import { runAdditionalSteps } from '../../create/additionalSteps';
import { readCombineItems } from '../../create/groupRequest';
import { comparableName } from '../../../shared/groups/foundGroups';
import { failIfMissing } from '../../members/failIfMissing';
import { quote } from '../../../shared/text';
import { descriptionField, pictureUrlField, readName } from '../../../shared/form/appearance';
import { fromNumberField } from '../../../shared/form/fromNumber';
import { Fields } from '../../../shared/form/fields';
import { participantsField } from '../../../shared/form/participants';
import {
	batchingOption,
	collectionField,
	defaultCountryOption,
	ifSomeoneIsMissingOption,
	optionsField,
	readSender,
	timeoutOption,
} from '../../../shared/form/sharedOptions';
import type { Handler, Run } from '../../../shared/api/run';
import type { CombinedItems, Operation } from '../operation';
import { groupBy } from '../../../shared/chunks';

const additionalFields = collectionField('Additional Fields', 'additionalFields', 'Add Field', [
	{
		displayName: 'Admins',
		name: 'admins',
		type: 'string',
		default: '',
		placeholder: 'e.g. +17137157533',
		description:
			'Phone numbers to make admins, in the same forms as Participants. Whoever is not among the participants is added too.',
	},
	descriptionField,
	pictureUrlField,
	{
		displayName: 'Welcome Message',
		name: 'welcomeMessage',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'First message, sent to the group after everybody was added',
	},
]);

const options = optionsField([
	batchingOption(
		'groups to create',
		'Pauses between groups. WhatsApp may block numbers that create many groups quickly.',
	),
	{
		displayName: 'Check Numbers First',
		name: 'checkNumbersFirst',
		type: 'boolean',
		default: false,
		description:
			'Whether to ask 2Chat first which numbers are on WhatsApp and leave the others out. Costs one credit a number.',
	},
	defaultCountryOption,
	{
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
	},
	ifSomeoneIsMissingOption,
	{
		displayName: 'Max Groups per Run',
		name: 'maxGroups',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 30,
		description:
			'How many groups one number may create in one execution. WhatsApp allows about 30 a day. 0 for no limit.',
	},
	{
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
	},
	{
		displayName: 'Preview Only',
		name: 'previewOnly',
		type: 'boolean',
		default: false,
		description:
			'Whether to check everything and show the plan without creating the group or adding anybody. Looking costs a few credits.',
	},
	timeoutOption,
	{
		displayName: 'Unique Key',
		name: 'uniqueKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.dealId }}',
		description:
			'Something that stands for this one group, such as a deal ID. A key that was used before never creates a second group, not even in another execution.',
	},
	{
		displayName: 'Wait Until Listed (Seconds)',
		name: 'waitUntilListed',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'How long to wait at most until 2Chat lists the new group, which can take minutes. Each look costs a credit or two.',
	},
]);

export const create: Operation = {
	name: 'Create',
	action: 'Create WhatsApp group',
	description: 'Create a group with any number of people and report on each of them',
	properties: [
		fromNumberField,
		{
			displayName: 'Group Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. My cool WhatsApp group',
			description: 'Shown in WhatsApp, with at most 100 characters',
		},
		participantsField,
		{
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
		},
		additionalFields,
		options,
	],
	start,
	describeResult,
};

/**
 * Items with the same sender and name belong together if the first item says so. One that cannot be read stays alone,
 * and fails on its own.
 */
function groupKey(context: IExecuteFunctions, item: number): string {
	const alone = `item ${item}`;
	try {
		if (readCombineItems(new Fields(context, 0)) !== 'name') return alone;
		const fields = new Fields(context, item);
		const { fromNumber } = readSender(fields, fields.collection('options'));
		return `group ${fromNumber} ${comparableName(readName(fields))}`;
	} catch {
		return alone;
	}
}

async function start(run: Run): Promise<CombinedItems> {
	const createRun = openCreateRun(run);
	const items = run.context.getInputData().keys();
	const itemGroups = [...groupBy(items, (item) => groupKey(run.context, item)).values()];
	throwIfTooMany(createRun, itemGroups);
	return { itemGroups, handle: async (items) => await createOne(createRun, items) };
}

async function createOne(run: CreateRun, items: number[]): ReturnType<Handler> {
	const request = readBegunRequest(run, items);
	if (request.options.previewOnly) return [await preview(run, request)];
	const group = await findOrCreate(run, request);
	// If the item fails below, n8n's next try finds its group by this.
	group.isUnfinished = true;
	await addPeople(request, group);
	const steps = await runAdditionalSteps(request, group);
	await keepKeyLinked(run, group);
	const output = groupOutput(request, group, steps);
	hintNotDone(run, 'add', output);
	hintStepsNotDone(run, output);
	failIfMissing(run.context, request.options.ifSomeoneIsMissing, output, () => ({
		group: `${quote(output.name, 100)} (${output.uuid})`,
		note: 'The group exists, and retrying this execution does not create it again.',
	}));
	delete group.isUnfinished;
	return asItems(request, group, output);
}

function describeResult([first]: IDataObject[]): string | undefined {
	return typeof first?.uuid === 'string'
		? `${quote(String(first.name), 100)} (${first.uuid})`
		: undefined;
}
