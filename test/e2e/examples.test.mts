import { CUSTOMERS_GROUP } from '../demo/customersGroup.mts';
import type { WorkflowJson, WorkflowNode } from '../engine/types.mts';
import type { StoredWorkflow } from '../n8n/types.mts';
import { NODE_PREFIX as OURS, readExamples, withCredential } from '../n8n/examples.mts';
import { openWorld, type E2eWorld } from './support/world.mts';

let world: E2eWorld;
let knownTypes: Set<string>;
let examples: Map<string, WorkflowJson>;

beforeAll(async () => {
	world = await openWorld({ world: { groups: [CUSTOMERS_GROUP] } });
	const types = await world.n8n.get<Array<{ name: string }>>('/types/nodes.json');
	knownTypes = new Set(types.map(({ name }) => name));
	examples = await readExamples();
});

afterAll(async () => {
	await world.close();
});

beforeEach(() => {
	world.sandbox.reset();
});

async function imported(name: string): Promise<StoredWorkflow> {
	const workflow = examples.get(name);
	if (workflow === undefined) throw new Error(`There is no examples/${name}.`);
	return await world.n8n.createWorkflow(withCredential(workflow, world.credentials));
}

const startOf = ({ nodes, pinData = {} }: WorkflowJson): WorkflowNode | undefined =>
	nodes.find(({ name, type }) => name in pinData && /trigger|webhook/i.test(type));

test('every example uses nodes only that this n8n has, in versions that it has', async () => {
	expect(examples.size).toBeGreaterThan(0);
	for (const [name, { nodes }] of examples) {
		const unknown = nodes.filter(({ type }) => !knownTypes.has(type)).map(({ type }) => type);
		expect([name, unknown]).toEqual([name, []]);
	}
});

test('every example runs with its own sample data, all of our nodes included', async () => {
	for (const [name, workflow] of examples) {
		// An agent needs a model to run; its tools are tested in tool.test.mts.
		if (workflow.nodes.some(({ type }) => type.endsWith('.agent'))) continue;
		const start = startOf(workflow);
		if (start === undefined) throw new Error(`examples/${name} has no trigger with sample data.`);
		const execution = await world.n8n.run(await imported(name), start.name);
		const { runData, error } = execution.data.resultData;
		expect([name, execution.status, error?.message]).toEqual([name, 'success', undefined]);
		const ours = workflow.nodes.filter(({ type }) => type.startsWith(OURS));
		for (const node of ours) {
			expect([name, node.name, runData[node.name]?.[0]?.executionStatus]).toEqual([
				name,
				node.name,
				'success',
			]);
		}
	}
});
