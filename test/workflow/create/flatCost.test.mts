import type { IDataObject } from 'n8n-workflow';

import { create, engine, sandbox, useBench } from '../bench.mts';
import { people } from '../data.mts';

// The cost of an item must not grow with their number. The bounds are wide, because other work may share
// the machine; something that grows with the square of the number breaks them all the same.

useBench();

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

async function measure(items: IDataObject[], options: IDataObject = {}): Promise<Measured> {
	sandbox.reset();
	sandbox.settings.groupsPerDay = 0;
	const before = await engine.usage();
	const { status, output, contextData } = await create(
		{ options: { maxGroups: 0, ...options } },
		items,
	);
	const after = await engine.usage();
	expect(status).toBe('success');
	expect(output).toHaveLength(items.length);
	return {
		msPerItem: (after.cpuMs - before.cpuMs) / items.length,
		memoryMb: after.memoryMb,
		storedBytes: JSON.stringify(contextData).length / items.length,
	};
}

function report(title: string, figures: Record<string, number>): void {
	const words = Object.entries(figures).map(
		([name, value]) => `${name} ${Math.round(value * 100) / 100}`,
	);
	process.stdout.write(`    ${title}: ${words.join(', ')}\n`);
}

test('a thousand items of ten people cost as much each as a hundred', async () => {
	const few = await measure(rows(100));
	const many = await measure(rows(1_000));
	report('items', {
		'ms an item of 100': few.msPerItem,
		'of 1,000': many.msPerItem,
		'MB after 100': few.memoryMb,
		'after 1,000': many.memoryMb,
		'stored bytes an item': many.storedBytes,
	});
	expect(many.msPerItem).toBeLessThan(few.msPerItem * 2.5 + 2);
	expect(many.memoryMb - few.memoryMb).toBeLessThan(200);
	// executionMemory.ts promises about 450 bytes a group, 50 more for a new one and 105 a person.
	expect(many.storedBytes).toBeLessThan((450 + 50 + 10 * 105) * 1.05);
}, 120_000);

test('looking whether a group exists does not make it grow', async () => {
	const few = await measure(rows(40), { ifGroupExists: 'use' });
	const many = await measure(rows(400), { ifGroupExists: 'use' });
	report('with If Group Exists', {
		'ms an item of 40': few.msPerItem,
		'of 400': many.msPerItem,
	});
	expect(many.msPerItem).toBeLessThan(few.msPerItem * 2.5 + 2);
}, 120_000);

test('one group of 1,023 people costs as much for each call as one of 103', async () => {
	const perCall = async (count: number) => {
		const { msPerItem, storedBytes, memoryMb } = await measure([
			{ name: 'Crowd', people: people(count) },
		]);
		const calls = sandbox.calls.length;
		return { ms: msPerItem / calls, bytes: storedBytes / count, memoryMb };
	};
	const small = await perCall(103);
	const large = await perCall(1_023);
	report('people', {
		'ms a call for 103': small.ms,
		'for 1,023': large.ms,
		'stored bytes a person': large.bytes,
		'MB after': large.memoryMb,
	});
	expect(large.ms).toBeLessThan(small.ms * 2.5 + 2);
	expect(large.bytes).toBeLessThan(105);
}, 120_000);

test('a thousand rows of five groups cost less than a thousand groups', async () => {
	sandbox.reset();
	const numbers = people(1_000);
	const items = numbers.map((number, index) => ({ name: `G${index % 5}`, people: number }));
	const before = await engine.usage();
	const { output } = await create({ groupItemsBy: 'name' }, items);
	const { cpuMs } = await engine.usage();
	report('rows', { 'ms a row': (cpuMs - before.cpuMs) / items.length });
	expect(output).toHaveLength(5);
	expect(cpuMs - before.cpuMs).toBeLessThan(30_000);
}, 120_000);
