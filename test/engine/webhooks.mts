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
	IWorkflowExecuteAdditionalData,
	WebhookSetupMethodNames,
	Workflow,
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

/** Why and how n8n calls a webhook method, in its own words. */
const BEGINNING = { production: ['trigger', 'activate'], test: ['manual', 'manual'] } as const;
const ENDING = ['internal', 'update'] as const;

/** A workflow with a trigger that is published or tested. */
interface Route {
	kind: WebhookKind;
	json: WorkflowJson;
	options: ActivationOptions;
	/** A test's own, which n8n keeps with the route and forgets with it. */
	staticData?: IDataObject;
}

/** One, opened for something that n8n does with its trigger. */
interface Opened extends Route {
	workflow: Workflow;
	node: INode;
	nodeType: INodeType;
	webhook: IWebhookData;
	additionalData: IWorkflowExecuteAdditionalData;
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
	async activate(json: WorkflowJson, options: ActivationOptions = {}): Promise<RegisteredWebhook> {
		const { kind = 'production' } = options;
		if (json.staticData) this.staticData.set(idOf(json), json.staticData);
		const route: Route = { kind, json, options };
		const opened = await this.open(route);
		const { path } = opened.webhook;
		// Before the service is asked, which may call at once to see whether anybody is there.
		this.routes.set(`${kind} ${path}`, route);
		try {
			const existed = await this.runMethod('checkExists', opened);
			if (!existed) await this.runMethod('create', opened);
			this.keepStaticData(route, opened);
			return { url: `${this.base()}/${PATHS[kind]}/${path}`, existed };
		} catch (error) {
			await this.deactivate(idOf(json), kind).catch(() => undefined);
			throw error;
		}
	}

	/** Gives what `delete` answered; nothing of a workflow that is not active. */
	async deactivate(
		workflowId: string,
		kind: WebhookKind,
		credentials?: Credentials,
	): Promise<boolean | undefined> {
		for (const [key, route] of this.routes) {
			if (route.kind !== kind || idOf(route.json) !== workflowId) continue;
			const options = { ...route.options, ...(credentials && { credentials }) };
			const opened = await this.open({ ...route, options });
			const answer = await this.runMethod('delete', opened);
			this.keepStaticData(route, opened);
			this.routes.delete(key);
			return answer;
		}
		return undefined;
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

	private async open(route: Route): Promise<Opened> {
		await this.listen();
		const { json, options, staticData = this.staticData.get(idOf(json)) ?? {} } = route;
		const { credentials = {}, publicUrl = this.base() } = options;
		const { nodeTypes, loader } = this.environment;
		const workflow = createWorkflow({ ...json, staticData }, nodeTypes, credentials);
		const credentialsHelper = createCredentialsHelper(loader, credentials);
		const additionalData = {
			...createAdditionalData({ credentialsHelper, workflowId: workflow.id }),
			webhookBaseUrl: `${publicUrl}/${PATHS.production}`,
			webhookTestBaseUrl: `${publicUrl}/${PATHS.test}`,
		};
		for (const node of Object.values(workflow.nodes)) {
			const nodeType = nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
			const [description] = nodeType.description.webhooks ?? [];
			if (!description) continue;
			const webhook: IWebhookData = {
				httpMethod: 'POST',
				node: node.name,
				path: n8nWorkflow.NodeHelpers.getNodeWebhookPath(
					workflow.id,
					node,
					description.path,
					description.isFullPath,
				),
				webhookDescription: description,
				workflowId: workflow.id,
				workflowExecuteAdditionalData: additionalData,
			};
			return { ...route, workflow, node, nodeType, webhook, additionalData };
		}
		throw new Error('The workflow has no webhook.');
	}

	private async runMethod(
		method: WebhookSetupMethodNames,
		{ kind, workflow, node, nodeType, webhook, additionalData }: Opened,
	): Promise<boolean> {
		const run = nodeType.webhookMethods?.[webhook.webhookDescription.name]?.[method];
		if (!run) throw new Error(`The node has no webhook method "${method}".`);
		const [mode, activation] = method === 'delete' ? ENDING : BEGINNING[kind];
		const data = { ...webhook, isTest: kind === 'test' };
		const context = new core.HookContext(workflow, node, additionalData, mode, activation, data);
		return await run.call(context as unknown as IHookFunctions);
	}

	private keepStaticData(route: Route, { workflow }: Opened): void {
		const staticData = plain(workflow.staticData);
		if (route.kind === 'test') route.staticData = staticData;
		else this.staticData.set(workflow.id, staticData);
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
		if (!route || request.method !== 'POST') {
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
			await this.start(route, call, request, response);
		} catch (error) {
			call.status = 500;
			call.error = serializeError(error);
			answer(response, call.status, { message: 'Workflow could not be started!' });
		}
	}

	/** Asks the trigger what it makes of the call, and runs the workflow with that. */
	private async start(
		route: Route,
		call: WebhookCall,
		request: http.IncomingMessage,
		response: http.ServerResponse,
	): Promise<void> {
		const opened = await this.open(route);
		const { kind, json, options, workflow, node, nodeType, webhook } = opened;
		if (!nodeType.webhook) throw new Error('The node has no method "webhook".');
		const additionalData = {
			...opened.additionalData,
			httpRequest: request as never,
			httpResponse: response as never,
		};
		const mode = kind === 'test' ? 'manual' : 'webhook';
		const data = { ...webhook, isTest: kind === 'test' };
		const context = new core.WebhookContext(workflow, node, additionalData, mode, data, [], null);
		const { workflowData } = await nodeType.webhook.call(context as unknown as IWebhookFunctions);
		if (kind === 'production') this.keepStaticData(route, opened);
		if (workflowData === undefined) {
			return answer(response, call.status, { message: 'Webhook call received' });
		}
		// "onReceived": the caller does not wait for the workflow.
		answer(response, call.status, { message: 'Workflow was started' });
		call.run = await runWorkflow(this.environment, json, {
			...(options.credentials && { credentials: options.credentials }),
			mode,
			startNode: node.name,
			items: (workflowData[0] ?? []).map((item) => item.json),
		});
	}
}

function idOf({ id }: WorkflowJson): string {
	return id ?? 'workflow';
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
