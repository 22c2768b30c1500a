import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { DOCUMENTED_GROUP, startSandbox, type Sandbox } from './sandbox.mts';

const DEFAULT_PORT = 4010;
const RECORDED = fileURLToPath(new URL('recorded', import.meta.url));

async function start(): Promise<Sandbox> {
	const { values } = parseArgs({ options: { port: { type: 'string' } } });
	const port = Number(values.port ?? DEFAULT_PORT);
	const world = { groups: [DOCUMENTED_GROUP] };
	return await startSandbox({ port, world, recorded: RECORDED }).catch((error) => {
		if (error.code !== 'EADDRINUSE') throw error;
		throw new Error(
			`Port ${port} is in use. Stop the program that uses it, or try another: npm run sandbox -- --port ${port + 1}`,
		);
	});
}

function introduction({ url, baseUrl, apiKey, world }: Sandbox): string {
	const column = (text: string) => `  ${text.padEnd(16)}`;
	const states = { C: 'connected', D: 'disconnected', F: 'failed' };
	const numbers = world.numbers.map(
		({ phoneNumber, friendlyName, connectionStatus, channelType }) => {
			const state = channelType === 'WABA' ? 'cannot do groups' : states[connectionStatus];
			return `${column(phoneNumber)}${friendlyName} (${state})`;
		},
	);
	const people = [...world.people.values()].map(
		({ phoneNumber, name, story }) => `${column(phoneNumber)}${name ?? 'Nobody'}: ${story ?? ''}`,
	);
	return [
		'The 2Chat sandbox is running. Nobody real is ever written to.',
		'',
		`See the groups:  ${url}/`,
		'In the n8n credential:',
		`  Base URL  ${baseUrl}`,
		`  API Key   ${apiKey}`,
		'',
		'Your numbers:',
		...numbers,
		'',
		'People to try (any other number joins):',
		...people,
		'',
		'Lose the answer of the next creation, after the group was made:',
		`  curl ${url}/_sandbox/faults -H 'content-type: application/json' -d '{"operation":"create-group","when":"after","effect":"html","status":504}'`,
		`Start again from nothing:  curl -X POST ${url}/_sandbox/reset`,
		'',
		'Ctrl-C ends it.',
		'',
	].join('\n');
}

try {
	const sandbox = await start();
	process.stdout.write(introduction(sandbox));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void sandbox.close());
	}
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
}
