import fs from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;

/** Lets one process at a time do `work`; a lock whose owner is gone is taken over. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
	while (!(await tryToTake(file))) {
		if (!(await ownerIsAlive(file))) await fs.rm(file, { force: true });
		await delay(POLL_MS);
	}
	try {
		return await work();
	} finally {
		await fs.rm(file, { force: true });
	}
}

async function tryToTake(file: string): Promise<boolean> {
	try {
		await fs.writeFile(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

async function ownerIsAlive(file: string): Promise<boolean> {
	const pid = Number(await fs.readFile(file, 'utf8').catch(() => ''));
	// Between creation and writing the file is empty: that owner is alive.
	if (!pid) return true;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
