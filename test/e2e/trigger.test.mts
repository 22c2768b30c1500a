import type { WorkflowJson } from '../engine/types.mts';
import type { StoredWorkflow } from '../n8n/types.mts';
import { DOCUMENTED_GROUP } from '../sandbox/sandbox.mts';
import { eventually } from './support/eventually.mts';
import { FROM, NODE_TYPE, outputOf } from './support/workflows.mts';
import { useWorld } from './support/world.mts';

const TRIGGER = 'WhatsApp';
const PERSON = '+12025550141';
const GROUP = DOCUMENTED_GROUP.uuid ?? '';

const world = useWorld({ world: { groups: [DOCUMENTED_GROUP] } });

async function publish(events: string[]): Promise<StoredWorkflow> {
	const workflow: WorkflowJson = {
		name: `On ${events.join(', ')}`,
		nodes: [
			{
				name: TRIGGER,
				type: `${NODE_TYPE}Trigger`,
				parameters: {
					events,
					fromNumber: { __rl: true, mode: 'phone', value: FROM },
					groups: 'all',
				},
				credentials: world.credentials,
				webhookId: crypto.randomUUID(),
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	};
	const stored = await world.n8n.createWorkflow(workflow);
	return await world.n8n.activate(stored);
}

const subscriptions = () => world.sandbox.world.webhooks.map(({ eventName }) => eventName);

/**
 * n8n answers before it has subscribed and registered the address, and 2Chat knows no second try.
 *
 * @param count how many subscriptions there will be
 */
async function ready(count: number): Promise<void> {
	await eventually(async () => {
		const hooks = world.sandbox.world.webhooks;
		const [hook] = hooks;
		if (hook === undefined || hooks.length < count) return false;
		// A GET finds out whether the address is there without starting anything.
		const answer = await (await fetch(hook.hookUrl)).text();
		return /not registered for GET/.test(answer);
	});
}

test('publishing subscribes, an event starts the workflow, unpublishing removes everything', async () => {
	const workflow = await publish(['whatsapp.group.join', 'whatsapp.group.message.received']);
	await ready(2);
	expect(subscriptions().sort()).toEqual([
		'whatsapp.group.join',
		'whatsapp.group.message.received',
	]);

	// A call without the token starts nothing: two executions are all there will be.
	const [address = ''] = world.sandbox.world.webhooks.map(({ hookUrl }) => hookUrl.split('?')[0]);
	const forged = { event: 'whatsapp.group.join', created_at: '2026-01-01T00:00:00Z' };
	const headers = { 'content-type': 'application/json' };
	await fetch(address, { method: 'POST', headers, body: JSON.stringify(forged) });

	await world.sandbox.happens({ event: 'join', group: GROUP, person: PERSON });
	expect(world.sandbox.world.deliveries).toMatchObject([{ status: 200, error: null }]);
	await eventually(async () => (await world.n8n.executions(workflow.id))[0]?.status === 'success');

	await world.sandbox.happens({
		event: 'message',
		group: GROUP,
		person: PERSON,
		text: 'Hello everybody',
	});
	await eventually(async () => {
		const runs = await world.n8n.executions(workflow.id);
		return runs.length === 2 && runs.every(({ status }) => status === 'success');
	});
	const outputs = await Promise.all(
		(await world.n8n.executions(workflow.id)).map(async ({ id }) =>
			outputOf(await world.n8n.execution(id), TRIGGER),
		),
	);
	const text = JSON.stringify(outputs);
	expect(text).toMatch('Hello everybody');
	expect(text).toMatch(PERSON);
	expect(text).toMatch(GROUP);

	await world.n8n.deactivate(workflow);
	await eventually(() => subscriptions().length === 0);
});

test('publishing again leaves one subscription for each event', async () => {
	const workflow = await publish(['whatsapp.group.leave']);
	await ready(1);
	await world.n8n.deactivate(workflow);
	await eventually(() => subscriptions().length === 0);
	await world.n8n.activate(await world.n8n.workflow(workflow.id));
	await eventually(() => subscriptions().length > 0);
	expect(subscriptions()).toEqual(['whatsapp.group.leave']);
	await world.n8n.deactivate(workflow);
});
