const REPEAT_MS = 15_000;

/** One line of progress. */
export function report(line: string): void {
	process.stderr.write(`${line}\n`);
}

/** Says what is going on, and goes on saying so with the time that has passed: silence looks like a hang. */
export async function reported<T>(what: string, work: () => Promise<T>): Promise<T> {
	const start = Date.now();
	report(`${what} ...`);
	const timer = setInterval(() => report(`${what} ... ${seconds(start)} s`), REPEAT_MS);
	try {
		return await work();
	} finally {
		clearInterval(timer);
	}
}

export function seconds(since: number): number {
	return Math.round((Date.now() - since) / 1000);
}
