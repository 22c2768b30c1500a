import { ApiError, ValidationError } from '../errors.mts';
import type { Webhook } from '../model.mts';
import { GROUP_EVENTS, OTHER_EVENTS } from '../payloads.mts';
import {
	groupNotFound,
	ok,
	workingNumber,
	wrote,
	type Answer,
	type CallContext,
	type Route,
} from '../route.mts';
import { FieldReader } from '../validation.mts';
import { newUuid } from '../world.mts';

const GROUP_EVENT_NAMES: readonly string[] = Object.values(GROUP_EVENTS);
const EVENT_NAMES: readonly string[] = [...GROUP_EVENT_NAMES, ...OTHER_EVENTS];

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
function subscribe(context: CallContext): Answer {
	const { world, account, settings, params } = context;
	const eventName = params.event ?? '';
	if (!EVENT_NAMES.includes(eventName)) {
		throw new ValidationError([
			{
				loc: ['path', 'event_name'],
				msg: `value is not a valid enumeration member; permitted: ${EVENT_NAMES.join(', ')}`,
				type: 'type_error.enum',
			},
		]);
	}
	const body = new FieldReader(context.body, ['body']);
	const hookUrl = body.address('hook_url');
	const onNumber = body.phone('on_number');
	const toGroupUuid = body.optionalText('to_group_uuid');
	const timePeriod = body.raw('time_period');
	body.check();
	const number = workingNumber(context, onNumber);
	if (toGroupUuid !== null) {
		if (!GROUP_EVENT_NAMES.includes(eventName)) {
			throw new ApiError(400, 'to_group_uuid is for group events only');
		}
		if (world.groupByUuid(account, toGroupUuid) === undefined) throw groupNotFound(toGroupUuid);
	}
	const webhook: Webhook = {
		uuid: newUuid('WHK'),
		accountUuid: account.uuid,
		eventName,
		numberUuid: number.uuid,
		phoneNumber: number.phoneNumber,
		hookUrl,
		toGroupUuid,
		timePeriod: typeof timePeriod === 'number' ? timePeriod : null,
		createdAt: world.stamp(),
	};
	world.webhooks.push(webhook);
	wrote(context);
	return {
		status: settings.postStatus,
		body: { success: true, data: renderWebhook(webhook) },
	};
}

/** The lists are objects with `webhooks`, never bare arrays (2chat-api.md 3.5). */
function listWebhooks({ world, account, params }: CallContext): Answer {
	const webhooks = world.webhooks.filter(
		({ accountUuid, numberUuid }) =>
			accountUuid === account.uuid &&
			(params.channel === undefined || params.channel === numberUuid),
	);
	return ok({
		success: true,
		webhooks: webhooks.map(renderWebhook),
	});
}

function deleteWebhook(context: CallContext): Answer {
	const { world, account, params } = context;
	const index = world.webhooks.findIndex(
		({ uuid, accountUuid }) => uuid === params.uuid && accountUuid === account.uuid,
	);
	if (index === -1) throw new ApiError(404, `Webhook ${params.uuid} not found`);
	world.webhooks.splice(index, 1);
	wrote(context);
	return ok({ success: true });
}

export const webhookRoutes: Route[] = [
	{
		operation: 'subscribe',
		method: 'POST',
		path: '/webhooks/subscribe/:event',
		handle: subscribe,
	},
	{ operation: 'list-webhooks', method: 'GET', path: '/webhooks', handle: listWebhooks },
	{
		operation: 'list-channel-webhooks',
		method: 'GET',
		path: '/webhooks/channel/:channel',
		handle: listWebhooks,
	},
	{
		operation: 'delete-webhook',
		method: 'DELETE',
		path: '/webhooks/:uuid',
		handle: deleteWebhook,
	},
];
