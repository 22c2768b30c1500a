/**
 * What became of one person who was to be in the group. `added`, `already_member`: in it. `unknown`: nobody can
 * tell. `sender`, `duplicate`, `empty`: stand for no further person. The rest: not in it.
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
	'empty',
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

/** What a preview says of those whom the calls would be about. */
type PreviewOutcome = 'would_add' | 'would_remove';

export type Outcome = (typeof ADD_OUTCOMES)[number] | MemberOutcome | PreviewOutcome;

export type MemberChange = 'add' | 'remove' | 'promote' | 'demote';

/** What the change makes of those to whom it is done. */
export const DONE = {
	add: 'added',
	remove: 'removed',
	promote: 'promoted',
	demote: 'demoted',
} as const satisfies Record<MemberChange, Outcome>;

/** What became of one person, as it is kept in the memory of an execution: plain data. */
export type ParticipantResult = {
	outcome: Outcome;
	/** 2Chat's code for this person (2chat-api.md 2.8), if it gave one. */
	statusCode?: number;
	/** 2Chat's own words about this person, or ours where it gave none and there is something to say. */
	message?: string;
	/** What to do about it, where that is more than to send them again. */
	nextStep?: string;
	/** WhatsApp sent this person a personal invitation. */
	inviteSent?: true;
	/** Which of 2Chat's two lists the number stood in, if any. */
	listed?: 'accepted' | 'unaccepted';
	/** No answer about this person: a later try in the same execution sends them. */
	isOpen?: true;
};

/** By number. */
export type SavedResults = Partial<Record<string, ParticipantResult>>;

export type ResultOf = (phoneNumber: string) => ParticipantResult;

export const NOT_SENT: ParticipantResult = { outcome: 'not_attempted', isOpen: true };

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

type Answered = Pick<ParticipantResult, 'statusCode' | 'inviteSent' | 'listed'>;

/**
 * By the code where there is one. Without it, "accepted" means no more than "has WhatsApp"
 * (2chat-api.md 2.1), and a code that the list or an invitation contradicts is worth as little.
 */
export function toOutcome({ statusCode, inviteSent, listed }: Answered): Outcome {
	if (statusCode === undefined) return listed === 'unaccepted' ? 'not_on_whatsapp' : 'unknown';
	const outcome = BY_CODE[statusCode] ?? 'unknown';
	if (isInGroup(outcome) && (listed === 'unaccepted' || inviteSent === true)) return 'unknown';
	return outcome === 'needs_invite' && inviteSent === true ? 'invited' : outcome;
}

export function isInGroup(outcome: Outcome): boolean {
	return outcome === 'added' || outcome === 'already_member';
}

/** Entries that stand for no further person: nobody is missing because of them. */
export function isNobody(outcome: Outcome): boolean {
	return outcome === 'duplicate' || outcome === 'sender' || outcome === 'empty';
}

export interface Words {
	reason: string;
	next_step: string | null;
}

interface About {
	result: ParticipantResult;
	phoneNumber: string;
	change: MemberChange;
	ifNotSent: string;
}

/**
 * The outcome of a change in plain words for a person who writes no code.
 *
 * @param ifNotSent what to do about people who were not sent, in terms of what the operation can do
 */
export function explain(about: About): Words {
	const words = WORDS[about.result.outcome];
	return typeof words === 'function' ? words(about) : words;
}

const SWITCH_PREVIEW_OFF = 'Switch Preview Only off to do it.';
const STANDS_FOR_NOBODY = { reason: 'Stands for no further person', next_step: null };

const WORDS: Record<Outcome, Words | ((about: About) => Words)> = {
	added: { reason: 'Is in the group now', next_step: null },
	already_member: { reason: 'Was in the group already', next_step: null },
	invited: {
		reason:
			'Their privacy settings do not let the number in From add them, so WhatsApp sent them a personal invitation',
		next_step: 'They can accept it in WhatsApp within three days. Remind them if they do not.',
	},
	needs_invite: ({ result }) =>
		result.statusCode === COMMUNITY_RULES
			? {
					reason: 'The community that the group belongs to does not let them be added',
					next_step: 'Send them the group’s invite link from WhatsApp.',
				}
			: {
					reason: 'Their privacy settings do not let the number in From add them',
					next_step:
						'Send them the group’s invite link from WhatsApp, or ask them to save the number in From as a contact and add them again.',
				},
	not_on_whatsapp: ({ phoneNumber }) => ({
		reason: 'This number is not on WhatsApp',
		next_step: `Ask the person for their WhatsApp number.${extraDigitHint(phoneNumber)}`,
	}),
	recently_left: {
		reason: 'They left the group recently, and WhatsApp does not let anyone add them back yet',
		next_step: 'Send them the group’s invite link from WhatsApp if they want to come back.',
	},
	group_full: {
		reason: 'The group is full: WhatsApp allows 1,024 people',
		next_step: 'Remove somebody first, or create a second group.',
	},
	removed: { reason: 'Is no longer in the group', next_step: null },
	promoted: { reason: 'Is an admin of the group now', next_step: null },
	demoted: { reason: 'Is no longer an admin of the group', next_step: null },
	not_member: {
		reason: '2Chat did not take this number: it is not in the group, or not on WhatsApp',
		next_step: 'Check the number if the person should be in the group.',
	},
	protected: ({ result }) => ({ reason: result.message ?? 'Cannot be changed', next_step: null }),
	kept: ({ result }) => ({ reason: result.message ?? 'Stays in the group', next_step: null }),
	would_add: { reason: 'Would be added: this is a preview', next_step: SWITCH_PREVIEW_OFF },
	would_remove: { reason: 'Would be removed: this is a preview', next_step: SWITCH_PREVIEW_OFF },
	not_attempted: ({ result, ifNotSent }) => ({
		reason: result.message ?? 'Was not sent to 2Chat',
		next_step: result.nextStep ?? ifNotSent,
	}),
	unknown: ({ result: { message, statusCode, listed }, change }) => ({
		reason:
			message !== undefined
				? `${change === 'add' ? 'May not be in the group' : 'May not have been done'}: ${message}`
				: statusCode !== undefined
					? listed === 'unaccepted'
						? '2Chat said yes and no about this number'
						: `2Chat answered with the code ${statusCode}, which is not documented`
					: listed === 'accepted'
						? '2Chat accepted the number without saying whether the person is in the group'
						: '2Chat did not say what became of this number',
		next_step:
			change === 'add'
				? 'Look in WhatsApp whether the person is in the group, and add them if not.'
				: 'Look in WhatsApp what became of the person.',
	}),
	// Their words come from the list itself.
	invalid_number: STANDS_FOR_NOBODY,
	empty: STANDS_FOR_NOBODY,
	duplicate: STANDS_FOR_NOBODY,
	sender: STANDS_FOR_NOBODY,
};

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
