import type {
	ICredentialType,
	IDataObject,
	IExecuteContextData,
	INodeListSearchResult,
	INodeTypeDescription,
	NodeExecutionHint,
	OnError,
} from 'n8n-workflow';

// Everything here crosses a process boundary, so it is plain JSON.

export interface Item {
	json: IDataObject;
	pairedItem?: unknown;
	error?: unknown;
}

/** The settings every node has on its Settings tab. */
export interface NodeSettings {
	onError?: OnError;
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
	executeOnce?: boolean;
}

export interface WorkflowNode extends NodeSettings {
	id?: string;
	name: string;
	type: string;
	typeVersion?: number;
	/** The part of a trigger's address that n8n makes up. */
	webhookId?: string;
	position?: [number, number];
	parameters?: IDataObject;
	credentials?: Record<string, { id: string | null; name: string }>;
	disabled?: boolean;
}

export type Connections = Record<
	string,
	Record<string, Array<Array<{ node: string; type: string; index: number }> | null>>
>;

/** A workflow as n8n exports it. */
export interface WorkflowJson {
	id?: string;
	name?: string;
	nodes: WorkflowNode[];
	connections: Connections;
	settings?: IDataObject;
	pinData?: Record<string, Item[]>;
	staticData?: IDataObject;
}

/** Credential values by credential type. */
export type Credentials = Record<string, IDataObject>;

export interface RunOptions {
	credentials?: Credentials;
	/** The node to start with; otherwise the only trigger of the workflow. */
	startNode?: string;
	/** What the start node receives; a node with pinned data gives that instead. */
	items?: IDataObject[];
	/** Of an earlier run, as "Retry execution" keeps it. */
	contextData?: IExecuteContextData;
	mode?: 'manual' | 'webhook' | 'retry';
	/** Null for none, as n8n runs a tool that is called over MCP. */
	executionId?: string | null;
	/** Stop the execution after so many milliseconds. */
	cancelAfter?: number;
}

export interface SerializedError {
	name: string;
	message: string;
	description?: string | null;
	httpCode?: string | null;
	context?: IDataObject;
	stack?: string;
}

export interface NodeRun {
	status: string;
	/** Items by output. */
	outputs: Item[][];
	error?: SerializedError;
	hints: NodeExecutionHint[];
}

export interface RunResult {
	executionId: string;
	status: string;
	error?: SerializedError;
	/** The runs of each node, by its name. */
	nodes: Record<string, NodeRun[]>;
	contextData: IExecuteContextData;
	staticData: IDataObject;
	/** All that n8n would store of the execution, as text: for "the key is nowhere" checks. */
	stored: string;
}

export interface NodeCall {
	/** The node's name inside this package, such as `twoChatGroups`. */
	type: string;
	parameters?: IDataObject;
	credentials?: Credentials;
}

export interface RunNodeOptions extends NodeCall, Omit<RunOptions, 'startNode'> {
	/** Default: one empty item. */
	items?: IDataObject[];
	settings?: NodeSettings;
	/** A part of the key of n8n's deduplication store. */
	workflowId?: string;
}

export interface RunNodeResult extends RunResult {
	/** The node's last run. Items by output: regular first, then the error output. */
	outputs: Item[][];
	/** The `json` of the first output's items. */
	output: IDataObject[];
	hints: NodeExecutionHint[];
}

export interface RunToolOptions extends Omit<RunNodeOptions, 'items'> {
	/** What the model filled in, for the parameters that say `$fromAI(...)`; a list to call it several times. */
	args: IDataObject | IDataObject[];
	name?: string;
}

export interface ToolAnswer {
	name: string;
	description: string;
	/** The JSON schema that the model sees. */
	schema: IDataObject;
	/** What the model gets back: text, or the message of what went wrong. */
	response?: string;
	failure?: string;
}

/** The answer to the last call. */
export interface RunToolResult extends ToolAnswer {
	run: RunResult;
}

export interface ListSearchCall extends NodeCall {
	method: string;
	filter?: string;
}

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

export interface LoadedPackage {
	name: string;
	folder: string;
	nodes: INodeTypeDescription[];
	/** The AI tool twins that n8n derives from nodes with `usableAsTool`. */
	tools: INodeTypeDescription[];
	credentials: ICredentialType[];
}

export interface DeduplicationOptions {
	/** How long each access to the store takes. */
	latencyMs?: number;
}

/** A trigger has two addresses: one while the workflow is published, one while it is tested. */
export type WebhookKind = 'production' | 'test';

export interface ActivationOptions {
	kind?: WebhookKind;
	credentials?: Credentials;
	/** What n8n takes for its own address (WEBHOOK_URL); otherwise the one where the engine listens. */
	publicUrl?: string;
}

export interface RegisteredWebhook {
	/** Where the engine listens. */
	url: string;
	/** What `checkExists` said; when it said no, `create` has run. */
	existed: boolean;
}

/** A request that arrived at a trigger. */
export interface WebhookCall {
	kind: WebhookKind;
	/** What was answered. */
	status: number;
	/** The workflow's run, if the trigger started one. */
	run?: RunResult;
	error?: SerializedError;
}

export interface EngineOptions {
	/** A package folder as the installer leaves it; otherwise this project's own package. */
	packageFolder?: string;
}

/** Of the engine's process. */
export interface Usage {
	/** Processor time since its start. */
	cpuMs: number;
	memoryMb: number;
	/** All waits that were asked for, at their full length. */
	waitedMs: number;
}

/** The same calls in process and across the process boundary. */
export interface Engine {
	loaded(): Promise<LoadedPackage>;
	run(workflow: WorkflowJson, options?: RunOptions): Promise<RunResult>;
	runNode(options: RunNodeOptions): Promise<RunNodeResult>;
	runTool(options: RunToolOptions): Promise<RunToolResult>;
	listSearch(call: ListSearchCall): Promise<INodeListSearchResult>;
	testCredential(type: string, data: IDataObject): Promise<CredentialTestResult>;
	/** Publishes a workflow with a webhook trigger, or lets it listen for a test event. */
	activate(workflow: WorkflowJson, options?: ActivationOptions): Promise<RegisteredWebhook>;
	/** Ends that, with the credentials as they are by then. Gives what `delete` answered. */
	deactivate(
		workflowId: string,
		kind?: WebhookKind,
		credentials?: Credentials,
	): Promise<boolean | undefined>;
	/** Requests to a workflow's triggers since the last time, once what they started has ended. */
	webhookCalls(workflowId: string): Promise<WebhookCall[]>;
	/** Gives nodes n8n's deduplication store, empty; without this call there is none. */
	installDeduplication(options?: DeduplicationOptions): Promise<void>;
	removeDeduplication(): Promise<void>;
	usage(): Promise<Usage>;
	/**
	 * Ends the triggers and forgets the deduplication store.
	 *
	 * @param waitSpeed how many times faster waits pass from now on, those of the node and those between n8n's tries
	 */
	reset(waitSpeed?: number): Promise<void>;
	close(): Promise<void>;
}
