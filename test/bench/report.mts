import os from 'node:os';

import { N8N_VERSION } from '../n8n/versions.mts';
import type { Round, Rounds, Series } from './series.mts';

/** The results as Markdown. */
export function render(results: Array<[Series, Rounds]>): string {
	const date = new Date().toISOString().slice(0, 10);
	const cores = os.availableParallelism();
	const rows = results.map(([{ items }, { node, axios }]) => {
		// By pairs of the same round: a slow minute of the machine is in both figures of a pair.
		const ratios = node.map(({ wallMs }, round) => wallMs / (axios[round]?.wallMs ?? Number.NaN));
		return [
			items.toLocaleString('en-US'),
			`${time(node)} (×${median(ratios).toFixed(2)})`,
			time(axios),
			heap(node),
			heap(axios),
		];
	});
	return [
		`Measured ${date} with Node ${process.versions.node} and the engine of n8n ${N8N_VERSION} on ${cores} cores. The figures in brackets are multiples of the bare loop, as the median over pairs of the same round.`,
		table([
			['Items in an execution', 'Time for an item', 'Loop', 'Heap for an item', 'Loop'],
			...rows,
		]),
	].join('\n\n');
}

function time(rounds: Round[]): string {
	return `${median(rounds.map(({ wallMs }) => wallMs)).toFixed(2)} ms`;
}

function heap(rounds: Round[]): string {
	return `${(median(rounds.map(({ heapBytes }) => heapBytes)) / 1_000).toFixed(1)} kB`;
}

function median(values: number[]): number {
	const sorted = values.sort((a, b) => a - b);
	return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

function table([head = [], ...rows]: string[][]): string {
	const lines = [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows];
	return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
