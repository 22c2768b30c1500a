import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { format, resolveConfig } from 'prettier';

import { startHost } from '../engine/client.mts';
import { preparePackage } from '../engine/package/prepare.mts';
import { projectRoot } from '../engine/paths.mts';
import { reported } from '../n8n/progress.mts';
import { N8N_VERSION } from '../n8n/versions.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import type { Worker, WorkerOptions } from './worker.mts';

// npm run bench             everything, to the terminal: some minutes
// npm run bench -- --quick  less of it, to see in a minute whether a change goes in the right direction
// npm run bench -- --write  everything, into docs/performance.md as well

const isQuick = process.argv.includes('--quick');
const isWritten = process.argv.includes('--write');
if (isQuick && isWritten) throw new Error('A quick run is too short to be written down.');

/** Items in an execution, executions in a round. */
const SERIES = isQuick
	? [
			{ items: 1, executions: 50, rounds: 3 },
			{ items: 1_000, executions: 1, rounds: 3 },
		]
	: [
			{ items: 1, executions: 100, rounds: 15 },
			{ items: 100, executions: 3, rounds: 15 },
			{ items: 1_000, executions: 1, rounds: 11 },
			{ items: 10_000, executions: 1, rounds: 3 },
		];

/** One round of one candidate, an item at a time. */
interface Round {
	wallMs: number;
	heapBytes: number;
}

const { packageFolder } = await reported('Building and packing', preparePackage);
// The candidates run in processes of their own, so the sandbox's work counts as nobody's.
const sandbox = await startSandbox({ settings: { groupsPerDay: 0 } });
const rows: string[][] = [];
for (const series of SERIES) {
	rows.push(await reported(`${series.items} items`, async () => await rowOf(series)));
}
await sandbox.close();
const text = [
	`Measured ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node} and the engine of n8n ${N8N_VERSION} on ${os.availableParallelism()} cores. The figures in brackets are multiples of the bare loop, as the median over pairs of the same round.`,
	'',
	'| Items in an execution | Time for an item | Loop | Heap for an item | Loop |',
	'| --- | ---: | ---: | ---: | ---: |',
	...rows.map((cells) => `| ${cells.join(' | ')} |`),
].join('\n');
process.stdout.write(`${text}\n`);
if (isWritten) await writeDocument();

/** Measures both candidates in turns, so that whatever else the machine does hits them alike. */
async function rowOf({ items, executions, rounds }: (typeof SERIES)[number]): Promise<string[]> {
	const node = await startWorker('node');
	const axios = await startWorker('axios');
	const measured: { node: Round[]; axios: Round[] } = { node: [], axios: [] };
	try {
		for (const worker of [node, axios]) await worker.measure(groupsOf(50), 4);
		for (let round = 0; round < rounds; round++) {
			measured.node.push(await measure(node, items, executions));
			measured.axios.push(await measure(axios, items, executions));
		}
	} finally {
		await node.close();
		await axios.close();
	}
	// By pairs of the same round: a slow minute of the machine is in both figures of a pair.
	const ratios = measured.node.map(
		({ wallMs }, round) => wallMs / (measured.axios[round]?.wallMs ?? Number.NaN),
	);
	const time = (of: Round[]) => `${median(of.map(({ wallMs }) => wallMs)).toFixed(2)} ms`;
	const heap = (of: Round[]) =>
		`${(median(of.map(({ heapBytes }) => heapBytes)) / 1_000).toFixed(1)} kB`;
	return [
		items.toLocaleString('en-US'),
		`${time(measured.node)} (×${median(ratios).toFixed(2)})`,
		time(measured.axios),
		heap(measured.node),
		heap(measured.axios),
	];
}

async function startWorker(candidate: WorkerOptions['candidate']) {
	const { baseUrl, apiKey } = sandbox;
	const options: WorkerOptions = { candidate, baseUrl, apiKey, packageFolder };
	return await startHost<Worker>('test/bench/worker.mts', options, ['--expose-gc']);
}

async function measure(worker: Worker, items: number, executions: number): Promise<Round> {
	sandbox.reset();
	const { wallMs, heapBytes, outputs } = await worker.measure(groupsOf(items), executions);
	const count = items * executions;
	// A quick run that made nothing would be worth nothing.
	const groups = sandbox.world.groups.length;
	if (outputs !== items || groups !== count) {
		throw new Error(`${outputs} of ${items} items came out, with ${groups} groups.`);
	}
	return { wallMs: wallMs / count, heapBytes: heapBytes / items };
}

/** Groups of ten people, as rows of a CRM give them: a name and a list of numbers. */
function groupsOf(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, group) => ({
		name: `Customer ${group + 1}`,
		people: Array.from({ length: 10 }, (__, person) => numberOf(group * 10 + person)),
	}));
}

/** Numbers that nobody has and that numbering plans call valid: American and British ones in turn. */
function numberOf(index: number): string {
	const place = Math.floor(index / 2);
	if (index % 2 === 1) return `+447700900${String(place % 1000).padStart(3, '0')}`;
	const area = 202 + (Math.floor(place / 100) % 9);
	return `+1${area}55501${String(place % 100).padStart(2, '0')}`;
}

function median(values: number[]): number {
	const sorted = values.sort((a, b) => a - b);
	return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** Puts the results into their place in docs/performance.md. */
async function writeDocument(): Promise<void> {
	const file = path.join(projectRoot, 'docs', 'performance.md');
	const place = /(<!-- made by npm run bench.*-->)[^]*?(<!-- end of what the benchmark made -->)/;
	const before = await fs.readFile(file, 'utf8');
	if (!place.test(before)) throw new Error(`${file} has no place for the results.`);
	const whole = before.replace(place, (_, start, end) => `${start}\n\n${text}\n\n${end}`);
	const settings = (await resolveConfig(file)) ?? {};
	await fs.writeFile(file, await format(whole, { ...settings, filepath: file }));
}
