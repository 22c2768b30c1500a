import type { IDataObject } from 'n8n-workflow';

import { CONTINUE, ERROR_OUTPUT, RETRY, run, sandbox, useBench, type How } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, NO_GROUP, NOT_ON_WHATSAPP } from '../data.mts';
import { from, groupId, members, people, rows } from '../data.mts';
import { failedItems, linksOf, outcomes, outcomesOf } from '../results.mts';
import { addGroup, bodiesOf, expectRefused, loseAnswer, refuse, requests } from '../twoChat.mts';

// Add, remove, promote, demote: what they have in common, ten people a call and everyone accounted for.

useBench();

const CHANGES = ['add', 'remove', 'promote', 'demote'] as const;
const DONE = { add: 'added', remove: 'removed', promote: 'promoted', demote: 'demoted' };

/** A group where `change` is possible for these people. */
function groupFor(change: (typeof CHANGES)[number], ...numbers: string[]): string {
	if (change === 'add') return addGroup(members(CARLOS));
	const role = change === 'demote' ? 'admin' : 'member';
	return addGroup(numbers.map((phoneNumber) => ({ phoneNumber, role })));
}

describe.each(CHANGES)('%s', (change) => {
	const isAdd = change === 'add';
	const done = DONE[change];
	const endpoint = `${change}-participant` as const;
	const apply = async (items: IDataObject[], how: How = {}) =>
		await run(`participant.${change}`, {}, items, how);
	const requested = (...lists: unknown[]) =>
		lists.map((participants) => ({ from_number: FROM, participants }));

	test('sends the documented body, item by item, and reports on everybody', async () => {
		const uuids = [groupFor(change, ANA, BEN), groupFor(change, ANA)];
		const { output, outputs, status } = await apply(
			rows(uuids, [ANA, '+1 (864) 735-1567'], `${ANA}; nobody`),
		);
		expect(status).toBe('success');
		expect(requests()).toEqual(uuids.map((uuid) => `POST /whatsapp/group/${uuid}/${endpoint}`));
		expect(bodiesOf(endpoint)).toEqual(requested([ANA, BEN], [ANA]));
		expect(linksOf(outputs[0])).toEqual([0, 1]);
		expect(output[0]).toMatchObject({ uuid: uuids[0], from_number: FROM });
		expect(output[0]?.['participants']).toEqual([
			{
				phone_number: ANA,
				input: ANA,
				name: null,
				outcome: done,
				reason: expect.any(String) as string,
				next_step: null,
				status_code: isAdd ? 200 : null,
				message: isAdd ? 'The participant was added successfully' : null,
				invite_sent: false,
				is_admin: change === 'promote',
			},
			expect.objectContaining({ phone_number: BEN, input: '+1 (864) 735-1567' }),
		]);
		expect(outcomes(output[1])).toEqual({ [ANA]: done, nobody: 'invalid_number' });
		expect(output[1]?.['summary']).toMatchObject({
			people: 2,
			[done]: 1,
			invalid_number: 1,
			...(isAdd ? { in_group: 1, missing: 1 } : { done: 1, not_done: 1 }),
		});
	});

	test('takes any number of people, ten a call and in order', async () => {
		const many = people(23);
		const uuids = [groupFor(change, ...many), groupFor(change, ...many)];
		const { output } = await apply(rows(uuids, many, many.slice(0, 3)));
		expect(bodiesOf(endpoint)).toEqual(
			requested(many.slice(0, 10), many.slice(10, 20), many.slice(20), many.slice(0, 3)),
		);
		expect(output).toMatchObject([
			{ summary: { people: 23, [done]: 23 } },
			{ summary: { people: 3, [done]: 3 } },
		]);
	});

	test('names every person once, with duplicates and the sender', async () => {
		const uuids = [groupFor(change, ANA), groupFor(change, ANA)];
		const { output } = await apply(rows(uuids, [ANA, FROM, ANA], ANA));
		expect(output.map(outcomesOf)).toEqual([
			[done, isAdd ? 'sender' : 'protected', 'duplicate'],
			[done],
		]);
		expect(bodiesOf(endpoint)).toEqual(requested([ANA], [ANA]));
	});

	test('gives one item for each participant when asked to', async () => {
		const uuid = groupFor(change, ANA, BEN);
		const options = { output: 'participants' };
		const items = rows(uuid, [ANA, BEN], []);
		const { output, outputs } = await run(`participant.${change}`, { options }, items, CONTINUE);
		const person = { uuid, from_number: FROM, outcome: done };
		expect(output).toMatchObject([
			{ ...person, phone_number: ANA },
			{ ...person, phone_number: BEN },
			{ error: 'Participants is empty' },
		]);
		expect(linksOf(outputs[0])).toEqual([0, 0, 1]);
	});

	test('keeps each item apart when one is refused', async () => {
		const uuid = groupFor(change, ANA);
		const result = await apply(rows([NO_GROUP, uuid], [ANA, BEN], ANA), ERROR_OUTPUT);
		expect(result.output).toMatchObject([{ uuid }]);
		expect(failedItems(result)).toMatchObject([
			{
				error: expect.stringMatching(/HTTP 404/) as string,
				message: {
					http_code: 404,
					uuid: NO_GROUP,
					participants: [
						{ phone_number: ANA, outcome: 'not_attempted' },
						{ phone_number: BEN, outcome: 'not_attempted' },
					],
				},
			},
		]);
	});

	test('goes on after a lost answer, since a second time changes nothing', async () => {
		loseAnswer(endpoint);
		const uuids = [groupFor(change, ANA), groupFor(change, ANA)];
		const { output, status } = await apply(rows(uuids, ANA, ANA));
		expect(status).toBe('success');
		expect(bodiesOf(endpoint)).toHaveLength(3);
		// The second try finds it done: for remove that looks as if the person had never been there.
		const second = { ...DONE, add: 'already_member', remove: 'not_member' }[change];
		expect(output.map(outcomes)).toEqual([{ [ANA]: second }, { [ANA]: done }]);
	});

	test('tells people apart even when 2Chat denies success because it could serve nobody', async () => {
		sandbox.settings.successWhenNobody = false;
		const stranger = isAdd ? NOT_ON_WHATSAPP : BEN;
		const { output } = await apply(rows(groupFor(change, ANA), stranger, ANA));
		expect(output.map(outcomes)).toEqual([
			{ [stranger]: isAdd ? 'not_on_whatsapp' : 'not_member' },
			{ [ANA]: done },
		]);
	});

	test('does a finished item only once under Retry On Fail', async () => {
		refuse(endpoint, { bodyContains: BEN, status: 400 });
		const { output, status } = await apply(rows(groupFor(change, ANA, BEN), ANA, BEN), RETRY);
		expect(status).toBe('success');
		expect(bodiesOf(endpoint)).toEqual(requested([ANA], [BEN], [BEN]));
		expect(output.map(outcomes)).toEqual([{ [ANA]: done }, { [BEN]: done }]);
	});

	test('names what is done when a later item ends the run', async () => {
		const uuid = groupFor(change, ANA);
		const { error } = await apply(rows(uuid, ANA, ''));
		expect(error?.message).toBe('Participants is empty');
		expect(error?.description).toContain(`participants ${done} (${uuid})`);
	});

	test('stops sending when every further call would meet the same', async () => {
		const many = people(25);
		const uuids = [groupFor(change, ...many), groupFor(change, ...many)];
		refuse(endpoint, { nth: 2 });
		const { output } = await apply(rows(uuids, many, many.slice(0, 1)));
		expect(bodiesOf(endpoint)).toHaveLength(3);
		expect(output).toMatchObject([
			{ summary: { people: 25, [done]: 10, not_attempted: 15 } },
			{ summary: { people: 1, [done]: 1 } },
		]);
	});

	test.each([
		[{ participants: '={{ $json.nothing }}' }, 'Participants is empty'],
		[
			{ participants: '0171 2345678' },
			/Participants .* Entry 1: "0171 2345678" has no country code/,
		],
		[{ fromNumber: from('={{ $json.nothing }}') }, 'From is empty'],
		[{ options: { defaultCountry: '={{ "Narnia" }}' } }, /^Default Country: "Narnia"/],
		[{ options: { output: '={{ "raw" }}' } }, /^Output is "raw"/],
	])('wrong input %j: nothing is sent', async (wrong, message) => {
		const right = { groupId: groupId(groupFor(change, ANA)), participants: ANA };
		expectRefused(await run(`participant.${change}`, { ...right, ...wrong }, [{}, {}]), message);
	});

	test('says what 2Chat says when the number is no admin', async () => {
		const uuid = addGroup(members(ANA, FROM), { ownerPhoneNumber: BEN });
		const { error } = await apply(rows(uuid, CARLOS, ANA));
		expect(error).toMatchObject({
			name: 'NodeApiError',
			context: { itemIndex: 0 },
			message: expect.stringMatching(/HTTP 403.*You have no admin rights/) as string,
		});
	});

	test('says above the output for whom it did nothing', async () => {
		const uuid = groupFor(change, ANA, BEN);
		const [missing, why] = isAdd ? [NOT_ON_WHATSAPP, 'not on WhatsApp'] : [CARLOS, 'not a member'];
		const { hints } = await apply(rows(uuid, [ANA, missing, 'n/a'], BEN));
		const words = {
			add: 'are not in',
			remove: 'were not removed from',
			promote: 'were not made admins of',
			demote: 'were not demoted in',
		}[change];
		expect(hints.map(({ message }) => message)).toEqual([
			`2 of 3 people ${words} the group "${uuid}": ${missing} (${why}), n/a (has no digits, so it is not a phone number)`,
		]);
	});
});
