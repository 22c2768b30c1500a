import { INVITED, NEEDS_INVITE, NOT_ON_WHATSAPP } from '../data.mts';

/** Everybody of the sandbox's world who cannot simply be added, with what 2chat-api.md 2.8 means for them. */
export const REFUSED = [
	{ number: NOT_ON_WHATSAPP, code: 404, outcome: 'not_on_whatsapp' },
	{ number: INVITED, code: 403, outcome: 'invited' },
	{ number: NEEDS_INVITE, code: 403, outcome: 'needs_invite' },
	{ number: '+447700900104', code: 408, outcome: 'recently_left' },
	{ number: '+447700900105', code: 417, outcome: 'needs_invite' },
	{ number: '+447700900106', code: 419, outcome: 'group_full' },
	{ number: '+447700900108', code: 500, outcome: 'unknown' },
];

export const REFUSED_NUMBERS = REFUSED.map(({ number }) => number);
