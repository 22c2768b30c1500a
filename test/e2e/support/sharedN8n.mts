import { preparePackage } from '../../engine/package/prepare.mts';
import { ensureN8n } from '../../n8n/install.mts';
import { startN8n } from '../../n8n/instance.mts';
import type { SharedN8n } from './shared.mts';

// One n8n for the whole run, with the packed package in it.
const install = await ensureN8n();
const { packageFolder } = await preparePackage();
const n8n = await startN8n({ install, packages: [packageFolder] });
process.on('disconnect', () => void n8n.stop().then(() => process.exit()));
process.send?.({ url: n8n.url, install } satisfies SharedN8n);
