import type { IExecuteFunctions } from 'n8n-workflow';

import { isNobody, type MemberChange, type Outcome } from '../../shared/groups/outcomes';
import {
	countPeople,
	nameSome,
	notDone,
	type Told,
	type ReportLine,
} from '../../shared/groups/report';
import { plainText, quote } from '../../shared/text';

/** More single hints than this would bury the output. */
const HINTS_AT_MOST = 5;

const NOT_DONE: Record<MemberChange, [surely: string, what: string]> = {
	add: ['are not', 'in'],
	remove: ['were not', 'removed from'],
	promote: ['were not', 'made admins of'],
	demote: ['were not', 'demoted in'],
};

const IN_MORE_GROUPS =
	'People were left out of further groups too. Each item lists its people under participants, with the reason and what to do.';

/** The hints above the output of one run of the node. */
export interface Hints {
	context: IExecuteFunctions;
	/** How many there are so far. */
	count: number;
}

export function openHints(context: IExecuteFunctions): Hints {
	return { context, count: 0 };
}

/** Says for whom nothing was done, one hint a group as long as there are few. */
export function hintNotDone(
	hints: Hints,
	change: MemberChange,
	group: { name: string; participants: ReportLine[] },
): void {
	const people = notDone(group.participants, change);
	if (people.length === 0) return;
	const count = countPeople(group.participants);
	const [surely, what] = NOT_DONE[change];
	const isSure = people.every(({ outcome }) => outcome !== 'unknown');
	hint(
		hints,
		`${people.length} of ${count} people ${isSure ? surely : 'are not known to be'} ${what} the group ${quote(group.name)}: ${nameSome(people)}`,
		IN_MORE_GROUPS,
	);
}

/** Says who may not have got a private message. */
export function hintNotSent(hints: Hints, lines: Told[]): void {
	const wanted = lines.filter(({ outcome }) => !isNobody(outcome as Outcome));
	const people = wanted.filter(({ outcome }) => outcome !== 'sent');
	if (people.length === 0) return;
	hint(
		hints,
		`${people.length} of ${wanted.length} people may not have got the message: ${nameSome(people)}`,
		'In further items people may not have got the message either. Each person is an item, with the reason and what to do.',
	);
}

/** Says whom a sync was to remove and has not. */
export function hintNotRemoved(
	hints: Hints,
	group: { name: string; participants: ReportLine[] },
): void {
	const people = group.participants.filter(
		({ input, outcome }) => input === null && ['not_attempted', 'unknown'].includes(outcome),
	);
	if (people.length === 0) return;
	hint(
		hints,
		`Not removed from the group ${quote(group.name)}: ${nameSome(people)}`,
		IN_MORE_GROUPS,
	);
}

/** Names the additional steps that failed, with the reason. */
export function hintStepsNotDone(
	hints: Hints,
	group: {
		name: string;
		steps: Partial<Record<string, { status: string; reason: string | null }>>;
	},
): void {
	const failed = Object.entries(group.steps).flatMap(([name, step]) =>
		step === undefined || step.status === 'done'
			? []
			: `${name.replace(/_/g, ' ')}: ${step.reason ?? ''}`,
	);
	if (failed.length === 0) return;
	hint(
		hints,
		`Not everything was done for the group ${quote(group.name)}. ${failed.join('. ')}`,
		'In more groups an additional step was not done. Each item says so under steps, with the reason.',
	);
}

function hint(hints: Hints, message: string, ifTooMany: string): void {
	if (hints.count > HINTS_AT_MOST) return;
	const text = hints.count === HINTS_AT_MOST ? ifTooMany : message;
	hints.count++;
	// A tool has no hints before n8n 1.120.
	hints.context.addExecutionHints?.({
		message: plainText(text),
		type: 'warning',
		location: 'outputPane',
	});
}
