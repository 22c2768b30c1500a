import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { preparePackage } from '../engine/package/prepare.mts';
import { n8nFolder } from '../n8n/home.mts';
import { nodeForN8n } from '../n8n/node24.mts';
import { writeDocument } from './document.mts';
import { measure } from './measure.mts';
import { FULL, QUICK } from './plan.mts';
import { render } from './report.mts';
import { HTTP_REQUEST } from './runs/n8nNodes.mts';

// npm run bench             everything, to the terminal: about twelve minutes
// npm run bench -- --quick  less of it, about a minute
// npm run bench -- --write  everything, into docs/performance.md as well

const { values } = parseArgs({
	options: {
		quick: { type: 'boolean', default: false },
		write: { type: 'boolean', default: false },
	},
});
if (values.quick && values.write) throw new Error('A quick run is too short to be written down.');

const n8n = installedN8n();
if (n8n === undefined || n8n.node === process.execPath) {
	await run();
} else {
	// Users run the Node that n8n demands, whose V8 is another one.
	const args = [...process.execArgv, ...process.argv.slice(1)];
	process.exitCode = spawnSync(n8n.node, args, { stdio: 'inherit' }).status ?? 1;
}

async function run(): Promise<void> {
	const startedAt = Date.now();
	const report = (line: string) => {
		process.stderr.write(`${Math.round((Date.now() - startedAt) / 1000)} s  ${line}\n`);
	};
	report('Building and packing');
	const prepared = await preparePackage();
	const results = await measure(values.quick ? QUICK : FULL, prepared, n8n?.modules, report);
	const text = render(results);
	process.stdout.write(`${text}\n`);
	if (values.write) await writeDocument(text);
	report('Done');
}

/** The full n8n that the end-to-end tests use, if it is there; it is too large to fetch it for this. */
function installedN8n(): { modules: string; node: string } | undefined {
	try {
		const { major, executable } = nodeForN8n();
		const folder = n8nFolder(major);
		const modules = path.join(folder, 'node_modules');
		if (!fs.existsSync(path.join(modules, HTTP_REQUEST))) return undefined;
		return { modules, node: executable(folder) };
	} catch {
		// No n8n for this platform.
		return undefined;
	}
}
