import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../engine/package/command.mts';
import { cachedFolder } from './cachedFolder.mts';
import { n8nFolder, sqliteFolder } from './home.mts';
import { nodeForN8n, type NodeForN8n } from './node24.mts';
import { npmInstall } from './npmInstall.mts';
import { report, reported, seconds } from './progress.mts';
import { N8N_OVERRIDES, N8N_VERSION, NODE_GYP_VERSION, SQLITE3_VERSION } from './versions.mts';

const SQLITE_FILE = 'node_sqlite3.node';

/** A full n8n on this machine. */
export interface N8nInstall {
	folder: string;
	/** The Node to run it with. */
	node: string;
	/** n8n's command line. */
	script: string;
}

/** Installs n8n, unless it was installed before. */
export async function ensureN8n(version = N8N_VERSION): Promise<N8nInstall> {
	const node = nodeForN8n(version);
	const folder = n8nFolder(version, node.major);
	await cachedFolder(folder, async (staging) => {
		const start = Date.now();
		report(`n8n ${version} is not on this machine yet. Once, it takes about 5 minutes and 3 GB,`);
		report(`in ${folder}`);
		await install(version, staging, node);
		report(`n8n is installed, after ${seconds(start)} s.`);
	});
	return describe(folder, node);
}

async function install(version: string, folder: string, node: NodeForN8n): Promise<void> {
	const { node: executable, script } = describe(folder, node);
	const dependencies = {
		n8n: version,
		sqlite3: SQLITE3_VERSION,
		'node-gyp': NODE_GYP_VERSION,
		...(node.package && { [node.package.name]: node.package.version }),
	};
	await reported('Installing n8n from npm', async () => {
		await npmInstall(folder, dependencies, N8N_OVERRIDES);
	});
	await putSqlite(folder, async () => {
		await reported('Compiling SQLite for it', async () => {
			await compileSqlite(folder, executable, node.headers(folder));
		});
	});
	const said = (await runCommand(executable, [script, '--version'], folder)).trim();
	if (said !== version) throw new Error(`The installed n8n says that it is ${said}.`);
}

// SQLite is the one part of n8n that does not work without its install script. The second n8n takes what was
// compiled for the first.
async function putSqlite(folder: string, compile: () => Promise<void>): Promise<void> {
	const release = path.join(folder, 'node_modules', 'sqlite3', 'build', 'Release');
	await cachedFolder(sqliteFolder(), async (staging) => {
		await compile();
		await fs.copyFile(path.join(release, SQLITE_FILE), path.join(staging, SQLITE_FILE));
	});
	await fs.mkdir(release, { recursive: true });
	await fs.copyFile(path.join(sqliteFolder(), SQLITE_FILE), path.join(release, SQLITE_FILE));
}

async function compileSqlite(folder: string, executable: string, headers: string): Promise<void> {
	const gyp = path.join(folder, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
	const sqlite = path.join(folder, 'node_modules', 'sqlite3');
	const hasHeaders = existsSync(path.join(headers, 'include', 'node', 'node.h'));
	const args = ['rebuild', '--loglevel=error', ...(hasHeaders ? [`--nodedir=${headers}`] : [])];
	await runCommand(executable, [gyp, ...args], sqlite);
}

function describe(folder: string, node: NodeForN8n): N8nInstall {
	return {
		folder,
		node: node.executable(folder),
		script: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}
