import { ApiError, ValidationError } from '../errors.mts';
import type { ConnectedNumber } from '../model.mts';
import { renderNumber } from '../render.mts';
import { ok, queryInteger, type Answer, type CallContext, type Route } from '../route.mts';

const STATUS_FILTERS: Readonly<Record<string, (number: ConnectedNumber) => boolean>> = {
	all: () => true,
	connected: ({ connectionStatus }) => connectionStatus === 'C',
	disconnected: ({ connectionStatus }) => connectionStatus !== 'C',
};

/** `GET /whatsapp/get-numbers` (2chat-api.md 3.1). WABA numbers are in another list. */
function listNumbers(context: CallContext): Answer {
	const filter = STATUS_FILTERS[context.query.status ?? 'all'];
	if (filter === undefined) {
		throw new ValidationError([
			{
				loc: ['query', 'status'],
				msg: "value is not a valid enumeration member; permitted: 'connected', 'disconnected', 'all'",
				type: 'type_error.enum',
			},
		]);
	}
	const page = queryInteger(context, 'page_number', 0, { from: 0, to: Number.MAX_SAFE_INTEGER });
	const size = queryInteger(context, 'results_per_page', 50, { from: 1, to: 200 });
	const numbers = context.world.numbers.filter(
		(number) =>
			number.accountUuid === context.account.uuid && number.channelType === 'WW' && filter(number),
	);
	const shown = numbers.slice(page * size, (page + 1) * size);
	return ok({ success: true, count: shown.length, numbers: shown.map(renderNumber) });
}

/** `GET /whatsapp/channel/{uuid}` (2chat-api.md 3.2). The key that holds the details is not documented. */
function getChannel({ world, account, params }: CallContext): Answer {
	const number = world.numbers.find(
		({ uuid, accountUuid, channelType }) =>
			uuid === params.uuid && accountUuid === account.uuid && channelType === 'WW',
	);
	if (number === undefined) throw new ApiError(404, `Channel ${params.uuid} not found`);
	return ok({ success: true, channel: renderNumber(number) });
}

export const numberRoutes: Route[] = [
	{
		operation: 'get-numbers',
		method: 'GET',
		path: '/whatsapp/get-numbers',
		handle: listNumbers,
	},
	{
		operation: 'get-channel',
		method: 'GET',
		path: '/whatsapp/channel/:uuid',
		handle: getChannel,
	},
];
