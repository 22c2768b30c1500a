import { nameMissing, summarize } from '../domain/report';
import { quote } from '../transport/failure';
import type { GroupOutput } from './output';
import type { Session } from './session';

/** More single hints than this would bury the output. */
const HINTS_AT_MOST = 5;

/** Tells above the output who is missing, one hint a group as long as there are few. */
export function hintMissing(
	session: Pick<Session, 'context' | 'hints'>,
	output: Pick<GroupOutput, 'name' | 'participants'>,
): void {
	const { missing, people } = summarize(output.participants);
	if (missing === 0 || session.hints > HINTS_AT_MOST) return;
	const message =
		session.hints === HINTS_AT_MOST
			? 'People are missing in more groups. Each item lists them under participants, with the reason and what to do.'
			: `${missing} of ${people} people are not in the group ${quote(output.name)}: ${nameMissing(output.participants)}`;
	session.hints++;
	session.context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
