import type { IExecuteFunctions } from 'n8n-workflow';

import { nameMissing, summarize, type ReportLine } from '../../shared/groups/report';
import type { IfSomeoneIsMissing } from '../../shared/form/sharedOptions';
import { settingError } from '../../shared/settingError';

/**
 * If Someone Is Missing.
 *
 * @param group how the message names it
 * @param note what there is to know about it
 * @throws NodeOperationError, with the whole output in `context.details`, because what was done is done
 */
export function failIfMissing(
	context: IExecuteFunctions,
	ifSomeoneIsMissing: IfSomeoneIsMissing,
	output: { participants: ReportLine[] },
	{ group, note }: { group: string; note: string },
): void {
	if (ifSomeoneIsMissing === 'report') return;
	const { in_group: inGroup, missing, people } = summarize(output.participants);
	const isFailure =
		(ifSomeoneIsMissing === 'failIfNobody' && inGroup === 0) ||
		(ifSomeoneIsMissing === 'failIfAnyone' && missing > 0);
	if (!isFailure) return;
	const isSure = output.participants.every(({ outcome }) => outcome !== 'unknown');
	const who =
		inGroup === 0
			? `Nobody ${isSure ? 'could be added to' : 'is known to be in'} the group ${group}`
			: `${missing} of ${people} people are not ${isSure ? '' : 'known to be '}in the group ${group}`;
	throw settingError(
		context,
		`${who}: ${nameMissing(output.participants)}`,
		`${note} If Someone Is Missing is set to fail in this case; "Report and Go On" gives the whole list as output instead.`,
		{ ...output },
	);
}
