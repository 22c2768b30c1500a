import { readMembers } from '../../../nodes/shared/groups/members.ts';

const ANA = '+17137157533';
const OWNER = '+447700176576';

const numbersOf = (participants: object[], group: object = {}) =>
	readMembers({ data: { ...group, participants } }).map(({ phoneNumber }) => phoneNumber);

test.each([
	['is made of the hidden id', '17137157534@lid', '+17137157534'],
	['is made of the hidden id of a device', '17137157534:7@lid', '17137157534'],
	['is the hidden id itself', '17137157534@lid', '17137157534@lid'],
	['is made of a hidden id in capitals', '17137157534@LID', '+17137157534'],
	['is made of a hosted hidden id', '17137157534@hosted.lid', '+17137157534'],
	['is empty', '17137157534@lid', ''],
	['cannot exist', null, '+223646161633480'],
])('a number that %s is none', (_, wa_participant_id, phone_number) => {
	const hidden = { wa_participant_id, phone_number };
	const known = numbersOf([{ phone_number: ANA }, hidden]).filter((one) => one !== null);
	expect(known).toEqual([ANA]);
});

test('a number beside a hidden id counts, and so does an id that is a number', () => {
	expect(
		numbersOf([
			{ wa_participant_id: '17137157534@lid', phone_number: ANA },
			{ wa_participant_id: '447700176576@c.us', phone_number: null },
		]),
	).toEqual([ANA, OWNER]);
});

test.each([
	['with blanks', '+44 7700 176576'],
	['with 00', '00447700176576'],
	['as an id', '447700176576@c.us'],
	['without its plus', '447700176576'],
	['as a JSON number', 447700176576],
])('a number that 2Chat writes %s is given in E.164', (_, phone_number) => {
	const ids = ['447700176576@c.us', '447700176576:3@s.whatsapp.net'];
	const members = ids.map((wa_participant_id) => ({ wa_participant_id, phone_number }));
	expect(numbersOf(members)).toEqual([OWNER, OWNER]);
});

test.each([
	['by the id', { wa_owner_id: '447700176576@c.us' }],
	['by the id of a device', { wa_owner_id: '447700176576:3@s.whatsapp.net' }],
	['by the number', { wa_owner_id: null, owner_data: { phone_number: OWNER } }],
	[
		'by the number beside a hidden id',
		{ wa_owner_id: '1@lid', owner_data: { phone_number: OWNER } },
	],
])('the owner is known %s, beside another one who is marked as it', (_, owner) => {
	const participants = [
		{ phone_number: ANA, wa_is_super_admin: true },
		{ phone_number: OWNER, wa_is_super_admin: false },
	];
	const members = readMembers({ data: { ...owner, participants } });
	expect(members.map(({ isSuperAdmin, isAdmin }) => [isSuperAdmin, isAdmin])).toEqual([
		[true, true],
		[true, true],
	]);
});
