import { createRequire } from 'node:module';
import path from 'node:path';
import { projectRoot } from './paths.mts';

/** Names a folder that has another n8n-core in its node_modules, to run everything in another n8n. */
export const ENGINE_VARIABLE = 'N8N_ENGINE_FOLDER';

const folder = process.env[ENGINE_VARIABLE] || projectRoot;

const atFolder = createRequire(path.join(folder, 'package.json'));

/** As from n8n-core's own files, so that everybody gets the one copy of n8n-workflow that it uses. */
export const n8nRequire = createRequire(atFolder.resolve('n8n-core'));

/** n8n-core itself, which its own files cannot ask for by name. */
export const n8nCore = atFolder.resolve('n8n-core');
