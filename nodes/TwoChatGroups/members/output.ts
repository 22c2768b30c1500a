import type { IDataObject } from 'n8n-workflow';

import { DONE, isNobody } from '../../shared/groups/outcomes';
import type { MemberChange } from '../../shared/groups/outcomes';
import { countOutcomes, summarize } from '../../shared/groups/report';
import type { ReportLine } from '../../shared/groups/report';

/** What every change of members answers with. */
export interface MemberOutput extends IDataObject {
	/** 2Chat's id of the group. */
	uuid: string;
	from_number: string;
	participants: ReportLine[];
	summary: Record<string, number>;
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
		'duplicate',
		'not_attempted',
		'unknown',
	]);
	return { people, done, not_done: people - done, [DONE[change]]: done, ...rest };
}

/** The item, or the items, that the Output option asks for. */
export function asMemberItems(
	setting: 'group' | 'participants',
	output: MemberOutput,
): IDataObject[] {
	if (setting === 'group') return [output];
	const { uuid, from_number, participants } = output;
	return participants.map((line) => ({ uuid, from_number, ...line }));
}
