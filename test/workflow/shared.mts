import type { Engine } from '../engine/types.mts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.mts';

declare global {
	/** What test/environment.mjs has loaded once for all test files. */
	const shared: {
		takeEngine(): Promise<Engine>;
		giveBack(engine: Engine): void;
		startSandbox(options: SandboxOptions): Promise<Sandbox>;
	};
}

/** An engine to be closed by those who open it. */
export async function openEngine(waitSpeed = 1): Promise<Engine> {
	const engine = await shared.takeEngine();
	await engine.reset(waitSpeed);
	const close = async () => {
		await engine.reset();
		shared.giveBack(engine);
	};
	return { ...engine, close };
}

export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	return await shared.startSandbox(options);
}
