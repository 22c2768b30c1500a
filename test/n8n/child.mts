import { spawn, type ChildProcess } from 'node:child_process';

/** Enough of what a program printed to see why it did not start. */
const KEPT_CHARACTERS = 200_000;
const PATIENCE_MS = 20_000;

export interface StartedChild {
	/** What it printed, the latest part. */
	log(): string;
	hasEnded(): boolean;
	/** Resolves with how it ended. */
	ended: Promise<string>;
	/** Asks it to end, insists after a while, and resolves when it is gone. */
	stop(signal?: NodeJS.Signals): Promise<void>;
}

const running = new Set<ChildProcess>();

// For an end that nobody waited for, such as an exception. Signals to single processes only: a group could
// hold somebody else's.
process.on('exit', () => {
	for (const child of running) child.kill('SIGKILL');
});

/** Starts a program whose standard input stays open as long as this process lives. */
export function startChild(
	command: string,
	args: string[],
	options: { cwd?: string; env: NodeJS.ProcessEnv },
): StartedChild {
	const child = spawn(command, args, {
		...options,
		stdio: ['pipe', 'pipe', 'pipe'],
		// Out of the terminal's reach: Ctrl-C goes to us, and we end our children in order.
		detached: true,
	});
	running.add(child);
	let log = '';
	const keep = (chunk: unknown) => (log = (log + String(chunk)).slice(-KEPT_CHARACTERS));
	child.stdout.on('data', keep);
	child.stderr.on('data', keep);
	child.stdin.on('error', () => {});
	let end: string | undefined;
	const ended = new Promise<string>((resolve) => {
		child.on('error', (error) => resolve((end = error.message)));
		child.on('exit', (code, signal) => resolve((end = `ended with ${signal ?? `code ${code}`}`)));
	});
	void ended.then(() => running.delete(child));

	return {
		log: () => log,
		hasEnded: () => end !== undefined,
		ended,
		async stop(signal = 'SIGTERM') {
			if (end !== undefined) return;
			child.kill(signal);
			const insist = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
			await ended;
			clearTimeout(insist);
		},
	};
}

/**
 * Waits until `isReady` says so and does not throw. A child that ends first is an error with its log, and so is one
 * that takes too long, which is killed.
 */
export async function waitFor(
	child: StartedChild,
	what: string,
	isReady: () => Promise<boolean> | boolean,
	patienceMs = 60_000,
): Promise<void> {
	const deadline = Date.now() + patienceMs;
	for (;;) {
		try {
			if (await isReady()) return;
		} catch {
			// Nobody answers so far.
		}
		const isLate = Date.now() > deadline;
		if (isLate) await child.stop('SIGKILL');
		if (child.hasEnded()) {
			const how = isLate ? `was not ready after ${patienceMs / 1000} s` : await child.ended;
			throw new Error(`${what} ${how}:\n${child.log().trim().split('\n').slice(-40).join('\n')}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}
