import type { IDataObject } from 'n8n-workflow';

import type {
	NodeSettings,
	RunNodeOptions,
	RunNodeResult,
	RunOptions,
	RunResult,
	RunToolOptions,
	WorkflowJson,
} from '../engine/types.mts';
import type {
	Fault,
	Group,
	GroupSeed,
	Operation,
	RecordedCall,
	Sandbox,
	WorldSeed,
} from '../sandbox/sandbox.mts';
import { useEngine, useSandbox } from './shared.mts';

/** The documents' example numbers (2chat-api.md 2.1, 2.4, 3.1). */
export const FROM = '+595981048477';
/** Connected as well. */
export const OTHER_FROM = '+12123334444';
export const ANA = '+17137157533';
export const BEN = '+18647351567';
export const CARLOS = '+447700176576';

/** People of the sandbox, by what becomes of them. */
export const NOT_ON_WHATSAPP = '+447700900101';
export const INVITED = '+447700900102';
export const NEEDS_INVITE = '+447700900103';

/** An id of no group. */
export const NO_GROUP = 'WAG00000000-0000-4000-8000-000000000000';

export const TWO = [
	{ name: 'A', people: [ANA] },
	{ name: 'B', people: [BEN] },
];
export const THREE = [...TWO, { name: 'C', people: [CARLOS] }];

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

/** The node's settings, and what else there is to say about an execution. */
export type How = NodeSettings & Partial<Omit<RunNodeOptions, 'settings'>>;

const SETTINGS = ['onError', 'retryOnFail', 'maxTries', 'waitBetweenTries', 'executeOnce'];

function settingsIn(how: How): NodeSettings {
	return Object.fromEntries(Object.entries(how).filter(([name]) => SETTINGS.includes(name)));
}

/** The packed node in n8n's engine against a local 2Chat, over a socket. */
export function useBench(waitSpeed = WAIT_SPEED, world: Partial<WorldSeed> = {}) {
	const engine = useEngine(waitSpeed);
	const sandbox = useSandbox({ world });

	const credentials = () => ({
		twoChatGroupsApi: { apiKey: sandbox.apiKey, baseUrl: sandbox.baseUrl },
	});
	const parametersOf = (name: OperationName, parameters: IDataObject) => {
		const [resource, operation] = name.split('.');
		return { resource, operation, fromNumber: from(FROM), ...BY_ITEM, ...parameters };
	};
	const run = async (
		name: OperationName,
		parameters: IDataObject = {},
		items: IDataObject[] = [{}],
		how: How = {},
	): Promise<RunNodeResult> =>
		await engine.runNode({
			type: 'twoChatGroups',
			credentials: credentials(),
			items,
			settings: settingsIn(how),
			...how,
			parameters: parametersOf(name, parameters),
		});
	const callsOf = (operation: RecordedCall['operation']) =>
		sandbox.calls.filter((call) => call.operation === operation);
	const bodiesOf = (operation: Operation) => callsOf(operation).map(({ body }) => body);
	const groupOf = (key: string): Group | undefined =>
		sandbox.world.groups.find(({ uuid, name }) => uuid === key || name === key);

	return {
		engine,
		sandbox,
		credentials,
		run,
		/** Creates a group for each item. */
		create: async (parameters: IDataObject = {}, items: IDataObject[] = TWO, how: How = {}) =>
			await run('group.create', parameters, items, how),
		/** Calls the node as an AI agent does. */
		runTool: async (
			name: OperationName,
			parameters: IDataObject,
			args: RunToolOptions['args'],
			settings: NodeSettings = {},
		) =>
			await engine.runTool({
				type: 'twoChatGroups',
				credentials: credentials(),
				parameters: parametersOf(name, parameters),
				args,
				settings,
			}),
		runWorkflow: async (workflow: WorkflowJson, items: IDataObject[], more: RunOptions = {}) =>
			await engine.run(workflow, { credentials: credentials(), items, ...more }),

		/** Adds a group that is simply there, and gives its id. */
		addGroup: (
			members: GroupSeed['members'] = [{ phoneNumber: ANA }],
			seed: Partial<GroupSeed> = {},
		): string => sandbox.world.addGroup({ name: 'Team', phoneNumber: FROM, members, ...seed }).uuid,

		callsOf,
		bodiesOf,
		/** Calls so far as "METHOD path". */
		requests: () => sandbox.calls.map(({ method, path }) => `${method} ${path}`),
		/** Those that may change something. */
		writes: () =>
			sandbox.calls
				.filter(({ method }) => method !== 'GET')
				.map(({ method, path }) => `${method} ${path}`),
		/** Names in the create requests, in the order of their arrival. */
		requestedNames: () =>
			bodiesOf('create-group').map((body) => (body as { group: { name: string } }).group.name),
		/** Groups that exist on WhatsApp by now. */
		groupNames: () => sandbox.world.groups.map(({ name }) => name),
		groupOf,
		/** Who is in a group, by its id or name, without its creator. */
		membersOf: (key: string) =>
			(groupOf(key)?.members ?? []).flatMap(({ role, phoneNumber }) =>
				role === 'superadmin' ? [] : phoneNumber,
			),

		...faultsOf(sandbox),
	};
}

/** What goes wrong at 2Chat. */
export function faultsOf(sandbox: Sandbox) {
	return {
		/** 2Chat refuses a call; unless told otherwise, the next one and for want of credits. */
		refuse: (operation: Operation, more: Partial<Fault> = {}) =>
			sandbox.fault({ operation, effect: 'answer', status: 402, ...more }),
		/** 2Chat does what it is asked to, but the answer is lost. */
		loseAnswer: (operation: Operation, more: Partial<Fault> = {}) =>
			sandbox.fault({ operation, when: 'after', effect: 'reset', ...more }),
		/** Changes every answer of 2Chat to the operation. */
		changeAnswers: (operation: Operation, mutate: Required<Fault>['mutate']) =>
			sandbox.fault({ operation, effect: 'mutate', times: 0, mutate }),
		/** 2Chat lists no group, as if it had not noticed yet; 0 for always. */
		hideGroups: (times = 0) =>
			sandbox.fault({
				operation: 'list-groups',
				effect: 'mutate',
				times,
				mutate: () => ({ data: [] }),
			}),
	};
}

/** Resource and operation, such as `group.create`. */
export type OperationName = `${string}.${string}`;

export function from(value: string): IDataObject {
	return { __rl: true, mode: 'phone', value };
}

export function groupId(value: string, mode = 'uuid'): IDataObject {
	return { __rl: true, mode, value };
}

/** As somebody who presses "Retry execution" runs it: with what the earlier execution remembers. */
export function retryOf({ contextData }: RunResult) {
	return { mode: 'retry', contextData } as const;
}

/** Different numbers that anybody may use for fiction, +12025550100 and up, then by area code. */
export function people(count: number): string[] {
	return Array.from({ length: count }, (_, index) => {
		const area = 202 + Math.floor(index / 100);
		return `+1${area}55501${String(index % 100).padStart(2, '0')}`;
	});
}

/** Groups G0, G1 and so on, with a person each. */
export function groups(count: number, more: IDataObject = {}): IDataObject[] {
	return people(count).map((number, index) => ({ name: `G${index}`, people: number, ...more }));
}
