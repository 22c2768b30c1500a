import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.mts';
import { N8nClient } from '../../n8n/client.mts';
import { OWNER, shared } from './shared.mts';

export interface E2eWorld {
	n8n: N8nClient;
	sandbox: Sandbox;
	/** As a node has it in a workflow. */
	credentials: Record<string, { id: string; name: string }>;
	close(): Promise<void>;
}

/** A 2Chat of its own for a test file, and a credential for it in the shared n8n, or in another. */
export async function openWorld(
	options: SandboxOptions = {},
	other?: N8nClient,
): Promise<E2eWorld> {
	const n8n = other ?? (await signIn());
	const sandbox = await startSandbox(options);
	const { apiKey, baseUrl } = sandbox;
	const credential = await n8n.createCredential('2Chat sandbox', { apiKey, baseUrl });
	const { id, name } = credential;
	return {
		n8n,
		sandbox,
		credentials: { twoChatGroupsApi: { id, name } },
		async close() {
			await n8n.deleteCredential(credential);
			await sandbox.close();
		},
	};
}

/** The same for the tests of a file; each of them finds 2Chat as it was at first. */
export function useWorld(options?: SandboxOptions): E2eWorld {
	const world = {} as E2eWorld;
	beforeAll(async () => void Object.assign(world, await openWorld(options)));
	beforeEach(() => world.sandbox.reset());
	afterAll(async () => await world.close());
	return world;
}

/** The creation of this group is refused so many times, before anything is done. */
export function refuse({ sandbox }: E2eWorld, name: string, times = 1): void {
	sandbox.fault({
		operation: 'create-group',
		bodyContains: name,
		times,
		effect: 'answer',
		status: 400,
		body: { success: false, error_message: 'Sorry, not this one' },
	});
}

/** The group is made, but the answer never arrives. */
export function loseAnswer({ sandbox }: E2eWorld, name: string): void {
	sandbox.fault({
		operation: 'create-group',
		bodyContains: name,
		when: 'after',
		effect: 'reset',
	});
}

export async function signIn(): Promise<N8nClient> {
	const { url, install } = shared();
	return await N8nClient.signIn(url, OWNER, install);
}
