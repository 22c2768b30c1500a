import { ValidationError } from './errors.mts';
import { BEHAVIOURS, type ConnectedNumber, type Group } from './model.mts';
import type { Settings } from './settings.mts';
import type { World } from './world.mts';

/** What came of one participant, before it is put into the form that the settings ask for. */
export interface ParticipantResult {
	/** As the request had it. */
	asked: string;
	/** As WhatsApp has it. */
	whatsappNumber: string;
	statusCode: number;
	inviteSent: boolean;
}

/** 2chat-api.md 2.8; the words are whatsapp-web.js's. */
const ADD_MESSAGES: Readonly<Record<number, string>> = {
	200: 'The participant was added successfully',
	403: 'The participant can be added by sending private invitation only',
	404: 'The phone number is not registered on WhatsApp',
	408: 'You cannot add this participant because they recently left the group',
	409: 'The participant is already a group member',
	417: "The participant can't be added to the community. You can invite them privately to join this group through its invite link",
	419: "The participant can't be added because the group is full",
};
const DEFAULT_MESSAGE = 'An unknown error occupied while adding a participant';

/** The creation has words for these only; its other codes come with the default message (2.8). */
const WORDED_ON_CREATE = [200, 403, 404];

export type Occasion = 'create' | 'add';

function messageFor(statusCode: number, occasion: Occasion): string {
	if (occasion === 'create' && !WORDED_ON_CREATE.includes(statusCode)) return DEFAULT_MESSAGE;
	return ADD_MESSAGES[statusCode] ?? DEFAULT_MESSAGE;
}

function codeFor(world: World, group: Group, phoneNumber: string, occasion: Occasion): number {
	const person = world.person(phoneNumber);
	if (world.member(group, phoneNumber) !== undefined) return 409;
	const code = BEHAVIOURS[person.behaviour];
	if (code === 400 && occasion === 'create') return 200;
	if (code !== 200) return code;
	if (group.recentlyLeft.includes(world.whatsappNumber(phoneNumber))) return 408;
	return group.members.length >= world.settings.groupCapacity ? 419 : 200;
}

/** Each number once; whether there may be none is open (7.11). */
export function unique(participants: string[], settings: Settings): string[] {
	if (participants.length === 0 && settings.emptyParticipants === 'reject') {
		throw new ValidationError(
			['body', 'participants'],
			'ensure this value has at least 1 items',
			'value_error.list.min_items',
		);
	}
	return [...new Set(participants)];
}

/** Tries to put one person into the group, for real. */
export function admit(
	world: World,
	group: Group,
	phoneNumber: string,
	occasion: Occasion,
	actor: ConnectedNumber,
): ParticipantResult {
	const person = world.person(phoneNumber);
	const whatsappNumber = world.whatsappNumber(phoneNumber);
	const statusCode = codeFor(world, group, phoneNumber, occasion);
	const inviteSent =
		statusCode === 403 &&
		person.behaviour === 'inviteSent' &&
		world.settings.invitations === 'sent';
	if (statusCode === 200) {
		world.join(group, phoneNumber, 'add', { author: actor.phoneNumber, own: true });
	}
	return { asked: phoneNumber, whatsappNumber, statusCode, inviteSent };
}

/** The number under which an answer speaks of somebody (3.3). */
function keyOf(result: ParticipantResult, settings: Settings): string {
	return settings.answersKeyedBy === 'asked' ? result.asked : result.whatsappNumber;
}

function isAccepted(result: ParticipantResult, settings: Settings): boolean {
	if (settings.acceptedMeans === 'onWhatsApp') return result.statusCode !== 404;
	return result.statusCode === 200 || result.statusCode === 409;
}

/** The entry of one person in the map of create (2.1) and add (2.4). */
export function mapEntry(statusCode: number, occasion: Occasion, settings: Settings, more: object) {
	return {
		[settings.statusCodeKey]:
			settings.statusCodeType === 'string' ? String(statusCode) : statusCode,
		message: messageFor(statusCode, occasion),
		...more,
	};
}

/** People by phone number. */
export function participantMap(
	results: ParticipantResult[],
	occasion: Occasion,
	settings: Settings,
): Record<string, object> {
	const shown = results.filter(({ statusCode }) => settings.refusedInMap || statusCode === 200);
	return Object.fromEntries(
		shown.map((result) => [
			keyOf(result, settings),
			mapEntry(result.statusCode, occasion, settings, {
				...(occasion === 'create' ? { isGroupCreator: false } : {}),
				isInviteV4Sent: result.inviteSent,
			}),
		]),
	);
}

/** The two lists of create (2.1) and, where it has them, add (2.4). */
export function numberLists(results: ParticipantResult[], settings: Settings) {
	const numbers = (accepted: boolean) =>
		results
			.filter((result) => isAccepted(result, settings) === accepted)
			.map((result) => keyOf(result, settings));
	return { accepted_numbers: numbers(true), unaccepted_numbers: numbers(false) };
}

/** `success` of an answer about people (7.5). */
export function successOf(results: ParticipantResult[], settings: Settings): boolean {
	if (settings.successWhenNobody || results.length === 0) return true;
	return results.some(({ statusCode }) => statusCode === 200);
}
