import { TestEnvironment } from 'jest-environment-node';
import { tsImport } from 'tsx/esm/api';

const { startEngine } = await tsImport('../engine/client.mts', import.meta.url);
const { startSandbox } = await tsImport('../sandbox/sandbox.mts', import.meta.url);

/** By their options. Unlike everything that a test file loads, they outlive it. */
const engines = new Map();

function engine(options) {
	const key = JSON.stringify(options);
	if (!engines.has(key)) engines.set(key, startEngine(options));
	return engines.get(key);
}

/** Loads what is slow to load, n8n's engine above all, once for all test files instead of in each. */
export default class SharedEnvironment extends TestEnvironment {
	async setup() {
		await super.setup();
		this.global.shared = { engine, startSandbox };
	}
}
