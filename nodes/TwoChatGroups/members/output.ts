import type { IDataObject } from 'n8n-workflow';

import { LinkedItem } from '../../shared/api/run';
import { DONE, isNobody, type MemberChange } from '../../shared/groups/outcomes';
import { asPerson, countOutcomes, summarize, type ReportLine } from '../../shared/groups/report';
import type { Participant } from '../../shared/phone/participantList';
import type { MembersRequest } from './membersRequest';

/** What every change of members answers with. */
export interface MemberOutput extends IDataObject {
	/** 2Chat's id of the group. */
	uuid: string;
	from_number: string;
	summary: Record<string, number>;
	participants: ReportLine[];
}

/** Counts a report; adding counts like Create. */
export function summarizeChange(
	change: MemberChange,
	report: ReportLine[],
): Record<string, number> {
	if (change === 'add') return summarize(report);
	const people = report.filter(({ outcome }) => !isNobody(outcome)).length;
	const { [DONE[change]]: done, ...rest } = countOutcomes(report, [
		DONE[change],
		'not_member',
		'protected',
		'invalid_number',
		'empty',
		'duplicate',
		'not_attempted',
		'unknown',
	]);
	return { people, done, not_done: people - done, [DONE[change]]: done, ...rest };
}

/** The item, or the items, that the Output option asks for; each person linked to the row they came from. */
export function asMemberItems(
	{ output: setting, people, items }: MembersRequest,
	output: MemberOutput,
): Array<IDataObject | LinkedItem> {
	if (setting === 'group') return [output];
	const { uuid, from_number, participants } = output;
	return participants.map((line, index) => {
		const json = { uuid, from_number, ...asPerson(line) };
		const named = people.participants[index];
		// Members who are on no list stand behind it, and belong to all rows.
		return named === undefined ? json : new LinkedItem(json, rowOf(named, items));
	});
}

/** The input item that a person came from. */
export function rowOf(participant: Participant | undefined, items: number[]): number[] {
	const item = items[participant?.row ?? 0];
	return item === undefined ? items : [item];
}
