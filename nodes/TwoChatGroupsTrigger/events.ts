/**
 * The group events of 2chat-api.md 3.5, by the name that 2Chat gives them, with the name that the editor
 * shows. 2Chat has none for promotions, new names or descriptions, nor for new groups.
 */
export const EVENT_LABELS = {
	'whatsapp.group.message.received': 'Message Received',
	'whatsapp.group.join': 'Participant Joined',
	'whatsapp.group.leave': 'Participant Left',
	'whatsapp.group.remove': 'Participant Removed',
	'whatsapp.group.message.reaction': 'Reaction to Message',
} as const;

export type GroupEvent = keyof typeof EVENT_LABELS;

export function isGroupEvent(value: unknown): value is GroupEvent {
	return typeof value === 'string' && Object.hasOwn(EVENT_LABELS, value);
}
