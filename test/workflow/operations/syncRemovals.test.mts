import { ERROR_OUTPUT, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, members, people, rows } from '../data.mts';
import { errorsOf, failedItems, outcomes } from '../results.mts';
import { answerWith, bodiesOf, expectRefused, membersOf, refuse, requests } from '../twoChat.mts';
import { requestsOf, sync, twoGroups } from './sync.mts';

// Sync: nobody is removed by accident or doubt.

useBench();

describe('nobody is removed', () => {
	test.each([[''], [[]], [null], ['nobody'], [FROM]])(
		'for the list %j, which is refused',
		async (list) => {
			const [first, second] = twoGroups(members(ANA, BEN));
			const result = await sync(rows([first, second], list, [ANA, BEN]), {}, ERROR_OUTPUT);
			expect(errorsOf(result)).toEqual([
				expect.stringMatching(/^Participants (is empty|holds no phone number)/),
			]);
			expect(result.output).toHaveLength(1);
			expect(requests()).toEqual([
				`GET /whatsapp/group/${second}`,
				`POST /whatsapp/group/${second}/add-participant`,
			]);
			expect(membersOf(first)).toEqual([ANA, BEN]);
		},
	);

	test('when more would go than Max Removals', async () => {
		const many = people(11);
		const [first, second] = twoGroups(members(...many));
		const result = await sync(rows([first, second], ANA, many), {}, ERROR_OUTPUT);
		expect(failedItems(result)).toMatchObject([
			{
				error: `11 people would be removed, and Max Removals is 10: ${many.slice(0, 5).join(', ')} and 6 more`,
				message: { uuid: first, to_add: [ANA], to_remove: many, stays: [] },
			},
		]);
		expect(result.output).toMatchObject([{ uuid: second, to_remove: [] }]);
		expect(requestsOf(first)).toEqual([`GET /whatsapp/group/${first}`]);
		expect(membersOf(first)).toEqual(many);
	});

	test('and the limit can be raised, or set to nobody', async () => {
		const everybody = [ANA, ...people(11)];
		const uuids = twoGroups(members(...everybody));
		const lists = rows(uuids, ANA, ANA);
		const { error } = await sync(lists, { maxRemovals: 0 });
		expect(error?.message).toMatch(/^11 people would be removed/);
		expect(uuids.map(membersOf)).toEqual([everybody, everybody]);
		// Of each list, not of all together.
		const { output } = await sync(lists, { maxRemovals: 11 });
		expect(output).toMatchObject([{ summary: { removed: 11 } }, { summary: { removed: 11 } }]);
		expect(uuids.map(membersOf)).toEqual([[ANA], [ANA]]);
	});

	test.each([
		[{ maxRemovals: '={{ -1 }}' }, /^Max Removals should be a whole number of at least 0/],
		[{ maxRemovals: '={{ "many" }}' }, /^Max Removals should be/],
		[{ ifEntryIsUnreadable: '={{ "whatever" }}' }, /^If an Entry Is Unreadable is "whatever"/],
		[{ previewOnly: '={{ "perhaps" }}' }, /^Preview Only should be true or false/],
	])('when %j cannot be read: nothing is sent', async (options, message) => {
		const lists = rows(twoGroups(members(CARLOS)), ANA, BEN);
		expectRefused(await sync(lists, options), message);
	});

	test.each(['447700176576', '', null, {}, []])(
		'while an entry is %j, because it may be one of them',
		async (unread) => {
			const uuids = twoGroups(members(ANA, CARLOS));
			const { output } = await sync(rows(uuids, [ANA, unread, BEN], [ANA, BEN]));
			expect(outcomes(output[0])).toMatchObject({ [BEN]: 'added', [CARLOS]: 'kept' });
			// The other list can be read.
			expect(uuids.map(membersOf)).toEqual([
				[ANA, CARLOS, BEN],
				[ANA, BEN],
			]);
		},
	);

	test('unless the option says that they go all the same', async () => {
		const uuids = twoGroups(members(ANA, CARLOS));
		const lists = rows(uuids, [ANA, 'nobody'], [ANA, 'nobody']);
		const { output } = await sync(lists, { ifEntryIsUnreadable: 'removeAnyway' });
		for (const item of output) expect(outcomes(item)).toMatchObject({ [CARLOS]: 'removed' });
		expect(uuids.map(membersOf)).toEqual([[ANA], [ANA]]);
	});

	test('when adding does not go through', async () => {
		const uuids = twoGroups(members(CARLOS));
		refuse('add-participant', { times: 0 });
		const { error } = await sync(rows(uuids, ANA, BEN));
		expect(error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '402',
			context: { details: { uuid: uuids[0], summary: { not_attempted: 2 } } },
		});
		expect(bodiesOf('remove-participant')).toEqual([]);
	});

	test('when 2Chat shows no members', async () => {
		const [uuid, second] = twoGroups();
		answerWith('get-group', { success: true, data: { uuid } });
		const { error } = await sync(rows([uuid, second], BEN, BEN));
		expect(error?.message).toBe('2Chat answered without the group and its members');
		expect(requests()).toEqual([`GET /whatsapp/group/${uuid}`]);
	});
});
