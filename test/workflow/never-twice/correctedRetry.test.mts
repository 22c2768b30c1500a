import type { IDataObject } from 'n8n-workflow';

import type { RunNodeResult } from '../../engine/types.mts';
import { create, retryOf, sandbox, useBench } from '../bench.mts';
import { ANA, BEN, CARLOS, FROM, INVITED, NOT_ON_WHATSAPP, OTHER_FROM, THREE } from '../data.mts';
import { TWO, from, lists, people } from '../data.mts';
import { linesOf, outcomesOf } from '../results.mts';
import { addGroup, bodiesOf, callsOf, groupNames, hideGroups, loseAnswer } from '../twoChat.mts';
import { membersOf, refuse, requestedNames } from '../twoChat.mts';

// "Retry execution" after somebody has corrected the node: what is there goes on, what is missing is made.

const LATE = '+12025550150';

useBench();

/** "Retry execution" of a run; what it sends is counted from here on. */
async function again(before: RunNodeResult, parameters: IDataObject, items: IDataObject[]) {
	sandbox.calls.length = 0;
	return await create(parameters, items, retryOf(before));
}

const WITH_LATE = { participants: `={{ [...$json.people, '${LATE}'] }}` };
const REVERSED = { participants: '={{ [...$json.people].reverse() }}' };

const LONG_AND_SHORT = lists(people(13), [CARLOS]);

describe('another list', () => {
	test('adds who came onto it', async () => {
		refuse('create-group', { nth: 3 });
		const failed = await create({}, THREE);
		const { output, status } = await again(failed, WITH_LATE, THREE);
		expect(status).toBe('success');
		expect(groupNames()).toEqual(['A', 'B', 'C']);
		for (const { name, people: own } of THREE) {
			expect(membersOf(name)).toEqual([...own, LATE]);
		}
		for (const { summary } of output) {
			expect(summary).toMatchObject({ people: 2, in_group: 2, added: 2 });
		}
		expect(bodiesOf('add-participant')).toMatchObject([
			{ participants: [LATE] },
			{ participants: [LATE] },
		]);
	});

	test('in another order forgets nobody', async () => {
		refuse('create-group', { nth: 2 });
		const failed = await create({}, LONG_AND_SHORT);
		refuse('add-participant', { times: 0 });
		const { output } = await again(failed, REVERSED, LONG_AND_SHORT);
		expect(callsOf('add-participant')).toEqual([]);
		expect(output.map(({ summary }) => summary)).toMatchObject([{ in_group: 13 }, { in_group: 1 }]);
		expect(linesOf(output[0]).map(({ phone_number }) => phone_number)).toEqual(
			people(13).reverse(),
		);
	});

	test('keeps the doubt about those whom a lost call may have added', async () => {
		const items = lists(people(15), [CARLOS]);
		loseAnswer('add-participant', { times: 0 });
		refuse('create-group', { nth: 2 });
		const failed = await create({}, items);
		refuse('add-participant', { times: 0 });
		const { output } = await again(failed, REVERSED, items);
		expect(output[0]?.['summary']).toMatchObject({ in_group: 10, unknown: 5, not_attempted: 0 });
	});

	test('sends nobody again who has been invited, and checks who is new', async () => {
		const items = lists([ANA, INVITED, NOT_ON_WHATSAPP], [BEN]);
		const options = { checkNumbersFirst: true };
		refuse('create-group', { nth: 2 });
		const failed = await create({ options }, items);
		const { output } = await again(failed, { ...WITH_LATE, options }, items);
		expect(outcomesOf(output[0])).toEqual(['added', 'invited', 'not_on_whatsapp', 'added']);
		expect(bodiesOf('add-participant')).toMatchObject([{ participants: [LATE] }]);
		const checked = callsOf('check-number').map(({ path }) => path.split('/').at(-1));
		expect(checked).toEqual([LATE, BEN, LATE]);
	});

	test('without somebody still finds the group that was lost', async () => {
		const items = lists([ANA, BEN], [CARLOS]);
		loseAnswer('create-group');
		hideGroups(6);
		const failed = await create({}, items);
		const shorter = { participants: '={{ $json.people.slice(0, 1) }}' };
		const { output } = await again(failed, shorter, items);
		expect(output.map(({ name, recovered }) => [name, recovered])).toEqual([
			['A', true],
			['B', undefined],
		]);
		expect(requestedNames()).toEqual(['B']);
	});

	test('with another admin makes that one an admin too', async () => {
		refuse('create-group', { nth: 3 });
		const admins = (list: string) => ({ additionalFields: { admins: list } });
		const failed = await create(admins('={{ $json.people[0] }}'), THREE);
		const { output } = await again(failed, admins(`={{ $json.people[0] }}, ${LATE}`), THREE);
		for (const [index, { people: own }] of THREE.entries()) {
			expect(output[index]?.['steps']).toMatchObject({
				admins: { status: 'done', promoted: [...own, LATE] },
			});
		}
		expect(bodiesOf('promote-participant')).toMatchObject([
			{ participants: [LATE] },
			{ participants: [LATE] },
			{ participants: [CARLOS, LATE] },
		]);
	});
});

test('another sender goes on with the groups of the first one', async () => {
	const items = lists([...people(11), OTHER_FROM], [BEN]);
	refuse('create-group', { nth: 2 });
	refuse('add-participant');
	const failed = await create({}, items);
	const other = { fromNumber: from(OTHER_FROM) };
	const { output } = await again(failed, other, items);
	expect(groupNames()).toEqual(['A', 'B']);
	expect(output.map(({ from_number }) => from_number)).toEqual([FROM, OTHER_FROM]);
	expect(membersOf('A')).toEqual([...people(11), OTHER_FROM]);
	expect(output[0]?.['summary']).toMatchObject({ people: 12, in_group: 12 });
});

test('another name is another request where a group was only used', async () => {
	for (const name of ['A', 'B']) addGroup([], { name });
	const options = { ifGroupExists: 'use', ifSomeoneIsMissing: 'failIfAnyone' };
	refuse('add-participant');
	const failed = await create({ options }, TWO);
	const { status } = await again(failed, { name: '={{ $json.name }} 2', options }, TWO);
	expect(status).toBe('success');
	expect(groupNames()).toEqual(['A', 'B', 'A 2', 'B 2']);
	expect(membersOf('A')).toEqual([]);
});

test('rows that are grouped by name go into the group of their name', async () => {
	const rows = [
		{ name: 'A', people: ANA },
		{ name: 'B', people: BEN },
		{ name: 'A', people: CARLOS },
		{ name: 'C', people: LATE },
	];
	const byName = { groupItemsBy: 'name' };
	refuse('create-group', { nth: 3 });
	const failed = await create(byName, rows);
	const { status } = await again(
		failed,
		{ ...byName, name: "={{ $itemIndex === 0 ? 'B' : $json.name }}" },
		rows,
	);
	expect(status).toBe('success');
	expect(groupNames()).toEqual(['A', 'B', 'C']);
	expect(membersOf('A')).toEqual([ANA, CARLOS]);
	expect(membersOf('B')).toEqual([BEN, ANA]);
});

test('a description that came later is not called done', async () => {
	refuse('create-group', { nth: 3 });
	const failed = await create({}, THREE);
	const { output } = await again(failed, { additionalFields: { description: 'New' } }, THREE);
	const steps = output.map((item) => item['steps'] as Record<string, IDataObject>);
	expect(steps.map((step) => step['description']?.['status'])).toEqual([
		'not_done',
		'not_done',
		'done',
	]);
	expect(output.map(({ description }) => description)).toEqual([undefined, undefined, 'New']);
	expect(sandbox.world.groups.map(({ description }) => description)).toEqual([null, null, 'New']);
});

test('a preview in between changes nothing', async () => {
	refuse('create-group', { nth: 2 });
	const failed = await create({}, LONG_AND_SHORT);
	const preview = await again(
		failed,
		{ participants: ANA, options: { previewOnly: true } },
		LONG_AND_SHORT,
	);
	const { output } = await again(preview, {}, LONG_AND_SHORT);
	expect(callsOf('add-participant')).toEqual([]);
	expect(output.map(({ summary }) => summary)).toMatchObject([{ in_group: 13 }, { in_group: 1 }]);
});
