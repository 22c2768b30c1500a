// What the sandbox's world is made of. Plain data only, so that all of it can be shown as JSON.

/** What happens when somebody tries to put a person into a group, with its code (2chat-api.md 2.8). */
export const BEHAVIOURS = {
	joins: 200,
	/** On add, where the add call itself threw; on create there is no such code, so they join. */
	addThrows: 400,
	/** `isInviteV4Sent: true`: privacy settings, a personal invitation went out. */
	inviteSent: 403,
	/** `isInviteV4Sent: false`: privacy settings, nothing reached the person. */
	inviteNotSent: 403,
	notOnWhatsApp: 404,
	recentlyLeft: 408,
	communityRestricted: 417,
	/** Reported as "group full", whatever the group's real size. */
	groupFull: 419,
	/** A code that no table lists. */
	unlistedCode: 500,
} as const;

export type PersonBehaviour = keyof typeof BEHAVIOURS;

export interface Person {
	/** The number as people write it down, E.164. */
	phoneNumber: string;
	/** The name the person gave WhatsApp (`wa_pushname`). */
	name: string | null;
	behaviour: PersonBehaviour;
	/** One line for the page and for readers of the demo list. */
	story?: string;
	/** The number WhatsApp really uses, where it differs (Mexico, Brazil; 2chat-api.md 3.3). */
	whatsappNumber?: string;
	/** Known to WhatsApp by a hidden id only (2chat-api.md 5.5); see the setting `hiddenIds`. */
	hiddenId?: boolean;
	isBusiness?: boolean;
	device?: 'ios' | 'android' | null;
	/** Present for people in the account's directory only (2chat-api.md 2.3). */
	contact?: { firstName: string; lastName: string };
}

export interface Account {
	uuid: string;
	name: string;
	/** Every key that is good at the moment. A renewed key replaces the old one. */
	keys: string[];
	onTrial: boolean;
	blocked: boolean;
	blockReason: string | null;
	createdAt: string;
	expiresAt: string;
	apiRequestCount: number;
	maxApiRequestCount: number;
	numberCheckCount: number;
	maxNumberCheckCount: number;
}

export interface ConnectedNumber {
	uuid: string;
	phoneNumber: string;
	friendlyName: string;
	/** C connected, D disconnected, F failure (2chat-api.md 3.1). */
	connectionStatus: 'C' | 'D' | 'F';
	/** WW is WhatsApp Web; a WABA number is in another list and cannot do groups. */
	channelType: 'WW' | 'WABA';
	pushname: string | null;
	platform: string | null;
	isBusinessProfile: boolean;
	createdAt: string;
	updatedAt: string | null;
}

export type Role = 'superadmin' | 'admin' | 'member';

export interface Member {
	/** The number WhatsApp uses for this person. */
	phoneNumber: string;
	role: Role;
	joinedAt: string;
	updatedAt: string;
}

export interface GroupMessage {
	uuid: string;
	fromPhoneNumber: string;
	text: string | null;
	url: string | null;
	at: string;
	/** Sent through the API rather than by a person on a phone. */
	viaApi: boolean;
}

/** One connected number's view of a group: each gets a UUID of its own (2chat-api.md 7.13). */
export interface GroupHandle {
	uuid: string;
	phoneNumber: string;
	createdAt: string;
	/** Epoch milliseconds before which the group is missing from the list, from get, from writes. */
	listedFrom: number;
	readableFrom: number;
	usableFrom: number;
}

/** The members as 2Chat's stored copy shows them from `from` on; WhatsApp itself knows at once. */
export interface MembersView {
	from: number;
	members: Member[];
}

export interface Group {
	/** The UUID of the first handle: the one the creation answered with. */
	uuid: string;
	handles: GroupHandle[];
	waGroupId: string;
	name: string;
	description: string | null;
	pictureUrl: string | null;
	/** The creator's number, which may be nobody's connected number. */
	ownerPhoneNumber: string;
	waCreatedAt: string;
	updatedAt: string;
	members: Member[];
	views: MembersView[];
	recentlyLeft: string[];
	messages: GroupMessage[];
}

export interface DirectMessage extends GroupMessage {
	to: string;
}

export interface Webhook {
	uuid: string;
	eventName: string;
	numberUuid: string;
	phoneNumber: string;
	hookUrl: string;
	toGroupUuid: string | null;
	createdAt: string;
}

export interface Delivery {
	hookUrl: string;
	payload: Record<string, unknown>;
	/** The receiver's status; null while under way, when it failed, or when it was not tried. */
	status: number | null;
	error: string | null;
}

/** A group to begin with. Members are given with their role; everything else has a default. */
export interface GroupSeed {
	uuid?: string;
	waGroupId?: string;
	name: string;
	description?: string | null;
	/** The connected number through which 2Chat knows the group. */
	phoneNumber: string;
	/** Defaults to `phoneNumber`. */
	ownerPhoneNumber?: string;
	members?: Array<{ phoneNumber: string; role?: Role }>;
	waCreatedAt?: string;
}

export interface WorldSeed {
	account: Account;
	numbers: ConnectedNumber[];
	people: Person[];
	groups: GroupSeed[];
}
