import type { WorkflowJson, WorkflowNode } from '../engine/types.mts';
import { McpClient } from './support/mcp.mts';
import { partOf, TOOL, toolNode } from './support/workflows.mts';
import { useWorld } from './support/world.mts';

const PATH = 'whatsapp-groups';

const world = useWorld();
let mcp: McpClient;

beforeAll(async () => {
	const stored = await world.n8n.createWorkflow(server());
	await world.n8n.activate(stored);
	mcp = await McpClient.connect(`${world.n8n.url}/mcp/${PATH}`);
});

/** The node as a tool of an MCP server. */
function server(): WorkflowJson {
	const trigger: WorkflowNode = {
		name: 'Server',
		type: '@n8n/n8n-nodes-langchain.mcpTrigger',
		typeVersion: 2,
		parameters: { authentication: 'none', path: PATH },
		webhookId: PATH,
	};
	const tool = toolNode(world.credentials);
	const settings = { executionOrder: 'v1' };
	const connections = partOf(trigger, tool);
	return { name: 'Tool over MCP', nodes: [trigger, tool], connections, settings };
}

test('a model sees the tool with the fields it has to fill in', async () => {
	const [tool] = await mcp.tools();
	expect(tool).toMatchObject({
		name: TOOL,
		description: expect.stringMatching(/Create WhatsApp group/i) as string,
		inputSchema: { required: expect.arrayContaining(['name', 'participants']) as string[] },
	});
});

test('a model makes a group and is told what became of each person', async () => {
	const answer = await mcp.call(TOOL, {
		name: 'Planned by a model',
		participants: '+17137157533, +447700900101',
	});
	expect(answer.isError ?? false).toBe(false);
	expect(world.sandbox.world.groups.map(({ name }) => name)).toEqual(['Planned by a model']);
	expect(JSON.parse(answer.text)).toMatchObject([
		{
			name: 'Planned by a model',
			participants: [{ outcome: 'added' }, { outcome: 'not_on_whatsapp' }],
		},
	]);
});

test('a model is told in words what it has to do better', async () => {
	const answer = await mcp.call(TOOL, { name: 'No numbers', participants: 'Ana and Ben' });
	expect(answer.isError).toBe(true);
	expect(answer.text).toMatch(/Participants/);
});
