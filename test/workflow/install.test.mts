import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { preparePackage } from '../engine/package/prepare.mts';
import { projectRoot } from '../engine/paths.mts';

// The commands of the README for a person's own n8n, run as they stand there.

const run = promisify(execFile);
const NAME = 'n8n-nodes-2chat-groups';

let readme: string;
let home: string;
let file: string;

beforeAll(async () => {
	readme = await fs.readFile(path.join(projectRoot, 'README.md'), 'utf8');
	const { version } = JSON.parse(
		await fs.readFile(path.join(projectRoot, 'package.json'), 'utf8'),
	) as { version: string };
	file = `${NAME}-${version}.tgz`;
	home = await fs.mkdtemp(path.join(os.tmpdir(), '2chat-home-'));
	const { tarball } = await preparePackage();
	await fs.copyFile(tarball, path.join(home, file));
});
afterAll(async () => await fs.rm(home, { recursive: true, force: true }));

function block(language: string): string {
	const text = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'm').exec(readme)?.[1];
	if (text === undefined) throw new Error(`README.md has no block "${language}".`);
	return text.trim();
}

async function inShell(commands: string): Promise<void> {
	const env = {
		PATH: process.env['PATH'],
		HOME: home,
		// Nothing comes from a registry, since the package has no dependencies.
		npm_config_offline: 'true',
		npm_config_audit: 'false',
		npm_config_update_notifier: 'false',
	};
	await run('sh', ['-ec', commands], { cwd: home, env });
}

const installed = async (folder: string) =>
	await fs.readdir(path.join(home, '.n8n/nodes', folder)).catch(() => []);

test('install, update and remove do what the README says', async () => {
	for (const _time of ['install', 'update']) {
		await inShell(block('bash install'));
		const others = (await installed('node_modules')).filter((name) => !name.startsWith('.'));
		// A second n8n-workflow beside n8n's own would break what n8n knows errors by.
		expect(others).toEqual([NAME]);
		expect(await installed(`node_modules/${NAME}/dist/nodes/TwoChatGroups`)).toContain(
			'TwoChatGroups.node.js',
		);
	}
	await inShell(block('bash remove'));
	expect(await installed(`node_modules/${NAME}`)).toEqual([]);
});

test('what is packed has the name and version that the commands have', () => {
	const names = [...readme.matchAll(/n8n-nodes-2chat-groups-[\d.]+\.tgz/g)].map(([name]) => name);
	expect(new Set(names)).toEqual(new Set([file]));
	expect(readme).toContain('npm ci && npm run build && npm pack');
});

// There is no container engine where the tests run.
test('the image runs the same commands', () => {
	const [install = ''] = block('bash install').split('\n').slice(-1);
	const image = block('dockerfile');
	expect(image).toContain(install);
	expect(image).toContain(`COPY ${file} /home/node/`);
	const [, entry = ''] = /^ENTRYPOINT (.*)$/m.exec(image) ?? [];
	expect(JSON.parse(entry)).toEqual(
		expect.arrayContaining([
			expect.stringMatching(/mkdir -p ~\/\.n8n\/nodes.*exec \/docker-entrypoint\.sh "\$@"$/),
		]),
	);
});
