import { ApiError } from './errors.mts';
import type { ConnectedNumber, Group } from './model.mts';
import type { World } from './world.mts';

/** The result strings of whatsapp-web.js, of which only the add's is on record (2chat-api.md 5.2). */
export const NO_RIGHTS = {
	'add-participant':
		'AddParticipantsError: You have no admin rights to add a participant to a group',
	'remove-participant':
		'RemoveParticipantsError: You have no admin rights to remove a participant from a group',
	'promote-participant':
		'PromoteParticipantsError: You have no admin rights to promote a participant of a group',
	'demote-participant':
		'DemoteParticipantsError: You have no admin rights to demote a participant of a group',
} as const;

export function isAdmin(world: World, group: Group, number: ConnectedNumber): boolean {
	const member = world.member(group, number.phoneNumber);
	return member !== undefined && member.role !== 'member';
}

export function assertMember(world: World, group: Group, number: ConnectedNumber): void {
	if (world.member(group, number.phoneNumber) === undefined) {
		throw new ApiError(403, `Number ${number.phoneNumber} is not a participant of the group`);
	}
}
