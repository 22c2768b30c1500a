import type { IDataObject } from 'n8n-workflow';

import { ERROR_OUTPUT, create, retryOf, run, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, NOT_ON_WHATSAPP, groupId, members, people, rows } from '../data.mts';
import { errorsOf, outcomes, outcomesOf } from '../results.mts';
import { addGroup, groupOf, membersOf, refuse, requestedPeople, writes } from '../twoChat.mts';
import { sync, twoGroups } from './sync.mts';

// Sync removes nobody who may be meant to stay, whatever was asked before, in other rows, or in another try.

useBench();

describe('rows that are put together are read with the Default Country of each', () => {
	const options = { defaultCountry: '={{ $json.country }}' };
	const row = (more: IDataObject) => [
		{ ...more, people: '0151 12345678', country: 'DE' },
		{ ...more, people: '0664 1234567', country: 'AT' },
	];

	test('Create, One Group per Name', async () => {
		await create({ groupItemsBy: 'name', options }, row({ name: 'A' }));
		expect(requestedPeople()).toEqual([['+4915112345678', '+436641234567']]);
	});

	test('Create, Admins', async () => {
		const additionalFields = { admins: '={{ $json.people }}' };
		const parameters = { groupItemsBy: 'name', options, additionalFields, participants: [ANA] };
		await create(parameters, row({ name: 'A' }));
		expect(requestedPeople()).toEqual([[ANA, '+4915112345678', '+436641234567']]);
	});

	test('Sync', async () => {
		const uuid = addGroup(members('+4915112345678', '+436641234567'));
		const { output } = await run('participant.sync', { options }, row({ uuid }));
		expect(output).toMatchObject([{ to_add: [], to_remove: [] }]);
		expect(requestedPeople()).toEqual([['+4915112345678', '+436641234567']]);
	});
});

describe('a Sync that failed before anybody came or went, tried again with other settings', () => {
	const failed = async (uuids: string[]) => {
		refuse('add-participant');
		const first = await sync(rows(uuids, ANA, BEN));
		expect(first.status).toBe('error');
		sandbox.calls.length = 0;
		return retryOf(first);
	};

	test('with Preview Only sends nothing but reads', async () => {
		const uuids = twoGroups(members(CARLOS));
		const how = await failed(uuids);
		const { output } = await sync(rows(uuids, ANA, BEN), { previewOnly: true }, how);
		expect(output).toMatchObject([
			{ preview: true, to_add: [ANA], to_remove: [CARLOS] },
			{ preview: true, to_add: [BEN], to_remove: [CARLOS] },
		]);
		expect(writes()).toEqual([]);
	});

	test('removes nobody when Max Removals has been lowered', async () => {
		const uuids = twoGroups(members(CARLOS));
		const how = await failed(uuids);
		const { error } = await sync(rows(uuids, ANA, BEN), { maxRemovals: 0 }, how);
		expect(error?.message).toMatch(/^1 people would be removed, and Max Removals is 0/);
		expect(writes()).toEqual([]);
	});
});

describe('once an entry has become unreadable nobody is removed by a Sync that', () => {
	test.each([
		{ what: 'failed before anybody came or went', refused: 'add-participant', nth: 1, list: [ANA] },
		{ what: 'was refused the removals', refused: 'remove-participant', nth: 1, list: [ANA] },
		{ what: 'went half way', refused: 'add-participant', nth: 2, list: people(11) },
	] as const)('$what', async ({ refused, nth, list }) => {
		const uuids = twoGroups(members(CARLOS));
		refuse(refused, { nth });
		refuse('get-group', { nth: 2, status: 400 });
		const first = await sync(rows(uuids, list, BEN));
		expect(first.status).toBe('error');
		sandbox.clearFaults();
		const later = rows(uuids, [...list, 'Carlos, number to come'], BEN);
		const { output } = await sync(later, {}, retryOf(first));
		expect(outcomes(output[0])).toMatchObject({ [CARLOS]: 'kept' });
		expect(outcomes(output[1])).toMatchObject({ [CARLOS]: 'removed' });
		expect(uuids.map(membersOf)).toEqual([[CARLOS, ...list], [BEN]]);
	});
});

test('Sync says so when 2Chat removes nobody', async () => {
	const uuids = twoGroups(members(ANA, CARLOS));
	refuse('remove-participant', { times: 0, status: 403 });
	const { status, hints, output } = await sync(rows(uuids, [ANA, BEN], ANA));
	expect(status).toBe('success');
	expect(outcomes(output[0])).toMatchObject({ [CARLOS]: 'not_attempted' });
	expect(hints.map(({ message }) => message)).toEqual(
		uuids.map((uuid) => expect.stringContaining(`"${uuid}": ${CARLOS}`)),
	);
});

test.each([
	{ because: 'an entry cannot be read', list: [ANA, 'nobody'], refused: false },
	{ because: 'adding did not go through', list: [...people(11)], refused: true },
])('Sync that fails does not say that people are gone who stay: $because', async (one) => {
	const uuids = twoGroups(members(CARLOS));
	if (one.refused) refuse('add-participant', { nth: 2 });
	const { error } = await sync(rows(uuids, one.list, ANA), { ifSomeoneIsMissing: 'failIfAnyone' });
	expect(membersOf(uuids[0])).toContain(CARLOS);
	expect(error?.message).toMatch(/are not in the group/);
	expect(error?.description).not.toContain('whoever had to go is removed');
});

describe('2Chat shows in its answer only whom it has added', () => {
	test.each([true, false])('a Sync of a list that is in already (success: %s)', async (success) => {
		sandbox.settings.refusedInMap = false;
		sandbox.settings.successWhenNobody = success;
		const uuids = twoGroups(members(ANA, BEN, CARLOS));
		const { output, hints, error } = await sync(rows(uuids, [ANA, BEN], [ANA, BEN]));
		expect(error?.message).toBeUndefined();
		expect(hints).toEqual([]);
		expect(output.map(outcomesOf)).toEqual([
			['already_member', 'already_member', 'removed'],
			['already_member', 'already_member', 'removed'],
		]);
	});
});

test.each(['participant.add', 'participant.sync'] as const)(
	'%s by WhatsApp ID: the preview counts the credit for the look-up',
	async (operation) => {
		const id = groupId(groupOf(addGroup())?.waGroupId ?? '', 'waGroupId');
		const parameters = { groupId: id, participants: [ANA, BEN] };
		const { output } = await run(operation, { ...parameters, options: { previewOnly: true } });
		sandbox.calls.length = 0;
		await run(operation, parameters);
		expect(output[0]?.['plan']).toMatchObject({ credits: sandbox.calls.length });
	},
);

test.each([
	['previewOnly', false, true],
	['maxRemovals', 10, 0],
	['ifEntryIsUnreadable', 'removeAnyway', 'removeNobody'],
])('Sync: of rows that differ in %s the careful one counts', async (option, first, second) => {
	const uuid = addGroup(members(ANA, CARLOS));
	const options = { [option]: '={{ $json.value }}' };
	await run('participant.sync', { options }, [
		{
			uuid,
			people: [ANA, 'nobody'].slice(0, option === 'ifEntryIsUnreadable' ? 2 : 1),
			value: first,
		},
		{ uuid, people: ANA, value: second },
	]);
	expect(membersOf(uuid)).toContain(CARLOS);
});

test('Sync: of rows that differ in If Someone Is Missing the strictest counts', async () => {
	const [first, second] = twoGroups(members(ANA));
	const row = (uuid: string, person: string, missing: string) => ({
		uuid,
		people: person,
		missing,
	});
	const options = { ifSomeoneIsMissing: '={{ $json.missing }}' };
	const items = [
		row(first, ANA, 'report'),
		row(second, NOT_ON_WHATSAPP, 'report'),
		row(first, NOT_ON_WHATSAPP, 'failIfAnyone'),
	];
	const result = await run('participant.sync', { options }, items, ERROR_OUTPUT);
	expect(result.output).toMatchObject([{ uuid: second, summary: { missing: 1 } }]);
	expect(errorsOf(result)).toEqual(Array(2).fill(expect.stringContaining('1 of 2 people')));
});
