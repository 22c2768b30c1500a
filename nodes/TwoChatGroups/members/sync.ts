import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { toNodeError } from '../../shared/api/failure';
import { chunks } from '../../shared/chunks';
import { settingError } from '../../shared/settingError';
import { readMembers } from '../../shared/groups/members';
import {
	NOT_SENT,
	type ParticipantResult,
	type ResultOf,
	type SavedResults,
} from '../../shared/groups/outcomes';
import {
	buildReport,
	countOutcomes,
	reportLine,
	summarize,
	type ReportLine,
} from '../../shared/groups/report';
import { planSync, type SyncPlan } from '../../shared/groups/syncPlan';
import { fingerprint, repeatableKey } from '../../shared/memory/itemKey';
import { progressOf } from '../../shared/memory/progress';
import { quote } from '../../shared/text';
import { applyChange } from './applyChange';
import { IF_NOT_SENT } from './changeMembers';
import type { MembersRequest } from './membersRequest';
import type { MemberOutput } from './output';
import { readGroup } from './readGroup';
import { ifEntryIsUnreadableOption, maxRemovalsOption } from './syncOptions';
import { claimGroupForList, releaseGroup } from './syncRows';

/** A group's members, and what is to become of them. */
export interface SyncOutput extends MemberOutput {
	to_add: string[];
	to_remove: string[];
	stays: string[];
}

/** What an item of Sync has done. */
interface Progress extends IDataObject {
	plan: SyncPlan;
	added: SavedResults;
	removed: SavedResults;
}

/**
 * Makes the members of a group match a list: reads the group, adds everybody on the list, then removes who is not
 * on it. Members are sent as well, because 2Chat's copy of the group may be minutes old and its answer tells.
 * Whoever may be on the list after all stays and is reported.
 *
 * @param keepEveryone why nobody may be removed in this run; null when they may
 * @param lookUps how many calls it took to find the group
 * @throws NodeOperationError when more people would go than Max Removals
 * @throws NodeApiError when 2Chat does not show the group, or not one of the calls went through
 */
export async function syncMembers(
	context: IExecuteFunctions,
	request: MembersRequest,
	uuid: string,
	keepEveryone: string | null,
	lookUps: number,
): Promise<SyncOutput> {
	const { item, fromNumber, people, client } = request;
	const maxRemovals = Math.min(
		...request.options.map((options) => options.wholeNumber(maxRemovalsOption)),
	);
	const whyKept = keepEveryone ?? whyKeepEveryone(request);
	if (request.previewOnly) {
		const { plan } = await readPlan(context, request, uuid, whyKept);
		return previewSync(request, uuid, plan, beyondLimit(plan, maxRemovals), lookUps);
	}
	const key = repeatableKey(context, item, ['sync', uuid]);
	const list = fingerprint([...people.numbers].sort());
	const progress = progressOf<Progress>(context, `${key} ${list}`);
	const added = (progress.added ??= {});
	const removed = (progress.removed ??= {});
	let { plan } = progress;
	// Once people may have come or gone, what 2Chat stores of the group is no good for a new plan.
	const isUnderWay = Object.values({ ...added, ...removed }).some(
		(result) => result?.outcome !== 'not_attempted',
	);
	if (plan === undefined || !isUnderWay) {
		const read = await readPlan(context, request, uuid, whyKept);
		const refused = beyondLimit(read.plan, maxRemovals);
		if (refused !== null) throw tooManyRemovalsError(context, uuid, read.plan, refused);
		claimGroupForList(context, read.waGroupId, key, list);
		plan = progress.plan = read.plan;
	} else if (whyKept !== null) plan = keepingAll(plan, removed, whyKept);
	const target = { uuid, fromNumber };
	const adding = await applyChange(client, 'add', target, people.numbers, added);
	// 2Chat may show in its answer only whom it has added.
	for (const number of plan.stays) {
		if (adding === null && added[number]?.outcome === 'unknown') added[number] = IS_MEMBER;
	}
	// Where adding failed, nobody is removed, nor asked for once more where everybody is to stay by now.
	const mayRemove = adding === null && whyKept === null;
	const removing = mayRemove
		? await applyChange(client, 'remove', target, plan.to_remove, removed)
		: null;
	const output = outputOf(
		request,
		uuid,
		plan,
		(number) => added[number] ?? NOT_SENT,
		(number) => removed[number] ?? (adding === null ? NOT_SENT : NOT_REMOVED),
	);
	const failure = adding ?? removing;
	const results = Object.values({ ...added, ...removed });
	if (failure !== null && results.every((result) => result?.isOpen === true)) {
		// Another list may take its place, unless this one may have been carried out.
		if (results.every((result) => result?.outcome === 'not_attempted')) releaseGroup(context, key);
		throw toNodeError(context.getNode(), failure, output);
	}
	return output;
}

/** The group as 2Chat shows it now, and what is to become of its members. */
async function readPlan(
	context: IExecuteFunctions,
	{ client, people, senders }: MembersRequest,
	uuid: string,
	whyKept: string | null,
): Promise<{ waGroupId: string; plan: SyncPlan }> {
	const group = await readGroup(context, client, uuid);
	const others = people.participants.flatMap((person) => person.others ?? []);
	return {
		waGroupId: String(group.wa_group_id ?? uuid),
		plan: planSync(people.numbers, readMembers(group), senders, whyKept, others),
	};
}

const IS_MEMBER: ParticipantResult = { outcome: 'already_member' };

/** The plan without those removals that are still to come. */
function keepingAll(plan: SyncPlan, removed: SavedResults, reason: string): SyncPlan {
	const isGone = (number: string) =>
		![undefined, 'not_attempted'].includes(removed[number]?.outcome);
	const stay = plan.to_remove.filter((number) => !isGone(number));
	return {
		...plan,
		to_remove: plan.to_remove.filter(isGone),
		kept: [
			...plan.kept,
			...stay.map((phone_number) => ({ phone_number, outcome: 'kept' as const, reason })),
		],
	};
}

const NOT_REMOVED: ParticipantResult = {
	...NOT_SENT,
	message: 'Not removed, because adding people did not go through',
};

/** What cannot be read may stand for a member, who would lose the group for it; an empty row too. */
function whyKeepEveryone({ people, options }: MembersRequest): string | null {
	const mayRemove = options.every(
		(own) => own.choice(ifEntryIsUnreadableOption) === 'removeAnyway',
	);
	const position = people.participants.findIndex(
		({ outcome, input }) => outcome === 'invalid_number' || (outcome === 'empty' && input === ''),
	);
	if (position === -1 || mayRemove) return null;
	const input = people.participants[position]?.input ?? '';
	const what = input === '' ? 'is empty' : `cannot be read: ${quote(input)}`;
	return `Is not on the list, but stays, because entry ${position + 1} of it ${what}`;
}

/** Why the plan is not carried out, if so. */
function beyondLimit({ to_remove: { length } }: SyncPlan, limit: number): string | null {
	return length > limit ? `${length} people would be removed, and Max Removals is ${limit}` : null;
}

function tooManyRemovalsError(
	context: IExecuteFunctions,
	uuid: string,
	plan: SyncPlan,
	refused: string,
) {
	const named = plan.to_remove.slice(0, 5).join(', ');
	const rest = plan.to_remove.length - 5;
	return settingError(
		context,
		`${refused}: ${named}${rest > 0 ? ` and ${rest} more` : ''}`,
		'Nobody was added or removed. Check that Participants holds the whole list. If these people are to go, raise Max Removals under Options.',
		{ uuid, ...plan },
	);
}

function outputOf(
	{ fromNumber, people }: MembersRequest,
	uuid: string,
	{ to_add, to_remove, stays, kept }: SyncPlan,
	adding: ResultOf,
	removing: ResultOf,
): SyncOutput {
	const participants = [
		...buildReport(people.participants, adding, { change: 'add', ifNotSent: IF_NOT_SENT }),
		...to_remove.map((number) => memberLine(number, removing(number))),
		...kept.map(({ phone_number, outcome, reason }) =>
			memberLine(phone_number, { outcome, message: reason }),
		),
	];
	return {
		uuid,
		from_number: fromNumber,
		summary: { ...summarize(participants), ...countOutcomes(participants, MEMBER_OUTCOMES) },
		participants,
		to_add,
		to_remove,
		stays,
	};
}

/** What becomes of members whom the list does not name. */
const MEMBER_OUTCOMES = ['removed', 'not_member', 'protected', 'kept'] as const;

function memberLine(phone_number: string | null, result: ParticipantResult): ReportLine {
	const nobody = { phone_number, input: null, name: null };
	return reportLine(nobody, result, { change: 'remove', ifNotSent: IF_NOT_SENT });
}

/** `refused` says why the sync itself would not do it. */
function previewSync(
	request: MembersRequest,
	uuid: string,
	plan: SyncPlan,
	refused: string | null,
	lookUps: number,
): SyncOutput {
	const staying = new Set(plan.stays);
	const {
		uuid: id,
		from_number,
		...output
	} = outputOf(
		request,
		uuid,
		plan,
		(number) => ({ outcome: staying.has(number) ? 'already_member' : 'would_add' }),
		() => ({ outcome: 'would_remove' }),
	);
	const calls = chunks(request.people.numbers).length + chunks(plan.to_remove).length;
	return {
		preview: true,
		uuid: id,
		from_number,
		// The sync itself reads the group as well.
		plan: { calls, credits: calls + 1 + lookUps, refused },
		...output,
	};
}
