import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { inShell, putTarball, readmeBlock } from '../engine/package/readmeCommands.mts';
import { projectRoot } from '../engine/paths.mts';

// The commands of the README for a person's own n8n, run as they stand there.

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
	await putTarball(home, file);
});
afterAll(async () => await fs.rm(home, { recursive: true, force: true }));

const installed = async (folder: string) =>
	await fs.readdir(path.join(home, '.n8n/nodes', folder)).catch(() => []);

test('install, update and remove do what the README says', async () => {
	for (const _time of ['install', 'update']) {
		await inShell(home, await readmeBlock('bash install'));
		const others = (await installed('node_modules')).filter((name) => !name.startsWith('.'));
		// A second n8n-workflow beside n8n's own would break what n8n knows errors by.
		expect(others).toEqual([NAME]);
		expect(await installed(`node_modules/${NAME}/dist/nodes/TwoChatGroups`)).toContain(
			'TwoChatGroups.node.js',
		);
	}
	await inShell(home, await readmeBlock('bash remove'));
	expect(await installed(`node_modules/${NAME}`)).toEqual([]);
});

test('what is packed has the name and version that the commands have', () => {
	const names = [...readme.matchAll(/n8n-nodes-2chat-groups-[\d.]+\.tgz/g)].map(([name]) => name);
	expect(new Set(names)).toEqual(new Set([file]));
	expect(readme).toContain('npm ci && npm run build && npm pack');
});

// There is no container engine where the tests run.
test('the image runs the same commands', async () => {
	const [install = ''] = (await readmeBlock('bash install')).split('\n').slice(-1);
	const image = await readmeBlock('dockerfile');
	expect(image).toContain(install);
	expect(image).toContain(`COPY ${file} /home/node/`);
	const [, entry = ''] = /^ENTRYPOINT (.*)$/m.exec(image) ?? [];
	expect(JSON.parse(entry)).toEqual(
		expect.arrayContaining([
			expect.stringMatching(/mkdir -p ~\/\.n8n\/nodes.*exec \/docker-entrypoint\.sh "\$@"$/),
		]),
	);
});
