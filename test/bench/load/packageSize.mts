import fs from 'node:fs/promises';
import path from 'node:path';

import type { PreparedPackage } from '../../engine/package/prepare.mts';

export interface PackageSize {
	packedBytes: number;
	unpackedBytes: number;
}

export async function packageSize({
	tarball,
	packageFolder,
}: PreparedPackage): Promise<PackageSize> {
	const { size } = await fs.stat(tarball);
	return { packedBytes: size, unpackedBytes: await folderSize(packageFolder) };
}

async function folderSize(folder: string): Promise<number> {
	const entries = await fs.readdir(folder, { withFileTypes: true, recursive: true });
	const sizes = entries
		.filter((entry) => entry.isFile())
		.map(async (entry) => (await fs.stat(path.join(entry.parentPath, entry.name))).size);
	return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
