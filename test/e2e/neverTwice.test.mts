import type { IDataObject } from 'n8n-workflow';
import type { WorkflowNode } from '../engine/types.mts';
import { openWorld, type E2eWorld } from './support/world.mts';
import { chain, CREATE, createNode, link, outputOf } from './support/workflows.mts';

// Where the real n8n takes part: its stored executions, its own loop, its table of keys.

const PEOPLE = '+17137157533, +18647351567';

let world: E2eWorld;

beforeAll(async () => {
	world = await openWorld();
});
afterAll(async () => await world.close());
beforeEach(() => world.sandbox.reset());

const items = (...names: string[]) => names.map((name) => ({ name, people: PEOPLE }));
const groups = () => world.sandbox.world.groups.map(({ name }) => name);
const create = (parameters: IDataObject = {}) => createNode(world.credentials, parameters);

/** The creation of this group is refused once, before anything is done. */
function refuse(name: string): void {
	world.sandbox.fault({
		operation: 'create-group',
		bodyContains: name,
		effect: 'answer',
		status: 400,
		body: { success: false, error_message: 'Sorry, not this one' },
	});
}

test('"Retry execution" goes on where the failed one stopped, and the key is nowhere in it', async () => {
	refuse('Beta');
	const workflow = chain('Retry execution', items('Alpha', 'Beta', 'Gamma'), [create()]);
	const failed = await world.n8n.run(await world.n8n.createWorkflow(workflow), 'Start');
	expect(failed.status).toBe('error');
	const stored = JSON.stringify(await world.n8n.get(`/rest/executions/${failed.id}`));
	expect(stored).toMatch(CREATE);
	expect(stored).not.toMatch(world.sandbox.apiKey);

	const retried = await world.n8n.retry(failed.id);
	expect(retried.status).toBe('success');
	const requests = world.sandbox.calls.filter(({ operation }) => operation === 'create-group');
	expect(requests).toHaveLength(4);
	expect(groups()).toEqual(['Alpha', 'Beta', 'Gamma']);
	expect(outputOf(retried)).toMatchObject([{ name: 'Alpha' }, { name: 'Beta' }, { name: 'Gamma' }]);
});

test('every pass of Loop Over Items is a request of its own, even with equal data', async () => {
	const loop: WorkflowNode = {
		name: 'Loop',
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		parameters: { batchSize: 1 },
	};
	const node = create();
	const workflow = chain('Loop', items('Same', 'Same', 'Same'), [loop]);
	// The loop's second output is its body, which leads back to it.
	workflow.nodes.push(node);
	Object.assign(workflow.connections, link(loop, node, 1), link(node, loop));
	const execution = await world.n8n.run(await world.n8n.createWorkflow(workflow), 'Start');
	expect(execution.status).toBe('success');
	expect(groups()).toEqual(['Same', 'Same', 'Same']);
	expect(new Set(outputOf(execution, 'Loop').map(({ uuid }) => uuid)).size).toBe(3);
});

test('executions with the same Unique Key make one group, once 2Chat does not refuse it', async () => {
	refuse('Deal 4711');
	const node = create({ options: { uniqueKey: '={{ $json.name }}' } });
	const workflow = await world.n8n.createWorkflow(chain('Unique Key', items('Deal 4711'), [node]));
	const run = async () => await world.n8n.run(workflow, 'Start');
	expect((await run()).status).toBe('error');
	const [made] = outputOf(await run());
	expect(made).toMatchObject({ created: true });
	expect(outputOf(await run())).toMatchObject([{ created: false, uuid: made?.['uuid'] }]);
	expect(groups()).toEqual(['Deal 4711']);
});
