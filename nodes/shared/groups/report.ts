import type { Entry } from '../phone/participantList';
import { DONE, ADD_OUTCOMES, explain, isInGroup, isNobody } from './outcomes';
import type { MemberChange, Outcome, ParticipantResult } from './outcomes';

/** One line of the report: what became of one entry of the list, in the words of design and API. */
export interface ReportLine {
	phone_number: string | null;
	/** As it was typed; null for a member whom nobody named. */
	input: string | null;
	outcome: Outcome;
	reason: string;
	next_step: string | null;
	/** 2Chat's own code and words (2chat-api.md 2.8). */
	status_code: number | null;
	message: string | null;
	invite_sent: boolean;
	is_admin: boolean;
}

/** Every entry exactly once, in order. */
export function buildReport(
	entries: Entry[],
	resultOf: (phoneNumber: string) => ParticipantResult,
	isAdmin: (phoneNumber: string) => boolean = () => false,
	change: MemberChange = 'add',
): ReportLine[] {
	return entries.map((entry) => {
		const { input, phone_number } = entry;
		if (entry.outcome !== 'pending') {
			const { outcome } = entry;
			// So that "has a next step" means that something is left to do.
			const next_step = isNobody(outcome) ? null : entry.next_step;
			const reason = asSentence(entry.reason);
			return { phone_number, input, outcome, reason, next_step, ...NOTHING_SAID };
		}
		const result = resultOf(entry.phone_number);
		return {
			phone_number,
			input,
			outcome: result.outcome,
			...explain(result, entry.phone_number, change),
			status_code: result.statusCode,
			message: result.statusCode === null && result.listed === null ? null : result.message,
			invite_sent: result.inviteSent,
			is_admin: isAdmin(entry.phone_number),
		};
	});
}

/** Reasons from the list go on after the quoted entry; here they stand alone. */
function asSentence(reason: string): string {
	return reason.charAt(0).toUpperCase() + reason.slice(1);
}

const NOTHING_SAID = { status_code: null, message: null, invite_sent: false, is_admin: false };

export type Summary = {
	/** How many people were asked for: duplicates and the sender are nobody further. */
	people: number;
	in_group: number;
	missing: number;
} & Record<(typeof ADD_OUTCOMES)[number], number>;

export function summarize(report: ReportLine[]): Summary {
	const people = countPeople(report);
	const missing = notDone(report, 'add').length;
	return {
		people,
		in_group: people - missing,
		missing,
		...countOutcomes(report, ADD_OUTCOMES),
	};
}

/** Whether the line stands for one more person, and not for a repetition or for a member whom nobody named. */
function isWanted({ input, outcome }: ReportLine): boolean {
	return input !== null && !isNobody(outcome);
}

/** How many lines have each of these outcomes. */
export function countOutcomes<T extends Outcome>(
	report: ReportLine[],
	outcomes: readonly T[],
): Record<T, number> {
	const counts: Partial<Record<Outcome, number>> = {};
	for (const outcome of outcomes) counts[outcome] = 0;
	for (const { outcome } of report) {
		const count = counts[outcome];
		if (count !== undefined) counts[outcome] = count + 1;
	}
	return counts as Record<T, number>;
}

/** The people for whom a change has not done what it is for. */
export function notDone(report: ReportLine[], change: MemberChange): ReportLine[] {
	const isDone = ({ outcome }: ReportLine) =>
		change === 'add' ? isInGroup(outcome) : outcome === DONE[change];
	return report.filter((line) => isWanted(line) && !isDone(line));
}

/** How many people a report is about. */
export function countPeople(report: ReportLine[]): number {
	return report.filter(isWanted).length;
}

/** People who are not in the group, as a sentence names them: "+4915112345678 (invited)". */
export function nameMissing(report: ReportLine[]): string {
	return nameSome(notDone(report, 'add'));
}

const NAMED_AT_MOST = 5;

/** The first of them, with what became of them. */
export function nameSome(people: ReportLine[]): string {
	const names = people
		.slice(0, NAMED_AT_MOST)
		.map(
			({ phone_number, input, outcome }) => `${phone_number ?? input ?? ''} (${IN_WORDS[outcome]})`,
		);
	const rest = people.length - names.length;
	return names.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

const IN_WORDS: Record<Outcome, string> = {
	added: 'added',
	already_member: 'already a member',
	invited: 'invited',
	needs_invite: 'has to be invited',
	not_on_whatsapp: 'not on WhatsApp',
	recently_left: 'left recently',
	group_full: 'group is full',
	invalid_number: 'not a valid phone number',
	duplicate: 'named twice',
	sender: 'the sender',
	not_attempted: 'not sent',
	unknown: 'not sure',
	removed: 'removed',
	promoted: 'made an admin',
	demoted: 'no longer an admin',
	not_member: 'not a member',
	protected: 'cannot be changed',
	kept: 'left in the group',
};
