import type { RecordedCall } from './calls.mts';
import { ApiError } from './errors.mts';
import type { Account, ConnectedNumber, Group } from './model.mts';
import type { Operation } from './operations.mts';
import { isE164 } from './phone.mts';
import { ValidationError } from './errors.mts';
import type { Settings } from './settings.mts';
import type { World } from './world.mts';

export interface Answer {
	status: number;
	body: unknown;
	headers?: Record<string, string>;
}

/** What a call knows: who asks for what, and the world it acts on. */
export interface CallContext {
	readonly account: Account;
	readonly params: Readonly<Record<string, string>>;
	readonly query: Readonly<Record<string, string>>;
	readonly body: unknown;
	readonly world: World;
	readonly settings: Settings;
	readonly call: RecordedCall;
}

/**
 * One documented endpoint. `handle` is synchronous on purpose: a call's effect happens at once and as
 * a whole, and all waiting is the gateway's.
 */
export interface Route {
	operation: Operation;
	method: 'GET' | 'POST' | 'DELETE';
	/** Under `/open`. */
	path: string;
	handle: (context: CallContext) => Answer;
	/** True for a call that counts its credits itself, or that works without any. */
	ownCharge?: boolean;
	/** Answers even for a blocked or expired account, or one out of credits. */
	alwaysOpen?: boolean;
}

export function ok(body: unknown): Answer {
	return { status: 200, body };
}

/** Notes that the call has changed the world, whatever becomes of its answer. */
export function wrote(context: CallContext, groupUuid?: string): void {
	context.call.writeDone = true;
	if (groupUuid !== undefined) context.call.groupUuid = groupUuid;
	context.world.changed();
}

/** A phone number in the path; the router has decoded `%2B` and left a literal plus alone. */
export function pathPhone(context: CallContext, name: string): string {
	const value = context.params[name] ?? '';
	if (!isE164(value)) {
		throw new ValidationError([
			{
				loc: ['path', name],
				msg: 'the phone number must be in E.164 format',
				type: 'value_error',
			},
		]);
	}
	return value;
}

/** A whole number of the query within bounds, or the default. */
export function queryInteger(
	context: CallContext,
	name: string,
	fallback: number,
	bounds: { from: number; to: number },
): number {
	const text = context.query[name];
	if (text === undefined) return fallback;
	const value = Number(text);
	if (!/^-?\d+$/.test(text) || value < bounds.from || value > bounds.to) {
		throw new ValidationError([
			{
				loc: ['query', name],
				msg: `value must be a valid integer from ${bounds.from} to ${bounds.to}`,
				type: 'value_error',
			},
		]);
	}
	return value;
}

/** The account's number, connected or not. */
export function ownNumber(context: CallContext, phoneNumber: string): ConnectedNumber {
	const number = context.world.numberOf(context.account, phoneNumber);
	if (number === undefined) throw new ApiError(404, `Number ${phoneNumber} not found`);
	return number;
}

/** The account's number, fit for work on WhatsApp Web; else one of 2chat-api.md 1.5's refusals. */
export function workingNumber(context: CallContext, phoneNumber: string): ConnectedNumber {
	const number = ownNumber(context, phoneNumber);
	if (number.channelType === 'WABA') {
		throw new ApiError(
			406,
			`Number ${phoneNumber} is a WhatsApp Business API number and does not support this operation`,
		);
	}
	if (number.connectionStatus !== 'C') {
		throw new ApiError(410, `Number ${phoneNumber} is not connected`);
	}
	return number;
}

export function groupNotFound(uuid: string): ApiError {
	return new ApiError(404, `WhatsApp group ${uuid} not found`);
}

/** The group of the path for a write. */
export function actingGroup(context: CallContext, uuid: string): Group {
	const found = context.world.groupByUuid(context.account, uuid);
	if (found === undefined || found.handle.usableFrom > Date.now()) throw groupNotFound(uuid);
	context.call.groupUuid = uuid;
	return found.group;
}
