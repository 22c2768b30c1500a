import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { projectRoot } from '../engine/paths.mts';
import { N8nClient } from '../n8n/client.mts';
import { example, exampleNames } from '../n8n/examples.mts';
import type { StoredCredential } from '../n8n/types.mts';
import { eventually } from './support/eventually.mts';
import { shared } from './support/shared.mts';

// What `npm start` runs. It is somebody's first look at the package.

let started: ChildProcess;
let printed = '';

beforeAll(async () => {
	const script = path.join(projectRoot, 'test', 'n8n', 'start.mts');
	started = spawn(process.execPath, ['--import', 'tsx', script], {
		cwd: projectRoot,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	started.stdout?.on('data', (chunk) => (printed += String(chunk)));
	await eventually(
		() => /Ctrl-C ends all of it/.test(printed) || started.exitCode !== null,
		150_000,
	);
});

afterAll(async () => {
	if (started.exitCode === null) started.kill('SIGINT');
});

const shown = (pattern: RegExp) => pattern.exec(printed)?.[1] ?? `not shown: ${printed}`;

test('it prints where to go and how to sign in, and all is there', async () => {
	const url = shown(/n8n +(http:\S+)/);
	const owner = {
		email: shown(/sign in +(\S+)/),
		password: shown(/password +(\S+)/),
		firstName: '',
		lastName: '',
	};
	const n8n = await N8nClient.signIn(url, owner, shared().install);
	const workflows = await n8n.get<Array<{ name: string }>>('/rest/workflows');
	const names = exampleNames.map((file) => example(file).name);
	expect(workflows.map(({ name }) => name).sort()).toEqual(names.sort());
	expect(await n8n.get<StoredCredential[]>('/rest/credentials')).toMatchObject([
		{ type: 'twoChatGroupsApi' },
	]);
	const page = await fetch(shown(/would have them: +(http:\S+)/));
	expect(page.status).toBe(200);
});

test('Ctrl-C ends all of it', async () => {
	const addresses = [shown(/n8n +(http:\S+)/), shown(/would have them: +(http:\S+)/)];
	started.kill('SIGINT');
	await once(started, 'exit');
	for (const address of addresses) await expect(fetch(address)).rejects.toThrow();
});
