import fs from 'node:fs/promises';
import path from 'node:path';

/**
 * Puts packages into a user folder as n8n's own installer leaves them: unpacked, without their dev, peer
 * and optional dependencies, and entered in a package.json beside them. n8n looks there at its start only.
 *
 * @param packageFolders packages in that form already, see engine/package/install.mts
 */
export async function layOut(userFolder: string, packageFolders: string[]): Promise<void> {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	const dependencies: Record<string, string> = {};
	for (const folder of packageFolders) {
		const { name, version } = await readManifest(folder);
		dependencies[name] = version;
		await fs.cp(folder, path.join(nodes, 'node_modules', name), { recursive: true });
	}
	const manifest = { name: 'installed-nodes', private: true, dependencies };
	await fs.writeFile(path.join(nodes, 'package.json'), JSON.stringify(manifest, null, 2));
}

async function readManifest(folder: string): Promise<{ name: string; version: string }> {
	const text = await fs.readFile(path.join(folder, 'package.json'), 'utf8');
	return JSON.parse(text) as { name: string; version: string };
}
