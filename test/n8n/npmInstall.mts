import fs from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../engine/package/command.mts';

/** Installs exact versions into an empty folder, without running anybody's install scripts. */
export async function npmInstall(
	folder: string,
	dependencies: Record<string, string>,
	overrides: Record<string, string>,
): Promise<void> {
	const manifest = { private: true, dependencies, overrides };
	await fs.writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
	const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	await runCommand('npm', ['install', ...options], folder);
}
