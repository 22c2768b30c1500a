import type { IDataObject } from 'n8n-workflow';
import type { NodeSettings, WorkflowJson, WorkflowNode } from '../engine/types.mts';
import { loseAnswer, refuse, useWorld } from './support/world.mts';
import { chain, CREATE, createNode, link, outputOf, START } from './support/workflows.mts';

const PEOPLE = '+17137157533, +18647351567';
const THREE = ['Alpha', 'Beta', 'Gamma'].map((name) => ({ name, people: PEOPLE }));

const world = useWorld();

const groups = () => world.sandbox.world.groups.map(({ name }) => name);
const creations = () =>
	world.sandbox.calls
		.filter(({ operation }) => operation === 'create-group')
		.map(({ body }) => (body as { group: { name: string } }).group.name);

function create(parameters: IDataObject = {}, settings: NodeSettings = {}): WorkflowNode {
	return createNode(world.credentials, parameters, settings);
}

async function run(workflow: WorkflowJson) {
	const { n8n } = world;
	return await n8n.run(await n8n.createWorkflow(workflow), 'Start');
}

test('Retry On Fail makes no group twice, not even when an answer was lost', async () => {
	loseAnswer(world, 'Alpha');
	refuse(world, 'Beta');
	const retrying = create({}, { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 });
	const execution = await run(chain('Retry On Fail', THREE, [retrying]));
	expect(execution.status).toBe('success');
	expect(creations()).toEqual(['Alpha', 'Beta', 'Beta', 'Gamma']);
	expect(groups()).toEqual(['Alpha', 'Beta', 'Gamma']);
	expect(outputOf(execution)).toMatchObject([{ recovered: true }, {}, {}]);
});

test('"Retry execution" goes on where the failed one stopped', async () => {
	refuse(world, 'Beta');
	const failed = await run(chain('Retry execution', THREE, [create()]));
	expect(failed.status).toBe('error');
	expect(failed.data.resultData.error?.description).toMatch(
		/Already done before this item: .Alpha/,
	);
	const stored = JSON.stringify(await world.n8n.get(`/rest/executions/${failed.id}`));
	expect(stored).toMatch(CREATE);
	expect(stored).not.toMatch(world.sandbox.apiKey);
	const retried = await world.n8n.retry(failed.id);
	expect(retried.status).toBe('success');
	expect(creations()).toEqual(['Alpha', 'Beta', 'Beta', 'Gamma']);
	expect(groups()).toEqual(['Alpha', 'Beta', 'Gamma']);
	expect(outputOf(retried)).toHaveLength(3);
});

test('every pass of Loop Over Items is a request of its own, even with equal data', async () => {
	const same = [1, 2, 3].map(() => ({ name: 'Same', people: PEOPLE }));
	const loop: WorkflowNode = {
		name: 'Loop',
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		parameters: { batchSize: 1 },
	};
	const node = create();
	const workflow = chain('Loop', same, [loop, node]);
	// The loop's second output is its body, which leads back to it.
	workflow.connections = {
		...link(START, loop),
		...link(loop, node, 1),
		...link(node, loop),
	};
	const execution = await run(workflow);
	expect(execution.status).toBe('success');
	expect(groups()).toEqual(['Same', 'Same', 'Same']);
	expect(new Set(outputOf(execution, 'Loop').map(({ uuid }) => uuid)).size).toBe(3);
});

test('two executions with the same Unique Key make one group', async () => {
	const node = create({ options: { uniqueKey: '={{ $json.deal }}' } });
	const item = { name: 'Deal 4711', people: PEOPLE, deal: '4711' };
	const workflow = await world.n8n.createWorkflow(chain('Unique Key', [item], [node]));
	const first = await world.n8n.run(workflow, 'Start');
	const second = await world.n8n.run(workflow, 'Start');
	expect(groups()).toEqual(['Deal 4711']);
	expect(outputOf(first)).toMatchObject([{ created: true }]);
	expect(outputOf(second)).toMatchObject([{ created: false, uuid: outputOf(first)[0]?.['uuid'] }]);
});

test('a Unique Key whose request was surely refused can be used again', async () => {
	refuse(world, 'Deal 4712');
	const node = create({ options: { uniqueKey: 'deal 4712' } });
	const item = { name: 'Deal 4712', people: PEOPLE };
	const workflow = await world.n8n.createWorkflow(chain('Unique Key given back', [item], [node]));
	expect((await world.n8n.run(workflow, 'Start')).status).toBe('error');
	expect((await world.n8n.run(workflow, 'Start')).status).toBe('success');
	expect(groups()).toEqual(['Deal 4712']);
});
