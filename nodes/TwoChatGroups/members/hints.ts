import type { IExecuteFunctions } from 'n8n-workflow';

import type { MemberChange } from '../../shared/groups/outcomes';
import { countPeople, nameSome, notDone } from '../../shared/groups/report';
import type { ReportLine } from '../../shared/groups/report';
import { quote } from '../../shared/api/failure';

/** More single hints than this would bury the output. */
const HINTS_AT_MOST = 5;

const NOT_DONE: Record<MemberChange, string> = {
	add: 'are not in',
	remove: 'were not removed from',
	promote: 'were not made admins of',
	demote: 'were not demoted in',
};

/** What one run of the node has told above its output. */
export interface Hints {
	context: IExecuteFunctions;
	/** Groups so far. */
	hints: number;
}

export function openHints(context: IExecuteFunctions): Hints {
	return { context, hints: 0 };
}

/** Tells above the output for whom nothing was done, one hint a group as long as there are few. */
export function hintNotDone(
	hints: Hints,
	change: MemberChange,
	group: { name: string; participants: ReportLine[] },
): void {
	const people = notDone(group.participants, change);
	if (people.length === 0 || hints.hints > HINTS_AT_MOST) return;
	const message =
		hints.hints === HINTS_AT_MOST
			? 'In more groups somebody was left out. Each item lists its people under participants, with the reason and what to do.'
			: `${people.length} of ${countPeople(group.participants)} people ${NOT_DONE[change]} the group ${quote(group.name)}: ${nameSome(people)}`;
	hints.hints++;
	hints.context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
