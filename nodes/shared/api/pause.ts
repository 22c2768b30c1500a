import { sleep } from 'n8n-workflow';

/** Waits `ms` milliseconds, or until the execution is stopped if that comes first. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	if (ms <= 0 || signal?.aborted === true) return;
	if (signal === undefined) return await sleep(ms);
	let wake = () => {};
	const stopped = new Promise<void>((resolve) => {
		wake = resolve;
		signal.addEventListener('abort', wake);
	});
	await Promise.race([sleep(ms), stopped]);
	signal.removeEventListener('abort', wake);
}
