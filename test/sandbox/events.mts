import type { Group } from './model.mts';
import type { World } from './world.mts';

/** Something that people do in a group on their own phones. */
export interface EventRequest {
	event: 'join' | 'leave' | 'remove' | 'message' | 'reaction';
	/** Any UUID of the group. */
	group: string;
	/** Who joins, leaves, is removed, writes or reacts to the last message. */
	person: string;
	/** Who adds them; without it somebody joins by invitation. */
	by?: string;
	/** Of a message. */
	text?: string;
	reaction?: string;
}

/** Makes it happen, webhooks included. */
export function makeEvent(world: World, request: EventRequest): Group {
	const { event, person, by, text = '', reaction = '+1' } = request;
	const group = world.groups.find(({ handles }) =>
		handles.some(({ uuid }) => uuid === request.group),
	);
	if (group === undefined) throw new Error(`There is no group ${request.group}`);
	const isMember = world.member(group, person) !== undefined;
	if (isMember === (event === 'join')) {
		throw new Error(`${person} is ${isMember ? 'in the group already' : 'not in the group'}`);
	}
	const phoneNumber = world.whatsappNumber(person);
	switch (event) {
		case 'join': {
			const type = by === undefined ? 'invite' : 'add';
			world.join(group, person, type, { author: by ?? phoneNumber, own: false });
			break;
		}
		case 'leave':
			world.depart(group, phoneNumber, 'leave', { author: phoneNumber, own: false });
			break;
		case 'remove':
			world.depart(group, phoneNumber, 'remove', { author: group.ownerPhoneNumber, own: false });
			break;
		case 'message':
			world.say(group, { fromPhoneNumber: phoneNumber, text, url: null, viaApi: false });
			break;
		case 'reaction': {
			const message = group.messages.at(-1);
			if (message === undefined) throw new Error('There is no message to react to');
			const who = { participant: phoneNumber, author: phoneNumber, own: false };
			world.happened({ name: 'reaction', group, ...who, message, reaction });
			break;
		}
	}
	return group;
}
