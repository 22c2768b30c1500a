import fs from 'node:fs/promises';
import { runCommand } from '../engine/package/command.mts';
import { reported, toStderr, type Report } from './progress.mts';

/**
 * The first of the files that exists. If none does, the Debian packages that bring it are installed, where
 * that is allowed.
 */
export async function findOrInstall(
	candidates: () => Promise<string[]>,
	packages: string[],
	report: Report = toStderr,
): Promise<string> {
	const found = await firstExisting(await candidates());
	if (found !== undefined) return found;
	const names = packages.join(' ');
	if (process.getuid?.() !== 0 || (await firstExisting(['/usr/bin/apt-get'])) === undefined) {
		throw new Error(`This needs ${names}. On Debian: sudo apt-get install ${names}`);
	}
	await reported(report, `Installing ${names}`, async () => {
		await runCommand('apt-get', ['update', '-qq'], '/');
		const options = ['-y', '-qq', '--no-install-recommends'];
		await runCommand(
			'env',
			['DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', ...options, ...packages],
			'/',
		);
	});
	const installed = await firstExisting(await candidates());
	if (installed === undefined)
		throw new Error(`${names} was installed, but is not where it should be.`);
	return installed;
}

async function firstExisting(files: string[]): Promise<string | undefined> {
	for (const file of files) {
		const isThere = await fs.access(file).then(
			() => true,
			() => false,
		);
		if (isThere) return file;
	}
	return undefined;
}
