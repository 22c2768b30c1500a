import { record } from '../json';

/** The account with what matters for a workflow on top (2chat-api.md 1.3), in the API's names. */
export function readAccount(body: unknown) {
	const { account, limits, usage } = record(body);
	const { name, blocked, block_reason, on_trial, expires_at } = record(account);
	const used = record(usage);
	return {
		name: text(name),
		blocked: blocked === true,
		block_reason: text(block_reason),
		on_trial: on_trial === true,
		expires_at: text(expires_at),
		requests_per_minute: number(record(limits).requests_per_minute),
		api_request_count: number(used.api_request_count),
		max_api_request_count: number(used.max_api_request_count),
		// API credits of the plan that are not used; bought ones are not told.
		credits_left: left(used.api_request_count, used.max_api_request_count),
		number_checks_left: left(used.number_check_count, used.max_number_check_count),
	};
}

function left(used: unknown, plan: unknown): number | null {
	return typeof used === 'number' && typeof plan === 'number' ? Math.max(plan - used, 0) : null;
}

function number(value: unknown): number | null {
	return typeof value === 'number' ? value : null;
}

function text(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}
