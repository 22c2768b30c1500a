import { existsSync, readdirSync } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from '../engine/package/command.mts';
import { startChild, waitFor } from './child.mts';
import { findOrInstall } from './debian.mts';
import { freePorts } from './ports.mts';

/** What queue mode needs beside n8n, on loopback and in temporary folders. */
export interface Services {
	/** For n8n's main process and its workers. */
	env: NodeJS.ProcessEnv;
	stop(): Promise<void>;
}

const USER = 'n8n';

export async function startServices(): Promise<Services> {
	const postgres = await startPostgres();
	const redis = await startRedis().catch(async (error: unknown) => {
		await postgres.stop();
		throw error;
	});
	return {
		env: { ...postgres.env, ...redis.env },
		async stop() {
			await redis.stop();
			await postgres.stop();
		},
	};
}

async function startPostgres(): Promise<Services> {
	const server = await findOrInstall(postgresServers, ['postgresql']);
	const tool = (name: string) => path.join(path.dirname(server), name);
	const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'n8n-nodes-2chat-groups-postgres-'));
	const as = await userFor(folder);
	const [initdb = '', ...initArgs] = [...as, tool('initdb'), '-D', folder];
	await runCommand(initdb, [...initArgs, '-A', 'trust', '-U', USER, '--no-sync'], folder);
	const [port = 0] = await freePorts(1);
	const settings = ['listen_addresses=127.0.0.1', 'fsync=off', 'max_connections=200'];
	const [command = '', ...args] = [...as, server, '-D', folder, '-k', folder, '-p', String(port)];
	const child = startChild(command, [...args, ...settings.flatMap((setting) => ['-c', setting])], {
		cwd: folder,
		env: { ...process.env },
	});
	const login = ['-h', '127.0.0.1', '-p', String(port), '-U', USER];
	await waitFor(child, 'PostgreSQL', async () => {
		await runCommand(tool('createdb'), [...login, 'n8n'], '/');
		return true;
	});
	return {
		env: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_DATABASE: 'n8n',
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: 'none',
			DB_POSTGRESDB_POOL_SIZE: '10',
		},
		async stop() {
			// Does not wait for its clients, unlike SIGTERM.
			await child.stop('SIGINT');
			await fs.rm(folder, { recursive: true, force: true });
		},
	};
}

async function startRedis(): Promise<Services> {
	const server = await findOrInstall(() => ['/usr/bin/redis-server'], ['redis-server']);
	const [port = 0] = await freePorts(1);
	const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
	const child = startChild('setpriv', ['--pdeathsig', 'SIGKILL', server, ...args], {
		cwd: os.tmpdir(),
		env: { ...process.env },
	});
	await waitFor(child, 'Redis', () => child.log().includes('Ready to accept connections'));
	return {
		env: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) },
		stop: async () => await child.stop(),
	};
}

/** PostgreSQL refuses to be root; and should we be killed, it is to end, too. */
async function userFor(folder: string): Promise<string[]> {
	const following = ['setpriv', '--pdeathsig', 'SIGINT'];
	if (process.getuid?.() !== 0) return following;
	const id = async (option: string) => Number(await runCommand('id', [option, 'postgres'], folder));
	const [user, group] = [await id('-u'), await id('-g')];
	await fs.chown(folder, user, group);
	return [...following, `--reuid=${user}`, `--regid=${group}`, '--clear-groups'];
}

/** Debian keeps each version in a folder of its own; the newest first. */
function postgresServers(): string[] {
	const root = '/usr/lib/postgresql';
	return (existsSync(root) ? readdirSync(root) : [])
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => path.join(root, version, 'bin', 'postgres'));
}
