import type { Engine, EngineOptions } from '../../engine/types.mts';
import type { Sandbox, SandboxOptions } from '../../sandbox/sandbox.mts';

declare global {
	/** What test/environment.mjs has loaded once for all test files. */
	const shared: {
		engine(options: EngineOptions): Promise<Engine>;
		startSandbox(options: SandboxOptions): Promise<Sandbox>;
	};
}

/** An engine with nothing in it of the test files before, to be closed by those who open it. */
export async function openEngine(options: EngineOptions = {}): Promise<Engine> {
	const engine = await shared.engine(options);
	await engine.reset();
	return { ...engine, close: async () => await engine.reset() };
}

export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	return await shared.startSandbox(options);
}
