import { ApiError, ValidationError } from '../errors.mts';
import type { ConnectedNumber } from '../model.mts';
import { describePhone, whatsappId } from '../phone.mts';
import { renderNumber } from '../render.mts';
import {
	ok,
	pathPhone,
	workingNumber,
	type Answer,
	type CallContext,
	type Route,
} from '../route.mts';
import { isE164 } from '../schemas.mts';

/** `GET /info` (2chat-api.md 1.3), which also answers for a blocked account (6). */
function getInfo({ world: { account } }: CallContext): Answer {
	return ok({
		success: true,
		account: {
			name: account.name,
			uuid: account.uuid,
			on_trial: account.onTrial,
			blocked: account.blocked,
			...(account.blockReason === null ? {} : { block_reason: account.blockReason }),
			created_at: account.createdAt,
			expires_at: account.expiresAt,
		},
		limits: { requests_per_minute: 80 },
		usage: {
			api_request_count: account.apiRequestCount,
			max_api_request_count: account.maxApiRequestCount,
			number_check_count: account.numberCheckCount,
			max_number_check_count: account.maxNumberCheckCount,
		},
	});
}

const STATUS_FILTERS: Readonly<Record<string, (number: ConnectedNumber) => boolean>> = {
	all: () => true,
	connected: ({ connectionStatus }) => connectionStatus === 'C',
	disconnected: ({ connectionStatus }) => connectionStatus !== 'C',
};

/** `GET /whatsapp/get-numbers` (2chat-api.md 3.1). WABA numbers are in another list. */
function listNumbers({ world, query }: CallContext): Answer {
	const filter = STATUS_FILTERS[query['status'] ?? 'all'];
	const page = Number(query['page_number'] ?? 0);
	const size = Number(query['results_per_page'] ?? 50);
	if (filter === undefined || !(size <= 200)) {
		throw new ValidationError(['query'], 'unexpected value');
	}
	const numbers = world.numbers.filter((number) => number.channelType === 'WW' && filter(number));
	const shown = numbers.slice(page * size, (page + 1) * size);
	return ok({ success: true, count: shown.length, numbers: shown.map(renderNumber) });
}

/** `GET /whatsapp/check-number/{own}/{other}` (2chat-api.md 3.3). No `success` in its answers. */
function checkNumber(context: CallContext): Answer {
	const { world, settings, params } = context;
	const { account } = world;
	workingNumber(context, pathPhone(context, 'own'));
	const wantsMore = context.query['extra-information'] === 'true';
	// From both pools: one credit, two with extra information (1.7).
	const credits = wantsMore ? 2 : 1;
	if (account.numberCheckCount + credits > account.maxNumberCheckCount) {
		throw new ApiError(402, 'The number verification credits are used up');
	}
	account.numberCheckCount += credits;
	account.apiRequestCount += credits;

	const asked = params.other ?? '';
	const { countryCode, isPossible } = describePhone(asked);
	const person = world.person(asked);
	// Ids like Mexico's +521 are no possible phone numbers, yet WhatsApp has them.
	const isKnown = world.people.has(person.phoneNumber);
	if (!isE164(asked) || !(isPossible || isKnown)) return ok({ is_valid: false });

	const onWhatsApp = person.behaviour !== 'notOnWhatsApp';
	const number = world.whatsappNumber(asked);
	const ids = { whatsappId: whatsappId(number), e164: number, digits: number.slice(1) };
	const info = { number_id: ids[settings.numberIdForm], is_business: person.isBusiness ?? false };
	return ok({
		is_valid: true,
		number: { iso_country_code: countryCode, region: '', carrier: '', timezone: [] },
		on_whatsapp: onWhatsApp,
		...(wantsMore && onWhatsApp ? { whatsapp_info: info } : {}),
	});
}

export const accountRoutes: Route[] = [
	{ operation: 'info', method: 'GET', path: '/info', alwaysOpen: true, handle: getInfo },
	{
		operation: 'get-numbers',
		method: 'GET',
		path: '/whatsapp/get-numbers',
		handle: listNumbers,
	},
	{
		operation: 'check-number',
		method: 'GET',
		path: '/whatsapp/check-number/:own/:other',
		ownCharge: true,
		handle: checkNumber,
	},
];
