import { BEHAVIOURS, type PersonBehaviour } from './model.mts';

// Everything about 2Chat that no document settles, each in every reading that is known, plus the limits. The
// default, of a choice the first, is the reading with the best evidence, or else the one that asks most of a client.

export const CHOICES = {
	/** HTTP status of a successful creation (2chat-api.md 6; 7.16). */
	createStatus: [200, 201, 202],
	/** HTTP status of every other successful POST (7.16). */
	postStatus: [200, 201, 202],
	/**
	 * `error`: an application error. `stringInPlaceOfMap`: a success whose `participants` is the text, as
	 * the library underneath returns it from an add (5.2).
	 */
	notAdminAnswer: ['error', 'stringInPlaceOfMap'],
	/**
	 * Which key carries the text of an application error (1.4; 7.7). `mixed`: each endpoint in
	 * the form its clients report. The gateway's own errors (no key, wrong key) are always `detail`.
	 */
	errorShape: ['mixed', 'error_message', 'message', 'detail', 'detailList'],
	/** `ok` answers application errors with status 200, leaving only the body to tell (1.4). */
	errorsAnswerWith: ['status', 'ok'],

	/** Type of a participant's code (2.8; 7.5). */
	statusCodeType: ['number', 'string'],
	/** Name of a participant's code; `code` is what the library underneath calls it on add (2.8). */
	statusCodeKey: ['statusCode', 'code'],
	/** Where add puts `accepted_numbers` and `unaccepted_numbers` (2.4; 7.3). */
	listsOnAdd: ['absent', 'top', 'inside'],
	/**
	 * What "accepted" means, hence which list a 403 lands in (2.1; 7.4). `onWhatsApp`: only the
	 * unregistered are unaccepted. `joined`: everybody who is not in is unaccepted.
	 */
	acceptedMeans: ['onWhatsApp', 'joined'],
	/** Whether 2Chat lets the personal invitation go out at all (2.8; 7.4). */
	invitations: ['sent', 'neverSent'],
	/** Whether answers are keyed by the number asked for or by the one WhatsApp uses (3.3; 6). */
	answersKeyedBy: ['asked', 'whatsapp'],
	/** Answer of promote and demote: like remove, like add, or nothing but `success` (2.6; 7.2). */
	roleChangeAnswer: ['lists', 'map', 'plain'],
	/** Whether an empty list of participants is taken (7.6 and 7.11). */
	emptyParticipants: ['reject', 'accept'],
	/** What numbers nobody has described do. */
	strangers: Object.keys(BEHAVIOURS) as ['joins', ...PersonBehaviour[]],

	/** Who is shown with a hidden id and `phone_number: null` (2.3; 5.5). */
	hiddenIds: ['none', 'flagged', 'everybody'],
	/** Which paging parameters the group list understands (2.2; 7.1). */
	groupPaging: ['both', 'page', 'page_number', 'ignored'],
	/** Whether the group list has `count`, and of what (7.1). */
	groupCount: ['none', 'page', 'total'],
	/** The documented envelope, or a bare array (2.2). */
	groupListAnswer: ['data', 'bareArray'],
	groupOrder: ['oldestFirst', 'newestFirst'],
	/** In which form `whatsapp_info.number_id` gives the number WhatsApp uses; no example shows it (3.3). */
	numberIdForm: ['whatsappId', 'e164', 'digits'],
} as const;

const OTHERS = {
	/** Whether people who were not added appear in the map at all (7.5). */
	refusedInMap: true,
	/** `success` when not one of the people asked for could be served (7.5). */
	successWhenNobody: true,
	/** Whether `wa_is_admin` is true for the super admin too (2.3). */
	superAdminIsAdmin: true,
	/** Whether payloads of events say which event they are (3.5). */
	eventInPayload: true,

	/** Milliseconds until a new group is in the list (2.1: "a few minutes"). */
	listedAfterMs: 0,
	/** Milliseconds until a new group answers to its UUID (2.1; 7.10). */
	readableAfterMs: 0,
	/** Milliseconds until a new group can be written to by its UUID (7.10). */
	usableAfterMs: 0,
	/** Milliseconds until joins, removals and roles show in the stored copy (2.3). */
	membersShownAfterMs: 0,
	/** Milliseconds that every call takes. */
	latencyMs: 0,

	/** Size of a full group, admins included (5.1). */
	groupCapacity: 1024,
	/** Most groups in one answer of the list; 0 for no cap (7.1). */
	groupPageCap: 0,
	/** New groups per number in any 24 hours (5.6); 0 for no limit. */
	groupsPerDay: 30,
	/** How the creation limit shows (7.6). The defaults are Green API's experience (5.6). */
	groupLimitStatus: 500,
	groupLimitText: 'created too many groups very quickly',
};

type Choices = typeof CHOICES;

export type Settings = { -readonly [Name in keyof Choices]: Choices[Name][number] } & typeof OTHERS;

export const DEFAULT_SETTINGS: Readonly<Settings> = {
	...(Object.fromEntries(Object.entries(CHOICES).map(([name, [first]]) => [name, first])) as {
		-readonly [Name in keyof Choices]: Choices[Name][0];
	}),
	...OTHERS,
};
