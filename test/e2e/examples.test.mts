import { CUSTOMERS_GROUP } from '../demo/customersGroup.mts';
import type { WorkflowJson, WorkflowNode } from '../engine/types.mts';
import type { StoredWorkflow } from '../n8n/types.mts';
import { NODE_PREFIX, readExamples, withCredential } from '../n8n/examples.mts';
import { startJson, startModel, toolCall } from './support/model.mts';
import { outputOf } from './support/workflows.mts';
import { openWorld, type E2eWorld } from './support/world.mts';

let world: E2eWorld;
let examples: Map<string, WorkflowJson>;

beforeAll(async () => {
	world = await openWorld({ world: { groups: [CUSTOMERS_GROUP] } });
	examples = await readExamples();
});
afterAll(async () => await world.close());
beforeEach(() => world.sandbox.reset());

async function store(workflow: WorkflowJson): Promise<StoredWorkflow> {
	return await world.n8n.createWorkflow(withCredential(workflow, world.credentials));
}

const nodeOf = (workflow: WorkflowJson, name: string): WorkflowNode => {
	const node = workflow.nodes.find((candidate) => candidate.name === name);
	if (node === undefined) throw new Error(`The example has no node "${name}".`);
	return node;
};

function exampleOf(name: string): WorkflowJson {
	const workflow = examples.get(name);
	if (workflow === undefined) throw new Error(`There is no examples/${name}.`);
	return structuredClone(workflow);
}

test('every example uses nodes only that this n8n has', async () => {
	const types = await world.n8n.get<Array<{ name: string }>>('/types/nodes.json');
	const known = types.map(({ name }) => name);
	const used = [...examples.values()].flatMap(({ nodes }) => nodes.map(({ type }) => type));
	expect(known).toEqual(expect.arrayContaining(used));
});

test('every example runs with its own sample data, all of our nodes included', async () => {
	for (const [name, workflow] of examples) {
		const { nodes, pinData = {} } = workflow;
		// An agent needs a model to run: see below.
		if (nodes.some(({ type }) => type.endsWith('.agent'))) continue;
		const stored = await store(workflow);
		const ran = new Set<string>();
		for (const start of nodes) {
			if (!(start.name in pinData) || !/trigger|webhook/i.test(start.type)) continue;
			const execution = await world.n8n.run(stored, start.name);
			const { runData, error } = execution.data.resultData;
			expect([name, execution.status, error?.message]).toEqual([name, 'success', undefined]);
			for (const [node, [run]] of Object.entries(runData)) {
				expect([name, node, run?.executionStatus]).toEqual([name, node, 'success']);
				ran.add(node);
			}
		}
		const ours = nodes.filter(({ type }) => type.startsWith(NODE_PREFIX));
		expect([name, ours.filter((node) => !ran.has(node.name))]).toEqual([name, []]);
	}
});

test("the group's ID goes into the CRM", async () => {
	const workflow = exampleOf('client-group-with-write-back.json');
	delete workflow.pinData?.['Write ID to CRM'];
	const requests: unknown[] = [];
	const crm = await startJson((body, { method, url }) => {
		requests.push({ method, url, body });
		return { ok: true };
	});
	const write = nodeOf(workflow, 'Write ID to CRM');
	write.parameters = { ...write.parameters, url: `${crm.url}/C-77`, authentication: 'none' };
	await world.n8n.run(await store(workflow), 'CRM reports a deal');
	crm.close();
	const { uuid } = world.sandbox.world.groups.at(-1) ?? {};
	expect(requests).toEqual([{ method: 'PATCH', url: '/C-77', body: { whatsapp_group_id: uuid } }]);
});

test('the missing are kept in a real data table and tried again', async () => {
	const project = await world.n8n.get<{ id: string }>('/rest/projects/personal');
	const columns = ['phone_number', 'group_id', 'reason', 'status'].map((name) => ({
		name,
		type: 'string',
	}));
	const table = await world.n8n.post<{ id: string }>(`/rest/projects/${project.id}/data-tables`, {
		name: `missing ${Date.now()}`,
		columns: [...columns, { name: 'tries', type: 'number' }],
	});
	const workflow = exampleOf('add-the-missing-later.json');
	for (const node of workflow.nodes) {
		if (!node.type.endsWith('.dataTable')) continue;
		delete workflow.pinData?.[node.name];
		node.parameters = {
			...node.parameters,
			dataTableId: { __rl: true, mode: 'id', value: table.id },
		};
	}
	const stored = await store(workflow);
	expect((await world.n8n.run(stored, 'New order')).status).toBe('success');
	const tries: unknown[] = [];
	for (let day = 0; day < 3; day += 1) {
		const execution = await world.n8n.run(stored, 'Every morning');
		tries.push(outputOf(execution, 'Note the try').map((row) => row['tries']));
	}
	expect(tries).toEqual([[2, 2], [3, 3], []]);
});

test('an agent that wants a group waits for a person', async () => {
	const model = await startModel(({ tools = [] }) => {
		const tool = tools.find(({ function: { name } }) => name.startsWith('Create'));
		const values = {
			Group_Name: 'Garden concert',
			Participants: '+12025550141',
			Description: '',
		};
		return toolCall(tool?.function.name, { toolParameters: values, hitlParameters: {} });
	});
	const { id, name } = await world.n8n.createCredential('Model', model.credential, 'openAiApi');
	const workflow = exampleOf('ai-agent-creates-group.json');
	nodeOf(workflow, 'Chat model').credentials = { openAiApi: { id, name } };
	const execution = await world.n8n.run(await store(workflow), 'Chat');
	model.close();
	const { error, runData } = execution.data.resultData;
	expect([error?.message, execution.status]).toEqual([undefined, 'waiting']);
	expect(Object.keys(runData)).toContain('Human review');
	expect(world.sandbox.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
});
