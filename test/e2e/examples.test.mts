import type { IDataObject } from 'n8n-workflow';

import { CUSTOMERS_GROUP } from '../demo/customersGroup.mts';
import type { WorkflowJson, WorkflowNode } from '../engine/types.mts';
import { startJsonServer, type JsonRequest } from '../n8n/jsonServer.mts';
import type { StoredWorkflow } from '../n8n/types.mts';
import {
	NODE_PREFIX as OURS,
	example,
	exampleNames,
	nodeNamed,
	withCredential,
} from '../n8n/examples.mts';
import { eventually } from './support/eventually.mts';
import { toolCall } from './support/model.mts';
import { useWorld } from './support/world.mts';

const world = useWorld({ world: { groups: [CUSTOMERS_GROUP] } });
let knownTypes: Set<string>;

beforeAll(async () => {
	const types = await world.n8n.get<Array<{ name: string }>>('/types/nodes.json');
	knownTypes = new Set(types.map(({ name }) => name));
});

async function store(workflow: WorkflowJson): Promise<StoredWorkflow> {
	return await world.n8n.createWorkflow(withCredential(workflow, world.credentials));
}

const startsOf = ({ nodes, pinData = {} }: WorkflowJson): WorkflowNode[] =>
	nodes.filter(({ name, type }) => name in pinData && /trigger|webhook/i.test(type));

test('every example uses nodes only that this n8n has, in versions that it has', async () => {
	expect(exampleNames.length).toBeGreaterThan(0);
	for (const name of exampleNames) {
		const unknown = example(name)
			.nodes.filter(({ type }) => !knownTypes.has(type))
			.map(({ type }) => type);
		expect([name, unknown]).toEqual([name, []]);
	}
});

test('every example runs with its own sample data, all of our nodes included', async () => {
	for (const name of exampleNames) {
		const workflow = example(name);
		// An agent needs a model to run: see below.
		if (workflow.nodes.some(({ type }) => type.endsWith('.agent'))) continue;
		const stored = await store(workflow);
		const ran = new Set<string>();
		for (const start of startsOf(workflow)) {
			const execution = await world.n8n.run(stored, start.name);
			const { runData, error } = execution.data.resultData;
			expect([name, execution.status, error?.message]).toEqual([name, 'success', undefined]);
			for (const [node, [run]] of Object.entries(runData)) {
				expect([name, node, run?.executionStatus]).toEqual([name, node, 'success']);
				ran.add(node);
			}
		}
		expect(startsOf(workflow).length).toBeGreaterThan(0);
		const ours = workflow.nodes.filter(({ type }) => type.startsWith(OURS));
		expect([name, ours.filter((node) => !ran.has(node.name))]).toEqual([name, []]);
	}
});

describe('with what stands around them', () => {
	let requests: Array<JsonRequest<IDataObject>>;
	let answer: (body: IDataObject) => IDataObject;
	let status: number;
	let server: Awaited<ReturnType<typeof startJsonServer>>;

	beforeAll(async () => {
		server = await startJsonServer<IDataObject>((request) => {
			requests.push(request);
			return [status, answer(request.body)];
		});
	});
	afterAll(() => server.close());
	beforeEach(() => {
		requests = [];
		answer = () => ({ ok: true });
		status = 200;
	});

	test.each([
		['takes it', 200, []],
		['does not', 500, ['Tell a person']],
	])("the group's ID goes into the CRM, which %s", async (_, crmStatus, told) => {
		status = crmStatus;
		const workflow = example('client-group-with-write-back');
		delete workflow.pinData?.['Write ID to CRM'];
		const write = nodeNamed(workflow, 'Write ID to CRM');
		write.parameters = {
			...write.parameters,
			url: `${server.url}/customers/C-77`,
			authentication: 'none',
		};
		write.waitBetweenTries = 100;
		const execution = await world.n8n.run(await store(workflow), 'CRM reports a deal');
		const { runData } = execution.data.resultData;
		const [group, ...others] = world.sandbox.world.groups.filter(
			({ name }) => name === 'Blue Door Bakery',
		);
		expect(others).toEqual([]);
		expect(requests[0]).toEqual({
			method: 'PATCH',
			url: '/customers/C-77',
			body: { whatsapp_group_id: group?.uuid },
		});
		expect(['Tell a person'].filter((node) => node in runData)).toEqual(told);
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
		const workflow = example('add-the-missing-later');
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
			const { data } = await world.n8n.run(stored, 'Every morning');
			const [noted] = data.resultData.runData['Note the try'] ?? [];
			tries.push((noted?.data?.['main']?.[0] ?? []).map(({ json }) => json['tries']));
		}
		expect(tries).toEqual([[2, 2], [3, 3], []]);
	});

	test('an agent that wants a group waits for a person', async () => {
		const { id, name } = await world.n8n.createCredential(
			'Model',
			{ apiKey: 'x', url: `${server.url}/v1` },
			'openAiApi',
		);
		answer = (body) => {
			const tools = body['tools'] as Array<{ function: { name: string } }>;
			const tool = tools.find(({ function: { name: toolName } }) => toolName.startsWith('Create'));
			const values = {
				Group_Name: 'Garden concert',
				Participants: '+12025550141',
				Description: '',
			};
			return toolCall(tool?.function.name, { toolParameters: values, hitlParameters: {} });
		};
		const workflow = example('ai-agent-creates-group');
		nodeNamed(workflow, 'Chat model').credentials = { openAiApi: { id, name } };
		const stored = await store(workflow);
		const { executionId } = await world.n8n.post<{ executionId: string }>(
			`/rest/workflows/${stored.id}/run`,
			{ workflowData: await world.n8n.workflow(stored.id), triggerToStartFrom: { name: 'Chat' } },
		);
		await eventually(async () => {
			return !/new|running/.test((await world.n8n.execution(executionId)).status);
		});
		const execution = await world.n8n.execution(executionId);
		expect([execution.data.resultData.error?.message, execution.status]).toEqual([
			undefined,
			'waiting',
		]);
		expect(Object.keys(execution.data.resultData.runData)).toContain('Human review');
		expect(world.sandbox.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
	});
});
