import type { ConnectedNumber, GroupHandle } from './model.mts';
import type { GroupEvent, World } from './world.mts';

/** The group events of 2chat-api.md 3.5. */
export const GROUP_EVENTS: Readonly<Record<GroupEvent['name'], string>> = {
	message: 'whatsapp.group.message.received',
	reaction: 'whatsapp.group.message.reaction',
	join: 'whatsapp.group.join',
	leave: 'whatsapp.group.leave',
	remove: 'whatsapp.group.remove',
};

function personFields(world: World, phoneNumber: string): Record<string, unknown> {
	const { contact, name } = world.person(phoneNumber);
	return {
		phone_number: phoneNumber,
		contact:
			contact === undefined
				? null
				: {
						first_name: contact.firstName,
						last_name: contact.lastName,
						name: `${contact.firstName} ${contact.lastName}`,
					},
		pushname: name,
	};
}

/**
 * INVENTED. No stored page shows a group event's payload; this one is put together from the pieces in
 * 2chat-api.md 3.5, and it is the only place where they are made. Nobody should rely on it for more than
 * the fields that the document reports as read by somebody.
 */
export function groupEventPayload(
	world: World,
	event: GroupEvent,
	number: ConnectedNumber,
	handle: GroupHandle,
): Record<string, unknown> {
	const { group, message } = event;
	const common = {
		...(world.settings.eventInPayload ? { event: GROUP_EVENTS[event.name] } : {}),
		created_at: world.stamp(),
		channel_phone_number: number.phoneNumber,
		group: { uuid: handle.uuid, wa_group_id: group.waGroupId, wa_group_name: group.name },
		participant: personFields(world, event.participant),
	};
	switch (event.name) {
		case 'join':
		case 'leave':
		case 'remove':
			return {
				...common,
				type: event.type ?? event.name,
				author: personFields(world, event.author),
			};
		case 'message':
		case 'reaction':
			return {
				...common,
				id: message?.uuid ?? null,
				uuid: message?.uuid ?? null,
				session_key: `WW-${number.uuid}-${group.waGroupId}`,
				remote_phone_number: group.waGroupId,
				contact: { friendly_name: group.name },
				message: {
					text: message?.text ?? null,
					...(message?.url == null ? {} : { media: { url: message.url } }),
				},
				...(event.name === 'reaction' ? { reaction: event.reaction ?? null } : {}),
			};
	}
}
