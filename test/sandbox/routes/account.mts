import { ok, type Route } from '../route.mts';

/** `GET /info` (2chat-api.md 1.3), which also answers for a blocked account (section 6). */
export const accountRoutes: Route[] = [
	{
		operation: 'info',
		method: 'GET',
		path: '/info',
		alwaysOpen: true,
		handle: ({ account, settings }) =>
			ok({
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
				limits: { requests_per_minute: settings.requestsPerMinute },
				usage: {
					api_request_count: account.apiRequestCount,
					max_api_request_count: account.maxApiRequestCount,
					number_check_count: account.numberCheckCount,
					max_number_check_count: account.maxNumberCheckCount,
				},
			}),
	},
];
