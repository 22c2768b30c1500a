import type { ConnectedNumber, Group, GroupMessage } from '../model.mts';
import { hiddenId } from '../phone.mts';
import { isHidden } from '../render.mts';
import {
	acting,
	done,
	knownGroup,
	ok,
	ownNumber,
	workingNumber,
	type Answer,
	type Body,
	type CallContext,
	type Route,
} from '../route.mts';
import { address, body, phone, text } from '../schemas.mts';
import { newUuid } from '../world.mts';

/** Messages on a page (2chat-api.md 2.9). */
const PAGE_SIZE = 50;

/** To one person or one group, with at least one content (2chat-api.md 3.4). */
const MESSAGE = {
	...body({ from_number: phone, to_number: phone, to_group_uuid: text, text, url: address }, [
		...['to_number', 'to_group_uuid'],
		...['text', 'url'],
	]),
	oneOf: [{ required: ['to_number'] }, { required: ['to_group_uuid'] }],
	anyOf: [{ required: ['text'] }, { required: ['url'] }],
};

/** `POST /whatsapp/send-message` (2chat-api.md 3.4): queued, not delivered. */
function sendMessage(context: CallContext, wanted: Body): Answer {
	const { world } = context;
	const { from_number, to_number, to_group_uuid, text = null, url = null } = wanted;
	const message = { fromPhoneNumber: from_number, text, url, viaApi: true };
	let uuid: string;
	if (to_number === undefined) {
		const { group } = acting(context, from_number, to_group_uuid);
		({ uuid } = world.say(group, message));
	} else {
		workingNumber(context, from_number);
		uuid = newUuid('MSG');
		world.directMessages.push({ ...message, to: to_number, uuid, at: world.stamp() });
	}
	return done(context, { success: true, message_uuid: uuid, batched: true });
}

function renderMessage(
	{ world, settings }: CallContext,
	group: Group,
	number: ConnectedNumber,
	message: GroupMessage,
): Record<string, unknown> {
	const person = world.person(message.fromPhoneNumber);
	return {
		id: message.uuid,
		uuid: message.uuid,
		session_key: `WW-${number.uuid}-${group.waGroupId}`,
		message: {
			...(message.text === null ? {} : { text: message.text }),
			...(message.url === null ? {} : { media: { url: message.url } }),
		},
		created_at: message.at,
		remote_phone_number: group.waGroupId,
		channel_phone_number: number.phoneNumber,
		participant: {
			phone_number: isHidden(settings, person)
				? hiddenId(message.fromPhoneNumber)
				: message.fromPhoneNumber,
			device: person.device ?? null,
			pushname: person.name,
		},
	};
}

/** `GET /whatsapp/groups/messages/{uuid}` (2chat-api.md 2.9): newest first, since the number connected. */
function listMessages(context: CallContext): Answer {
	const { params, query } = context;
	const page = Number(query['page_number'] ?? 0);
	const { group, handle } = knownGroup(context, params.uuid ?? '', 'readableFrom');
	const number = ownNumber(context, handle.phoneNumber);
	const messages = group.messages
		.toReversed()
		.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)
		.map((message) => renderMessage(context, group, number, message));
	return ok({ success: true, page_number: page, messages });
}

export const messageRoutes: Route[] = [
	{
		operation: 'send-message',
		method: 'POST',
		path: '/whatsapp/send-message',
		body: MESSAGE,
		handle: sendMessage,
	},
	{
		operation: 'group-messages',
		method: 'GET',
		path: '/whatsapp/groups/messages/:uuid',
		handle: listMessages,
	},
];
