import type {
	Account,
	ConnectedNumber,
	GroupSeed,
	Person,
	PersonBehaviour,
	WorldSeed,
} from './model.mts';

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
	connectionStatus: 'C',
	channelType: 'WW',
	pushname: '2Chat sandbox',
	platform: 'iphone',
	isBusinessProfile: false,
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

function joins(phoneNumber: string, name: string, more: Partial<Person> = {}): Person {
	return { phoneNumber, name, behaviour: 'joins', story: 'joins', ...more };
}

function odd(
	phoneNumber: string,
	name: string | null,
	behaviour: PersonBehaviour,
	story: string,
): Person {
	return { phoneNumber, name, behaviour, story };
}

/**
 * The people of the demo world: documented example numbers and ranges kept free for fiction. The one
 * exception is the Brazilian row of nines, because no such range exists there.
 */
export const DEMO_PEOPLE: readonly Person[] = [
	joins('+17137157533', 'Ana', {
		device: 'ios',
		contact: { firstName: 'Ana', lastName: 'Torres' },
	}),
	joins('+18647351567', 'Ben', { device: 'android' }),
	joins('+447700176576', 'Carlos @ 2Chat', {
		device: 'ios',
		contact: { firstName: '2Chat', lastName: 'UK' },
	}),
	joins('+12025550141', 'Dana'),
	joins('+61491570156', 'Ella', { device: 'android' }),
	joins('+33639980001', 'Florent Boulangerie', {
		isBusiness: true,
		story: 'joins; a business profile',
	}),
	joins('+525530483303', 'Mikey', {
		whatsappNumber: '+5215530483303',
		contact: { firstName: 'Mikey', lastName: 'Mike' },
		story: 'joins; Mexico: WhatsApp knows him as +5215530483303',
	}),
	joins('+5511999999999', 'Nina', {
		whatsappNumber: '+551199999999',
		story: 'joins; Brazil: WhatsApp knows her as +551199999999, without the ninth digit',
	}),
	joins('+61491570158', 'Otto', {
		hiddenId: true,
		story: 'joins; shown without a phone number once the setting hiddenIds is "flagged"',
	}),
	odd('+447700900101', null, 'notOnWhatsApp', 'has no WhatsApp account'),
	odd('+447700900102', 'Grace', 'inviteSent', 'cannot be added: gets a personal invitation'),
	odd('+447700900103', 'Hugo', 'inviteNotSent', 'cannot be added, and gets no invitation'),
	odd('+447700900104', 'Iris', 'recentlyLeft', 'has recently left: cannot be added for a while'),
	odd('+447700900105', 'Jonas', 'communityRestricted', "is kept out by a community's rules"),
	odd('+447700900106', 'Kim', 'groupFull', 'is always told that the group is full'),
	odd('+447700900107', 'Lena', 'addThrows', 'joins a new group; adding her to another one fails'),
	odd('+447700900108', 'Milo', 'unlistedCode', 'is refused with an undocumented code'),
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
	account: DEMO_ACCOUNT,
	numbers: [...DEMO_NUMBERS],
	people: [...DEMO_PEOPLE],
	groups: [],
};
