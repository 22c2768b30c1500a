import type { IDataObject } from 'n8n-workflow';

import { LinkedItem } from '../../shared/api/run';
import { isInGroup, NOT_SENT } from '../../shared/groups/outcomes';
import {
	asPerson,
	buildReport,
	summarize,
	type ReportLine,
	type Summary,
} from '../../shared/groups/report';
import type { ExistingGroup } from '../../shared/memory/executionMemory';
import type { Steps } from './additionalSteps';
import { rowOf } from '../members/output';
import type { GroupRequest } from './groupRequest';

export const REPORT = {
	change: 'add',
	ifNotSent:
		'Add them with the operation Add of the resource Participant. Running Create again creates another group, unless If Group Exists is set to use it.',
} as const;

/** The group as an output item. */
export interface GroupOutput {
	/** 2Chat's id, which its send and trigger nodes take. */
	uuid: string;
	/** WhatsApp's id. */
	wa_group_id: string | null;
	name: string;
	description?: string;
	from_number: string;
	summary: Summary;
	participants: ReportLine[];
	/** False when an existing group was used. */
	created: boolean;
	/** The answer to the creation was lost, and the group was found in the list. */
	recovered?: true;
	steps: Steps;
	/** 2Chat's two lists. "Accepted" is not "in the group" (2chat-api.md 2.1). */
	accepted_numbers: string[];
	unaccepted_numbers: string[];
}

export function groupOutput(
	request: GroupRequest,
	group: ExistingGroup,
	steps: Steps,
): GroupOutput {
	const admins = new Set(steps.admins?.promoted);
	const participants = buildReport(
		request.participants,
		(number) => group.people[number] ?? NOT_SENT,
		{ ...REPORT, isAdmin: (number) => admins.has(number) },
	);
	return {
		uuid: group.uuid,
		wa_group_id: group.waGroupId,
		name: group.name,
		...(steps.description?.status === 'done'
			? { description: group.description ?? request.description }
			: {}),
		from_number: request.fromNumber,
		summary: summarize(participants),
		participants,
		created: group.state === 'created',
		...(group.recovered === true ? { recovered: true } : {}),
		steps,
		accepted_numbers: listed(request, group, 'accepted'),
		unaccepted_numbers: listed(request, group, 'unaccepted'),
	};
}

/** As 2Chat listed them; where it gave no lists (2chat-api.md 2.4), by whether they are in the group. */
function listed(
	request: GroupRequest,
	{ people }: ExistingGroup,
	list: 'accepted' | 'unaccepted',
): string[] {
	return request.people.filter((number) => {
		const { outcome, listed: as } = people[number] ?? NOT_SENT;
		if (as !== undefined) return as === list;
		if (outcome === 'not_attempted' || outcome === 'unknown') return false;
		return isInGroup(outcome) === (list === 'accepted');
	});
}

/** The item, or the items, that the Output option asks for. */
export function asItems(
	{ options, items, participants }: GroupRequest,
	group: ExistingGroup,
	output: GroupOutput,
): Array<IDataObject | LinkedItem> {
	const { uuid, wa_group_id, name, from_number, created } = output;
	const head: IDataObject = { uuid, wa_group_id, name, from_number, created };
	switch (options.output) {
		case 'participants':
			// Linked to the row that the person came from.
			return output.participants.map(
				(line, index) =>
					new LinkedItem({ ...head, ...asPerson(line) }, rowOf(participants[index], items)),
			);
		case 'raw':
			return [{ ...head, answers: group.raw ?? [] }];
		default:
			return [{ ...output }];
	}
}
