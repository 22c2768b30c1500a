import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { n8nCore } from '../n8nRequire.mts';
import { projectRoot } from '../paths.mts';
import { runCommand } from './command.mts';
import { install, pack } from './install.mts';
import { withLock } from './lock.mts';

const INPUTS = [
	'nodes',
	'credentials',
	'package.json',
	'package-lock.json',
	'gulpfile.js',
	'index.js',
	'LICENSE',
	'README.md',
	'CHANGELOG.md',
];
// Shorter than systems leave files in their temporary folder.
const KEPT_FOR_MS = 12 * 60 * 60 * 1000;

export interface PreparedPackage {
	/** The package as n8n would have installed it. */
	packageFolder: string;
	tarball: string;
}

/**
 * Builds, packs and installs this project's package, unless that was done for the same sources
 * before. The result lies outside the project: inside it, a `require` of a library that is not
 * bundled would find the project's own node_modules and pass.
 */
export async function preparePackage(): Promise<PreparedPackage> {
	const installs = path.join(os.tmpdir(), 'n8n-nodes-2chat-groups', digest(projectRoot + n8nCore));
	await fs.mkdir(installs, { recursive: true });
	return await withLock(path.join(installs, 'lock'), async () => {
		await removeOldInstalls(installs);
		const folder = path.join(installs, await hashInputs());
		const record = path.join(folder, 'prepared.json');
		const known = await readJson(record);
		if (known) return known;

		await fs.rm(folder, { recursive: true, force: true });
		await fs.mkdir(folder);
		await runCommand(process.execPath, ['node_modules/gulp/bin/gulp.js', 'build'], projectRoot);
		const tarball = await pack(projectRoot, folder);
		const prepared = { tarball, packageFolder: await install(tarball, folder) };
		await fs.writeFile(record, JSON.stringify(prepared));
		return prepared;
	});
}

async function hashInputs(): Promise<string> {
	const hash = createHash('sha256');
	for (const input of INPUTS) {
		for (const file of await listFiles(path.join(projectRoot, input))) {
			hash.update(`${path.relative(projectRoot, file)}\0`).update(await fs.readFile(file));
		}
	}
	return hash.digest('hex').slice(0, 16);
}

async function listFiles(target: string): Promise<string[]> {
	const stats = await fs.stat(target).catch(() => undefined);
	if (!stats) return [];
	if (!stats.isDirectory()) return [target];
	const names = (await fs.readdir(target)).sort();
	return (await Promise.all(names.map((name) => listFiles(path.join(target, name))))).flat();
}

async function removeOldInstalls(installs: string): Promise<void> {
	for (const name of await fs.readdir(installs)) {
		const folder = path.join(installs, name);
		const { mtimeMs } = await fs.stat(folder);
		if (Date.now() - mtimeMs > KEPT_FOR_MS) await fs.rm(folder, { recursive: true, force: true });
	}
}

async function readJson(file: string): Promise<PreparedPackage | undefined> {
	const text = await fs.readFile(file, 'utf8').catch(() => undefined);
	return text === undefined ? undefined : (JSON.parse(text) as PreparedPackage);
}

function digest(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
