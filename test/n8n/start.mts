import { CUSTOMERS_GROUP } from '../demo/customersGroup.mts';
import { preparePackage } from '../engine/package/prepare.mts';
import { DOCUMENTED_GROUP, startSandbox, type Sandbox } from '../sandbox/sandbox.mts';
import { N8nClient } from './client.mts';
import { example, exampleNames, withCredential } from './examples.mts';
import { ensureN8n } from './install.mts';
import { startN8n, type N8nInstance } from './instance.mts';
import { freePortNear } from './ports.mts';
import { reported } from './progress.mts';
import type { Owner } from './types.mts';

// The real n8n editor with this package, against the sandbox, for people who want to click. All of it is on
// loopback and gone after Ctrl-C.

const OWNER: Owner = {
	email: 'you@example.com',
	firstName: 'You',
	lastName: 'Example',
	password: 'Groups-with-n8n-1',
};

const N8N_PORT = 5678;
const SANDBOX_PORT = 4010;

const stops: Array<() => Promise<void>> = [];
let stopping: Promise<void> | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => void stop());
}

async function main(): Promise<void> {
	const install = await ensureN8n();
	const { packageFolder } = await reported('Building the package', preparePackage);
	if (stopping) return;
	const sandbox = await startSandbox({
		port: await freePortNear(SANDBOX_PORT),
		world: { groups: [DOCUMENTED_GROUP, CUSTOMERS_GROUP] },
	});
	stops.push(async () => await sandbox.close());
	const port = await freePortNear(N8N_PORT);
	const packages = [packageFolder];
	const n8n = await reported('Starting n8n', () => startN8n({ install, packages, port }));
	stops.push(async () => await n8n.stop());
	if (stopping) return await stopAll();
	const client = await N8nClient.signIn(n8n.url, OWNER, install);
	const names = await fill(client, sandbox);
	process.stdout.write(introduction(n8n, sandbox, names));
}

/** The credential, and every example with the credential chosen in it. */
async function fill(client: N8nClient, { apiKey, baseUrl }: Sandbox): Promise<string[]> {
	const { id, name } = await client.createCredential('2Chat sandbox', { apiKey, baseUrl });
	const examples = exampleNames.map(example);
	for (const workflow of examples) {
		await client.createWorkflow(withCredential(workflow, { twoChatGroupsApi: { id, name } }));
	}
	return examples.map((workflow) => workflow.name ?? '');
}

function introduction({ url }: N8nInstance, sandbox: Sandbox, names: string[]): string {
	return [
		'',
		'n8n is running, with the package, a credential for the sandbox, and these workflows:',
		...names.map((name) => `  ${name}`),
		'',
		`  n8n       ${url}`,
		`  sign in   ${OWNER.email}`,
		`  password  ${OWNER.password}`,
		'',
		`  The groups, as WhatsApp would have them:  ${sandbox.url}`,
		'',
		'Nobody real is ever written to. Ctrl-C ends all of it, and nothing is kept.',
		'',
	].join('\n');
}

async function stop(): Promise<void> {
	stopping ??= stopAll();
	await stopping;
}

async function stopAll(): Promise<void> {
	if (stops.length > 0) process.stderr.write('\nStopping n8n ...\n');
	for (const end of stops.splice(0).reverse()) await end();
	process.exit();
}

main().catch(async (error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
	await stop();
});
