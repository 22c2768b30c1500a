import fs from 'node:fs';
import { openForRelease } from './placeholders.mts';

// Runs before npm publishes: a release with a placeholder in it does not leave the house.

const open = openForRelease((file) => fs.readFileSync(file, 'utf8'));
if (open.length > 0) {
	process.stderr.write(
		`Not ready for a release (CONTRIBUTING.md, Releases):\n${open.join('\n')}\n`,
	);
	process.exitCode = 1;
}
