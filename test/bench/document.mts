import fs from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

import { projectRoot } from '../engine/paths.mts';

const FILE = path.join(projectRoot, 'docs', 'performance.md');
const START = '<!-- made by npm run bench, do not edit -->';
const END = '<!-- end of what the benchmark made -->';

/** Puts the results into their place in docs/performance.md. */
export async function writeDocument(results: string): Promise<void> {
	const text = await fs.readFile(FILE, 'utf8');
	const [before, rest] = text.split(START);
	const after = rest?.split(END)[1];
	if (before === undefined || after === undefined) {
		throw new Error(`${FILE} has no place for the results.`);
	}
	const whole = `${before}${START}\n\n${results}\n\n${END}${after}`;
	const settings = (await resolveConfig(FILE)) ?? {};
	await fs.writeFile(FILE, await format(whole, { ...settings, filepath: FILE }));
}
