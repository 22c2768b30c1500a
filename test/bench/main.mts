import fs from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

import { preparePackage } from '../engine/package/prepare.mts';
import { projectRoot } from '../engine/paths.mts';
import { reported } from '../n8n/progress.mts';
import { startSandbox } from '../sandbox/sandbox.mts';
import { render } from './report.mts';
import { measureSeries, type Rounds, type Series } from './series.mts';

// npm run bench             everything, to the terminal: some minutes
// npm run bench -- --quick  less of it, to see in a minute whether a change goes in the right direction
// npm run bench -- --write  everything, into docs/performance.md as well

const isQuick = process.argv.includes('--quick');
const isWritten = process.argv.includes('--write');
if (isQuick && isWritten) throw new Error('A quick run is too short to be written down.');

const SERIES: Series[] = isQuick
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

const { packageFolder } = await reported('Building and packing', preparePackage);
// The candidates run in processes of their own, so the sandbox's work counts as nobody's.
const sandbox = await startSandbox({ settings: { groupsPerDay: 0 } });
const results: Array<[Series, Rounds]> = [];
for (const series of SERIES) {
	const measure = async () => await measureSeries(sandbox, packageFolder, series);
	results.push([series, await reported(`${series.items} items`, measure)]);
}
await sandbox.close();
const text = render(results);
process.stdout.write(`${text}\n`);
if (isWritten) await writeDocument(text);

/** Puts the results into their place in docs/performance.md. */
async function writeDocument(made: string): Promise<void> {
	const file = path.join(projectRoot, 'docs', 'performance.md');
	const place = /(<!-- made by npm run bench.*-->)[^]*?(<!-- end of what the benchmark made -->)/;
	const before = await fs.readFile(file, 'utf8');
	if (!place.test(before)) throw new Error(`${file} has no place for the results.`);
	const whole = before.replace(place, (_, start, end) => `${start}\n\n${made}\n\n${end}`);
	const settings = (await resolveConfig(file)) ?? {};
	await fs.writeFile(file, await format(whole, { ...settings, filepath: file }));
}
