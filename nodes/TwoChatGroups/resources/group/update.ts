import { asStep, type Step } from '../../create/additionalSteps';
import { hintStepsNotDone, openHints } from '../../members/hints';
import { repeatableKey } from '../../../shared/memory/itemKey';
import { progressOf } from '../../../shared/memory/progress';
import type { Result } from '../../../shared/api/client';
import { setDescription, setPicture } from '../../../shared/api/endpoints';
import { toNodeError, type Failure } from '../../../shared/api/failure';
import {
	descriptionField,
	pictureUrlField,
	readDescription,
} from '../../../shared/form/appearance';
import { fromNumberField, readFromNumber } from '../../../shared/form/fromNumber';
import { groupIdField, groupReader } from '../../../shared/form/groupId';
import { collectionField } from '../../../shared/form/sharedOptions';
import { Fields } from '../../../shared/form/fields';
import type { Operation } from '../operation';

/** What can be changed about a group, under the names of the output. */
type Changes = { description?: Step; picture?: Step };

export const update: Operation = {
	name: 'Update',
	action: 'Update WhatsApp group',
	description: 'Change the description or the picture of a group',
	properties: [
		fromNumberField,
		groupIdField,
		collectionField('Update Fields', 'updateFields', 'Add Field', [
			descriptionField,
			pictureUrlField,
		]),
	],
	start: (run) => {
		const { context, client } = run;
		const uuidOf = groupReader(run);
		const hints = openHints(context);
		return async ([item = 0]) => {
			const fields = new Fields(context, item);
			const changes = fields.collection('updateFields');
			const description = readDescription(changes);
			const pictureUrl = changes.webAddress(pictureUrlField);
			const fromNumber = readFromNumber(fields);
			if (description === '' && pictureUrl === '') {
				throw fields.error(
					'Update Fields is empty, so there is nothing to change',
					'Add Description or Picture URL, or check that their expressions find something. Nothing was sent.',
				);
			}
			const uuid = await uuidOf(item, fromNumber);
			const target = { uuid, fromNumber };
			const request = ['update', uuid, fromNumber, description, pictureUrl];
			const steps = progressOf<Changes>(context, repeatableKey(context, item, request));
			const failures: Failure[] = [];
			const attempt = async (step: keyof Changes, call: () => Promise<Result>) => {
				if (steps[step]?.status === 'done') return;
				const result = await call();
				steps[step] = asStep(result);
				if (!result.ok) failures.push(result.failure);
			};
			if (description !== '') {
				await attempt('description', async () => await setDescription(client, target, description));
			}
			if (pictureUrl !== '') {
				await attempt('picture', async () => await setPicture(client, target, pictureUrl));
			}
			const [failure] = failures;
			if (failure !== undefined && !Object.values(steps).some(({ status }) => status === 'done')) {
				throw toNodeError(context.getNode(), failure, { uuid, steps });
			}
			hintStepsNotDone(hints, { name: uuid, steps });
			return [{ uuid, from_number: fromNumber, steps }];
		};
	},
	describeResult: ([first]) =>
		first === undefined ? undefined : `update of ${String(first.uuid)}`,
};
