import { TestEnvironment } from 'jest-environment-node';
import { tsImport } from 'tsx/esm/api';

const loaded = new Map();

/** Once, and only for those who ask: the unit tests do not. */
function load(file) {
	if (!loaded.has(file)) loaded.set(file, tsImport(file, import.meta.url));
	return loaded.get(file);
}

/** Engines that nobody uses at the moment. They outlive a test file, unlike everything that it loads itself. */
const free = [];

async function takeEngine() {
	const { startEngine } = await load('./engine/client.mts');
	return free.pop() ?? (await startEngine());
}

async function startSandbox(options) {
	const sandbox = await load('./sandbox/sandbox.mts');
	return await sandbox.startSandbox(options);
}

// Jest says that a worker "has failed to exit gracefully" half a second after it was told to end, and node is longer at
// freeing that much memory. A kill frees it at once: 2 is jest-worker's CHILD_MESSAGE_END, after which there is nothing
// left to do. The engines' processes end with the channel to this one.
if (process.send) {
	process.on('message', (message) => {
		if (Array.isArray(message) && message[0] === 2) process.kill(process.pid, 'SIGKILL');
	});
}

/** Loads what is slow to load, n8n's engine above all, once for all test files instead of in each. */
export default class SharedEnvironment extends TestEnvironment {
	async setup() {
		await super.setup();
		this.global.shared = { takeEngine, giveBack: (engine) => free.push(engine), startSandbox };
	}
}
