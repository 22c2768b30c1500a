import os from 'node:os';

import { N8N_VERSION } from '../n8n/versions.mts';
import type { Candidate } from './protocol.mts';
import type { Results } from './results.mts';
import type { Round } from './series.mts';
import { median, medianRatio } from './stats.mts';

const NAMES: Record<Candidate, string> = {
	node: 'This node',
	httpRequest: 'HTTP Request node',
	httpRequestLoop: 'HTTP Request in a loop',
	floor: 'Floor',
	axios: 'Bare axios loop',
};

/** The results as Markdown. */
export function render(results: Results): string {
	return [
		conditions(),
		...missing(results),
		'### Time for one item',
		times(results, ({ wallMs }) => wallMs),
		'### Processor time for one item, in the process that runs the workflow',
		times(results, ({ cpuMs }) => cpuMs),
		'### Memory',
		memory(results),
		'### People in one group',
		bigGroups(results),
		'### Loading and size',
		loading(results),
		'### libphonenumber-js in the bundle',
		library(results),
	].join('\n\n');
}

function conditions(): string {
	const date = new Date().toISOString().slice(0, 10);
	const cores = os.availableParallelism();
	return `Measured ${date} with Node ${process.versions.node} and the engine of n8n ${N8N_VERSION} on ${cores} cores. The figures in brackets are multiples of the floor, as the median over pairs of the same round.`;
}

function missing({ candidates }: Results): string[] {
	if (candidates.includes('httpRequest')) return [];
	return [
		'The HTTP Request node is missing, alone and in the loop, because the full n8n is not installed on this machine (the end-to-end tests install it).',
	];
}

function times({ candidates, series }: Results, ofRound: (round: Round) => number): string {
	return table([
		['Items in an execution', ...candidates.map((candidate) => NAMES[candidate])],
		...series.map(({ series: { items }, rounds }) => [
			count(items),
			...candidates.map((candidate) => {
				const values = rounds[candidate].map(ofRound);
				const ratio = medianRatio(values, rounds.floor.map(ofRound));
				return `${median(values).toFixed(2)} ms${candidate === 'floor' ? '' : ` (${multiple(ratio)})`}`;
			}),
		]),
	]);
}

function multiple(ratio: number): string {
	return `×${ratio.toFixed(2)}`;
}

/** Of the largest series: with few items there is more chance in it than memory. */
function memory({ candidates, series }: Results): string {
	const largest = series.at(-1);
	if (largest === undefined) return '';
	const { rounds } = largest;
	const of = (candidate: Candidate, ofRound: (round: Round) => number) =>
		median(rounds[candidate].map(ofRound));
	return table([
		[
			`${count(largest.series.items)} items in an execution`,
			...candidates.map((candidate) => NAMES[candidate]),
		],
		[
			'On the heap until the end, an item',
			...candidates.map((candidate) => kilobytes(of(candidate, ({ heapBytes }) => heapBytes))),
		],
		[
			'Most memory of the process, beyond the idle one',
			...candidates.map((candidate) => megabytes(of(candidate, ({ peakBytes }) => peakBytes))),
		],
	]);
}

function bigGroups({ bigGroups: groups }: Results): string {
	return table([
		['People', 'Calls', 'Credits', 'Time for the group', 'The others'],
		...groups.map(({ people, rounds, refusal }) => [
			count(people),
			count(rounds[0]?.usage.calls ?? 0),
			count(rounds[0]?.usage.credits ?? 0),
			`${median(rounds.map(({ wallMs }) => wallMs)).toFixed(1)} ms`,
			refusal === undefined ? 'the same' : `n/a: one call, ${inShort(refusal)}`,
		]),
	]);
}

/** The status says it; n8n's words around it are long. */
function inShort(refusal: string): string {
	const status = /status code (\d{3})/.exec(refusal)?.[1];
	return status === undefined ? refusal : `refused with ${status}`;
}

function loading({ loading: { node, floor, httpRequest }, size }: Results): string {
	const ms = (value: number | undefined) =>
		value === undefined ? 'n/a' : `${value.toFixed(1)} ms`;
	const kb = (value: number | undefined) => (value === undefined ? 'n/a' : kilobytes(value));
	return table([
		['', NAMES.node, NAMES.httpRequest, NAMES.floor],
		['Loading the package', ms(node.ms), ms(httpRequest?.ms), ms(floor.ms)],
		[
			'Descriptions that the editor downloads',
			kb(node.descriptionBytes),
			kb(httpRequest?.descriptionBytes),
			kb(floor.descriptionBytes),
		],
		['Packed', kilobytes(size.packedBytes), 'part of n8n', ''],
		['Unpacked', kilobytes(size.unpackedBytes), 'part of n8n', ''],
	]);
}

function library({ contents, loading: { withLibrary, withoutLibrary } }: Results): string {
	const { ownBytes, metadataBytes, libraryBytes } = contents;
	const more = withLibrary.ms - withoutLibrary.ms;
	return table([
		['Part of the bundles', 'Size', 'Loading'],
		["The package's own code", kilobytes(ownBytes), `${withoutLibrary.ms.toFixed(1)} ms`],
		['libphonenumber-js: its code', kilobytes(libraryBytes), ''],
		[
			'libphonenumber-js: numbering plans',
			kilobytes(metadataBytes),
			`${more.toFixed(1)} ms with its code`,
		],
	]);
}

function table([head = [], ...rows]: string[][]): string {
	const lines = [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows];
	return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function count(value: number): string {
	return value.toLocaleString('en-US');
}

function kilobytes(bytes: number): string {
	return `${(bytes / 1_000).toFixed(1)} kB`;
}

function megabytes(bytes: number): string {
	return `${(bytes / 1_000_000).toFixed(0)} MB`;
}
