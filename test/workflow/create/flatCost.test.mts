import type { IDataObject } from 'n8n-workflow';

import { create, engine, sandbox, useBench } from '../bench.mts';
import { people } from '../data.mts';

// The cost of an item must not grow with their number. The bounds are wide, because other work may share
// the machine; something that grows with the square of the number breaks them all the same.

useBench();

const NO_LIMIT = { options: { maxGroups: 0 } };

beforeAll(async () => {
	// The first run compiles and connects.
	await measure(rows(20));
});

function rows(count: number): IDataObject[] {
	const ten = people(10);
	return Array.from({ length: count }, (_, index) => ({ name: `Group ${index}`, people: ten }));
}

interface Measured {
	/** Of the processor, which other work on this machine changes less than the time on the clock. */
	msPerItem: number;
	memoryMb: number;
	/** What n8n stores of the node's memory, for each item. */
	storedBytes: number;
}

/** Creates as many groups as there are items, unless told otherwise. */
async function measure(
	items: IDataObject[],
	parameters: IDataObject = {},
	groups = items.length,
): Promise<Measured> {
	sandbox.reset();
	sandbox.settings.groupsPerDay = 0;
	const before = await engine.usage();
	const { status, output, contextData } = await create(parameters, items);
	const after = await engine.usage();
	expect(status).toBe('success');
	expect(output).toHaveLength(groups);
	return {
		msPerItem: (after.cpuMs - before.cpuMs) / items.length,
		memoryMb: after.memoryMb,
		storedBytes: JSON.stringify(contextData).length / items.length,
	};
}

test('four hundred items of ten people cost as much each as forty', async () => {
	const few = await measure(rows(40), NO_LIMIT);
	const many = await measure(rows(400), NO_LIMIT);
	expect(many.msPerItem).toBeLessThan(few.msPerItem * 2.5 + 2);
	expect(many.memoryMb - few.memoryMb).toBeLessThan(200);
	// executionMemory.ts promises about 450 bytes a group, 50 more for a new one and 105 a person.
	expect(many.storedBytes).toBeLessThan((450 + 50 + 10 * 105) * 1.05);
}, 120_000);

test('looking whether a group exists does not make it grow', async () => {
	const parameters = { options: { ...NO_LIMIT.options, ifGroupExists: 'use' } };
	const few = await measure(rows(30), parameters);
	const many = await measure(rows(300), parameters);
	expect(many.msPerItem).toBeLessThan(few.msPerItem * 2.5 + 2);
}, 120_000);

test('one group of 1,023 people costs as much for each call as one of 103', async () => {
	const perCall = async (count: number) => {
		const measured = await measure([{ name: 'Crowd', people: people(count) }]);
		const { msPerItem, storedBytes } = measured;
		return { ms: msPerItem / sandbox.calls.length, bytes: storedBytes / count };
	};
	const small = await perCall(103);
	const large = await perCall(1_023);
	expect(large.ms).toBeLessThan(small.ms * 2.5 + 2);
	expect(large.bytes).toBeLessThan(105);
}, 120_000);

test('a thousand rows of five groups cost less than a thousand groups', async () => {
	const items = people(1_000).map((number, index) => ({ name: `G${index % 5}`, people: number }));
	const measured = await measure(items, { groupItemsBy: 'name' }, 5);
	expect(measured.msPerItem).toBeLessThan(30);
}, 120_000);
