import type { Group, GroupMessage } from './model.mts';
import type { World } from './world.mts';

/** Something that people do in a group on their own phones. */
export interface EventRequest {
	event: 'join' | 'leave' | 'remove' | 'message' | 'reaction';
	/** Any UUID of the group. */
	group: string;
	/** Who joins, leaves, is removed, writes or reacts. */
	person: string;
	/** Who adds or removes them; without it somebody joins by invitation, and the creator removes. */
	by?: string;
	/** Of a message. */
	text?: string;
	/** Of a reaction. */
	reaction?: string;
	/** The message reacted to; the last one without it. */
	message?: string;
}

function reactedTo(group: Group, uuid: string | undefined): GroupMessage {
	const message =
		uuid === undefined
			? group.messages.at(-1)
			: group.messages.find((candidate) => candidate.uuid === uuid);
	if (message === undefined) throw new Error('There is no message to react to');
	return message;
}

/** Makes it happen, webhooks included. */
export function makeEvent(world: World, request: EventRequest): Group {
	const group = world.groups.find(({ handles }) =>
		handles.some(({ uuid }) => uuid === request.group),
	);
	if (group === undefined) throw new Error(`There is no group ${request.group}`);
	const member = world.member(group, request.person);
	if (request.event === 'join') {
		if (member !== undefined) throw new Error(`${request.person} is in the group already`);
		const author = request.by ?? world.whatsappNumber(request.person);
		const type = request.by === undefined ? 'invite' : 'add';
		world.join(group, request.person, type, { author, own: false });
		return group;
	}
	if (member === undefined) throw new Error(`${request.person} is not in the group`);
	const { phoneNumber } = member;
	switch (request.event) {
		case 'leave':
			world.depart(group, phoneNumber, 'leave', { author: phoneNumber, own: false });
			break;
		case 'remove': {
			const author = request.by ?? group.ownerPhoneNumber;
			world.depart(group, phoneNumber, 'remove', { author, own: false });
			break;
		}
		case 'message':
			world.say(group, {
				fromPhoneNumber: phoneNumber,
				text: request.text ?? '',
				url: null,
				pin: null,
				viaApi: false,
			});
			break;
		case 'reaction':
			world.happened({
				name: 'reaction',
				group,
				type: 'reaction',
				participant: phoneNumber,
				author: phoneNumber,
				message: reactedTo(group, request.message),
				reaction: request.reaction ?? '+1',
				own: false,
			});
			break;
	}
	return group;
}
