/** What became of one person. `added`, `already_member`: in the group. The rest: not, or not surely. */
export type Outcome =
	| 'added'
	| 'already_member'
	| 'invited'
	| 'needs_invite'
	| 'not_on_whatsapp'
	| 'recently_left'
	| 'group_full'
	| 'invalid_number'
	| 'duplicate'
	| 'sender'
	| 'not_attempted'
	| 'unknown';

/** What 2Chat said about one person (2chat-api.md 2.8), judged. */
export interface Verdict {
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

/** The codes of whatsapp-web.js, which 2Chat's field names and texts come from (2chat-api.md 2.8). */
const BY_CODE: Record<number, Outcome> = {
	200: 'added',
	403: 'needs_invite',
	404: 'not_on_whatsapp',
	408: 'recently_left',
	409: 'already_member',
	// The group belongs to a community that this person cannot be added to; an invite link still works.
	417: 'needs_invite',
	419: 'group_full',
};

/**
 * By the code where there is one, else by the list the number stands in. "Accepted" alone is not
 * "a member now" (2chat-api.md 2.1), but without any code it is the best that is known.
 */
export function judge(
	statusCode: number | null,
	inviteSent: boolean,
	listed: Verdict['listed'],
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

/** The outcome in plain words for a person who writes no code. */
export function explain(verdict: Verdict, phoneNumber: string): Words {
	const { outcome, message } = verdict;
	switch (outcome) {
		case 'added':
			return { reason: 'Is in the group now', next_step: null };
		case 'already_member':
			return { reason: 'Was in the group already', next_step: null };
		case 'invited':
			return {
				reason:
					'Their privacy settings do not let this number add them, so WhatsApp sent them a personal invitation',
				next_step: 'They can accept it in WhatsApp within three days. Remind them if they do not.',
			};
		case 'needs_invite':
			return {
				reason: 'Their privacy settings do not let this number add them',
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
		case 'not_attempted':
			return {
				reason: message ?? 'Was not sent to 2Chat',
				next_step: 'Run the workflow again, or add this person with Add Participants.',
			};
		default:
			return {
				reason:
					message === null
						? '2Chat did not say what became of this number'
						: `Not surely in the group: ${message}`,
				next_step: 'Look in WhatsApp whether the person is in the group, and add them if not.',
			};
	}
}

/** Countries where a mobile number has a digit that WhatsApp may want or not (2chat-api.md 3.3). */
const EXTRA_DIGIT: Record<string, string> = {
	'+52': ' Mexican numbers are on WhatsApp with or without a 1 after +52: try the other form.',
	'+54': ' Argentine mobile numbers need a 9 after +54 on WhatsApp.',
	'+55':
		' Brazilian mobile numbers are on WhatsApp with or without the ninth digit 9: try the other form.',
};

function extraDigitHint(phoneNumber: string): string {
	return EXTRA_DIGIT[phoneNumber.slice(0, 3)] ?? '';
}
