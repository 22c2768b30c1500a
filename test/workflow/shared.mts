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

/**
 * An engine with nothing in it of the test files before, to be closed by those who open it.
 *
 * @param waitSpeed how many times faster waits pass
 */
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

/** Opens it before the tests of a file and closes it after them. What it has is read through what is returned. */
export function useOpened<Opened extends { close(): Promise<void> }>(
	open: () => Promise<Opened>,
): Opened {
	let opened: Opened | undefined;
	beforeAll(async () => {
		opened = await open();
	});
	afterAll(async () => await opened?.close());
	return new Proxy({} as Opened, { get: (_, name) => Reflect.get(opened ?? {}, name) as unknown });
}
