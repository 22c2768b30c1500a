import { hintNotDone, openHints } from '../../members/hints';
import { changeMembers, describeChange } from '../../members/changeMembers';
import { failIfMissing } from '../../members/failIfMissing';
import { asMemberItems } from '../../members/output';
import { readMembersRequest } from '../../members/membersRequest';
import { previewAdding } from '../../members/preview';
import { groupsRead } from '../../members/readGroup';
import { fromNumberField } from '../../../shared/form/fromNumber';
import { groupIdField, groupReader } from '../../../shared/form/groupId';
import { participantsField } from '../../../shared/form/participants';
import {
	defaultCountryOption,
	ifSomeoneIsMissingOption,
	memberOutputOption,
	optionsField,
	previewOnlyOption,
	timeoutOption,
} from '../../../shared/form/sharedOptions';
import type { Operation } from '../operation';

export const add: Operation = {
	name: 'Add',
	action: 'Add participants to WhatsApp group',
	description: 'Bring any number of people into an existing group and report on each of them',
	properties: [
		fromNumberField,
		groupIdField,
		participantsField,
		optionsField([
			defaultCountryOption,
			ifSomeoneIsMissingOption,
			memberOutputOption,
			previewOnlyOption('Whether to check everything and show the plan without adding anybody'),
			timeoutOption,
		]),
	],
	start: (run) => {
		const uuidOf = groupReader(run);
		const read = groupsRead(run.context);
		const hints = openHints(run.context);
		return async ([item = 0]) => {
			const request = readMembersRequest(run, [item], true);
			const before = run.client.sent();
			const uuid = await uuidOf(item, request.fromNumber);
			const lookUps = run.client.sent() - before;
			if (request.previewOnly) return [await previewAdding(read, request, uuid, lookUps)];
			const output = await changeMembers(run.context, request, uuid, 'add');
			hintNotDone(hints, 'add', { name: uuid, participants: output.participants });
			failIfMissing(run.context, request.ifSomeoneIsMissing, output, {
				group: uuid,
				note: 'Whoever could be added is in the group.',
			});
			return asMemberItems(request, output);
		};
	},
	describeResult: describeChange('added'),
};
