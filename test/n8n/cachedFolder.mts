import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { withLock } from '../engine/package/lock.mts';

const READY = 'ready';

/**
 * Makes a folder of the cache, unless it was made before. All is done in a folder of another name, which
 * gets its own only at the end: an install that was broken off is never taken for a whole one.
 */
export async function cachedFolder(
	folder: string,
	make: (staging: string) => Promise<void>,
): Promise<void> {
	const isReady = () => existsSync(path.join(folder, READY));
	if (isReady()) return;
	await fs.mkdir(path.dirname(folder), { recursive: true });
	await withLock(`${folder}.lock`, async () => {
		// Another run may have made it while this one waited for the lock.
		if (isReady()) return;
		await removeLeftovers(folder);
		const staging = `${folder}.tmp-${process.pid}`;
		await fs.mkdir(staging);
		try {
			await make(staging);
			await fs.writeFile(path.join(staging, READY), '');
			await fs.rename(staging, folder);
		} catch (error) {
			await fs.rm(staging, { recursive: true, force: true });
			throw error;
		}
	});
}

async function removeLeftovers(folder: string): Promise<void> {
	const parent = path.dirname(folder);
	const prefix = `${path.basename(folder)}.tmp-`;
	for (const name of await fs.readdir(parent)) {
		if (!name.startsWith(prefix)) continue;
		await fs.rm(path.join(parent, name), { recursive: true, force: true });
	}
	// There without its mark: somebody took parts of it away.
	await fs.rm(folder, { recursive: true, force: true });
}
