import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder: the one that holds package.json. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
