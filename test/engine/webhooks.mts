import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type {
	IDataObject,
	IHookFunctions,
	INode,
	INodeType,
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

/** A workflow that is published or tested. */
interface Registration {
	kind: WebhookKind;
	json: WorkflowJson;
	options: ActivationOptions;
	/** A test's own, which n8n keeps with the route and forgets with it. */
	staticData?: IDataObject;
}

interface Route extends Registration {
	webhook: IWebhookData;
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
		const { kind = 'production' } = options;
		if (json.staticData) this.staticData.set(idOf(json), json.staticData);
		const registration: Registration = { kind, json, options };
		const workflow = await this.open(registration);
		const registered: RegisteredWebhook[] = [];
		for (const webhook of this.webhooksOf(workflow, options)) {
			const route: Route = { ...registration, webhook };
			// Before the service is asked, which may call at once to see whether anybody is there.
			this.routes.set(`${kind} ${webhook.path}`, route);
			try {
				registered.push(await this.register(workflow, route));
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
		for (const [key, known] of this.routes) {
			if (known.kind !== kind || idOf(known.json) !== workflowId) continue;
			const route = {
				...known,
				options: { ...known.options, ...(credentials && { credentials }) },
			};
			const workflow = await this.open(route);
			answers.push(await this.runMethod('delete', workflow, route, 'internal', 'update'));
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

	private async open({ json, options, staticData }: Registration): Promise<Workflow> {
		await this.listen();
		const known = staticData ?? this.staticData.get(idOf(json)) ?? {};
		const { nodeTypes } = this.environment;
		return createWorkflow({ ...json, staticData: known }, nodeTypes, options.credentials ?? {});
	}

	private async register(workflow: Workflow, route: Route): Promise<RegisteredWebhook> {
		const { kind, webhook } = route;
		const [mode, activation]: [WorkflowExecuteMode, WorkflowActivateMode] =
			kind === 'test' ? ['manual', 'manual'] : ['trigger', 'activate'];
		const existed = await this.runMethod('checkExists', workflow, route, mode, activation);
		if (!existed) await this.runMethod('create', workflow, route, mode, activation);
		return { url: `${this.base()}/${PATHS[kind]}/${webhook.path}`, existed };
	}

	private async runMethod(
		method: WebhookSetupMethodNames,
		workflow: Workflow,
		{ kind, options, webhook }: Route,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	): Promise<boolean> {
		const [node, { webhookMethods }] = nodeOf(workflow, webhook.node);
		const run = webhookMethods?.[webhook.webhookDescription.name]?.[method];
		if (!run) throw new Error(`The node has no webhook method "${method}".`);
		const additionalData = this.additionalData(workflow, options);
		const data = { ...webhook, isTest: kind === 'test' };
		const context = new core.HookContext(workflow, node, additionalData, mode, activation, data);
		return await run.call(context as unknown as IHookFunctions);
	}

	private webhooksOf(workflow: Workflow, options: ActivationOptions): IWebhookData[] {
		const workflowExecuteAdditionalData = this.additionalData(workflow, options);
		return Object.values(workflow.nodes).flatMap((node) => {
			const [, { description }] = nodeOf(workflow, node.name);
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
		const call: WebhookCall = { kind, status: 200 };
		this.calls.push({ workflowId: idOf(route.json), call });
		const query = Object.fromEntries(url.searchParams);
		try {
			Object.assign(request, { body: await readBody(request), query, params: {} });
		} catch {
			call.status = 422;
			return answer(response, call.status, { message: 'Failed to parse request body' });
		}
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
		route: Route,
		request: http.IncomingMessage,
		response: http.ServerResponse,
	): Promise<IWebhookResponseData> {
		const { kind, options, webhook } = route;
		const workflow = await this.open(route);
		const [node, nodeType] = nodeOf(workflow, webhook.node);
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

function nodeOf(workflow: Workflow, name: string): [INode, INodeType] {
	const node = workflow.getNode(name);
	if (!node) throw new Error(`The workflow has no node "${name}".`);
	return [node, workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion)];
}

/** n8n reads JSON and text by their content type, and gives a node nothing of what it does not know. */
async function readBody(request: http.IncomingMessage): Promise<unknown> {
	const content = await text(request);
	const type = request.headers['content-type']?.split(';')[0];
	if (content === '') return {};
	if (type === 'text/plain') return content;
	return type === 'application/json' ? JSON.parse(content) : undefined;
}

function answer(response: http.ServerResponse, status: number, body: IDataObject): void {
	if (response.headersSent) return;
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
