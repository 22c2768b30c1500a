import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inShell, putTarball, readmeBlock } from '../../engine/package/readmeCommands.mts';
import type { N8nClient } from '../../n8n/client.mts';

/** A user folder into which the commands of the README have put the package. It is the caller's to remove. */
export async function installByHand(): Promise<string> {
	const home = await fs.mkdtemp(path.join(os.tmpdir(), '2chat-own-n8n-'));
	const commands = await readmeBlock('bash install');
	const [file = ''] = /[\w.-]+\.tgz$/.exec(commands) ?? [];
	await putTarball(home, file);
	await inShell(home, commands);
	return home;
}

/** An n8n that has found the package lists all of its nodes. */
export async function expectNodes(n8n: N8nClient): Promise<void> {
	const types = await n8n.get<Array<{ name: string }>>('/types/nodes.json');
	const ours = types.map(({ name }) => name).filter((name) => name.startsWith('n8n-nodes-2chat'));
	expect(ours.sort()).toEqual([
		'n8n-nodes-2chat-groups.twoChatGroups',
		'n8n-nodes-2chat-groups.twoChatGroupsTool',
		'n8n-nodes-2chat-groups.twoChatGroupsTrigger',
	]);
}
