import type { IDataObject } from 'n8n-workflow';

import { buildReport, summarize } from '../../shared/groups/report';
import type { ReportLine, Summary } from '../../shared/groups/report';
import type { GroupRecord } from '../../shared/memory/executionMemory';
import type { ResultOf } from './fillGroup';
import type { Steps } from './additionalSteps';
import type { GroupRequest } from './groupRequest';

/** The group as an output item. */
export interface GroupOutput {
	/** 2Chat's id, which its send and trigger nodes take. */
	uuid: string;
	/** WhatsApp's id. */
	wa_group_id: string | null;
	name: string;
	description?: string;
	from_number: string;
	accepted_numbers: string[];
	unaccepted_numbers: string[];
	participants: ReportLine[];
	summary: Summary;
	/** False when an existing group was used. */
	created: boolean;
	/** The answer to the creation was lost, and the group was found in the list. */
	recovered?: true;
	steps: Steps;
}

export function groupOutput(
	request: GroupRequest,
	entry: GroupRecord,
	resultOf: ResultOf,
	steps: Steps,
): GroupOutput {
	const admins = new Set(steps.admins?.promoted);
	const participants = buildReport(request.entries, resultOf, (number) => admins.has(number));
	return {
		uuid: entry.uuid ?? '',
		wa_group_id: entry.waGroupId ?? null,
		name: entry.name,
		...(steps.description?.status === 'done' ? { description: request.description } : {}),
		from_number: request.fromNumber,
		accepted_numbers: listed(request, resultOf, 'accepted'),
		unaccepted_numbers: listed(request, resultOf, 'unaccepted'),
		participants,
		summary: summarize(participants),
		created: entry.created === true,
		...(entry.recovered === true ? { recovered: true } : {}),
		steps,
	};
}

/** As 2Chat listed them; where it gave no lists (2chat-api.md 2.4), by whether they are in the group. */
function listed(
	request: GroupRequest,
	resultOf: ResultOf,
	list: 'accepted' | 'unaccepted',
): string[] {
	return request.people.filter((number) => {
		const result = resultOf(number);
		if (result.listed !== null) return result.listed === list;
		if (result.outcome === 'not_attempted' || result.outcome === 'unknown') return false;
		const isIn = result.outcome === 'added' || result.outcome === 'already_member';
		return isIn === (list === 'accepted');
	});
}

/** The item, or the items, that the Output option asks for. */
export function asItems(
	request: GroupRequest,
	entry: GroupRecord,
	output: GroupOutput,
): IDataObject[] {
	const { uuid, wa_group_id, name, from_number, created } = output;
	switch (request.options.output) {
		case 'participants':
			return output.participants.map((line) => ({
				uuid,
				wa_group_id,
				name,
				from_number,
				created,
				...line,
			}));
		case 'raw':
			return [{ uuid, wa_group_id, name, from_number, created, answers: entry.raw ?? [] }];
		default:
			return [{ ...output }];
	}
}
