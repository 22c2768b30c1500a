import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inShell, putTarball, readmeBlock } from '../../engine/package/readmeCommands.mts';

/** A user folder into which the commands of the README have put the package. It is the caller's to remove. */
export async function installByHand(): Promise<string> {
	const home = await fs.mkdtemp(path.join(os.tmpdir(), '2chat-own-n8n-'));
	const commands = await readmeBlock('bash install');
	const [file = ''] = /[\w.-]+\.tgz$/.exec(commands) ?? [];
	await putTarball(home, file);
	await inShell(home, commands);
	return home;
}
