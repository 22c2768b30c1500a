import type { Account, ConnectedNumber, GroupSeed, Person, WorldSeed } from './model.mts';

/** The key that works unless a test says otherwise. */
const DEFAULT_KEY = 'sandbox_api_key_example';

/** The documented account of `/info` (2chat-api.md 1.3), with a fresh count and a date in the future. */
const DEMO_ACCOUNT: Readonly<Account> = {
	uuid: 'ACC91be87af-5a29-4034-b599-342f2aeb5d52',
	name: 'Account Name (ACC91be87af-5a29-4034-b599-342f2aeb5d52)',
	keys: [DEFAULT_KEY],
	onTrial: false,
	blocked: false,
	blockReason: null,
	createdAt: '2022-04-21T21:55:37Z',
	expiresAt: '2099-08-31T19:11:08Z',
	apiRequestCount: 0,
	maxApiRequestCount: 500_000,
	numberCheckCount: 0,
	maxNumberCheckCount: 500_000,
};

const connected: Omit<ConnectedNumber, 'uuid' | 'phoneNumber' | 'friendlyName'> = {
	accountUuid: DEMO_ACCOUNT.uuid,
	connectionStatus: 'C',
	channelType: 'WW',
	pushname: '2Chat sandbox',
	platform: 'iphone',
	isBusinessProfile: false,
	connectedAt: '2022-10-31T22:05:44Z',
	createdAt: '2022-10-31T22:05:44Z',
	updatedAt: '2022-12-01T21:40:04Z',
};

/** The first is the documents' example (2chat-api.md 3.1); the last is in no list of WhatsApp Web numbers. */
const DEMO_NUMBERS: readonly ConnectedNumber[] = [
	{
		...connected,
		uuid: 'WPN95841312-b54d-46e3-b0bc-6414f4a5296b',
		phoneNumber: '+595981048477',
		friendlyName: 'My testing number',
	},
	{
		...connected,
		uuid: 'WPNc568c832-606c-4d50-8092-fc51b5149d16',
		phoneNumber: '+12123334444',
		friendlyName: 'Sales team',
		platform: 'android',
	},
	{
		...connected,
		uuid: 'WPN3f0c2f1e-6d43-4a0b-9d27-52f6f3a70001',
		phoneNumber: '+447700900001',
		friendlyName: 'Switched-off phone',
		connectionStatus: 'D',
	},
	{
		...connected,
		uuid: 'WPN3f0c2f1e-6d43-4a0b-9d27-52f6f3a70002',
		phoneNumber: '+447700900002',
		friendlyName: 'Broken session',
		connectionStatus: 'F',
		// Nulls are what a number that was never connected has (2chat-api.md 3.1).
		pushname: null,
		platform: null,
		updatedAt: null,
	},
	{
		...connected,
		uuid: 'WAN3f0c2f1e-6d43-4a0b-9d27-52f6f3a70003',
		phoneNumber: '+447700900003',
		friendlyName: 'Business API number',
		channelType: 'WABA',
	},
];

/**
 * The people of the demo world: documented example numbers and ranges kept free for fiction. The one
 * exception is the Brazilian row of nines, because no such range exists there.
 */
export const DEMO_PEOPLE: readonly Person[] = [
	{
		phoneNumber: '+17137157533',
		name: 'Ana',
		behaviour: 'joins',
		device: 'ios',
		contact: { firstName: 'Ana', lastName: 'Torres' },
		story: 'joins',
	},
	{
		phoneNumber: '+18647351567',
		name: 'Ben',
		behaviour: 'joins',
		device: 'android',
		story: 'joins',
	},
	{
		phoneNumber: '+447700176576',
		name: 'Carlos @ 2Chat',
		behaviour: 'joins',
		device: 'ios',
		contact: { firstName: '2Chat', lastName: 'UK' },
		story: 'joins',
	},
	{ phoneNumber: '+12025550141', name: 'Dana', behaviour: 'joins', story: 'joins' },
	{
		phoneNumber: '+61491570156',
		name: 'Ella',
		behaviour: 'joins',
		device: 'android',
		story: 'joins',
	},
	{
		phoneNumber: '+33639980001',
		name: 'Florent Boulangerie',
		behaviour: 'joins',
		isBusiness: true,
		story: 'joins; a business profile',
	},
	{
		phoneNumber: '+447700900101',
		name: null,
		behaviour: 'notOnWhatsApp',
		story: 'has no WhatsApp account',
	},
	{
		phoneNumber: '+447700900102',
		name: 'Grace',
		behaviour: 'inviteSent',
		story: 'lets nobody add her: gets a personal invitation',
	},
	{
		phoneNumber: '+447700900103',
		name: 'Hugo',
		behaviour: 'inviteNotSent',
		story: 'lets nobody add him, and the invitation cannot be sent',
	},
	{
		phoneNumber: '+447700900104',
		name: 'Iris',
		behaviour: 'recentlyLeft',
		story: 'has recently left: cannot be added for a while',
	},
	{
		phoneNumber: '+447700900105',
		name: 'Jonas',
		behaviour: 'communityRestricted',
		story: "is kept out by a community's rules",
	},
	{
		phoneNumber: '+447700900106',
		name: 'Kim',
		behaviour: 'groupFull',
		story: 'is always told that the group is full',
	},
	{
		phoneNumber: '+447700900107',
		name: 'Lena',
		behaviour: 'addThrows',
		story: 'joins a new group, but adding her to an existing one fails',
	},
	{
		phoneNumber: '+447700900108',
		name: 'Milo',
		behaviour: 'unlistedCode',
		story: 'is refused with a code that nobody has documented',
	},
	{
		phoneNumber: '+525530483303',
		whatsappNumber: '+5215530483303',
		name: 'Mikey',
		behaviour: 'joins',
		contact: { firstName: 'Mikey', lastName: 'Mike' },
		story: 'joins; Mexico: WhatsApp knows him as +5215530483303',
	},
	{
		phoneNumber: '+5511999999999',
		whatsappNumber: '+551199999999',
		name: 'Nina',
		behaviour: 'joins',
		story: 'joins; Brazil: WhatsApp knows her as +551199999999, without the ninth digit',
	},
	{
		phoneNumber: '+61491570158',
		name: 'Otto',
		behaviour: 'joins',
		hiddenId: true,
		story: 'joins; shown without a phone number once the setting hiddenIds is "flagged"',
	},
];

/** The group that the documents show throughout (2chat-api.md 2.3). The sandbox starts without it. */
export const DOCUMENTED_GROUP: Readonly<GroupSeed> = {
	uuid: 'WAG768beeef-2b96-4bc7-9b7f-045078568723',
	waGroupId: '120363777777777777@g.us',
	name: '2chat test group',
	description: 'daily motivational quotes',
	phoneNumber: '+595981048477',
	ownerPhoneNumber: '+5215530483303',
	members: [{ phoneNumber: '+595981048477' }, { phoneNumber: '+447700176576' }],
	waCreatedAt: '2022-10-23T17:11:41Z',
};

export const DEMO_SEED: Readonly<WorldSeed> = {
	accounts: [DEMO_ACCOUNT],
	numbers: [...DEMO_NUMBERS],
	people: [...DEMO_PEOPLE],
	groups: [],
};
