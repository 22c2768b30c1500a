import fs from 'node:fs';
import path from 'node:path';

import { projectRoot } from '../engine/paths.mts';

/** The text of a file, by its path in the project. */
export function read(file: string): string {
	return fs.readFileSync(path.join(projectRoot, file), 'utf8');
}

/** Paths in the project of everything below these folders. */
export function filesIn(...folders: string[]): string[] {
	return folders.flatMap((folder) =>
		fs
			.readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
			.map((name) => path.join(folder, name)),
	);
}
