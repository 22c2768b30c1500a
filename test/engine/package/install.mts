import fs from 'node:fs/promises';
import path from 'node:path';
import { n8nRequire } from '../n8nRequire.mts';
import { runCommand } from './command.mts';

interface PackageJson {
	name: string;
	dependencies?: Record<string, string>;
	[field: string]: unknown;
}

/** Packs the package in `sourceFolder` into `targetFolder` and returns the tarball's path. */
export async function pack(sourceFolder: string, targetFolder: string): Promise<string> {
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', targetFolder];
	const [packed] = JSON.parse(await runCommand('npm', args, sourceFolder)) as [
		{ filename: string },
	];
	return path.join(targetFolder, packed.filename);
}

export async function unpack(tarball: string, folder: string): Promise<void> {
	await fs.mkdir(folder, { recursive: true });
	await runCommand('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], folder);
}

/**
 * Lays a tarball out the way n8n's installer does and returns the package's folder.
 *
 * n8n deletes the dev, peer and optional dependencies and lets the package find n8n-workflow in
 * n8n's own node_modules. Here that is a folder further up with nothing but n8n-workflow in it, so
 * a library that the build forgot to bundle is as missing as it would be for a user.
 */
export async function install(tarball: string, targetFolder: string): Promise<string> {
	const staging = path.join(targetFolder, 'staging');
	await unpack(tarball, staging);

	const packageJson = await readPackageJson(staging);
	const {
		devDependencies: _dev,
		peerDependencies: _peer,
		optionalDependencies: _optional,
		...stripped
	} = packageJson;
	await fs.writeFile(path.join(staging, 'package.json'), JSON.stringify(stripped, null, 2));
	if (Object.keys(stripped.dependencies ?? {}).length > 0) {
		throw new Error(
			`${stripped.name} has dependencies; n8n's installer would fetch them from npm.`,
		);
	}

	const provided = path.join(targetFolder, 'n8n', 'node_modules');
	const packageFolder = path.join(targetFolder, 'n8n', 'nodes', 'node_modules', stripped.name);
	await fs.mkdir(provided, { recursive: true });
	await fs.mkdir(path.dirname(packageFolder), { recursive: true });
	await fs.symlink(workflowLibrary(), path.join(provided, 'n8n-workflow'), 'junction');
	await fs.rename(staging, packageFolder);
	return packageFolder;
}

/** The copy of n8n-workflow that n8n-core uses: with another one `instanceof NodeApiError` fails. */
function workflowLibrary(): string {
	return path.dirname(n8nRequire.resolve('n8n-workflow/package.json'));
}

async function readPackageJson(folder: string): Promise<PackageJson> {
	return JSON.parse(await fs.readFile(path.join(folder, 'package.json'), 'utf8')) as PackageJson;
}
