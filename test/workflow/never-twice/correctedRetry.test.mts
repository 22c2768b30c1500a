import type { IDataObject } from 'n8n-workflow';

import type { RunNodeResult } from '../../engine/types.mts';
import { linesOf, outcomesOf } from '../create/expectations.mts';
import { FROM, useBench, OTHER_FROM, people } from '../create/harness.mts';
import { FROM_FIELDS, HIDDEN, membersOf, namesOf, requestedNames, THREE } from './support.mts';

// "Retry execution" after somebody has corrected the node: what is there goes on, what is missing is made.

const [ANA, BEN, CARLOS] = ['+17137157533', '+18647351567', '+447700176576'] as const;
const INVITED = '+447700900102';
const NOT_ON_WHATSAPP = '+447700900101';
const LATE = '+12025550150';

const bench = useBench();

const REFUSED = { effect: 'answer', status: 402 } as const;
const refuseCreation = (nth: number) =>
	bench.sandbox.fault({ operation: 'create-group', nth, ...REFUSED });

let tries = 0;
async function first(parameters: IDataObject, items: IDataObject[]): Promise<RunNodeResult> {
	return await bench.create(parameters, items, { executionId: `first ${++tries}` });
}
async function again(before: RunNodeResult, parameters: IDataObject, items: IDataObject[]) {
	bench.sandbox.calls.length = 0;
	const { contextData } = before;
	const executionId = `again ${++tries}`;
	return await bench.create(parameters, items, { executionId, mode: 'retry', contextData });
}

const WITH_LATE = { ...FROM_FIELDS, participants: `={{ [...$json.people, '${LATE}'] }}` };
const REVERSED = { ...FROM_FIELDS, participants: '={{ [...$json.people].reverse() }}' };

const LONG_AND_SHORT = [
	{ name: 'A', people: people(13) },
	{ name: 'B', people: [CARLOS] },
];

describe('another list', () => {
	test('adds who came onto it', async () => {
		refuseCreation(3);
		const failed = await first(FROM_FIELDS, THREE);
		const { output, status } = await again(failed, WITH_LATE, THREE);
		expect(status).toBe('success');
		expect(namesOf(bench.sandbox)).toEqual(['A', 'B', 'C']);
		for (const { name, people: own } of THREE) {
			expect(membersOf(bench.sandbox, name)).toEqual([...own, LATE]);
		}
		for (const { summary } of output) {
			expect(summary).toMatchObject({ people: 2, in_group: 2, added: 2 });
		}
		expect(bench.callsOf('add-participant').map(({ body }) => body)).toMatchObject([
			{ participants: [LATE] },
			{ participants: [LATE] },
		]);
	});

	test('in another order forgets nobody', async () => {
		refuseCreation(2);
		const failed = await first(FROM_FIELDS, LONG_AND_SHORT);
		bench.sandbox.fault({ operation: 'add-participant', times: 0, ...REFUSED });
		const { output } = await again(failed, REVERSED, LONG_AND_SHORT);
		expect(bench.callsOf('add-participant')).toEqual([]);
		expect(output.map(({ summary }) => summary)).toMatchObject([{ in_group: 13 }, { in_group: 1 }]);
		expect(linesOf(output[0]).map(({ phone_number }) => phone_number)).toEqual(
			people(13).reverse(),
		);
	});

	test('keeps the doubt about those whom a lost call may have added', async () => {
		const items = [
			{ name: 'A', people: people(15) },
			{ name: 'B', people: [CARLOS] },
		];
		bench.sandbox.fault({ operation: 'add-participant', times: 0, when: 'after', effect: 'reset' });
		refuseCreation(2);
		const failed = await first(FROM_FIELDS, items);
		bench.sandbox.fault({ operation: 'add-participant', times: 0, ...REFUSED });
		const { output } = await again(failed, REVERSED, items);
		expect(output[0]?.['summary']).toMatchObject({ in_group: 10, unknown: 5, not_attempted: 0 });
	});

	test('sends nobody again who has been invited, and checks who is new', async () => {
		const items = [
			{ name: 'A', people: [ANA, INVITED, NOT_ON_WHATSAPP] },
			{ name: 'B', people: [BEN] },
		];
		const options = { checkNumbersFirst: true };
		refuseCreation(2);
		const failed = await first({ ...FROM_FIELDS, options }, items);
		const { output } = await again(failed, { ...WITH_LATE, options }, items);
		expect(outcomesOf(output[0])).toEqual(['added', 'invited', 'not_on_whatsapp', 'added']);
		expect(bench.callsOf('add-participant').map(({ body }) => body)).toMatchObject([
			{ participants: [LATE] },
		]);
		const checked = bench.callsOf('check-number').map(({ path }) => path.split('/').at(-1));
		expect(checked).toEqual([LATE, BEN, LATE]);
	});

	test('without somebody still finds the group that was lost', async () => {
		const items = [
			{ name: 'A', people: [ANA, BEN] },
			{ name: 'B', people: [CARLOS] },
		];
		bench.sandbox.fault({ operation: 'create-group', nth: 1, when: 'after', effect: 'reset' });
		bench.sandbox.fault({ ...HIDDEN, times: 6 });
		const failed = await first(FROM_FIELDS, items);
		const shorter = { ...FROM_FIELDS, participants: '={{ $json.people.slice(0, 1) }}' };
		const { output } = await again(failed, shorter, items);
		expect(output.map(({ name, recovered }) => [name, recovered])).toEqual([
			['A', true],
			['B', undefined],
		]);
		expect(requestedNames(bench.sandbox)).toEqual(['B']);
	});

	test('with another admin makes that one an admin too', async () => {
		refuseCreation(3);
		const admins = (list: string) => ({ ...FROM_FIELDS, additionalFields: { admins: list } });
		const failed = await first(admins('={{ $json.people[0] }}'), THREE);
		const { output } = await again(failed, admins(`={{ $json.people[0] }}, ${LATE}`), THREE);
		for (const [index, { people: own }] of THREE.entries()) {
			expect(output[index]?.['steps']).toMatchObject({
				admins: { status: 'done', promoted: [...own, LATE] },
			});
		}
		expect(bench.callsOf('promote-participant').map(({ body }) => body)).toMatchObject([
			{ participants: [LATE] },
			{ participants: [LATE] },
			{ participants: [CARLOS, LATE] },
		]);
	});
});

test('another sender goes on with the groups of the first one', async () => {
	const items = [
		{ name: 'A', people: [...people(11), OTHER_FROM] },
		{ name: 'B', people: [BEN] },
	];
	refuseCreation(2);
	bench.sandbox.fault({ operation: 'add-participant', ...REFUSED });
	const failed = await first(FROM_FIELDS, items);
	const other = { ...FROM_FIELDS, fromNumber: { __rl: true, mode: 'phone', value: OTHER_FROM } };
	const { output } = await again(failed, other, items);
	expect(namesOf(bench.sandbox)).toEqual(['A', 'B']);
	expect(output.map(({ from_number }) => from_number)).toEqual([FROM, OTHER_FROM]);
	expect(membersOf(bench.sandbox, 'A')).toEqual([...people(11), OTHER_FROM]);
	expect(output[0]?.['summary']).toMatchObject({ people: 12, in_group: 12 });
});

test('another name is another request where a group was only used', async () => {
	for (const name of ['A', 'B']) bench.sandbox.world.addGroup({ name, phoneNumber: FROM });
	const options = { ifGroupExists: 'use', ifSomeoneIsMissing: 'failIfAnyone' };
	bench.sandbox.fault({ operation: 'add-participant', ...REFUSED });
	const items = [
		{ name: 'A', people: [ANA] },
		{ name: 'B', people: [BEN] },
	];
	const failed = await first({ ...FROM_FIELDS, options }, items);
	const { status } = await again(
		failed,
		{ ...FROM_FIELDS, name: '={{ $json.name }} 2', options },
		items,
	);
	expect(status).toBe('success');
	expect(namesOf(bench.sandbox)).toEqual(['A', 'B', 'A 2', 'B 2']);
	expect(membersOf(bench.sandbox, 'A')).toEqual([]);
});

test('rows that are grouped by name go into the group of their name', async () => {
	const rows = [
		{ name: 'A', people: ANA },
		{ name: 'B', people: BEN },
		{ name: 'A', people: CARLOS },
		{ name: 'C', people: LATE },
	];
	const byName = { ...FROM_FIELDS, groupItemsBy: 'name' };
	refuseCreation(3);
	const failed = await first(byName, rows);
	const { status } = await again(
		failed,
		{ ...byName, name: "={{ $itemIndex === 0 ? 'B' : $json.name }}" },
		rows,
	);
	expect(status).toBe('success');
	expect(namesOf(bench.sandbox)).toEqual(['A', 'B', 'C']);
	expect(membersOf(bench.sandbox, 'A')).toEqual([ANA, CARLOS]);
	expect(membersOf(bench.sandbox, 'B')).toEqual([BEN, ANA]);
});

test('a description that came later is not called done', async () => {
	refuseCreation(3);
	const failed = await first(FROM_FIELDS, THREE);
	const { output } = await again(
		failed,
		{ ...FROM_FIELDS, additionalFields: { description: 'New' } },
		THREE,
	);
	const steps = output.map((item) => item['steps'] as Record<string, IDataObject>);
	expect(steps.map((step) => step['description']?.['status'])).toEqual([
		'not_done',
		'not_done',
		'done',
	]);
	expect(output.map(({ description }) => description)).toEqual([undefined, undefined, 'New']);
	expect(bench.sandbox.world.groups.map(({ description }) => description)).toEqual([
		null,
		null,
		'New',
	]);
});

test('a preview in between changes nothing', async () => {
	refuseCreation(2);
	const failed = await first(FROM_FIELDS, LONG_AND_SHORT);
	const preview = await again(
		failed,
		{ ...FROM_FIELDS, participants: ANA, options: { previewOnly: true } },
		LONG_AND_SHORT,
	);
	const { output } = await again(preview, FROM_FIELDS, LONG_AND_SHORT);
	expect(bench.callsOf('add-participant')).toEqual([]);
	expect(output.map(({ summary }) => summary)).toMatchObject([{ in_group: 13 }, { in_group: 1 }]);
});
