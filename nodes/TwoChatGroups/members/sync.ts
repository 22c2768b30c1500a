import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { chunks } from '../../shared/chunks';
import { readMembers } from '../../shared/groups/members';
import { explain } from '../../shared/groups/outcomes';
import type { ParticipantResult } from '../../shared/groups/outcomes';
import { buildReport, countOutcomes, summarize } from '../../shared/groups/report';
import type { ReportLine } from '../../shared/groups/report';
import { planSync } from '../../shared/groups/syncPlan';
import type { SyncPlan } from '../../shared/groups/syncPlan';
import { itemKey } from '../../shared/memory/executionMemory';
import { progressOf } from '../../shared/memory/progress';
import { readChoice } from '../../shared/form/choice';
import { readNumber } from '../../shared/form/number';
import { settingError } from '../../shared/form/settingError';
import { quote, toNodeError } from '../../shared/api/failure';
import { applyChange } from './applyChange';
import type { Applied, Settled } from './applyChange';
import { NOT_SENT } from './changePeople';
import type { MemberOutput } from './output';
import type { MembersRequest } from './membersRequest';
import { asPreview, WOULD_BE_ADDED, WOULD_BE_REMOVED } from './preview';
import { readGroup } from './readGroup';

export const DEFAULT_MAX_REMOVALS = 10;

/** A group's members, and what is to become of them. */
export interface SyncOutput extends MemberOutput {
	to_add: string[];
	to_remove: string[];
	stays: string[];
}

/** What an item of Sync has done. */
interface Progress extends IDataObject {
	plan: SyncPlan;
	added: Settled;
	removed: Settled;
}

/**
 * Makes the members of a group match a list: reads the group, adds who is missing, then removes who is not
 * on the list. Who would be removed by doubt is left in and reported.
 *
 * @throws NodeOperationError when more people would go than Max Removals
 * @throws NodeApiError when 2Chat does not show the group, or not one of the calls went through
 */
export async function syncMembers(
	context: IExecuteFunctions,
	request: MembersRequest,
	uuid: string,
): Promise<SyncOutput> {
	const { item, fromNumber, people, client } = request;
	const maxRemovals = readMaxRemovals(context, request);
	const progress = progressOf<Progress>(
		context,
		itemKey(context, item, ['sync', uuid, fromNumber, people.numbers]),
	);
	const added = (progress.added ??= {});
	const removed = (progress.removed ??= {});
	const isUnderWay = Object.keys({ ...added, ...removed }).length > 0;
	// Once people have come or gone, what 2Chat stores of the group is no good for a new plan.
	const plan =
		isUnderWay && progress.plan !== undefined
			? progress.plan
			: await makePlan(context, request, uuid);
	const refused = beyondLimit(plan, maxRemovals);
	if (request.previewOnly) return previewSync(request, uuid, plan, refused);
	if (refused !== null) throw tooManyRemovalsError(context, item, uuid, plan, refused);
	progress.plan = plan;
	const group = { uuid, fromNumber };
	const adding = await applyChange(client, 'add', group, plan.to_add, added);
	// A group whose additions are refused is not to be emptied either.
	const removing =
		adding.failure === null
			? await applyChange(client, 'remove', group, plan.to_remove, removed)
			: NOBODY_REMOVED;
	const output = outputOf(request, uuid, plan, adding.resultOf, removing.resultOf);
	const failure = adding.failure ?? removing.failure;
	if (failure !== null && Object.keys({ ...added, ...removed }).length === 0) {
		const error = toNodeError(context.getNode(), failure, item);
		error.context.details = output;
		throw error;
	}
	return output;
}

const NOBODY_REMOVED: Applied = {
	failure: null,
	resultOf: () => ({
		...NOT_SENT,
		message: 'Not removed, because adding people did not go through',
	}),
};

async function makePlan(
	context: IExecuteFunctions,
	request: MembersRequest,
	uuid: string,
): Promise<SyncPlan> {
	const { item, fromNumber, people, client, options } = request;
	const ifUnreadable = readChoice(
		context,
		options.ifEntryIsUnreadable,
		'If an Entry Is Unreadable',
		item,
		['removeNobody', 'removeAnyway'],
	);
	// The mistyped number may be that of a member, who would lose the group for it; an empty cell is nobody's.
	const position = people.entries.findIndex(
		({ outcome, input }) => outcome === 'invalid_number' && input !== '',
	);
	const keepEveryone =
		position === -1 || ifUnreadable === 'removeAnyway'
			? null
			: `Is not on the list, but left in, because entry ${position + 1} of it cannot be read: ${quote(people.entries[position]?.input ?? '')}`;
	const members = readMembers(await readGroup(context, client, uuid, item));
	return planSync(people.numbers, members, fromNumber, keepEveryone);
}

function readMaxRemovals(context: IExecuteFunctions, { item, options }: MembersRequest): number {
	return readNumber(context, options.maxRemovals, 'Max Removals', item, {
		fallback: DEFAULT_MAX_REMOVALS,
		min: 0,
	});
}

/** Why the plan is not carried out, if so. */
function beyondLimit({ to_remove: { length } }: SyncPlan, limit: number): string | null {
	return length > limit ? `${length} people would be removed, and Max Removals is ${limit}` : null;
}

function tooManyRemovalsError(
	context: IExecuteFunctions,
	item: number,
	uuid: string,
	plan: SyncPlan,
	refused: string,
) {
	const named = plan.to_remove.slice(0, 5).join(', ');
	const rest = plan.to_remove.length - 5;
	const error = settingError(
		context,
		item,
		`${refused}: ${named}${rest > 0 ? ` and ${rest} more` : ''}`,
		'Nobody was added or removed. Check that Participants holds the whole list. If these people are to go, raise Max Removals under Options.',
	);
	error.context.details = { uuid, ...plan };
	return error;
}

function outputOf(
	{ fromNumber, people }: MembersRequest,
	uuid: string,
	{ to_add, to_remove, stays, left }: SyncPlan,
	adding: (phoneNumber: string) => ParticipantResult,
	removing: (phoneNumber: string) => ParticipantResult,
): SyncOutput {
	const staying = new Set(stays);
	const listed = buildReport(people.entries, (number) =>
		staying.has(number) ? { ...NOT_SENT, outcome: 'already_member' } : adding(number),
	);
	const goes = to_remove.map((number) => memberLine(number, removing(number)));
	const leftIn = left.map(({ phone_number, outcome, reason }) =>
		memberLine(phone_number, { ...NOT_SENT, outcome, message: reason }),
	);
	const participants = [...listed, ...goes, ...leftIn];
	return {
		uuid,
		from_number: fromNumber,
		to_add,
		to_remove,
		stays,
		participants,
		summary: { ...summarize(participants), ...countOutcomes(participants, MEMBER_OUTCOMES) },
	};
}

/** What becomes of members whom the list does not name. */
const MEMBER_OUTCOMES = ['removed', 'not_member', 'protected', 'kept'] as const;

/** A member whom the list does not name. */
function memberLine(phoneNumber: string | null, result: ParticipantResult): ReportLine {
	return {
		phone_number: phoneNumber,
		input: null,
		outcome: result.outcome,
		...explain(result, phoneNumber ?? '', 'remove'),
		status_code: result.statusCode,
		message: result.listed === null ? null : result.message,
		invite_sent: false,
		is_admin: false,
	};
}

/** `refused` says why the sync itself would not do it. */
function previewSync(
	request: MembersRequest,
	uuid: string,
	plan: SyncPlan,
	refused: string | null,
): SyncOutput {
	const { participants, ...output } = outputOf(
		request,
		uuid,
		plan,
		() => WOULD_BE_ADDED,
		() => WOULD_BE_REMOVED,
	);
	const calls = chunks(plan.to_add).length + chunks(plan.to_remove).length;
	return {
		preview: true,
		...output,
		// The sync itself reads the group as well.
		plan: { calls, credits: calls + 1, refused },
		participants: asPreview(participants),
	};
}
