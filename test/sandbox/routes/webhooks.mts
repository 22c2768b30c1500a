import { ApiError, ValidationError } from '../errors.mts';
import type { Webhook } from '../model.mts';
import { GROUP_EVENTS } from '../payloads.mts';
import {
	done,
	ok,
	workingNumber,
	type Answer,
	type Body,
	type CallContext,
	type Route,
} from '../route.mts';
import { address, body, phone, text } from '../schemas.mts';
import { newUuid } from '../world.mts';

const EVENT_NAMES: readonly string[] = Object.values(GROUP_EVENTS);

function renderWebhook(webhook: Webhook): Record<string, unknown> {
	return {
		uuid: webhook.uuid,
		event_name: webhook.eventName,
		channel_uuid: webhook.numberUuid,
		hook_url: webhook.hookUrl,
		hook_params: { waweb_uuid: webhook.numberUuid },
		created_at: webhook.createdAt,
	};
}

/** `POST /webhooks/subscribe/{event}` (2chat-api.md 3.5). Every call makes another one, duplicates included. */
function subscribe(context: CallContext, wanted: Body): Answer {
	const { world, params } = context;
	const { hook_url: hookUrl, on_number, to_group_uuid: toGroupUuid = null } = wanted;
	const eventName = params.event ?? '';
	if (!EVENT_NAMES.includes(eventName)) {
		throw new ValidationError(
			['path', 'event_name'],
			`value is not a valid enumeration member; permitted: ${EVENT_NAMES.join(', ')}`,
			'type_error.enum',
		);
	}
	const number = workingNumber(context, on_number);
	if (toGroupUuid !== null && world.groupByUuid(toGroupUuid) === undefined) {
		throw new ApiError(404, `WhatsApp group ${toGroupUuid} not found`);
	}
	const webhook: Webhook = {
		uuid: newUuid('WHK'),
		eventName,
		numberUuid: number.uuid,
		phoneNumber: number.phoneNumber,
		hookUrl,
		toGroupUuid,
		createdAt: world.stamp(),
	};
	world.webhooks.push(webhook);
	return done(context, { success: true, data: renderWebhook(webhook) });
}

/** An object with `webhooks`, never a bare array (2chat-api.md 3.5). */
function listWebhooks({ world }: CallContext): Answer {
	return ok({ success: true, webhooks: world.webhooks.map(renderWebhook) });
}

function deleteWebhook(context: CallContext): Answer {
	const { world, params } = context;
	const index = world.webhooks.findIndex(({ uuid }) => uuid === params.uuid);
	if (index === -1) throw new ApiError(404, `Webhook ${params.uuid} not found`);
	world.webhooks.splice(index, 1);
	return { ...done(context, { success: true }), status: 200 };
}

export const webhookRoutes: Route[] = [
	{
		operation: 'subscribe',
		method: 'POST',
		path: '/webhooks/subscribe/:event',
		body: body({ hook_url: address, on_number: phone, to_group_uuid: text }, ['to_group_uuid']),
		handle: subscribe,
	},
	{ operation: 'list-webhooks', method: 'GET', path: '/webhooks', handle: listWebhooks },
	{
		operation: 'delete-webhook',
		method: 'DELETE',
		path: '/webhooks/:uuid',
		handle: deleteWebhook,
	},
];
