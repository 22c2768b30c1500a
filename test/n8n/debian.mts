import { existsSync } from 'node:fs';
import { runCommand } from '../engine/package/command.mts';
import { reported } from './progress.mts';

/**
 * The first of the files that exists. If none does, the Debian packages that bring it are installed, where
 * that is allowed.
 */
export async function findOrInstall(
	candidates: () => string[],
	packages: string[],
): Promise<string> {
	const found = candidates().find(existsSync);
	if (found !== undefined) return found;
	const names = packages.join(' ');
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
		throw new Error(`This needs ${names}. On Debian: sudo apt-get install ${names}`);
	}
	await reported(`Installing ${names}`, async () => {
		await runCommand('apt-get', ['update', '-qq'], '/');
		const options = ['-y', '-qq', '--no-install-recommends'];
		await runCommand(
			'env',
			['DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', ...options, ...packages],
			'/',
		);
	});
	const installed = candidates().find(existsSync);
	if (installed === undefined)
		throw new Error(`${names} was installed, but is not where it should be.`);
	return installed;
}
