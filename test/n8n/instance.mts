import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild, waitFor } from './child.mts';
import { n8nEnvironment } from './environment.mts';
import type { N8nInstall } from './install.mts';
import { freePorts } from './ports.mts';

export interface N8nOptions {
	install: N8nInstall;
	/** Community packages, see layOut. */
	packages: string[];
	port?: number;
	/** Beside what every instance gets. */
	env?: NodeJS.ProcessEnv;
	/** Of an earlier instance, to start that one again. It is the caller's to remove. */
	userFolder?: string;
}

export interface N8nInstance {
	url: string;
	log(): string;
	/** Ends n8n, and removes the user folder if it was made for this instance. */
	stop(): Promise<void>;
	/** As a crash: at once, without n8n knowing. The user folder stays. */
	kill(): Promise<void>;
}

const HOME_PREFIX = 'n8n-nodes-2chat-groups-home-';

/** Starts n8n's main process, with a user folder of its own. */
export async function startN8n(options: N8nOptions): Promise<N8nInstance> {
	const [free = 0, broker = 0] = await freePorts(2);
	const port = options.port ?? free;
	return await start(options, ['start'], `http://127.0.0.1:${port}`, {
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(broker),
	});
}

/** Starts a worker of queue mode. */
export async function startWorker(options: N8nOptions, concurrency: number): Promise<N8nInstance> {
	const [health = 0, broker = 0] = await freePorts(2);
	const args = ['worker', `--concurrency=${concurrency}`];
	return await start(options, args, `http://127.0.0.1:${health}`, {
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(health),
		N8N_RUNNERS_BROKER_PORT: String(broker),
	});
}

async function start(
	{ install, packages, env, userFolder: given }: N8nOptions,
	args: string[],
	url: string,
	ports: NodeJS.ProcessEnv,
): Promise<N8nInstance> {
	const userFolder = given ?? (await fs.mkdtemp(path.join(os.tmpdir(), HOME_PREFIX)));
	if (!given) await layOut(userFolder, packages);
	const watch = fileURLToPath(new URL('endWithParent.mjs', import.meta.url));
	const child = startChild(install.node, ['--import', watch, install.script, ...args], {
		cwd: userFolder,
		env: n8nEnvironment(userFolder, { ...ports, ...env }),
	});
	const removeFolder = async () => {
		// Stragglers of n8n's task runner may still write for a moment.
		if (!given) await fs.rm(userFolder, { recursive: true, force: true, maxRetries: 5 });
	};
	try {
		await waitFor(child, `n8n ${args[0]}`, async () => await answers(url, args), 240_000);
	} catch (error) {
		await removeFolder();
		throw error;
	}
	return {
		url,
		log: child.log,
		async stop() {
			await child.stop();
			await removeFolder();
		},
		kill: async () => await child.stop('SIGKILL'),
	};
}

async function answers(url: string, [command]: string[]): Promise<boolean> {
	// n8n 1 says that it is ready before it has its routes, of which this is one of the last.
	const paths = ['/healthz/readiness', ...(command === 'start' ? ['/rest/settings'] : [])];
	const responses = await Promise.all(paths.map(async (path) => await fetch(url + path)));
	return responses.every(({ ok }) => ok);
}

/**
 * Puts packages into a user folder as n8n's own installer leaves them: unpacked, without their dev, peer
 * and optional dependencies, and entered in a package.json beside them. n8n looks there at its start only.
 *
 * @param packageFolders packages in that form already, see engine/package/install.mts
 */
async function layOut(userFolder: string, packageFolders: string[]): Promise<void> {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	const dependencies: Record<string, string> = {};
	for (const folder of packageFolders) {
		const { name, version } = await readManifest(folder);
		dependencies[name] = version;
		await fs.cp(folder, path.join(nodes, 'node_modules', name), { recursive: true });
	}
	const manifest = { name: 'installed-nodes', private: true, dependencies };
	await fs.writeFile(path.join(nodes, 'package.json'), JSON.stringify(manifest, null, 2));
}

async function readManifest(folder: string): Promise<{ name: string; version: string }> {
	const text = await fs.readFile(path.join(folder, 'package.json'), 'utf8');
	return JSON.parse(text) as { name: string; version: string };
}
