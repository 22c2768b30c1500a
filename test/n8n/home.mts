import os from 'node:os';
import path from 'node:path';
import { SQLITE3_VERSION } from './versions.mts';

/** Names a folder that keeps its n8n over runs, such as a cache that CI restores. */
const CACHE_VARIABLE = 'N8N_NODES_2CHAT_CACHE';

/**
 * Where the full n8n lives. Outside the project on purpose: n8n takes every node below a folder it
 * scans, and 3 GB have no place beside the sources.
 */
export function cacheFolder(): string {
	const named = process.env[CACHE_VARIABLE];
	if (named) return path.resolve(named);
	const caches = process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache');
	return path.join(caches, 'n8n-nodes-2chat-groups');
}

/** One folder for each n8n, Node and platform. */
export function n8nFolder(version: string, nodeMajor: number): string {
	const name = `n8n-${version}-node${nodeMajor}-${process.platform}-${process.arch}`;
	return path.join(cacheFolder(), name);
}

/** Compiled against Node-API, it fits every Node. */
export function sqliteFolder(): string {
	return path.join(cacheFolder(), `sqlite3-${SQLITE3_VERSION}-${process.platform}-${process.arch}`);
}
