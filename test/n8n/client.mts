import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { WorkflowJson } from '../engine/types.mts';
import type { N8nInstall } from './install.mts';
import type {
	Execution,
	ExecutionSummary,
	Owner,
	StoredCredential,
	StoredWorkflow,
} from './types.mts';

const ENDED = ['success', 'error', 'crashed', 'canceled'];
const POLL_MS = 100;
/** n8n's own limit. */
const PAGE = 100;

type Flatted = { parse(text: string): Execution['data'] };

/** A signed-in user of a running n8n, over the same REST calls that the editor makes. */
export class N8nClient {
	private constructor(
		readonly url: string,
		/** The cookie's value, for a browser that should be signed in, too. */
		readonly cookie: string,
		private readonly flatted: Flatted,
	) {}

	/** Makes the owner on a new n8n, or signs in as the owner of one that has it. */
	static async signIn(url: string, owner: Owner, install: N8nInstall): Promise<N8nClient> {
		// n8n stores executions in this format, with a library of its own.
		const fromN8n = createRequire(path.join(install.folder, 'node_modules', 'n8n', 'package.json'));
		const flatted = fromN8n('flatted') as Flatted;
		const setup = await post(`${url}/rest/owner/setup`, owner);
		const response = setup.ok
			? setup
			: await post(`${url}/rest/login`, {
					emailOrLdapLoginId: owner.email,
					password: owner.password,
				});
		const cookie = /n8n-auth=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1];
		if (!response.ok || cookie === undefined) {
			throw new Error(`n8n does not let the owner in: ${response.status} ${await response.text()}`);
		}
		return new N8nClient(url, cookie, flatted);
	}

	async get<T>(route: string): Promise<T> {
		return await this.call('GET', route);
	}

	async post<T>(route: string, body: unknown = {}): Promise<T> {
		return await this.call('POST', route, body);
	}

	async createCredential(
		name: string,
		data: Record<string, unknown>,
		type = 'twoChatGroupsApi',
	): Promise<StoredCredential> {
		return await this.post('/rest/credentials', {
			name,
			type,
			data: { ...data, allowedHttpRequestDomains: 'all' },
		});
	}

	async deleteCredential({ id }: StoredCredential): Promise<void> {
		await this.call('DELETE', `/rest/credentials/${id}`);
	}

	async createWorkflow(workflow: WorkflowJson): Promise<StoredWorkflow> {
		const { name = 'Workflow', nodes, connections, settings = {}, pinData } = workflow;
		return await this.post('/rest/workflows', {
			name,
			// n8n 1 asks for it.
			active: false,
			nodes: nodes.map(complete),
			connections,
			settings,
			...(pinData && { pinData }),
		});
	}

	async workflow(id: string): Promise<StoredWorkflow> {
		return await this.get(`/rest/workflows/${id}`);
	}

	async activate({ id, versionId }: StoredWorkflow): Promise<StoredWorkflow> {
		return await this.post(`/rest/workflows/${id}/activate`, { versionId });
	}

	async deactivate({ id }: StoredWorkflow): Promise<StoredWorkflow> {
		return await this.post(`/rest/workflows/${id}/deactivate`);
	}

	/** Runs a workflow by hand, from its trigger, and waits for its end. */
	async run(workflow: StoredWorkflow, trigger: string, patienceMs?: number): Promise<Execution> {
		const { executionId } = await this.post<{ executionId: string }>(
			`/rest/workflows/${workflow.id}/run`,
			{ workflowData: await this.workflow(workflow.id), triggerToStartFrom: { name: trigger } },
		);
		return await this.ended(executionId, patienceMs);
	}

	/** "Retry execution". The answer comes when the new execution has ended. */
	async retry(id: string, withSavedWorkflow = false): Promise<Execution> {
		const started = await this.post<{ id: string }>(`/rest/executions/${id}/retry`, {
			loadWorkflow: withSavedWorkflow,
		});
		return await this.ended(started.id);
	}

	/** The latest executions of a workflow, up to n8n's limit of one page. */
	async executions(
		workflowId: string,
		status?: Array<Execution['status']>,
	): Promise<ExecutionSummary[]> {
		return (await this.executionPage({ workflowId, ...(status && { status }) })).results;
	}

	/** Whether so many executions of the workflow have ended and no other is open. */
	async haveEnded(workflowId: string, count: number): Promise<boolean> {
		// What is open stands on the first page, beside those that have ended; `count` is of the latter. The
		// pages behind it skip executions that did not end in the order of their ids.
		const { results, count: ended } = await this.executionPage({ workflowId });
		return ended >= count && results.every(({ status }) => ENDED.includes(status));
	}

	private async executionPage(
		filter: Record<string, unknown>,
	): Promise<{ results: ExecutionSummary[]; count: number }> {
		const query = encodeURIComponent(JSON.stringify(filter));
		return await this.get(`/rest/executions?filter=${query}&limit=${PAGE}`);
	}

	async execution(id: string): Promise<Execution> {
		const stored = await this.get<Omit<Execution, 'data'> & { data: string }>(
			`/rest/executions/${id}`,
		);
		return { ...stored, data: this.flatted.parse(stored.data) };
	}

	/** When it has ended, or waits for a person. */
	async ended(id: string, patienceMs = 60_000): Promise<Execution> {
		const deadline = Date.now() + patienceMs;
		for (;;) {
			const { status } = await this.get<ExecutionSummary>(`/rest/executions/${id}`);
			if ([...ENDED, 'waiting'].includes(status)) return await this.execution(id);
			if (Date.now() > deadline) throw new Error(`Execution ${id} is still ${status}.`);
			await delay(POLL_MS);
		}
	}

	private async call<T>(method: string, route: string, body?: unknown): Promise<T> {
		const response = await fetch(this.url + route, {
			method,
			headers: { cookie: `n8n-auth=${this.cookie}`, 'content-type': 'application/json' },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text}`);
		const parsed: unknown = text === '' ? undefined : JSON.parse(text);
		const isWrapped = typeof parsed === 'object' && parsed !== null && 'data' in parsed;
		return (isWrapped ? parsed.data : parsed) as T;
	}
}

// What an export leaves out and n8n wants back.
function complete(
	node: WorkflowJson['nodes'][number],
	index: number,
): WorkflowJson['nodes'][number] {
	return {
		...node,
		id: node.id ?? `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
		position: node.position ?? [index * 240, 0],
		typeVersion: node.typeVersion ?? 1,
		parameters: node.parameters ?? {},
	};
}

async function post(url: string, body: unknown): Promise<Response> {
	return await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
}
