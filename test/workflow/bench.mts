import type { IDataObject } from 'n8n-workflow';

import type {
	Credentials,
	Engine,
	NodeSettings,
	RunNodeOptions,
	RunNodeResult,
	RunResult,
	RunToolOptions,
	RunToolResult,
	WorkflowJson,
} from '../engine/types.mts';
import type { Sandbox, SandboxOptions, WorldSeed } from '../sandbox/sandbox.mts';
import { FROM, TWO, from, groupId } from './data.mts';

declare global {
	/** What test/environment.mjs has loaded once for all test files. */
	const shared: {
		takeEngine(): Promise<Engine>;
		giveBack(engine: Engine): void;
		startSandbox(options: SandboxOptions): Promise<Sandbox>;
	};
}

/** Settings of a node. */
export const CONTINUE = { onError: 'continueRegularOutput' } as const;
export const ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;
export const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } as const;

/** Waits of minutes take a few milliseconds. */
export const WAIT_SPEED = 20_000;

/** Waits of minutes take a second or two: long enough to measure them, or for something to happen meanwhile. */
export const WAITS_TO_MEASURE = 200;

/** Fields that take their values from the item, for those operations that have them. */
export const BY_ITEM = {
	groupId: groupId('={{ $json.uuid }}'),
	name: '={{ $json.name }}',
	participants: '={{ $json.people }}',
};

/** Fields that a model fills in. */
export const BY_MODEL = {
	name: "={{ $fromAI('Group_Name', 'Name of the group', 'string') }}",
	participants: "={{ $fromAI('Participants', 'Phone numbers', 'string') }}",
};

/** The node's settings, and what else there is to say about an execution. */
export type How = NodeSettings & Partial<Omit<RunNodeOptions, 'settings'>>;

const SETTINGS = ['onError', 'retryOnFail', 'maxTries', 'waitBetweenTries', 'executeOnce'];

function settingsIn(how: How): NodeSettings {
	return Object.fromEntries(Object.entries(how).filter(([name]) => SETTINGS.includes(name)));
}

/** n8n's engine with the packed node in it, and a local 2Chat: for each test file its own, from `useBench` on. */
export const engine = {} as Engine;
export const sandbox = {} as Sandbox;

export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	return await shared.startSandbox(options);
}

/** Opens both for the tests of a file; each of them finds 2Chat as it was at first. */
export function useBench(waitSpeed = WAIT_SPEED, world: Partial<WorldSeed> = {}): void {
	let taken: Engine;
	beforeAll(async () => {
		taken = await shared.takeEngine();
		await taken.reset(waitSpeed);
		Object.assign(engine, taken);
		Object.assign(sandbox, await openSandbox({ world }));
	});
	beforeEach(() => sandbox.reset());
	afterAll(async () => {
		await taken.reset();
		shared.giveBack(taken);
		await sandbox.close();
	});
}

/** Milliseconds that the node waits meanwhile, at their full length. */
export async function waitOf(work: () => Promise<unknown>): Promise<number> {
	const before = await engine.usage();
	await work();
	const after = await engine.usage();
	return after.waitedMs - before.waitedMs;
}

export function credentials(): Credentials {
	const { apiKey, baseUrl } = sandbox;
	return { twoChatGroupsApi: { apiKey, baseUrl } };
}

/** How a run goes with another key or address in the credential. */
export function withCredential(other: { apiKey?: string; baseUrl?: string }): How {
	const { apiKey, baseUrl } = sandbox;
	return { credentials: { twoChatGroupsApi: { apiKey, baseUrl, ...other } } };
}

function parametersOf(name: OperationName, parameters: IDataObject): IDataObject {
	const [resource, operation] = name.split('.');
	return { resource, operation, fromNumber: from(FROM), ...BY_ITEM, ...parameters };
}

/** Runs one operation over a socket. */
export async function run(
	name: OperationName,
	parameters: IDataObject = {},
	items: IDataObject[] = [{}],
	how: How = {},
): Promise<RunNodeResult> {
	return await engine.runNode({
		type: 'twoChatGroups',
		credentials: credentials(),
		items,
		settings: settingsIn(how),
		...how,
		parameters: parametersOf(name, parameters),
	});
}

/** Creates a group for each item. */
export async function create(
	parameters: IDataObject = {},
	items: IDataObject[] = TWO,
	how: How = {},
): Promise<RunNodeResult> {
	return await run('group.create', parameters, items, how);
}

/** Calls the node as an AI agent does. */
export async function runTool(
	name: OperationName,
	parameters: IDataObject,
	args: RunToolOptions['args'],
	settings: NodeSettings = {},
): Promise<RunToolResult> {
	return await engine.runTool({
		type: 'twoChatGroups',
		credentials: credentials(),
		parameters: parametersOf(name, parameters),
		args,
		settings,
	});
}

export async function runWorkflow(
	workflow: WorkflowJson,
	items: IDataObject[],
): Promise<RunResult> {
	return await engine.run(workflow, { credentials: credentials(), items });
}

/** Resource and operation, such as `group.create`. */
export type OperationName = `${string}.${string}`;

/** As somebody who presses "Retry execution" runs it: with what the earlier execution remembers. */
export function retryOf({ contextData }: RunResult) {
	return { mode: 'retry', contextData } as const;
}
