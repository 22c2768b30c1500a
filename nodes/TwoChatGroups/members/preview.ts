import type { IDataObject } from 'n8n-workflow';

import { chunks } from '../../shared/chunks';
import { isAmong, readMembers } from '../../shared/groups/members';
import { buildReport, summarize } from '../../shared/groups/report';
import { IF_NOT_SENT } from './changeMembers';
import type { MembersRequest } from './membersRequest';
import type { groupsRead } from './readGroup';

/**
 * Preview Only of adding: who is in the group already, and whom the calls would be about.
 *
 * @param lookUps how many calls it took to find the group
 */
export async function previewAdding(
	read: ReturnType<typeof groupsRead>,
	{ fromNumber, people, client }: MembersRequest,
	uuid: string,
	lookUps: number,
): Promise<IDataObject> {
	const isMember = isAmong(readMembers(await read(client, uuid)));
	const participants = buildReport(
		people.participants,
		(number) => ({ outcome: isMember(number) ? 'already_member' : 'would_add' }),
		{ change: 'add', ifNotSent: IF_NOT_SENT },
	);
	// Members are sent as well: 2Chat's list may be minutes old, and its answer tells.
	const perCall = chunks(people.numbers).map(({ length }) => length);
	return {
		preview: true,
		uuid,
		from_number: fromNumber,
		plan: {
			numbers: people.numbers.filter((number) => !isMember(number)),
			people_per_call: perCall,
			calls: perCall.length,
			credits: perCall.length + lookUps,
		},
		summary: summarize(participants),
		participants,
	};
}
