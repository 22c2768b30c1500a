import type { Participant } from '../phone/participantList';
import {
	ADD_OUTCOMES,
	DONE,
	explain,
	isInGroup,
	isNobody,
	type MemberChange,
	type Outcome,
	type ParticipantResult,
	type ResultOf,
} from './outcomes';

/** One line of the report: what became of one entry of the list, with the field names of the output. */
export interface ReportLine {
	phone_number: string | null;
	/** As it was typed; null for a member whom nobody named. */
	input: string | null;
	/** What the data calls this person. Never sent to 2Chat. */
	name: string | null;
	outcome: Outcome;
	reason: string;
	next_step: string | null;
	/** 2Chat's own code and words (2chat-api.md 2.8). */
	status_code: number | null;
	message: string | null;
	invite_sent: boolean;
	is_admin: boolean;
}

export interface ReportOptions {
	change: MemberChange;
	/** What to do about people who were not sent, in terms of what the operation can do. */
	ifNotSent: string;
	isAdmin?: (phoneNumber: string) => boolean;
}

/** Every entry exactly once, in order. */
export function buildReport(
	participants: Participant[],
	resultOf: ResultOf,
	options: ReportOptions,
): ReportLine[] {
	return participants.map((participant) => {
		if (participant.outcome === 'pending') {
			return reportLine(participant, resultOf(participant.phone_number), options);
		}
		const { outcome, reason } = participant;
		return {
			...reportLine(participant, { outcome }, options),
			// The list's reasons are written to follow a quoted entry; here they begin a sentence.
			reason: reason.charAt(0).toUpperCase() + reason.slice(1),
			// So that "has a next step" means that something is left to do.
			next_step: isNobody(outcome) ? null : participant.next_step,
			is_admin: false,
		};
	});
}

type Named = Pick<ReportLine, 'phone_number' | 'input' | 'name'>;

export function reportLine(
	{ phone_number, input, name }: Named,
	result: ParticipantResult,
	{ change, ifNotSent, isAdmin }: ReportOptions,
): ReportLine {
	const phoneNumber = phone_number ?? '';
	const isAnswered = result.statusCode !== undefined || result.listed !== undefined;
	return {
		phone_number,
		input,
		name,
		outcome: result.outcome,
		...explain({ result, phoneNumber, change, ifNotSent }),
		status_code: result.statusCode ?? null,
		message: (isAnswered ? result.message : null) ?? null,
		invite_sent: result.inviteSent === true,
		is_admin: isAdmin?.(phoneNumber) === true,
	};
}

/** A line as an item of its own, where `name` is the group's. */
export function asPerson({ name, ...line }: ReportLine) {
	return { participant_name: name, ...line };
}

export type Summary = {
	/** How many people were asked for: duplicates, blanks and the sender are nobody further. */
	people: number;
	in_group: number;
	missing: number;
	/** In previews only. */
	would_add?: number;
} & Record<(typeof ADD_OUTCOMES)[number], number>;

export function summarize(report: ReportLine[]): Summary {
	const people = countPeople(report);
	const missing = notDone(report, 'add').length;
	const { would_add } = countOutcomes(report, ['would_add']);
	return {
		people,
		in_group: people - missing - would_add,
		missing,
		...(would_add === 0 ? {} : { would_add }),
		...countOutcomes(report, ADD_OUTCOMES),
	};
}

/** Whether the line stands for one more person, and not for a repetition or for a member whom nobody named. */
function isWanted({ input, outcome }: ReportLine): boolean {
	return input !== null && !isNobody(outcome);
}

export function countOutcomes<T extends Outcome>(
	report: ReportLine[],
	outcomes: readonly T[],
): Record<T, number> {
	const countOf = (outcome: T) => report.filter((line) => line.outcome === outcome).length;
	const counts = outcomes.map((outcome) => [outcome, countOf(outcome)] as const);
	return Object.fromEntries(counts) as Record<T, number>;
}

/** The people for whom a change has not done what it is for. */
export function notDone(report: ReportLine[], change: MemberChange): ReportLine[] {
	const isDone = ({ outcome }: ReportLine) =>
		change === 'add' ? isInGroup(outcome) || outcome === 'would_add' : outcome === DONE[change];
	return report.filter((line) => isWanted(line) && !isDone(line));
}

/** How many people a report is about. */
export function countPeople(report: ReportLine[]): number {
	return report.filter(isWanted).length;
}

/** People who are not in the group, as a sentence names them: "Ana (+4915112345678, invited)". */
export function nameMissing(report: ReportLine[]): string {
	return nameSome(notDone(report, 'add'));
}

const NAMED_AT_MOST = 5;

/** What a sentence tells of somebody. */
export type Told = Named & { outcome: string; reason: string };

/** Names at most five, with what became of them: "Ana (+49…, invited) and 3 more". */
export function nameSome(people: Told[]): string {
	const names = people.slice(0, NAMED_AT_MOST).map(({ phone_number, input, name, ...line }) => {
		const who = phone_number ?? input ?? '';
		const words = IN_WORDS[line.outcome as Outcome] ?? withinSentence(line.reason);
		return name === null
			? `${who} (${words})`
			: `${name} (${who === '' ? '' : `${who}, `}${words})`;
	});
	const rest = people.length - names.length;
	return names.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function withinSentence(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Of those for whom a change may not have done what it is for. Of an entry that is no number the reason says more. */
const IN_WORDS: Partial<Record<Outcome, string>> = {
	invited: 'invited',
	needs_invite: 'has to be invited',
	not_on_whatsapp: 'not on WhatsApp',
	recently_left: 'left recently',
	group_full: 'group is full',
	not_attempted: 'not sent',
	unknown: 'not sure',
	not_member: 'not a member',
	protected: 'cannot be changed',
};
