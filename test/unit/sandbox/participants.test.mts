import { startSandbox, type PersonBehaviour, type Sandbox } from '../../sandbox/sandbox.mts';
import {
	ANA,
	BEN,
	CARLOS,
	Client,
	OWN,
	people,
	wait,
	type GroupAnswer,
	type ParticipantEntry,
} from './client.mts';

const SALES = '+12123334444';
const SOMEBODY = '+447700900300';
const NOT_ON_WHATSAPP = '+447700900101';
const INVITED = '+447700900102';
const MEXICO = { asked: '+525530483303', real: '+5215530483303' };
const BRAZIL = { asked: '+5511999999999', real: '+551199999999' };

const UNKNOWN = 'An unknown error occupied while adding a participant';

interface AddAnswer {
	success: boolean;
	participants: Record<string, ParticipantEntry>;
}

interface ListAnswer {
	success: boolean;
	participants: { timestamp: number; accepted_numbers: string[]; unaccepted_numbers: string[] };
}

let sandbox: Sandbox;
let client: Client;

beforeAll(async () => {
	sandbox = await startSandbox();
	client = new Client(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

/** The table of 2chat-api.md 2.8: behaviour, then code and message on create and on add. */
const CODES: Array<[PersonBehaviour, number, string, number, string]> = [
	[
		'joins',
		200,
		'The participant was added successfully',
		200,
		'The participant was added successfully',
	],
	['addThrows', 200, 'The participant was added successfully', 400, UNKNOWN],
	[
		'inviteSent',
		403,
		'The participant can be added by sending private invitation only',
		403,
		'The participant can be added by sending private invitation only',
	],
	[
		'inviteNotSent',
		403,
		'The participant can be added by sending private invitation only',
		403,
		'The participant can be added by sending private invitation only',
	],
	[
		'notOnWhatsApp',
		404,
		'The phone number is not registered on WhatsApp',
		404,
		'The phone number is not registered on WhatsApp',
	],
	[
		'recentlyLeft',
		408,
		UNKNOWN,
		408,
		'You cannot add this participant because they recently left the group',
	],
	[
		'communityRestricted',
		417,
		UNKNOWN,
		417,
		"The participant can't be added to the community. You can invite them privately to join this group through its invite link",
	],
	['groupFull', 419, UNKNOWN, 419, "The participant can't be added because the group is full"],
	['unlistedCode', 500, UNKNOWN, 500, UNKNOWN],
];

describe('codes of participants (2chat-api.md 2.8)', () => {
	beforeEach(() => sandbox.world.people.delete(SOMEBODY));

	it.each(CODES)('%s', async (behaviour, createCode, createText, addCode, addText) => {
		sandbox.settings.strangers = behaviour;
		const { body } = await client.create([SOMEBODY]);
		expect(body.success).toBe(true);
		expect(body.group.participants[SOMEBODY]).toEqual({
			statusCode: createCode,
			message: createText,
			isGroupCreator: false,
			isInviteV4Sent: behaviour === 'inviteSent',
		});
		const isIn = sandbox.world.groups[0]!.members.length === 2;
		expect(isIn).toBe(createCode === 200);

		const uuid = await client.newGroup([ANA]);
		const added = await client.change<AddAnswer>('add', uuid, [SOMEBODY]);
		expect(added.status).toBe(200);
		expect(added.body).toEqual({
			success: true,
			participants: {
				[SOMEBODY]: {
					statusCode: addCode,
					message: addText,
					isInviteV4Sent: behaviour === 'inviteSent',
				},
			},
		});
	});

	it('409 for somebody who is in already', async () => {
		const uuid = await client.newGroup([ANA]);
		const { body } = await client.change<AddAnswer>('add', uuid, [ANA, OWN]);
		expect(body.participants[ANA]).toEqual({
			statusCode: 409,
			message: 'The participant is already a group member',
			isInviteV4Sent: false,
		});
		expect(body.participants[OWN]!.statusCode).toBe(409);
	});

	it('419 when the group is really full, at 1,024 including admins (5.1)', async () => {
		const uuid = await client.newGroup([ANA]);
		expect(sandbox.settings.groupCapacity).toBe(1024);
		sandbox.settings.groupCapacity = 3;
		const { body } = await client.change<AddAnswer>('add', uuid, [BEN, CARLOS]);
		expect(body.participants[BEN]!.statusCode).toBe(200);
		expect(body.participants[CARLOS]!.statusCode).toBe(419);
		expect(await client.members(uuid)).toEqual([OWN, ANA, BEN]);
	});

	it('408 for somebody who has left this very group', async () => {
		const uuid = await client.newGroup([ANA, BEN]);
		sandbox.world.depart(sandbox.world.groups[0]!, ANA, 'leave', { author: ANA, own: false });
		const { body } = await client.change<AddAnswer>('add', uuid, [ANA]);
		expect(body.participants[ANA]!.statusCode).toBe(408);
	});

	it('lets somebody in again whom an admin has removed', async () => {
		const uuid = await client.newGroup([ANA]);
		await client.change('remove', uuid, [ANA]);
		const { body } = await client.change<AddAnswer>('add', uuid, [ANA]);
		expect(body.participants[ANA]!.statusCode).toBe(200);
	});

	it('sends no invitations when 2Chat has that switched off (section 7, 4)', async () => {
		sandbox.settings.invitations = 'neverSent';
		const { body } = await client.create([INVITED]);
		expect(body.group.participants[INVITED]).toMatchObject({
			statusCode: 403,
			isInviteV4Sent: false,
		});
	});
});

describe('forms of the answer (2chat-api.md section 7, 3 to 5)', () => {
	const asked = [ANA, NOT_ON_WHATSAPP, INVITED];

	it('accepted means on WhatsApp, or means joined', async () => {
		const first = await client.create(asked);
		expect(first.body.group.accepted_numbers).toEqual([ANA, INVITED]);
		expect(first.body.group.unaccepted_numbers).toEqual([NOT_ON_WHATSAPP]);
		sandbox.settings.acceptedMeans = 'joined';
		const second = await client.create(asked);
		expect(second.body.group.accepted_numbers).toEqual([ANA]);
		expect(second.body.group.unaccepted_numbers).toEqual([NOT_ON_WHATSAPP, INVITED]);
	});

	it('add has the lists nowhere, at the top, or among the numbers', async () => {
		const uuid = await client.newGroup([BEN]);
		const lists = {
			accepted_numbers: [ANA, INVITED],
			unaccepted_numbers: [NOT_ON_WHATSAPP],
		};
		const absent = await client.change('add', uuid, asked);
		expect(Object.keys(absent.body)).toEqual(['success', 'participants']);
		expect(Object.keys(absent.body.participants as object)).toEqual(asked);
		sandbox.settings.listsOnAdd = 'top';
		expect((await client.change('add', uuid, asked)).body).toMatchObject(lists);
		sandbox.settings.listsOnAdd = 'inside';
		const inside = await client.change('add', uuid, asked);
		expect(inside.body.participants).toMatchObject(lists);
		expect(inside.body).not.toHaveProperty('accepted_numbers');
	});

	it('the code is a number or a string, called statusCode or code', async () => {
		sandbox.settings.statusCodeType = 'string';
		const text = await client.create([ANA]);
		expect(text.body.group.participants[ANA]).toHaveProperty('statusCode', '200');
		sandbox.settings.statusCodeKey = 'code';
		const renamed = await client.create([ANA]);
		expect(renamed.body.group.participants[ANA]).toHaveProperty('code', '200');
		expect(renamed.body.group.participants[ANA]).not.toHaveProperty('statusCode');
	});

	it('people who were not added may be missing from the map', async () => {
		sandbox.settings.refusedInMap = false;
		const { body } = await client.create(asked);
		expect(Object.keys(body.group.participants)).toEqual([OWN, ANA]);
		expect(body.group.unaccepted_numbers).toEqual([NOT_ON_WHATSAPP]);
	});

	it('success may be false when nobody could be added, though the group is there', async () => {
		expect((await client.create([NOT_ON_WHATSAPP])).body.success).toBe(true);
		sandbox.settings.successWhenNobody = false;
		const { body } = await client.create([NOT_ON_WHATSAPP, INVITED]);
		expect(body.success).toBe(false);
		expect((await client.get(`/whatsapp/group/${body.group.uuid}`)).status).toBe(200);
		expect((await client.create(asked)).body.success).toBe(true);
		const uuid = await client.newGroup([ANA]);
		expect((await client.change('add', uuid, [INVITED])).body.success).toBe(false);
		expect((await client.change('remove', uuid, [BEN])).body.success).toBe(false);
	});

	it('answers 200, 201 or 202 to writes (section 7, 16)', async () => {
		const uuid = await client.newGroup([ANA]);
		for (const status of [200, 201, 202] as const) {
			sandbox.settings.postStatus = status;
			expect((await client.change('add', uuid, [BEN])).status).toBe(status);
			expect((await client.change('promote', uuid, [BEN])).status).toBe(status);
			expect((await client.change('remove', uuid, [BEN])).status).toBe(status);
		}
	});
});

describe('numbers that WhatsApp writes differently (2chat-api.md 3.3, section 6)', () => {
	it.each([MEXICO, BRAZIL])('$asked is $real', async ({ asked, real }) => {
		const first = await client.create([asked]);
		expect(Object.keys(first.body.group.participants)).toEqual([OWN, asked]);
		sandbox.settings.answersKeyedBy = 'whatsapp';
		const second = await client.create([asked]);
		expect(Object.keys(second.body.group.participants)).toEqual([OWN, real]);
		expect(second.body.group.accepted_numbers).toEqual([real]);
		expect(await client.members(second.body.group.uuid)).toEqual([OWN, real]);
		const add = await client.change<AddAnswer>('add', second.body.group.uuid, [asked]);
		expect(add.body.participants[real]!.statusCode).toBe(409);
		const removed = await client.change<ListAnswer>('remove', second.body.group.uuid, [asked]);
		expect(removed.body.participants.accepted_numbers).toEqual([real]);
	});
});

describe('remove, promote, demote (2chat-api.md 2.5, 2.6, 5.5)', () => {
	it('remove answers with a time in seconds and two lists', async () => {
		const uuid = await client.newGroup([ANA, BEN]);
		const { status, body } = await client.change<ListAnswer>('remove', uuid, [ANA, CARLOS]);
		expect(status).toBe(200);
		expect(body).toEqual({
			success: true,
			participants: {
				timestamp: expect.any(Number) as number,
				accepted_numbers: [ANA],
				unaccepted_numbers: [CARLOS],
			},
		});
		expect(Math.abs(body.participants.timestamp - Date.now() / 1000)).toBeLessThan(5);
		expect(await client.members(uuid)).toEqual([OWN, BEN]);
	});

	it('the creator can be neither removed nor demoted', async () => {
		const uuid = await client.newGroup([SALES]);
		await client.change('promote', uuid, [SALES]);
		for (const operation of ['remove', 'demote'] as const) {
			const { body } = await client.change<ListAnswer>(operation, uuid, [OWN], SALES);
			expect(body.participants.unaccepted_numbers).toEqual([OWN]);
		}
		expect(sandbox.world.groups[0]!.members[0]).toMatchObject({
			phoneNumber: OWN,
			role: 'superadmin',
		});
	});

	it('promote makes an admin, demote undoes it, and strangers are unaccepted', async () => {
		const uuid = await client.newGroup([ANA]);
		const isAdmin = async () => {
			const { body } = await client.get<GroupAnswer>(`/whatsapp/group/${uuid}`);
			return body.data.participants.find(({ phone_number }) => phone_number === ANA)!.wa_is_admin;
		};
		const promoted = await client.change<ListAnswer>('promote', uuid, [ANA, BEN]);
		expect(promoted.body.participants).toMatchObject({
			accepted_numbers: [ANA],
			unaccepted_numbers: [BEN],
		});
		expect(await isAdmin()).toBe(true);
		await client.change('demote', uuid, [ANA]);
		expect(await isAdmin()).toBe(false);
	});

	it.each([
		['lists', { timestamp: expect.any(Number) as number }],
		['map', { [ANA]: { statusCode: 200 }, [BEN]: { statusCode: 404 } }],
		['plain', undefined],
	] as const)('promote and demote can answer with: %s', async (roleChangeAnswer, expected) => {
		sandbox.settings.roleChangeAnswer = roleChangeAnswer;
		const uuid = await client.newGroup([ANA]);
		for (const operation of ['promote', 'demote'] as const) {
			const { body } = await client.change(operation, uuid, [ANA, BEN]);
			expect(body.success).toBe(true);
			if (expected === undefined) expect(body).toEqual({ success: true });
			else expect(body.participants).toMatchObject(expected);
		}
		const removed = await client.change<ListAnswer>('remove', uuid, [ANA]);
		expect(removed.body.participants.accepted_numbers).toEqual([ANA]);
	});
});

describe.each(['add', 'remove', 'promote', 'demote'] as const)('%s', (operation) => {
	it('takes up to ten (2.0)', async () => {
		const uuid = await client.newGroup([ANA]);
		expect((await client.change(operation, uuid, people(10))).status).toBe(200);
		expect((await client.change(operation, uuid, people(11))).status).toBe(422);
		sandbox.settings.overTenStatus = 400;
		expect((await client.change(operation, uuid, people(11))).status).toBe(400);
	});

	it('takes an empty list or not', async () => {
		const uuid = await client.newGroup([ANA]);
		expect((await client.change(operation, uuid, [])).status).toBe(422);
		sandbox.settings.emptyParticipants = 'accept';
		expect((await client.change(operation, uuid, [])).status).toBe(200);
	});

	it('does not know an unknown group', async () => {
		expect((await client.change(operation, 'WAGunknown', [ANA])).status).toBe(404);
	});

	it('needs the acting number to be an admin (2.0, 5.2)', async () => {
		const uuid = await client.newGroup([SALES, ANA]);
		const refused = await client.change(operation, uuid, [ANA], SALES);
		expect(refused.status).toBe(403);
		expect(refused.body.error_message).toMatch(/You have no admin rights/);
		if (operation === 'add') {
			expect(refused.body.error_message).toBe(
				'AddParticipantsError: You have no admin rights to add a participant to a group',
			);
		}
		sandbox.settings.notAdminStatus = 400;
		expect((await client.change(operation, uuid, [ANA], SALES)).status).toBe(400);
		await client.change('promote', uuid, [SALES]);
		expect((await client.change(operation, uuid, [ANA], SALES)).status).toBe(200);
	});

	it('needs the acting number to be in the group', async () => {
		const uuid = await client.newGroup([ANA]);
		expect((await client.change(operation, uuid, [ANA], SALES)).status).toBe(403);
	});

	it('needs the number whose UUID it is, or any member (section 7, 13)', async () => {
		const uuid = await client.newGroup([SALES, ANA]);
		await client.change('promote', uuid, [SALES]);
		expect((await client.change(operation, uuid, [ANA], SALES)).status).toBe(200);
		sandbox.settings.actingNumber = 'owner';
		expect((await client.change(operation, uuid, [ANA], SALES)).status).toBe(404);
		const [theirs = ''] = await client.listedUuids(SALES);
		expect((await client.change(operation, theirs, [ANA], SALES)).status).toBe(200);
	});
});

it('add by a mere member can answer with a text where the map belongs (5.2)', async () => {
	const uuid = await client.newGroup([SALES]);
	sandbox.settings.notAdminAnswer = 'stringInPlaceOfMap';
	const { status, body } = await client.change('add', uuid, [ANA], SALES);
	expect(status).toBe(200);
	expect(body).toEqual({
		success: true,
		participants: 'AddParticipantsError: You have no admin rights to add a participant to a group',
	});
	expect(await client.members(uuid)).toEqual([OWN, SALES]);
});

it('shows changes of members only after a while (2.3)', async () => {
	const uuid = await client.newGroup([ANA]);
	sandbox.settings.membersShownAfterMs = 80;
	await client.change('add', uuid, [BEN]);
	await client.change('remove', uuid, [ANA]);
	expect(await client.members(uuid)).toEqual([OWN, ANA]);
	const again = await client.change<AddAnswer>('add', uuid, [BEN]);
	expect(again.body.participants[BEN]!.statusCode).toBe(409);
	await wait(90);
	expect(await client.members(uuid)).toEqual([OWN, BEN]);
});

it('fills a group of hundreds, ten by ten', async () => {
	const uuid = await client.newGroup([ANA]);
	const everybody = Array.from({ length: 300 }, (_, index) => `+44770090${1000 + index}`);
	for (let start = 0; start < everybody.length; start += 10) {
		await client.change('add', uuid, everybody.slice(start, start + 10));
	}
	expect(await client.members(uuid)).toHaveLength(302);
});
