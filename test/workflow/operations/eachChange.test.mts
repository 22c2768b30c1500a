import { ERROR_OUTPUT, run, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, NOT_ON_WHATSAPP } from '../data.mts';
import { members, people, rows } from '../data.mts';
import { failedItems, outcomes } from '../results.mts';
import { addGroup, answerWith, bodiesOf, groupOf, membersOf, requests } from '../twoChat.mts';

// Add, remove, promote, demote: what each of them has of its own.

useBench();

const roleOf = (uuid: string, phoneNumber: string) =>
	groupOf(uuid)?.members.find((member) => member.phoneNumber === phoneNumber)?.role;

/** A group of somebody else, in which the sender is an admin. */
const groupOfCarlos = () =>
	addGroup([{ phoneNumber: FROM, role: 'admin' }, ...members(ANA)], { ownerPhoneNumber: CARLOS });

describe('add', () => {
	test('fails when asked to, with the report', async () => {
		const uuid = addGroup();
		const options = { ifSomeoneIsMissing: 'failIfAnyone' };
		const items = rows(uuid, [BEN, NOT_ON_WHATSAPP], CARLOS);
		const result = await run('participant.add', { options }, items, ERROR_OUTPUT);
		expect(failedItems(result)).toMatchObject([
			{
				error: `1 of 2 people are not in the group ${uuid}: +447700900101 (not on WhatsApp)`,
				message: { uuid, summary: { added: 1, not_on_whatsapp: 1 } },
			},
		]);
		expect(result.output).toHaveLength(1);
		expect(membersOf(uuid)).toEqual([ANA, BEN, CARLOS]);
	});

	test('shows the plan and sends nothing but reads with Preview Only', async () => {
		const uuid = addGroup();
		const items = rows(uuid, [ANA, ...people(11)], BEN);
		const { output } = await run('participant.add', { options: { previewOnly: true } }, items);
		// Once for both items.
		expect(requests()).toEqual([`GET /whatsapp/group/${uuid}`]);
		expect(output[0]).toMatchObject({
			preview: true,
			uuid,
			plan: { numbers: people(11), people_per_call: [10, 2], calls: 2, credits: 2 },
			summary: { people: 12, already_member: 1, would_add: 11, not_attempted: 0 },
		});
		expect(membersOf(uuid)).toEqual([ANA]);
	});

	test("a text in place of the people is 2Chat's refusal", async () => {
		sandbox.settings.notAdminAnswer = 'stringInPlaceOfMap';
		const uuid = addGroup(members(FROM), { ownerPhoneNumber: BEN });
		const { error } = await run('participant.add', {}, rows(uuid, ANA, CARLOS));
		expect(error?.message).toMatch(/^2Chat added nobody: .*no admin rights/);
		expect(membersOf(uuid)).toEqual([FROM]);
	});
});

describe('remove', () => {
	test('tells who was not a member, and whom WhatsApp protects', async () => {
		const items = rows(groupOfCarlos(), [ANA, BEN, CARLOS], FROM);
		const { output } = await run('participant.remove', {}, items);
		expect(output.map(outcomes)).toEqual([
			{ [ANA]: 'removed', [BEN]: 'not_member', [CARLOS]: 'protected' },
			{ [FROM]: 'protected' },
		]);
		expect(output[0]?.['summary']).toEqual({
			people: 3,
			done: 1,
			not_done: 2,
			removed: 1,
			not_member: 1,
			protected: 1,
			invalid_number: 0,
			empty: 0,
			duplicate: 0,
			not_attempted: 0,
			unknown: 0,
		});
		// The sender is never sent: for 2Chat that would be leaving, which is another thing.
		expect(bodiesOf('remove-participant')).toHaveLength(1);
	});

	test('reads the group once, however many items name somebody who is not in it', async () => {
		const uuid = groupOfCarlos();
		const { output } = await run(
			'participant.remove',
			{},
			rows(uuid, BEN, CARLOS, NOT_ON_WHATSAPP),
		);
		expect(output.map(outcomes)).toEqual([
			{ [BEN]: 'not_member' },
			{ [CARLOS]: 'protected' },
			{ [NOT_ON_WHATSAPP]: 'not_member' },
		]);
		expect(requests().filter((request) => request.startsWith('GET '))).toHaveLength(1);
	});

	test('takes a number in the form that WhatsApp answers with', async () => {
		sandbox.settings.answersKeyedBy = 'whatsapp';
		const uuid = addGroup(members('+525530483303', ANA));
		const { output } = await run('participant.remove', {}, rows(uuid, '+52 55 3048 3303', ANA));
		expect(outcomes(output[0])).toEqual({ '+525530483303': 'removed' });
		expect(membersOf(uuid)).toEqual([]);
	});

	test('an answer without its lists is no proof', async () => {
		answerWith('remove-participant', { success: true });
		const { output } = await run('participant.remove', {}, rows(addGroup(), ANA, ANA));
		expect(output.map(outcomes)).toEqual([{ [ANA]: 'unknown' }, { [ANA]: 'removed' }]);
	});
});

describe('promote and demote', () => {
	test.each(['promote', 'demote'] as const)(
		'%s: without a success there is none',
		async (change) => {
			const uuid = addGroup(members(ANA, BEN));
			const lists = { accepted_numbers: [ANA], unaccepted_numbers: [BEN] };
			for (const body of [{}, [], { success: true, data: lists }]) {
				answerWith(`${change}-participant`, body);
			}
			const { output } = await run(`participant.${change}`, {}, rows(uuid, ANA, ANA, [ANA, BEN]));
			expect(output.map(outcomes)).toEqual([
				{ [ANA]: 'unknown' },
				{ [ANA]: 'unknown' },
				{ [ANA]: `${change}d`, [BEN]: 'not_member' },
			]);
		},
	);

	test.each(['lists', 'map', 'plain'] as const)(
		'take an answer of the shape "%s" for a success',
		async (shape) => {
			sandbox.settings.roleChangeAnswer = shape;
			const uuid = addGroup(members(ANA, BEN));
			const promoted = await run('participant.promote', {}, rows(uuid, ANA, BEN));
			expect(promoted.output.map(outcomes)).toEqual([{ [ANA]: 'promoted' }, { [BEN]: 'promoted' }]);
			expect([roleOf(uuid, ANA), roleOf(uuid, BEN)]).toEqual(['admin', 'admin']);
			const demoted = await run('participant.demote', {}, rows(uuid, ANA, BEN));
			expect(demoted.output.map(outcomes)).toEqual([{ [ANA]: 'demoted' }, { [BEN]: 'demoted' }]);
			expect([roleOf(uuid, ANA), roleOf(uuid, BEN)]).toEqual(['member', 'member']);
		},
	);

	test.each(['lists', 'map'] as const)('read who was refused from "%s"', async (shape) => {
		sandbox.settings.roleChangeAnswer = shape;
		const uuid = groupOfCarlos();
		const promoted = await run('participant.promote', {}, rows(uuid, [ANA, BEN], BEN));
		expect(promoted.output.map(outcomes)).toEqual([
			{ [ANA]: 'promoted', [BEN]: 'not_member' },
			{ [BEN]: 'not_member' },
		]);
		const demoted = await run('participant.demote', {}, rows(uuid, [ANA, CARLOS, FROM], CARLOS));
		expect(demoted.output.map(outcomes)).toEqual([
			{ [ANA]: 'demoted', [CARLOS]: 'protected', [FROM]: 'protected' },
			{ [CARLOS]: 'protected' },
		]);
	});
});
