/**
 * What became of one person who was to be in the group. `added`, `already_member`: in it. The rest: not,
 * or not surely.
 */
export const ADD_OUTCOMES = [
	'added',
	'already_member',
	'invited',
	'needs_invite',
	'not_on_whatsapp',
	'recently_left',
	'group_full',
	'invalid_number',
	'duplicate',
	'sender',
	'not_attempted',
	'unknown',
] as const;

/**
 * What else can become of a member. `protected`: WhatsApp does not let it be done to them. `kept`: a sync
 * left them in, although they are not on the list.
 */
type MemberOutcome = 'removed' | 'promoted' | 'demoted' | 'not_member' | 'protected' | 'kept';

export type Outcome = (typeof ADD_OUTCOMES)[number] | MemberOutcome;

export type MemberChange = 'add' | 'remove' | 'promote' | 'demote';

/** What the change makes of those to whom it is done. */
export const DONE = {
	add: 'added',
	remove: 'removed',
	promote: 'promoted',
	demote: 'demoted',
} as const satisfies Record<MemberChange, Outcome>;

/** What 2Chat said about one person (2chat-api.md 2.8), judged. */
export interface ParticipantResult {
	outcome: Outcome;
	/** 2Chat's code for this person; null when it gave none. */
	statusCode: number | null;
	/** 2Chat's own words about this person, or ours where it gave none and there is something to say. */
	message: string | null;
	/** Whether WhatsApp sent this person a personal invitation. */
	inviteSent: boolean;
	/** Which of 2Chat's two lists the number stood in, if any. */
	listed: 'accepted' | 'unaccepted' | null;
}

/** The group belongs to a community that this person cannot be added to. */
const COMMUNITY_RULES = 417;

/** The codes of whatsapp-web.js, which 2Chat's field names and texts come from (2chat-api.md 2.8). */
const BY_CODE: Record<number, Outcome> = {
	200: 'added',
	403: 'needs_invite',
	404: 'not_on_whatsapp',
	408: 'recently_left',
	409: 'already_member',
	// An invite link still works.
	[COMMUNITY_RULES]: 'needs_invite',
	419: 'group_full',
};

/**
 * By the code where there is one, else by the list the number stands in. "Accepted" alone is not
 * "a member now" (2chat-api.md 2.1), but without any code it is the best that is known.
 */
export function judge(
	statusCode: number | null,
	inviteSent: boolean,
	listed: ParticipantResult['listed'],
): Outcome {
	if (statusCode !== null) {
		const outcome = BY_CODE[statusCode] ?? 'unknown';
		return outcome === 'needs_invite' && inviteSent ? 'invited' : outcome;
	}
	if (listed === 'unaccepted') return 'not_on_whatsapp';
	return listed === 'accepted' ? 'added' : 'unknown';
}

export function isInGroup(outcome: Outcome): boolean {
	return outcome === 'added' || outcome === 'already_member';
}

/** Entries that stand for no further person: nobody is missing because of them. */
export function isNobody(outcome: Outcome): boolean {
	return outcome === 'duplicate' || outcome === 'sender';
}

export interface Words {
	reason: string;
	next_step: string | null;
}

/** The outcome of a change in plain words for a person who writes no code. */
export function explain(
	result: ParticipantResult,
	phoneNumber: string,
	change: MemberChange = 'add',
): Words {
	const { outcome, statusCode, message } = result;
	switch (outcome) {
		case 'added':
			return { reason: 'Is in the group now', next_step: null };
		case 'already_member':
			return { reason: 'Was in the group already', next_step: null };
		case 'invited':
			return {
				reason:
					'Their privacy settings do not let the number in From add them, so WhatsApp sent them a personal invitation',
				next_step: 'They can accept it in WhatsApp within three days. Remind them if they do not.',
			};
		case 'needs_invite':
			if (statusCode === COMMUNITY_RULES) {
				return {
					reason: 'The community that the group belongs to does not let them be added',
					next_step: 'Send them the group’s invite link from WhatsApp.',
				};
			}
			return {
				reason: 'Their privacy settings do not let the number in From add them',
				next_step:
					'Send them the group’s invite link from WhatsApp, or ask them to save the number in From as a contact and add them again.',
			};
		case 'not_on_whatsapp':
			return {
				reason: 'This number is not on WhatsApp',
				next_step: `Ask the person for their WhatsApp number.${extraDigitHint(phoneNumber)}`,
			};
		case 'recently_left':
			return {
				reason: 'They left the group recently, and WhatsApp does not let anyone add them back yet',
				next_step: 'Send them the group’s invite link from WhatsApp if they want to come back.',
			};
		case 'group_full':
			return {
				reason: 'The group is full: WhatsApp allows 1,024 people',
				next_step: 'Remove somebody first, or make a second group.',
			};
		case 'removed':
			return { reason: 'Is no longer in the group', next_step: null };
		case 'promoted':
			return { reason: 'Is an admin of the group now', next_step: null };
		case 'demoted':
			return { reason: 'Is no longer an admin of the group', next_step: null };
		case 'not_member':
			return {
				reason: '2Chat did not take this number: it is not in the group, or not on WhatsApp',
				next_step: 'Check the number if the person should be in the group.',
			};
		case 'protected':
		case 'kept':
			return { reason: message ?? 'Is left as it is', next_step: null };
		case 'not_attempted':
			return {
				reason: message ?? 'Was not sent to 2Chat',
				next_step:
					change === 'add'
						? 'Add them with the operation Add of the resource Participant. Running Create again makes another group, unless If Group Exists is set to use it.'
						: 'Run the workflow again.',
			};
		default:
			return change === 'add'
				? {
						reason:
							message === null ? withoutWords(statusCode) : `Not surely in the group: ${message}`,
						next_step: 'Look in WhatsApp whether the person is in the group, and add them if not.',
					}
				: {
						reason: message === null ? withoutWords(statusCode) : `Not surely done: ${message}`,
						next_step: 'Look in WhatsApp what became of the person.',
					};
	}
}

function withoutWords(statusCode: number | null): string {
	return statusCode === null
		? SAID_NOTHING
		: `2Chat answered with the code ${statusCode}, which is not documented`;
}

const SAID_NOTHING = '2Chat did not say what became of this number';

/** Countries where a mobile number has a digit that WhatsApp may want or not (2chat-api.md 3.3). */
const EXTRA_DIGIT: Record<string, string> = {
	'+52': ' Mexican numbers are on WhatsApp with or without a 1 after +52: try the other form.',
	'+55':
		' Brazilian mobile numbers are on WhatsApp with or without the ninth digit 9: try the other form.',
};

function extraDigitHint(phoneNumber: string): string {
	if (/^\+54(?!9)/.test(phoneNumber)) {
		return ' Argentine mobile numbers need a 9 after +54 on WhatsApp.';
	}
	return EXTRA_DIGIT[phoneNumber.slice(0, 3)] ?? '';
}
