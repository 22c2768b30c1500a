import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/**
 * n8n is started from a process of its own: jest loads this file without TypeScript, and a loader in jest's
 * own process would keep that from ending. When jest goes, for whatever reason, so does the other process.
 */
export default async function setup() {
	const host = fork(fileURLToPath(new URL('sharedN8n.mts', import.meta.url)), {
		execArgv: ['--import', 'tsx'],
	});
	const failed = once(host, 'exit').then(() => {
		throw new Error('n8n could not be started for the tests; see above.');
	});
	const [shared] = await Promise.race([once(host, 'message'), failed]);
	failed.catch(() => {});
	// The environment is the one thing that jest hands from here to the test files.
	process.env.E2E_SHARED_N8N = JSON.stringify(shared);
	globalThis.stopSharedN8n = async () => {
		const ended = once(host, 'exit');
		host.disconnect();
		await ended;
	};
}
