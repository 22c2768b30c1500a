import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type {
	IDataObject,
	IHookFunctions,
	INode,
	IWebhookData,
	IWebhookFunctions,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	WebhookSetupMethodNames,
	Workflow,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createAdditionalData } from './additionalData.mts';
import { createCredentialsHelper } from './credentialsHelper.mts';
import { core, workflow as n8nWorkflow } from './n8n.mts';
import { createWorkflow, runWorkflow, type RunEnvironment } from './runWorkflow.mts';
import { plain, serializeError } from './serialize.mts';
import type {
	ActivationOptions,
	Credentials,
	RegisteredWebhook,
	WebhookCall,
	WebhookKind,
	WorkflowJson,
} from './types.mts';

const PATHS: Record<WebhookKind, string> = { production: 'webhook', test: 'webhook-test' };

interface Route {
	kind: WebhookKind;
	json: WorkflowJson;
	options: ActivationOptions;
	webhook: IWebhookData;
	/** A test's own, which n8n keeps with the route and forgets with it. */
	staticData?: IDataObject;
}

interface Activated {
	workflow: Workflow;
	kind: WebhookKind;
	options: ActivationOptions;
}

/**
 * What n8n's server does around the webhook methods of a trigger: it calls them when a workflow is
 * activated or tested and when that ends, keeps their static data, and listens on a real socket for what
 * they have ordered. That code is not in n8n-core, so this repeats it.
 */
export class Webhooks {
	/** By kind and path. */
	private readonly routes = new Map<string, Route>();
	/** By workflow, as n8n saves it for production only. */
	private readonly staticData = new Map<string, IDataObject>();
	private calls: Array<{ workflowId: string; call: WebhookCall }> = [];
	private readonly underWay = new Set<Promise<void>>();
	private server: http.Server | undefined;

	constructor(private readonly environment: RunEnvironment) {}

	/** Publishes a workflow, or listens for a test event. As in n8n, a failure takes back what was begun. */
	async activate(
		json: WorkflowJson,
		options: ActivationOptions = {},
	): Promise<RegisteredWebhook[]> {
		const kind = options.kind ?? 'production';
		if (json.staticData) this.staticData.set(idOf(json), json.staticData);
		const activated = await this.open(json, kind, options);
		const { workflow } = activated;
		const registered: RegisteredWebhook[] = [];
		for (const webhook of this.webhooksOf(activated)) {
			const route: Route = { kind, json, options, webhook };
			// Before the service is asked, which may call at once to see whether anybody is there.
			this.routes.set(`${kind} ${webhook.path}`, route);
			try {
				registered.push(await this.register(activated, webhook));
			} catch (error) {
				await this.deactivate(idOf(json), kind).catch(() => undefined);
				throw error;
			}
			if (kind === 'test') route.staticData = plain(workflow.staticData);
		}
		if (kind === 'production') this.staticData.set(workflow.id, plain(workflow.staticData));
		return registered;
	}

	/** Returns what each `delete` answered. */
	async deactivate(
		workflowId: string,
		kind: WebhookKind,
		credentials?: Credentials,
	): Promise<boolean[]> {
		const answers: boolean[] = [];
		for (const [key, route] of this.routes) {
			if (route.kind !== kind || idOf(route.json) !== workflowId) continue;
			const options = { ...route.options, ...(credentials && { credentials }) };
			const activated = await this.open(route.json, kind, options, route.staticData);
			const { workflow } = activated;
			answers.push(await this.runMethod('delete', activated, route.webhook, 'internal', 'update'));
			if (kind === 'production') this.staticData.set(workflowId, plain(workflow.staticData));
			this.routes.delete(key);
		}
		return answers;
	}

	/** Calls since the last time, with the runs that they started, once all of these have ended. */
	async takeCalls(workflowId: string): Promise<WebhookCall[]> {
		while (this.underWay.size > 0) await Promise.all(this.underWay);
		const taken = this.calls.filter((entry) => entry.workflowId === workflowId);
		this.calls = this.calls.filter((entry) => entry.workflowId !== workflowId);
		return taken.map(({ call }) => call);
	}

	async close(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
	}

	private async open(
		json: WorkflowJson,
		kind: WebhookKind,
		options: ActivationOptions,
		ownStaticData?: IDataObject,
	): Promise<Activated> {
		await this.listen();
		const staticData = ownStaticData ?? this.staticData.get(idOf(json)) ?? {};
		const { nodeTypes } = this.environment;
		const workflow = createWorkflow({ ...json, staticData }, nodeTypes, options.credentials ?? {});
		return { workflow, kind, options };
	}

	private async register(activated: Activated, webhook: IWebhookData): Promise<RegisteredWebhook> {
		const [mode, activation]: [WorkflowExecuteMode, WorkflowActivateMode] =
			activated.kind === 'test' ? ['manual', 'manual'] : ['trigger', 'activate'];
		const existed = await this.runMethod('checkExists', activated, webhook, mode, activation);
		if (!existed) await this.runMethod('create', activated, webhook, mode, activation);
		return {
			node: webhook.node,
			url: `${this.base()}/${PATHS[activated.kind]}/${webhook.path}`,
			existed,
		};
	}

	private async runMethod(
		method: WebhookSetupMethodNames,
		{ workflow, kind, options }: Activated,
		webhook: IWebhookData,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	): Promise<boolean> {
		const node = nodeOf(workflow, webhook.node);
		const { webhookMethods } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const run = webhookMethods?.[webhook.webhookDescription.name]?.[method];
		if (!run) throw new Error(`The node has no webhook method "${method}".`);
		const additionalData = this.additionalData(workflow, options);
		const data = { ...webhook, isTest: kind === 'test' };
		const context = new core.HookContext(workflow, node, additionalData, mode, activation, data);
		return await run.call(context as unknown as IHookFunctions);
	}

	private webhooksOf({ workflow, options }: Activated): IWebhookData[] {
		const workflowExecuteAdditionalData = this.additionalData(workflow, options);
		return Object.values(workflow.nodes).flatMap((node) => {
			const { description } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
			if (node.disabled) return [];
			return (description.webhooks ?? []).map((webhookDescription) => ({
				httpMethod: 'POST' as const,
				node: node.name,
				path: n8nWorkflow.NodeHelpers.getNodeWebhookPath(
					workflow.id,
					node,
					webhookDescription.path,
					webhookDescription.isFullPath,
				),
				webhookDescription,
				workflowId: workflow.id,
				workflowExecuteAdditionalData,
			}));
		});
	}

	private additionalData(
		workflow: Workflow,
		options: ActivationOptions,
	): IWorkflowExecuteAdditionalData {
		const base = options.publicUrl ?? this.base();
		const credentialsHelper = createCredentialsHelper(
			this.environment.loader,
			options.credentials ?? {},
		);
		return {
			...createAdditionalData({ credentialsHelper, workflowId: workflow.id }),
			webhookBaseUrl: `${base}/${PATHS.production}`,
			webhookTestBaseUrl: `${base}/${PATHS.test}`,
		};
	}

	private async listen(): Promise<void> {
		if (this.server) return;
		const server = http.createServer((request, response) => {
			const handling = this.handle(request, response).finally(() => this.underWay.delete(handling));
			this.underWay.add(handling);
		});
		this.server = server;
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	}

	private base(): string {
		const { port } = this.server?.address() as AddressInfo;
		return `http://127.0.0.1:${port}`;
	}

	private async handle(
		request: http.IncomingMessage,
		response: http.ServerResponse,
	): Promise<void> {
		const url = new URL(request.url ?? '/', this.base());
		const [, prefix, ...parts] = url.pathname.split('/');
		const kind = prefix === PATHS.test ? 'test' : 'production';
		const route = this.routes.get(`${kind} ${parts.join('/')}`);
		if (!route || request.method !== route.webhook.httpMethod) {
			return answer(response, 404, { message: 'The requested webhook is not registered.' });
		}
		const call: WebhookCall = { kind, query: url.search, status: 200 };
		this.calls.push({ workflowId: idOf(route.json), call });
		const body = await readBody(request);
		if (!body.ok) {
			call.status = 422;
			return answer(response, call.status, { message: 'Failed to parse request body' });
		}
		const query = Object.fromEntries(url.searchParams);
		Object.assign(request, { body: body.value, query, params: {} });
		try {
			const { workflowData } = await this.runWebhook(route, request, response);
			if (workflowData === undefined) {
				return answer(response, call.status, { message: 'Webhook call received' });
			}
			// "onReceived": the caller does not wait for the workflow.
			answer(response, call.status, { message: 'Workflow was started' });
			call.run = await runWorkflow(this.environment, route.json, {
				...(route.options.credentials && { credentials: route.options.credentials }),
				mode: kind === 'test' ? 'manual' : 'webhook',
				startNode: route.webhook.node,
				items: (workflowData[0] ?? []).map(({ json }) => json),
			});
		} catch (error) {
			call.status = 500;
			call.error = serializeError(error);
			answer(response, call.status, { message: 'Workflow could not be started!' });
		}
	}

	private async runWebhook(
		{ kind, json, options, webhook, staticData }: Route,
		request: http.IncomingMessage,
		response: http.ServerResponse,
	): Promise<IWebhookResponseData> {
		const { workflow } = await this.open(json, kind, options, staticData);
		const node = nodeOf(workflow, webhook.node);
		const nodeType = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		if (!nodeType.webhook) throw new Error('The node has no method "webhook".');
		const additionalData = {
			...this.additionalData(workflow, options),
			httpRequest: request as never,
			httpResponse: response as never,
		};
		const mode = kind === 'test' ? 'manual' : 'webhook';
		const data = { ...webhook, isTest: kind === 'test' };
		const context = new core.WebhookContext(workflow, node, additionalData, mode, data, [], null);
		const answered = await nodeType.webhook.call(context as unknown as IWebhookFunctions);
		if (kind === 'production') this.staticData.set(workflow.id, plain(workflow.staticData));
		return answered;
	}
}

function idOf({ id }: WorkflowJson): string {
	return id ?? 'workflow';
}

function nodeOf(workflow: Workflow, name: string): INode {
	const node = workflow.getNode(name);
	if (!node) throw new Error(`The workflow has no node "${name}".`);
	return node;
}

type Body = { ok: true; value: unknown } | { ok: false };

/** n8n reads JSON and text by their content type, and gives a node nothing of what it does not know. */
async function readBody(request: http.IncomingMessage): Promise<Body> {
	const content = await text(request);
	const type = request.headers['content-type']?.split(';')[0];
	if (content === '') return { ok: true, value: {} };
	if (type === 'text/plain') return { ok: true, value: content };
	if (type !== 'application/json') return { ok: true, value: undefined };
	try {
		return { ok: true, value: JSON.parse(content) };
	} catch {
		return { ok: false };
	}
}

function answer(response: http.ServerResponse, status: number, body: IDataObject): void {
	if (response.headersSent) return;
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
