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
import { combineItemsField, createFields } from '../../create/fields';
import { comparableName } from '../../../shared/groups/foundGroups';
import { failIfMissing } from '../../members/failIfMissing';
import { quote } from '../../../shared/text';
import { readName } from '../../../shared/form/appearance';
import { Fields } from '../../../shared/form/fields';
import { readSender } from '../../../shared/form/sharedOptions';
import type { Handler, Run } from '../../../shared/api/run';
import type { CombinedItems, Operation } from '../operation';
import { groupBy } from '../../../shared/chunks';

export const create: Operation = {
	name: 'Create',
	action: 'Create WhatsApp group',
	description: 'Create a group with any number of people and report on each of them',
	properties: createFields,
	start,
	describeResult,
};

/**
 * Items with the same sender and name belong together if they say so. One that cannot be read stays alone, and fails
 * on its own.
 */
function groupKey(context: IExecuteFunctions, item: number): string {
	const alone = `item ${item}`;
	try {
		const fields = new Fields(context, item);
		if (fields.choice(combineItemsField) !== 'name') return alone;
		const { fromNumber } = readSender(fields, fields.collection('options'));
		return `group ${fromNumber} ${comparableName(readName(fields))}`;
	} catch {
		return alone;
	}
}

async function start(run: Run): Promise<CombinedItems> {
	const items = run.context.getInputData().keys();
	const itemGroups = [...groupBy(items, (item) => groupKey(run.context, item)).values()];
	const createRun = openCreateRun(run, itemGroups);
	await throwIfTooMany(createRun);
	return { itemGroups, handle: async (items) => await createOne(createRun, items) };
}

async function createOne(run: CreateRun, items: number[]): ReturnType<Handler> {
	const request = await readBegunRequest(run, items);
	if (request.options.previewOnly) return [await preview(run, request)];
	const group = await findOrCreate(run, request);
	// If the item fails below, n8n's next try finds its group by this.
	group.isUnfinished = true;
	await addPeople(request, group);
	const steps = await runAdditionalSteps(request, group, run.newGroups.has(group.uuid));
	await keepKeyLinked(run, group);
	const output = groupOutput(request, group, steps);
	hintNotDone(run, 'add', output);
	hintStepsNotDone(run, output);
	// Of a used Unique Key nobody was to be added.
	if (group.state !== 'untouched') {
		failIfMissing(run.context, request.options.ifSomeoneIsMissing, output, {
			group: `${quote(output.name, 100)} (${output.uuid})`,
			note: 'The group exists, and retrying this execution does not create it again.',
		});
	}
	delete group.isUnfinished;
	return asItems(request, group, output);
}

function describeResult([first]: IDataObject[]): string | undefined {
	return typeof first?.uuid === 'string'
		? `${quote(String(first.name), 100)} (${first.uuid})`
		: undefined;
}
