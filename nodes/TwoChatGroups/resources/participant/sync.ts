import { hintNotDone, hintNotRemoved, openHints } from '../../members/hints';
import { describeChange } from '../../members/changeMembers';
import { failIfMissing } from '../../members/failIfMissing';
import { asMemberItems } from '../../members/output';
import { readMembersRequest } from '../../members/membersRequest';
import { syncMembers } from '../../members/sync';
import { ifEntryIsUnreadableOption, maxRemovalsOption } from '../../members/syncOptions';
import { fromNumberField } from '../../../shared/form/fromNumber';
import { groupLister } from '../../../shared/api/groupLister';
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
import { groupRows } from '../../members/syncRows';
import type { Handler } from '../../../shared/api/run';
import type { Operation } from '../operation';

/** Sync: adds who is missing and removes who is not on the list, never on a doubtful list. */
export const sync: Operation = {
	name: 'Sync',
	action: 'Sync participants of WhatsApp group',
	description: 'Make the members match a list: add who is missing, remove who is not on it',
	properties: [
		fromNumberField,
		groupIdField,
		{
			...participantsField,
			hint: 'Everybody who is to be in the group. Rows with the same group make one list; other members are removed.',
		},
		optionsField([
			defaultCountryOption,
			ifEntryIsUnreadableOption,
			ifSomeoneIsMissingOption,
			maxRemovalsOption,
			memberOutputOption,
			previewOnlyOption(
				'Whether to show who would come and go without adding or removing anybody. 2Chat shows changes of the last minutes late.',
			),
			timeoutOption,
		]),
	],
	start: async (run) => {
		const groupsOf = groupLister(run.client);
		const uuidOf = groupReader(run, groupsOf);
		const hints = openHints(run.context);
		const { itemGroups, keepEveryone } = await groupRows(run, groupsOf);
		// What that took counts for the first group.
		let uncounted = run.client.sent();
		const handle: Handler = async (items) => {
			const request = readMembersRequest(run, items, true);
			const before = run.client.sent() - uncounted;
			uncounted = 0;
			const uuid = await uuidOf(request.item, request.fromNumber);
			const lookUps = run.client.sent() - before;
			const output = await syncMembers(run.context, request, uuid, keepEveryone, lookUps);
			if (request.previewOnly) return [output];
			const group = { name: uuid, participants: output.participants };
			hintNotDone(hints, 'add', group);
			hintNotRemoved(hints, group);
			failIfMissing(run.context, request.ifSomeoneIsMissing, output, {
				group: uuid,
				note: 'Whoever could be added is in the group.',
			});
			return asMemberItems(request, output);
		};
		return { itemGroups, handle };
	},
	describeResult: describeChange('synced', ['added', 'removed']),
};
