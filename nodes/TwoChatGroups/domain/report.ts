import type { Entry } from './participantList';
import { explain, isInGroup, isNobody } from './outcomes';
import type { Outcome, Verdict } from './outcomes';

/** One line of the report: what became of one entry of the list, in the words of design and API. */
export interface ReportLine {
	phone_number: string | null;
	/** As it was typed. */
	input: string;
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
	verdictOf: (phoneNumber: string) => Verdict,
	isAdmin: (phoneNumber: string) => boolean = () => false,
): ReportLine[] {
	return entries.map((entry) => {
		const { input, phone_number } = entry;
		if (entry.outcome !== 'pending') {
			const { outcome, next_step } = entry;
			const reason = asSentence(entry.reason);
			return { phone_number, input, outcome, reason, next_step, ...NOTHING_SAID };
		}
		const verdict = verdictOf(entry.phone_number);
		return {
			phone_number,
			input,
			outcome: verdict.outcome,
			...explain(verdict, entry.phone_number),
			status_code: verdict.statusCode,
			message: verdict.statusCode === null && verdict.listed === null ? null : verdict.message,
			invite_sent: verdict.inviteSent,
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
} & Record<Outcome, number>;

export function summarize(report: ReportLine[]): Summary {
	const summary: Summary = {
		people: 0,
		in_group: 0,
		missing: 0,
		added: 0,
		already_member: 0,
		invited: 0,
		needs_invite: 0,
		not_on_whatsapp: 0,
		recently_left: 0,
		group_full: 0,
		invalid_number: 0,
		duplicate: 0,
		sender: 0,
		not_attempted: 0,
		unknown: 0,
	};
	for (const { outcome } of report) {
		summary[outcome]++;
		if (isNobody(outcome)) continue;
		summary.people++;
		if (isInGroup(outcome)) summary.in_group++;
		else summary.missing++;
	}
	return summary;
}

/** People who are not in the group, as a sentence names them: "+4915112345678 (invited)". */
export function nameMissing(report: ReportLine[], limit = 5): string {
	const missing = report.filter(({ outcome }) => !isInGroup(outcome) && !isNobody(outcome));
	const names = missing
		.slice(0, limit)
		.map(({ phone_number, input, outcome }) => `${phone_number ?? input} (${IN_WORDS[outcome]})`);
	const rest = missing.length - names.length;
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
	invalid_number: 'number cannot be used',
	duplicate: 'named twice',
	sender: 'the sender',
	not_attempted: 'not sent',
	unknown: 'not sure',
};
