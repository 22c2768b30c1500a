import fs from 'node:fs/promises';
import { N8nClient } from '../n8n/client.mts';
import { ensureN8n } from '../n8n/install.mts';
import { startN8n, type N8nInstance } from '../n8n/instance.mts';
import { OLD_N8N_VERSION } from '../n8n/versions.mts';
import type { WorkflowJson, WorkflowNode } from '../engine/types.mts';
import { expectNodes, installByHand } from './support/byHand.mts';
import { says, startModel, toolCall, type Conversation } from './support/model.mts';
import { OWNER } from './support/shared.mts';
import { chain, createNode, link, outputOf, partOf, TOOL, toolNode } from './support/workflows.mts';
import { openWorld, refuse, type E2eWorld } from './support/world.mts';

// A whole n8n of the 1.x line, with the package installed by hand.

const PEOPLE = '+17137157533, +18647351567';

let home: string;
let instance: N8nInstance;
let world: E2eWorld;

beforeAll(async () => {
	const install = await ensureN8n(OLD_N8N_VERSION);
	home = await installByHand();
	instance = await startN8n({ install, packages: [], userFolder: home });
	world = await openWorld({}, await N8nClient.signIn(instance.url, OWNER, install));
}, 600_000);

afterAll(async () => {
	await world?.close();
	await instance?.stop();
	if (home) await fs.rm(home, { recursive: true, force: true, maxRetries: 5 });
});

beforeEach(() => {
	world.sandbox.reset();
});

const groups = () => world.sandbox.world.groups.map(({ name }) => name);

test('it is the n8n of that version, and it lists the nodes', async () => {
	const { versionCli } = await world.n8n.get<{ versionCli: string }>('/rest/settings');
	expect(versionCli).toBe(OLD_N8N_VERSION);
	await expectNodes(world.n8n);
});

test('the refused of three items comes out of the error output, with its next step', async () => {
	refuse(world, 'Beta');
	const items = ['Alpha', 'Beta', 'Gamma'].map((name) => ({ name, people: PEOPLE }));
	const create = createNode(world.credentials, {}, { onError: 'continueErrorOutput' });
	const tell: WorkflowNode = {
		name: 'Tell',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: {
			assignments: {
				assignments: [
					{ id: '1', name: 'who', value: '={{ $json.name }}', type: 'string' },
					{ id: '2', name: 'what', value: '={{ $json.error }}', type: 'string' },
					{ id: '3', name: 'next', value: '={{ $json.message.next_step }}', type: 'string' },
				],
			},
		},
	};
	const workflow = chain('Error output', items, [create]);
	workflow.nodes.push(tell);
	Object.assign(workflow.connections, link(create, tell, 1));
	const { n8n } = world;
	const execution = await n8n.run(await n8n.createWorkflow(workflow), 'Start');
	expect(execution.status).toBe('success');
	expect(groups()).toEqual(['Alpha', 'Gamma']);
	expect(outputOf(execution)).toMatchObject([
		{ name: 'Alpha', created: true, summary: { in_group: 2 } },
		{ name: 'Gamma', created: true, summary: { in_group: 2 } },
	]);
	expect(outputOf(execution, 'Tell')).toEqual([
		{
			who: 'Beta',
			what: expect.stringMatching('Sorry, not this one') as string,
			next: expect.stringMatching(/\w+ \w+/) as string,
		},
	]);
});

test('an agent makes a group with the node as its tool, and is told what became of it', async () => {
	const conversations: Conversation[] = [];
	const model = await startModel((conversation) => {
		conversations.push(conversation);
		const told = conversation.messages.at(-1);
		if (told?.role === 'tool') return says(String(told.content));
		return toolCall(TOOL, { name: 'Planned by a model', participants: PEOPLE });
	});
	try {
		const { n8n } = world;
		const { id, name } = await n8n.createCredential('Model', model.credential, 'openAiApi');
		const stored = await n8n.createWorkflow(agent({ openAiApi: { id, name } }));
		const execution = await n8n.run(stored, 'Start');
		expect([execution.status, execution.data.resultData.error?.message]).toEqual([
			'success',
			undefined,
		]);
		expect(conversations[0]?.tools?.map((tool) => tool.function.name)).toEqual([TOOL]);
		expect(groups()).toEqual(['Planned by a model']);
		const [{ output } = {}] = outputOf(execution, 'Agent');
		expect(output).toMatch(world.sandbox.world.groups[0]?.uuid ?? 'no group');
		expect(output).toMatch(/"in_group":\s*2/);
	} finally {
		model.close();
	}
});

function agent(credentials: NonNullable<WorkflowNode['credentials']>): WorkflowJson {
	const langchain = '@n8n/n8n-nodes-langchain';
	const agentNode: WorkflowNode = {
		name: 'Agent',
		type: `${langchain}.agent`,
		typeVersion: 2,
		parameters: { promptType: 'define', text: '={{ $json.chatInput }}' },
	};
	const model: WorkflowNode = {
		name: 'Model',
		type: `${langchain}.lmChatOpenAi`,
		typeVersion: 1.2,
		credentials,
	};
	const tool = toolNode(world.credentials);
	const workflow = chain('Agent', [{ chatInput: 'A group, please' }], [agentNode]);
	workflow.nodes.push(model, tool);
	const parts = { ...partOf(agentNode, model, 'ai_languageModel'), ...partOf(agentNode, tool) };
	Object.assign(workflow.connections, parts);
	return workflow;
}
