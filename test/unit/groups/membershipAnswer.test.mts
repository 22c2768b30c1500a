import {
	readMembershipAnswer,
	readResults,
} from '../../../nodes/shared/groups/membershipAnswer.ts';

const SENT = ['+17137157533', '+18647351567'];
const [ANA = '', BEN = ''] = SENT;

const outcomes = (change: 'add' | 'promote' | 'demote', body: object) =>
	readResults(change, SENT, readMembershipAnswer(body)).map(({ outcome }) => outcome);

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
