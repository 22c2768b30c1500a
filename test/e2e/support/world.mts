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

export async function signIn(): Promise<N8nClient> {
	const { url, install } = shared();
	return await N8nClient.signIn(url, OWNER, install);
}
