import type { Group, GroupMessage } from '../model.mts';
import { hiddenId } from '../phone.mts';
import { assertMember } from '../rights.mts';
import {
	actingGroup,
	groupNotFound,
	ok,
	queryInteger,
	workingNumber,
	wrote,
	type Answer,
	type CallContext,
	type Route,
} from '../route.mts';
import { FieldReader } from '../validation.mts';
import { newUuid } from '../world.mts';

/** Messages on a page (2chat-api.md 2.9). */
const PAGE_SIZE = 50;

const ADDRESSEES = ['to_number', 'to_group_uuid', 'to_remote_id'] as const;

/** Who a message is for: exactly one of the three forms (2chat-api.md 3.4). */
function readAddressee(body: FieldReader): (typeof ADDRESSEES)[number] | undefined {
	const given = ADDRESSEES.filter((name) => body.has(name));
	if (given.length !== 1) {
		body.problem([], `exactly one of ${ADDRESSEES.join(', ')} is required`, 'value_error');
		return undefined;
	}
	const [name] = given;
	if (name === 'to_number') body.phone(name);
	else if (name !== undefined) body.text(name);
	return name;
}

/** `POST /whatsapp/send-message` (2chat-api.md 3.4): queued, not delivered. */
function sendMessage(context: CallContext): Answer {
	const { world, settings } = context;
	const body = new FieldReader(context.body, ['body']);
	const fromNumber = body.phone('from_number');
	const addressee = readAddressee(body);
	const text = body.optionalText('text');
	const url = body.has('url') ? body.address('url') : null;
	if (body.has('pin')) {
		const pin = body.object('pin');
		pin.text('latitude');
		pin.text('longitude');
	}
	if (!body.has('text') && !body.has('url') && !body.has('pin')) {
		body.problem([], 'at least one of text, url, pin is required', 'value_error');
	}
	body.check();

	const sender = workingNumber(context, fromNumber);
	const message = {
		fromPhoneNumber: sender.phoneNumber,
		text,
		url,
		pin: body.raw('pin') ?? null,
		viaApi: true,
	};
	const to = addressee === undefined ? '' : body.text(addressee);
	let messageUuid: string;
	if (addressee === 'to_group_uuid') {
		const group = actingGroup(context, to);
		assertMember(world, group, sender);
		messageUuid = world.say(group, message).uuid;
	} else {
		messageUuid = newUuid('MSG');
		world.directMessages.push({ ...message, to, uuid: messageUuid, at: world.stamp() });
	}
	wrote(context);
	return {
		status: settings.postStatus,
		body: { success: true, message_uuid: messageUuid, batched: true },
	};
}

function renderMessage(
	{ world, settings }: CallContext,
	group: Group,
	ownPhoneNumber: string,
	channelUuid: string,
	message: GroupMessage,
): Record<string, unknown> {
	const person = world.person(message.fromPhoneNumber);
	const isHidden =
		settings.hiddenIds === 'everybody' || (settings.hiddenIds === 'flagged' && person.hiddenId);
	return {
		id: message.uuid,
		uuid: message.uuid,
		session_key: `WW-${channelUuid}-${group.waGroupId}`,
		message: {
			...(message.text === null ? {} : { text: message.text }),
			...(message.url === null ? {} : { media: { url: message.url } }),
			...(message.pin === null ? {} : { pin: message.pin }),
		},
		created_at: message.at,
		remote_phone_number: group.waGroupId,
		channel_phone_number: ownPhoneNumber,
		participant: {
			phone_number: isHidden ? hiddenId(message.fromPhoneNumber) : message.fromPhoneNumber,
			device: person.device ?? null,
			pushname: person.name,
		},
	};
}

/** `GET /whatsapp/groups/messages/{uuid}` (2chat-api.md 2.9): newest first, since the number connected. */
function listMessages(context: CallContext): Answer {
	const { world, account, params, call } = context;
	const uuid = params.uuid ?? '';
	const page = queryInteger(context, 'page_number', 0, { from: 0, to: Number.MAX_SAFE_INTEGER });
	const found = world.groupByUuid(account, uuid);
	if (found === undefined || found.handle.readableFrom > Date.now()) throw groupNotFound(uuid);
	const number = world.numberOf(account, found.handle.phoneNumber);
	if (number === undefined) throw groupNotFound(uuid);
	call.groupUuid = uuid;
	const messages = found.group.messages
		.filter(({ at }) => Date.parse(at) >= Date.parse(number.connectedAt))
		.reverse()
		.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)
		.map((message) =>
			renderMessage(context, found.group, number.phoneNumber, number.uuid, message),
		);
	return ok({ success: true, page_number: page, messages });
}

export const messageRoutes: Route[] = [
	{
		operation: 'send-message',
		method: 'POST',
		path: '/whatsapp/send-message',
		handle: sendMessage,
	},
	{
		operation: 'group-messages',
		method: 'GET',
		path: '/whatsapp/groups/messages/:uuid',
		handle: listMessages,
	},
];
