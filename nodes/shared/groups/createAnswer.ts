import { record } from '../json';
import { isGroupUuid } from './groupId';
import { readMembershipAnswer, type MembershipAnswer } from './membershipAnswer';

/** A group that 2Chat has created, as its answer to the request shows it (2chat-api.md 2.1). */
export interface CreatedGroup {
	uuid: string;
	waGroupId: string | null;
	name: string | null;
	people: MembershipAnswer;
}

/** Null for an answer without a usable id. */
export function readCreatedGroup(body: unknown): CreatedGroup | null {
	const group = record(record(body).group);
	if (!isGroupUuid(group.uuid)) return null;
	return {
		uuid: group.uuid,
		waGroupId: typeof group.wa_group_id === 'string' ? group.wa_group_id : null,
		name: typeof group.name === 'string' && group.name !== '' ? group.name : null,
		people: readMembershipAnswer(group),
	};
}

/** Whether the answer has something in the place of a group, be it without its id. */
export function showsGroup(body: unknown): boolean {
	return Object.keys(record(record(body).group)).length > 0;
}

/** The words that stand where the group should be, if there are any (2chat-api.md 5.2). */
export function wordsInsteadOfGroup(body: unknown): string | null {
	const { group } = record(body);
	return typeof group === 'string' ? group.slice(0, 300) : null;
}
