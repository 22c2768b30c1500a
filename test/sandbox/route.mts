import type { RecordedCall } from './calls.mts';
import { ApiError, ValidationError } from './errors.mts';
import type { ConnectedNumber, Group, GroupHandle } from './model.mts';
import type { Operation } from './operations.mts';
import { isE164 } from './schemas.mts';
import type { Settings } from './settings.mts';
import type { World } from './world.mts';

export interface Answer {
	status: number;
	body: unknown;
}

/** What a call knows: who asks for what, and the world it acts on. */
export interface CallContext {
	readonly params: Readonly<Record<string, string>>;
	readonly query: Readonly<Record<string, string>>;
	readonly world: World;
	readonly settings: Settings;
	readonly call: RecordedCall;
}

/** The fields of a body that has passed its schema. */
export interface Body {
	from_number: string;
	participants: string[];
	group: { name: string; description?: string; participants: string[] };
	description: string;
	text?: string;
	url: string;
	to_number?: string;
	to_group_uuid?: string;
	hook_url: string;
	on_number: string;
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
	/** Schema of the body. */
	body?: object;
	handle: (context: CallContext, body: Body) => Answer;
	/** True for a call that counts its credits itself, or that works without any. */
	ownCharge?: boolean;
	/** Answers even for a blocked account, or one out of credits. */
	alwaysOpen?: boolean;
}

export function ok(body: unknown): Answer {
	return { status: 200, body };
}

/** The answer to a POST that has changed the world, whatever becomes of the answer (7.16). */
export function done({ call, settings }: CallContext, body: object): Answer {
	call.writeDone = true;
	return { status: settings.postStatus, body };
}

/** A phone number in the path; the router has decoded `%2B` and left a literal plus alone. */
export function pathPhone(context: CallContext, name: string): string {
	const value = context.params[name] ?? '';
	if (!isE164(value)) {
		throw new ValidationError(['path', name], 'the phone number must be in E.164 format');
	}
	return value;
}

/** The account's number, connected or not. */
export function ownNumber(context: CallContext, phoneNumber: string): ConnectedNumber {
	const number = context.world.numberOf(phoneNumber);
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

/** The account's group, once it has come so far that it can be read or used. */
export function knownGroup(
	{ world, call }: CallContext,
	uuid: string,
	from: 'readableFrom' | 'usableFrom',
): { group: Group; handle: GroupHandle } {
	const found = world.groupByUuid(uuid);
	if (found === undefined || found.handle[from] > Date.now()) {
		throw new ApiError(404, `WhatsApp group ${uuid} not found`);
	}
	call.groupUuid = uuid;
	return found;
}

/** The group for a write, and the number that does it, which has to be in the group. */
export function acting(
	context: CallContext,
	fromNumber: string,
	uuid = context.params.uuid ?? '',
): { actor: ConnectedNumber; group: Group } {
	const actor = workingNumber(context, fromNumber);
	const { group } = knownGroup(context, uuid, 'usableFrom');
	if (context.world.member(group, actor.phoneNumber) === undefined) {
		throw new ApiError(403, `Number ${actor.phoneNumber} is not a participant of the group`);
	}
	return { actor, group };
}
