import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { preparePackage } from '../../engine/package/prepare.mts';
import { ensureN8n } from '../../n8n/install.mts';
import { startN8n } from '../../n8n/instance.mts';
import { writeNeighbour } from './neighbour.mts';
import type { SharedN8n } from './shared.mts';

// One n8n for the whole run, with the packed package in it and 2Chat's own package beside it.
const install = await ensureN8n();
const { packageFolder } = await preparePackage();
const temporary = await fs.mkdtemp(path.join(os.tmpdir(), 'n8n-nodes-2chat-groups-e2e-'));
const neighbour = await writeNeighbour(temporary);
const n8n = await startN8n({ install, packages: [packageFolder, neighbour] });
process.on('disconnect', () => {
	void n8n
		.stop()
		.then(async () => await fs.rm(temporary, { recursive: true, force: true }))
		.then(() => process.exit());
});
process.send?.({ url: n8n.url, install } satisfies SharedN8n);
