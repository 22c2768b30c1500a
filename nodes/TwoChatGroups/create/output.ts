import type { IDataObject } from 'n8n-workflow';

import { buildReport, summarize } from '../../shared/groups/report';
import type { ReportLine, Summary } from '../../shared/groups/report';
import type { LedgerEntry } from '../../shared/memory/executionMemory';
import type { VerdictOf } from './fillGroup';
import type { Steps } from './additionalSteps';
import type { Wish } from './groupRequest';

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
	wish: Wish,
	entry: LedgerEntry,
	verdictOf: VerdictOf,
	steps: Steps,
): GroupOutput {
	const admins = new Set(steps.admins?.promoted);
	const participants = buildReport(wish.entries, verdictOf, (number) => admins.has(number));
	return {
		uuid: entry.uuid ?? '',
		wa_group_id: entry.waGroupId ?? null,
		name: entry.name,
		...(steps.description?.status === 'done' ? { description: wish.description } : {}),
		from_number: wish.fromNumber,
		accepted_numbers: listed(wish, verdictOf, 'accepted'),
		unaccepted_numbers: listed(wish, verdictOf, 'unaccepted'),
		participants,
		summary: summarize(participants),
		created: entry.created === true,
		...(entry.recovered === true ? { recovered: true } : {}),
		steps,
	};
}

/** As 2Chat listed them; where it gave no lists (2chat-api.md 2.4), by whether they are in the group. */
function listed(wish: Wish, verdictOf: VerdictOf, list: 'accepted' | 'unaccepted'): string[] {
	return wish.people.filter((number) => {
		const verdict = verdictOf(number);
		if (verdict.listed !== null) return verdict.listed === list;
		if (verdict.outcome === 'not_attempted' || verdict.outcome === 'unknown') return false;
		const isIn = verdict.outcome === 'added' || verdict.outcome === 'already_member';
		return isIn === (list === 'accepted');
	});
}

/** The item, or the items, that the Output option asks for. */
export function asItems(wish: Wish, entry: LedgerEntry, output: GroupOutput): IDataObject[] {
	const { uuid, wa_group_id, name, from_number, created } = output;
	switch (wish.options.output) {
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
