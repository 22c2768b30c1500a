import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { chunks } from '../../shared/chunks';
import { memberFinder, readMembers } from '../../shared/groups/members';
import type { ParticipantResult } from '../../shared/groups/outcomes';
import { buildReport, summarize } from '../../shared/groups/report';
import type { ReportLine } from '../../shared/groups/report';
import { NOT_SENT } from './changePeople';
import type { MembersRequest } from './membersRequest';
import { readGroup } from './readGroup';

/** What a preview says about those who would be sent. */
export const WOULD_BE_ADDED: ParticipantResult = {
	...NOT_SENT,
	message: 'Would be added: this is a preview',
};

export const WOULD_BE_REMOVED: ParticipantResult = {
	...NOT_SENT,
	message: 'Would be removed: this is a preview',
};

export function asPreview(report: ReportLine[]): ReportLine[] {
	return report.map((line) =>
		line.outcome === 'not_attempted'
			? { ...line, next_step: 'Switch Preview Only off to do it.' }
			: line,
	);
}

/** Preview Only of adding: who is in the group already, and whom the calls would be about. */
export async function previewAdding(
	context: IExecuteFunctions,
	{ item, fromNumber, people, client }: MembersRequest,
	uuid: string,
): Promise<IDataObject> {
	const member = memberFinder(readMembers(await readGroup(context, client, uuid, item)));
	const numbers = people.numbers.filter((number) => member(number) === undefined);
	const participants = asPreview(
		buildReport(people.entries, (number) =>
			member(number) === undefined
				? WOULD_BE_ADDED
				: { ...WOULD_BE_ADDED, outcome: 'already_member' },
		),
	);
	const perCall = chunks(numbers).map(({ length }) => length);
	return {
		preview: true,
		uuid,
		from_number: fromNumber,
		plan: {
			numbers,
			people_per_call: perCall,
			calls: perCall.length,
			credits: perCall.length,
		},
		participants,
		summary: summarize(participants),
	};
}
