import type { IDataObject } from 'n8n-workflow';

import type { EngineError } from '../../engine/client.mts';
import type {
	ActivationOptions,
	Credentials,
	Engine,
	RegisteredWebhook,
	SerializedError,
	WebhookCall,
	WebhookKind,
	WorkflowJson,
} from '../../engine/types.mts';
import type { RecordedCall, Sandbox, Webhook } from '../../sandbox/sandbox.mts';
import { openEngine, openSandbox, useOpened } from '../shared.mts';

export const FROM = '+595981048477';
export const SALES = '+12123334444';
export const ANA = '+17137157533';
export const BEN = '+18647351567';

export const JOIN = 'whatsapp.group.join';
export const LEAVE = 'whatsapp.group.leave';
export const REMOVE = 'whatsapp.group.remove';
export const MESSAGE = 'whatsapp.group.message.received';
export const REACTION = 'whatsapp.group.message.reaction';

/** The uuid and the WhatsApp id are made up in the documented form (2chat-api.md 1.8). */
export const GROUP = 'WAG62598186-d2bd-4946-86c6-30f8a3c849c6';
export const WA_GROUP = '120363777777777777@g.us';
export const OTHER_GROUP = 'WAG768beeef-2b96-4bc7-9b7f-045078568723';

/** n8n gives every node with a webhook such an id, and it becomes part of the address. */
const WEBHOOK_ID = 'b1f3d9a2-5c1e-4f7a-9a57-0d4f4c7f3c11';

export interface TriggerBench {
	engine: Engine;
	sandbox: Sandbox;
	/** Starts a test: the sandbox as it was at first, and a workflow that n8n has not seen before. */
	begin(): void;
	/** Ends a test: no trigger listens any more. */
	end(): Promise<void>;
	/** Publishes the trigger with a node behind it, or listens for a test event. */
	activate(parameters: IDataObject, more?: More): Promise<RegisteredWebhook>;
	deactivate(kind?: WebhookKind, credentials?: Credentials): Promise<boolean | undefined>;
	/** Something that people do in a group on their phones. Resolves once 2Chat has told everybody. */
	happens(event: IDataObject): Promise<void>;
	/** Requests to the trigger since the last time. */
	calls(): Promise<WebhookCall[]>;
	/** What reached the node behind the trigger since the last time. */
	items(): Promise<IDataObject[]>;
	/** The subscriptions that 2Chat has by now, by event. */
	subscribed(): string[];
	hooks(): Webhook[];
	apiCalls(operation: RecordedCall['operation']): RecordedCall[];
	/** What was asked of 2Chat, in order. */
	operations(): Array<string | null>;
	/** The error that activating ends with. */
	refused(parameters: IDataObject, more?: More): Promise<SerializedError>;
	/** Somebody else's subscription in the same account, or one that is left from earlier. */
	addHook(eventName: string, hookUrl: string, uuid?: string): void;
	/** Changes every answer of the list from now on. */
	changeList(change: (hooks: Array<Record<string, unknown>>) => unknown): void;
	close(): Promise<void>;
}

export interface More extends ActivationOptions {
	/** What n8n remembers from earlier, instead of what this workflow has left there. */
	staticData?: IDataObject;
}

/** One for all tests of a file, with a fresh world for each of them. */
export function useBench(): TriggerBench {
	const bench = useOpened(openBench);
	beforeEach(() => bench.begin());
	afterEach(async () => await bench.end());
	return bench;
}

export async function openBench(): Promise<TriggerBench> {
	const [engine, sandbox] = await Promise.all([
		openEngine(50),
		openSandbox({
			world: {
				groups: [
					{
						uuid: GROUP,
						waGroupId: WA_GROUP,
						name: 'My cool WhatsApp group',
						phoneNumber: FROM,
						members: [{ phoneNumber: ANA }],
					},
					{
						uuid: OTHER_GROUP,
						name: 'Another',
						phoneNumber: FROM,
						members: [{ phoneNumber: ANA }],
					},
				],
			},
		}),
	]);
	let workflows = 0;
	const id = () => `watch-${workflows}`;
	const calls = async () => await engine.webhookCalls(id());
	const deactivate: TriggerBench['deactivate'] = async (kind = 'production', credentials) =>
		(await engine.deactivate(id(), kind, credentials))[0];
	const bench: TriggerBench = {
		engine,
		sandbox,
		calls,
		deactivate,
		begin: () => {
			workflows++;
			sandbox.reset();
		},
		end: async () => {
			sandbox.reset();
			await deactivate();
			await deactivate('test');
			await calls();
		},
		activate: async (parameters, { staticData, ...options } = {}) => {
			const workflow = triggerWorkflow(id(), parameters);
			const [registered] = await engine.activate(
				{ ...workflow, ...(staticData && { staticData }) },
				{
					credentials: {
						twoChatGroupsApi: { apiKey: sandbox.apiKey, baseUrl: sandbox.baseUrl },
					},
					...options,
				},
			);
			if (!registered) throw new Error('The workflow has no webhook.');
			return registered;
		},
		happens: async (event) => {
			const response = await fetch(`${sandbox.url}/_sandbox/events`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ group: GROUP, person: ANA, ...event }),
			});
			if (!response.ok) throw new Error(await response.text());
		},
		items: async () => {
			const runs = (await calls()).flatMap(({ run }) => run ?? []);
			return runs.flatMap(
				({ nodes }) => nodes['Next']?.[0]?.outputs[0]?.map(({ json }) => json) ?? [],
			);
		},
		subscribed: () => sandbox.world.webhooks.map(({ eventName }) => eventName),
		hooks: () => sandbox.world.webhooks,
		apiCalls: (operation) => sandbox.calls.filter((call) => call.operation === operation),
		operations: () => sandbox.calls.map(({ operation }) => operation),
		refused: async (parameters, more) => {
			try {
				await bench.activate(parameters, more);
			} catch (error) {
				return (error as EngineError).details;
			}
			throw new Error('It was activated.');
		},
		addHook: (eventName, hookUrl, uuid = 'WHK-left') => {
			sandbox.world.webhooks.push({
				uuid,
				accountUuid: sandbox.world.accounts[0]?.uuid ?? '',
				eventName,
				numberUuid: sandbox.world.numbers[0]?.uuid ?? '',
				phoneNumber: FROM,
				hookUrl,
				toGroupUuid: null,
				timePeriod: null,
				createdAt: '2026-01-01T00:00:00Z',
			});
		},
		changeList: (change) =>
			sandbox.fault({
				operation: 'list-webhooks',
				effect: 'mutate',
				times: 0,
				mutate: (answer) =>
					change((answer as { webhooks: Array<Record<string, unknown>> }).webhooks),
			}),
		close: async () => {
			await engine.close();
			await sandbox.close();
		},
	};
	return bench;
}

function triggerWorkflow(id: string, parameters: IDataObject): WorkflowJson {
	return {
		id,
		nodes: [
			{
				name: 'Watch',
				type: 'n8n-nodes-2chat-groups.twoChatGroupsTrigger',
				webhookId: `${WEBHOOK_ID}-${id}`,
				parameters: {
					fromNumber: { __rl: true, mode: 'phone', value: FROM },
					...parameters,
				},
			},
			{ name: 'Next', type: 'n8n-nodes-base.noOp' },
		],
		connections: { Watch: { main: [[{ node: 'Next', type: 'main', index: 0 }]] } },
	};
}

/** The parameters that choose one group. */
export function oneGroup(value: string, mode = 'uuid'): IDataObject {
	return { groups: 'one', groupId: { __rl: true, mode, value } };
}
