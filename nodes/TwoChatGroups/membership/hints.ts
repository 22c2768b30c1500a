import type { IExecuteFunctions } from 'n8n-workflow';

import { DONE } from '../domain/memberChange';
import type { MemberChange } from '../domain/memberChange';
import { countPeople, nameSome, undone } from '../domain/report';
import type { ReportLine } from '../domain/report';
import { quote } from '../transport/failure';

/** More single hints than this would bury the output. */
const HINTS_AT_MOST = 5;

/** What one run of the node has told above its output. */
export interface Told {
	context: IExecuteFunctions;
	/** Groups of which it was told that they lack somebody. */
	hints: number;
}

/** Tells above the output for whom nothing was done, one hint a group as long as there are few. */
export function hintUndone(
	told: Told,
	change: MemberChange,
	group: { name: string; participants: ReportLine[] },
): void {
	const people = undone(group.participants, change);
	if (people.length === 0 || told.hints > HINTS_AT_MOST) return;
	const what = change === 'add' ? 'are not in' : `were not ${DONE[change]} in`;
	const message =
		told.hints === HINTS_AT_MOST
			? 'There are more groups like that. Each item lists its people under participants, with the reason and what to do.'
			: `${people.length} of ${countPeople(group.participants)} people ${what} the group ${quote(group.name)}: ${nameSome(people)}`;
	told.hints++;
	told.context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
