import type { IDataObject } from 'n8n-workflow';

import type { EngineError } from '../../engine/client.mts';
import type {
	ActivationOptions,
	Credentials,
	SerializedError,
	RegisteredWebhook,
	WebhookCall,
	WebhookKind,
	WorkflowJson,
} from '../../engine/types.mts';
import type { EventRequest, Webhook } from '../../sandbox/sandbox.mts';
import { credentials, engine, sandbox, useBench } from '../bench.mts';
import { ANA, FROM, from, groupId } from '../data.mts';
import { itemsOf } from '../results.mts';
import { changeAnswers } from '../twoChat.mts';
import { link } from '../workflows.mts';

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

interface More extends ActivationOptions {
	/** What n8n remembers from earlier, instead of what this workflow has left there. */
	staticData?: IDataObject;
}

type Hooks = Array<Record<string, unknown>>;

let workflows = 0;
const id = () => `watch-${workflows}`;

/** The trigger, and a 2Chat with two groups. Each test has a workflow that n8n has not seen before. */
export function useTrigger(): void {
	const team = { phoneNumber: FROM, members: [{ phoneNumber: ANA }] };
	useBench(50, {
		groups: [
			{ ...team, uuid: GROUP, waGroupId: WA_GROUP, name: 'My cool WhatsApp group' },
			{ ...team, uuid: OTHER_GROUP, name: 'Another' },
		],
	});
	beforeEach(() => void workflows++);
	afterEach(async () => {
		sandbox.reset();
		await deactivate();
		await deactivate('test');
		await webhookCalls();
	});
}

/** Publishes the trigger with a node behind it, or listens for a test event. */
export async function activate(
	parameters: IDataObject,
	{ staticData, ...options }: More = {},
): Promise<RegisteredWebhook> {
	const workflow = triggerWorkflow(id(), parameters);
	return await engine.activate(
		{ ...workflow, ...(staticData && { staticData }) },
		{ credentials: credentials(), ...options },
	);
}

export async function deactivate(
	kind: WebhookKind = 'production',
	own?: Credentials,
): Promise<boolean | undefined> {
	return await engine.deactivate(id(), kind, own);
}

/** The error that activating ends with. */
export async function activationError(
	parameters: IDataObject,
	more?: More,
): Promise<SerializedError> {
	try {
		await activate(parameters, more);
	} catch (error) {
		return (error as EngineError).details;
	}
	throw new Error('It was activated.');
}

/** Something that people do in a group on their phones. Resolves once everybody has heard of it from 2Chat. */
export async function happens(event: Partial<EventRequest>): Promise<void> {
	await sandbox.happens({ event: 'join', group: GROUP, person: ANA, ...event });
}

/** Requests to the trigger since the last time. */
export async function webhookCalls(): Promise<WebhookCall[]> {
	return await engine.webhookCalls(id());
}

/** What reached the node behind the trigger since the last time. */
export async function received(): Promise<IDataObject[]> {
	const runs = (await webhookCalls()).flatMap(({ run }) => run ?? []);
	return runs.flatMap(({ nodes }) => itemsOf(nodes['Next']?.[0]?.outputs[0]));
}

export function subscriptions(): Webhook[] {
	return sandbox.world.webhooks;
}

/** The events that 2Chat has subscriptions for by now. */
export function subscribed(): string[] {
	return subscriptions().map(({ eventName }) => eventName);
}

/** Somebody else's subscription in the same account, or one that is left from earlier. */
export function addSubscription(eventName: string, hookUrl: string, uuid = 'WHK-left'): void {
	const { numbers, webhooks } = sandbox.world;
	webhooks.push({
		uuid,
		eventName,
		numberUuid: numbers[0]?.uuid ?? '',
		phoneNumber: FROM,
		hookUrl,
		toGroupUuid: null,
		createdAt: '2026-01-01T00:00:00Z',
	});
}

/** Changes every answer of the list from now on. */
export function changeList(change: (hooks: Hooks) => unknown): void {
	changeAnswers('list-webhooks', (answer) => change((answer as { webhooks: Hooks }).webhooks));
}

/** A call to the trigger, as 2Chat or anybody else may send it. */
export async function post(
	url: string,
	body: unknown,
	contentType = 'application/json',
): Promise<number> {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const headers = { 'content-type': contentType };
	return (await fetch(url, { method: 'POST', headers, body: text })).status;
}

function triggerWorkflow(id: string, parameters: IDataObject): WorkflowJson {
	return {
		id,
		nodes: [
			{
				name: 'Watch',
				type: 'n8n-nodes-2chat-groups.twoChatGroupsTrigger',
				webhookId: `${WEBHOOK_ID}-${id}`,
				parameters: { fromNumber: from(FROM), ...parameters },
			},
			{ name: 'Next', type: 'n8n-nodes-base.noOp' },
		],
		connections: link({ name: 'Watch' }, { name: 'Next' }),
	};
}

/** The parameters that choose one group. */
export function oneGroup(value: string, mode = 'uuid'): IDataObject {
	return { groups: 'one', groupId: groupId(value, mode) };
}
