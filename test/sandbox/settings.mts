import { PERSON_BEHAVIOURS, type PersonBehaviour } from './model.mts';

/**
 * Everything about 2Chat that no document settles, each in every reading that is known, plus the
 * limits. The default is the reading with the best evidence, or else the one that asks most of a client.
 */
export interface Settings {
	// Statuses

	/** HTTP status of a successful creation (2chat-api.md section 6; section 7, 16). */
	createStatus: 200 | 201 | 202;
	/** HTTP status of every other successful POST (section 7, 16). */
	postStatus: 200 | 201 | 202;
	/**
	 * `error`: an application error. `stringInPlaceOfMap`: a success whose `participants` is the text, as
	 * the library underneath returns it from an add (5.2).
	 */
	notAdminAnswer: 'error' | 'stringInPlaceOfMap';

	// Bodies of errors

	/**
	 * Which key carries the text of an application error (1.4; section 7, 7). `mixed`: each endpoint in
	 * the form its clients report. The gateway's own errors (no key, wrong key) are always `detail`.
	 */
	errorShape: 'mixed' | 'error_message' | 'message' | 'detail' | 'detailList';
	/** `ok` answers application errors with status 200, leaving only the body to tell (1.4). */
	errorsAnswerWith: 'status' | 'ok';

	// Participants' outcomes

	/** Type of a participant's code (2.8; section 7, 5). */
	statusCodeType: 'number' | 'string';
	/** Name of a participant's code; `code` is what the library underneath calls it on add (2.8). */
	statusCodeKey: 'statusCode' | 'code';
	/** Whether people who were not added appear in the map at all (section 7, 5). */
	refusedInMap: boolean;
	/** Where add puts `accepted_numbers` and `unaccepted_numbers` (2.4; section 7, 3). */
	listsOnAdd: 'absent' | 'top' | 'inside';
	/**
	 * What "accepted" means, hence which list a 403 lands in (2.1; section 7, 4). `onWhatsApp`: only the
	 * unregistered are unaccepted. `joined`: everybody who is not in is unaccepted.
	 */
	acceptedMeans: 'onWhatsApp' | 'joined';
	/** Whether 2Chat lets the personal invitation go out at all (2.8; section 7, 4). */
	invitations: 'sent' | 'neverSent';
	/** `success` when not one of the people asked for could be served (section 7, 5). */
	successWhenNobody: boolean;
	/** Whether answers are keyed by the number asked for or by the one WhatsApp uses (3.3; section 6). */
	answersKeyedBy: 'asked' | 'whatsapp';
	/** Answer of promote and demote: like remove, like add, or nothing but `success` (2.6; section 7, 2). */
	roleChangeAnswer: 'lists' | 'map' | 'plain';
	/** Whether an empty list of participants is taken (section 7, 6 and 11). */
	emptyParticipants: 'reject' | 'accept';
	/** What numbers nobody has described do. */
	strangers: PersonBehaviour;
	/** Size of a full group, admins included (5.1). */
	groupCapacity: number;

	// Groups as 2Chat shows them

	/** Milliseconds until a new group is in the list (2.1: "a few minutes"). */
	listedAfterMs: number;
	/** Milliseconds until a new group answers to its UUID (2.1; section 7, 10). */
	readableAfterMs: number;
	/** Milliseconds until a new group can be written to by its UUID (section 7, 10). */
	usableAfterMs: number;
	/** Milliseconds until joins, removals and roles show in the stored copy (2.3). */
	membersShownAfterMs: number;
	/** Whether `wa_is_admin` is true for the super admin too (2.3). */
	superAdminIsAdmin: boolean;
	/** Who is shown with a hidden id and `phone_number: null` (2.3; 5.5). */
	hiddenIds: 'none' | 'flagged' | 'everybody';

	// Lists

	/** Which paging parameters the group list understands (2.2; section 7, 1). */
	groupPaging: 'both' | 'page' | 'page_number' | 'ignored';
	/** Most groups in one answer; 0 for no cap (section 7, 1). */
	groupPageCap: number;
	/** Whether the group list has `count`, and of what (section 7, 1). */
	groupCount: 'none' | 'page' | 'total';
	/** The documented envelope, or a bare array (2.2). */
	groupListAnswer: 'data' | 'bareArray';
	groupOrder: 'oldestFirst' | 'newestFirst';

	// Limits

	/** Calls per account in any 60 seconds, shown in `/info` (1.6). Generous unless asked; really 80. */
	requestsPerMinute: number;
	/** Whether a 429 says when to come back (1.5; section 7, 8). */
	retryAfter: 'none' | 'seconds' | 'date';
	/** New groups per number in any 24 hours (5.6); 0 for no limit. */
	groupsPerDay: number;
	/** How the creation limit shows (section 7, 6). The defaults are Green API's experience (5.6). */
	groupLimitStatus: number;
	groupLimitText: string;
	/** In which form `whatsapp_info.number_id` gives the number WhatsApp uses; no example shows it (3.3). */
	numberIdForm: 'whatsappId' | 'e164' | 'digits';
	/** Milliseconds that every call takes. */
	latencyMs: number;

	// Webhooks

	/** Whether payloads say which event they are (3.5). */
	eventInPayload: boolean;
}

export const DEFAULT_SETTINGS: Readonly<Settings> = {
	createStatus: 200,
	postStatus: 200,
	notAdminAnswer: 'error',
	errorShape: 'mixed',
	errorsAnswerWith: 'status',
	statusCodeType: 'number',
	statusCodeKey: 'statusCode',
	refusedInMap: true,
	listsOnAdd: 'absent',
	acceptedMeans: 'onWhatsApp',
	invitations: 'sent',
	successWhenNobody: true,
	answersKeyedBy: 'asked',
	roleChangeAnswer: 'lists',
	emptyParticipants: 'reject',
	strangers: 'joins',
	groupCapacity: 1024,
	listedAfterMs: 0,
	readableAfterMs: 0,
	usableAfterMs: 0,
	membersShownAfterMs: 0,
	superAdminIsAdmin: true,
	hiddenIds: 'none',
	groupPaging: 'both',
	groupPageCap: 0,
	groupCount: 'none',
	groupListAnswer: 'data',
	groupOrder: 'oldestFirst',
	requestsPerMinute: 100_000,
	retryAfter: 'none',
	groupsPerDay: 30,
	groupLimitStatus: 500,
	groupLimitText: 'created too many groups very quickly',
	numberIdForm: 'whatsappId',
	latencyMs: 0,
	eventInPayload: true,
};

/** The values of the settings that have a choice of them. */
export const CHOICES: { readonly [Name in keyof Settings]?: ReadonlyArray<Settings[Name]> } = {
	createStatus: [200, 201, 202],
	postStatus: [200, 201, 202],
	notAdminAnswer: ['error', 'stringInPlaceOfMap'],
	errorShape: ['mixed', 'error_message', 'message', 'detail', 'detailList'],
	errorsAnswerWith: ['status', 'ok'],
	statusCodeType: ['number', 'string'],
	statusCodeKey: ['statusCode', 'code'],
	listsOnAdd: ['absent', 'top', 'inside'],
	acceptedMeans: ['onWhatsApp', 'joined'],
	invitations: ['sent', 'neverSent'],
	answersKeyedBy: ['asked', 'whatsapp'],
	roleChangeAnswer: ['lists', 'map', 'plain'],
	emptyParticipants: ['reject', 'accept'],
	strangers: PERSON_BEHAVIOURS,
	hiddenIds: ['none', 'flagged', 'everybody'],
	groupPaging: ['both', 'page', 'page_number', 'ignored'],
	groupCount: ['none', 'page', 'total'],
	groupListAnswer: ['data', 'bareArray'],
	groupOrder: ['oldestFirst', 'newestFirst'],
	retryAfter: ['none', 'seconds', 'date'],
	numberIdForm: ['whatsappId', 'e164', 'digits'],
};

/** Puts a change onto the settings. A name or a value that does not exist is refused, never ignored. */
export function changeSettings(settings: Settings, change: Partial<Settings>): void {
	for (const [name, value] of Object.entries(change)) {
		if (!Object.hasOwn(DEFAULT_SETTINGS, name)) throw new Error(`There is no setting "${name}"`);
		const choices: readonly unknown[] | undefined = CHOICES[name as keyof Settings];
		if (choices !== undefined && !choices.includes(value)) {
			throw new Error(`The setting "${name}" takes one of: ${choices.join(', ')}`);
		}
		const expected = typeof DEFAULT_SETTINGS[name as keyof Settings];
		if (typeof value !== expected) {
			throw new Error(`The setting "${name}" takes a ${expected}, not a ${typeof value}`);
		}
	}
	Object.assign(settings, change);
}
