import {
	readMembershipAnswer,
	readResults,
} from '../../../nodes/shared/groups/membershipAnswer.ts';

const SENT = ['+17137157533', '+18647351567'];
const [ANA = '', BEN = ''] = SENT;

const outcomes = (change: 'add' | 'promote' | 'demote', body: object) =>
	readResults(change, SENT, readMembershipAnswer(body)).map(({ outcome }) => outcome);

test('people are found under another spelling of their number', () => {
	/** As sent, and as WhatsApp may call the same person (2chat-api.md 3.3). */
	const spellings = {
		'+525530483303': '+5215530483303',
		'+5215512345678': '+525512345678',
		'+541123456789': '+5491123456789',
		'+5491123456780': '+541123456780',
		'+5511999999999': '+551199999999',
		'+551198888888': '+5511998888888',
		[ANA]: '17137157533',
		[BEN]: '18647351567@c.us',
		'+447700176576': '447700176576@s.whatsapp.net',
	};
	const [sent, keys] = [Object.keys(spellings), Object.values(spellings)];
	const participants = Object.fromEntries(keys.map((key) => [key, { statusCode: 200 }]));
	const answers = [{ participants }, { participants, accepted_numbers: keys }];
	for (const answer of answers.map(readMembershipAnswer)) {
		const added = sent.map(() => expect.objectContaining({ outcome: 'added' }) as object);
		expect(readResults('add', sent, answer)).toEqual(added);
	}
});

test.each([
	['nothing but a success', { success: true }, ['promoted', 'promoted']],
	['a list that names both', { accepted_numbers: SENT }, ['promoted', 'promoted']],
	['a list that names one', { accepted_numbers: [ANA] }, ['promoted', 'unknown']],
	['empty lists', { accepted_numbers: [], unaccepted_numbers: [] }, ['unknown', 'unknown']],
	['an empty map', { participants: {} }, ['unknown', 'unknown']],
	['an empty list of people', { participants: [] }, ['unknown', 'unknown']],
	[
		'hidden ids only',
		{ participants: { '1@lid': { statusCode: 403 }, '2@lid': { statusCode: 200 } } },
		['unknown', 'unknown'],
	],
])('after a promotion, %s makes only those admins whom it names', (_, body, expected) => {
	expect(outcomes('promote', body)).toEqual(expected);
});

test.each([
	['both lists', { accepted_numbers: SENT, unaccepted_numbers: SENT }],
	[
		'a code of success and an invitation',
		{ participants: { [ANA]: { statusCode: 200, isInviteV4Sent: true }, [BEN]: {} } },
	],
	[
		'a code of success and the list of the others',
		{ participants: { [ANA]: { statusCode: 200 }, [BEN]: {} }, unaccepted_numbers: [ANA] },
	],
])('nobody is called added who is in %s', (_, body) => {
	expect(outcomes('add', body)).toEqual(['unknown', 'unknown']);
});

const people = { [ANA]: { statusCode: 200 }, [BEN]: { statusCode: 409 } };
const lists = { accepted_numbers: [ANA], unaccepted_numbers: [BEN] };

test.each([
	['empty data', 'add', { data: {}, participants: people }, ['added', 'already_member']],
	['data that is a list', 'add', { data: [], participants: people }, ['added', 'already_member']],
	['data that says no more', 'promote', { data: { id: 1 }, ...lists }, ['promoted', 'not_member']],
	[
		'empty lists beside those that count',
		'promote',
		{ accepted_numbers: [], unaccepted_numbers: [], participants: lists },
		['promoted', 'not_member'],
	],
] as const)('people are found in an answer with %s', (_, change, body, expected) => {
	expect(outcomes(change, { success: true, ...body })).toEqual(expected);
});
