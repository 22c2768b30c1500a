import fs from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../engine/package/command.mts';
import { projectRoot } from '../engine/paths.mts';

// The picture of who imports whom in CONTRIBUTING.md, drawn by dependency-cruiser. With --check it only compares.

const FILE = path.join(projectRoot, 'CONTRIBUTING.md');
const PLACE = /(<!-- picture -->\n)[^]*?(<!-- \/picture -->)/;

const drawn = await runCommand(
	process.execPath,
	[
		'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
		'nodes',
		...['--include-only', '^nodes'],
		// Small helpers, which everybody uses.
		...['--exclude', '^nodes/shared/(text|json|chunks)'],
		...['--collapse', '^nodes/(shared/[^/]+|TwoChatGroups/[^/]+|TwoChatGroupsTrigger)'],
		...['--output-type', 'mermaid'],
	],
	projectRoot,
);
const text = await fs.readFile(FILE, 'utf8');
const updated = text.replace(PLACE, `$1\n\`\`\`mermaid\n${drawn.trim()}\n\`\`\`\n\n$2`);
if (process.argv.includes('--check')) {
	if (updated !== text) {
		process.stderr.write('The picture in CONTRIBUTING.md is old. Run: npm run picture\n');
		process.exitCode = 1;
	}
} else {
	await fs.writeFile(FILE, updated);
}
