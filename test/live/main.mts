import { once } from 'node:events';
import readline from 'node:readline/promises';
import { Writable } from 'node:stream';

import { HELP, readArguments, startCheck, type Check } from './check.mts';

// Runs the live check in a terminal. Nothing is sent before the person has said yes to it.

const stop = new AbortController();
let check: Check | undefined;

/** Lines that are typed or piped, the key without being shown. */
function openTerminal() {
	let isHidden = false;
	const output = new Writable({
		write: (chunk: Buffer, _encoding, done) => {
			if (!isHidden) process.stdout.write(chunk);
			done();
		},
	});
	const terminal = process.stdin.isTTY;
	const reader = readline.createInterface({ input: process.stdin, output, terminal });
	reader.on('SIGINT', interrupt);
	const lines = reader[Symbol.asyncIterator]();
	const stopped = once(stop.signal, 'abort').then(() => ({ done: true, value: '' }));
	const ask = async (question: string) => {
		process.stdout.write(question);
		const { done, value } = await Promise.race([stopped, lines.next()]);
		if (done === true) throw new Error('Nobody answers any more.');
		return value.trim();
	};
	const askHidden = async (question: string) => {
		process.stdout.write(question);
		isHidden = true;
		const answer = await ask('').finally(() => {
			isHidden = false;
		});
		process.stdout.write('\n');
		return answer;
	};
	return { ask, askHidden, close: () => reader.close() };
}

function interrupt(): void {
	print('\nWhat exists by now:');
	for (const line of check?.whatIsLeft() ?? ['Nothing was sent.']) print(line);
	if (stop.signal.aborted) process.exit(130);
	print(
		'The request under way is waited for, and what can be removed is removed. Ctrl-C again ends at once.',
	);
	stop.abort();
	process.exitCode = 130;
}

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
	const options = readArguments(process.argv.slice(2));
	if (options === null) return print(HELP);
	process.on('SIGINT', interrupt);
	const { ask, askHidden, close } = openTerminal();
	try {
		const apiKey =
			process.env.TWOCHAT_API_KEY ?? (await askHidden('2Chat API key (is not shown): '));
		const baseUrl = process.env.TWOCHAT_BASE_URL ?? 'https://api.p.2chat.io/open';
		if (apiKey.trim() === '') throw new Error('Without a key nothing can be asked.');
		const connection = { apiKey: apiKey.trim(), baseUrl: baseUrl.replace(/\/+$/, '') };
		check = await startCheck({ ...options, ...connection, stop: stop.signal }, { ask, print });
		if (!(await check.done)) process.exitCode ||= 1;
	} finally {
		close();
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode ||= 1;
});
