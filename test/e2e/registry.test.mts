import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from '../engine/package/command.mts';
import { preparePackage } from '../engine/package/prepare.mts';
import { ensureN8n } from '../n8n/install.mts';
import { startRegistry, type Registry } from '../n8n/verdaccio.mts';

// n8n itself installs from npm's own registry only (another one needs a licence), so this is npm alone.

const NAME = 'n8n-nodes-2chat-groups';

let registry: Registry;
let folder: string;

beforeAll(async () => {
	const { node } = await ensureN8n();
	registry = await startRegistry(node);
	folder = await fs.mkdtemp(path.join(os.tmpdir(), `${NAME}-install-`));
	await fs.writeFile(path.join(folder, 'package.json'), '{"private":true}');
});

afterAll(async () => {
	await registry?.stop();
	if (folder) await fs.rm(folder, { recursive: true, force: true });
});

const npm = async (...args: string[]) =>
	await runCommand('npm', [...args, '--userconfig', registry.npmrc], folder);

const hashOf = async (file: string) =>
	createHash('sha512')
		.update(await fs.readFile(file))
		.digest('hex');

test('the tarball can be published, and comes back as it was', async () => {
	const { tarball } = await preparePackage();
	await npm('publish', tarball, '--ignore-scripts');
	// The first thing that n8n's installer does.
	const [packed] = JSON.parse(await npm('pack', NAME, '--json')) as [{ filename: string }];
	expect(await hashOf(path.join(folder, packed.filename))).toBe(await hashOf(tarball));
});

test('npm installs it, and it brings nothing else along', async () => {
	// n8n deletes peer dependencies before it installs.
	await npm('install', NAME, '--legacy-peer-deps', '--no-audit', '--no-fund', '--ignore-scripts');
	const installed = await fs.readdir(path.join(folder, 'node_modules'));
	expect(installed.filter((name) => !name.startsWith('.'))).toEqual([NAME]);
	const manifest = JSON.parse(
		await fs.readFile(path.join(folder, 'node_modules', NAME, 'package.json'), 'utf8'),
	) as { n8n: { nodes: string[]; credentials: string[] } };
	for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
		await fs.access(path.join(folder, 'node_modules', NAME, file));
	}
});
