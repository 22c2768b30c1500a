import fs from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../paths.mts';
import { runCommand } from './command.mts';
import { preparePackage } from './prepare.mts';

/** A block of commands of the README, by what stands behind its three ticks. */
export async function readmeBlock(language: string): Promise<string> {
	const readme = await fs.readFile(path.join(projectRoot, 'README.md'), 'utf8');
	const text = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'm').exec(readme)?.[1];
	if (text === undefined) throw new Error(`README.md has no block "${language}".`);
	return text.trim();
}

/** Puts the packed package where the commands expect it. */
export async function putTarball(home: string, file: string): Promise<void> {
	const { tarball } = await preparePackage();
	await fs.copyFile(tarball, path.join(home, file));
}

/** Runs commands as somebody does whose home that folder is. */
export async function inShell(home: string, commands: string): Promise<void> {
	const env = {
		PATH: process.env['PATH'],
		HOME: home,
		// Nothing comes from a registry, since the package has no dependencies.
		npm_config_offline: 'true',
		npm_config_audit: 'false',
		npm_config_update_notifier: 'false',
	};
	await runCommand('sh', ['-ec', commands], home, env);
}
