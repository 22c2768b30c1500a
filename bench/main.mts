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
import { HTTP_REQUEST } from './runs/httpRequestNode.mts';

// npm run bench             everything, to the terminal: five to six minutes
// npm run bench -- --quick  less of it, about a minute
// npm run bench -- --write  everything, into docs/performance.md as well

const { values } = parseArgs({
	options: {
		quick: { type: 'boolean', default: false },
		write: { type: 'boolean', default: false },
	},
});
if (values.quick && values.write) throw new Error('A quick run is too short to be written down.');

const startedAt = Date.now();
const report = (line: string) => {
	process.stderr.write(`${Math.round((Date.now() - startedAt) / 1000)} s  ${line}\n`);
};
report('Building and packing');
const prepared = await preparePackage();
const results = await measure(values.quick ? QUICK : FULL, prepared, n8nModules(), report);
const text = render(results);
process.stdout.write(`${text}\n`);
if (values.write) await writeDocument(text);
report('Done');

/** The full n8n that the end-to-end tests use, if it is there; it is too large to fetch it for this. */
function n8nModules(): string | undefined {
	try {
		const folder = path.join(n8nFolder(nodeForN8n().major), 'node_modules');
		return fs.existsSync(path.join(folder, HTTP_REQUEST)) ? folder : undefined;
	} catch {
		// No n8n for this platform.
		return undefined;
	}
}
