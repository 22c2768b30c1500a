import fs from 'node:fs';

import type { IDataObject } from 'n8n-workflow';

import { BY_ITEM, FROM, openBench, people, type CreateBench } from './harness.mts';

// The cost of an item must not grow with their number. The bounds are wide, because other work may share
// the machine; something that grows with the square of the number breaks them all the same.

let bench: CreateBench;

beforeAll(async () => {
	bench = await openBench();
	// The first run compiles and connects.
	await measure(rows(20));
});
afterAll(async () => await bench.close());

function rows(count: number): IDataObject[] {
	const ten = people(10);
	return Array.from({ length: count }, (_, index) => ({ name: `Group ${index}`, people: ten }));
}

interface Measured {
	msPerItem: number;
	/** Of the process with n8n's engine, after the run; null where the system does not tell. */
	memoryMb: number | null;
	/** What n8n stores of the node's memory, for each item. */
	ledgerBytes: number;
}

async function measure(items: IDataObject[], options: IDataObject = {}): Promise<Measured> {
	bench.sandbox.reset();
	bench.sandbox.settings.groupsPerDay = 0;
	const started = performance.now();
	const { status, output, contextData } = await bench.create(
		{ ...BY_ITEM, options: { maxGroups: 0, ...options } },
		items,
	);
	const took = performance.now() - started;
	expect(status).toBe('success');
	expect(output).toHaveLength(items.length);
	return {
		msPerItem: took / items.length,
		memoryMb: memoryOfEngine(),
		ledgerBytes: JSON.stringify(contextData).length / items.length,
	};
}

/** The engine is the only child process of this one. */
function memoryOfEngine(): number | null {
	try {
		const [child] = fs.readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ');
		const status = fs.readFileSync(`/proc/${child}/status`, 'utf8');
		const kilobytes = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
		return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
	} catch {
		return null;
	}
}

function report(title: string, figures: Record<string, number | null>): void {
	const words = Object.entries(figures).map(
		([name, value]) => `${name} ${value === null ? 'not known' : Math.round(value * 100) / 100}`,
	);
	process.stdout.write(`    ${title}: ${words.join(', ')}\n`);
}

/** The same requests without node and engine. */
async function plainHttp(items: IDataObject[]): Promise<number> {
	bench.sandbox.reset();
	bench.sandbox.settings.groupsPerDay = 0;
	const started = performance.now();
	for (const { name, people: participants } of items) {
		const response = await fetch(`${bench.sandbox.baseUrl}/whatsapp/group/create`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-user-api-key': bench.sandbox.apiKey },
			body: JSON.stringify({ from_number: FROM, group: { name, participants } }),
		});
		await response.json();
	}
	return (performance.now() - started) / items.length;
}

test('a thousand items of ten people cost as much each as a hundred', async () => {
	const few = await measure(rows(100));
	const many = await measure(rows(1_000));
	const floor = await plainHttp(rows(300));
	report('items', {
		'ms an item of 100': few.msPerItem,
		'of 1,000': many.msPerItem,
		'over plain HTTP': many.msPerItem - floor,
		'MB after 100': few.memoryMb,
		'after 1,000': many.memoryMb,
		'stored bytes an item': many.ledgerBytes,
	});
	expect(many.msPerItem).toBeLessThan(few.msPerItem * 2.5 + 2);
	expect(many.ledgerBytes).toBeLessThan(few.ledgerBytes * 1.2);
	// Ten people: about 150 bytes, and 20 for each of them.
	expect(many.ledgerBytes).toBeLessThan(700);
	if (few.memoryMb !== null && many.memoryMb !== null) {
		expect(many.memoryMb - few.memoryMb).toBeLessThan(200);
	}
}, 120_000);

test('looking whether a group exists does not make it grow', async () => {
	const few = await measure(rows(60), { ifGroupExists: 'use' });
	const many = await measure(rows(600), { ifGroupExists: 'use' });
	report('with If Group Exists', {
		'ms an item of 60': few.msPerItem,
		'of 600': many.msPerItem,
	});
	expect(many.msPerItem).toBeLessThan(few.msPerItem * 2.5 + 2);
}, 120_000);

test('one group of 1,023 people costs as much for each call as one of 103', async () => {
	const perCall = async (count: number) => {
		const { msPerItem, ledgerBytes, memoryMb } = await measure([
			{ name: 'Crowd', people: people(count) },
		]);
		const calls = bench.sandbox.calls.length;
		return { ms: msPerItem / calls, bytes: ledgerBytes / count, memoryMb };
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
	expect(large.bytes).toBeLessThan(40);
}, 120_000);

test('a thousand rows of five groups cost less than a thousand groups', async () => {
	bench.sandbox.reset();
	const numbers = people(1_000);
	const items = numbers.map((number, index) => ({ name: `G${index % 5}`, people: number }));
	const started = performance.now();
	const { output } = await bench.create({ ...BY_ITEM, groupItemsBy: 'name' }, items);
	report('rows', { 'ms a row': (performance.now() - started) / items.length });
	expect(output).toHaveLength(5);
	expect(performance.now() - started).toBeLessThan(30_000);
}, 120_000);
