import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { cachedFolder } from './cachedFolder.mts';
import { startChild, waitFor } from './child.mts';
import { cacheFolder } from './home.mts';
import { npmInstall } from './npmInstall.mts';
import { freePorts } from './ports.mts';
import { reported } from './progress.mts';
import { VERDACCIO_OVERRIDES, VERDACCIO_VERSION } from './versions.mts';

/** An npm registry of one's own, empty at the start and without a way to any other. */
export interface Registry {
	/** For npm's `--userconfig`: this registry, with leave to publish. */
	npmrc: string;
	stop(): Promise<void>;
}

const CONFIG = `
storage: ./storage
auth:
  htpasswd:
    file: ./htpasswd
packages:
  '**':
    access: $all
    publish: $authenticated
log: { type: stdout, format: pretty, level: warn }
`;

/** @param node a Node of at least 22, which the registry's program insists on */
export async function startRegistry(node: string): Promise<Registry> {
	const install = path.join(cacheFolder(), `verdaccio-${VERDACCIO_VERSION}`);
	await cachedFolder(install, async (staging) => {
		await reported('Installing a local npm registry', async () => {
			await npmInstall(staging, { verdaccio: VERDACCIO_VERSION }, VERDACCIO_OVERRIDES);
		});
	});
	const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'n8n-nodes-2chat-groups-registry-'));
	await fs.writeFile(path.join(folder, 'config.yaml'), CONFIG);
	const [port = 0] = await freePorts(1);
	const address = `127.0.0.1:${port}`;
	const script = path.join(install, 'node_modules', 'verdaccio', 'bin', 'verdaccio');
	const child = startChild(node, [script, '-c', 'config.yaml', '-l', address], {
		cwd: folder,
		env: { ...process.env },
	});
	const stop = async () => {
		await child.stop();
		await fs.rm(folder, { recursive: true, force: true });
	};
	try {
		const url = `http://${address}`;
		await waitFor(child, 'The registry', async () => (await fetch(`${url}/-/ping`)).ok);
		const npmrc = path.join(folder, 'npmrc');
		const token = await signUp(url);
		await fs.writeFile(npmrc, `registry=${url}/\n//${address}/:_authToken=${token}\n`);
		return { npmrc, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** The call behind `npm adduser`. */
async function signUp(url: string): Promise<string> {
	const user = { name: 'publisher', password: 'example-password' };
	const response = await fetch(`${url}/-/user/org.couchdb.user:${user.name}`, {
		method: 'PUT',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(user),
	});
	const { token } = (await response.json()) as { token?: string };
	if (token === undefined) throw new Error(`The registry lets nobody in: ${response.status}`);
	return token;
}
