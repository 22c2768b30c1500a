import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { startEngine } from '../../engine/client.mts';
import { n8nRequire } from '../../engine/n8nRequire.mts';
import type { Engine, WorkflowJson } from '../../engine/types.mts';
import { installFixture, type Fixture } from './fixture.mts';

// These tests are about the engine that all other workflow tests rely on, so the node in them is
// a small one whose behaviour is plain.
const NODE = `
	const items = this.getInputData();
	const context = this.getContext('node');
	context.runs = (context.runs ?? 0) + 1;
	const output = [];
	for (let i = 0; i < items.length; i++) {
		const name = this.getNodeParameter('name', i);
		try {
			if (name === 'wrong') {
				throw new NodeOperationError(this.getNode(), 'That was wrong', {
					itemIndex: i,
					description: 'Do it right',
				});
			}
			if (name === 'ask') {
				const { baseUrl } = await this.getCredentials('fixtureApi');
				const url = baseUrl + '/ask';
				await this.helpers.httpRequestWithAuthentication.call(this, 'fixtureApi', { url });
			}
			if (name.startsWith('once:')) {
				const seen = await this.helpers.checkProcessedAndRecord([name], 'node', { mode: 'entries' });
				output.push({ json: { isNew: seen.new.length === 1 } });
				continue;
			}
			const run = this.evaluateExpression('{{ $runIndex }}', i);
			const library = require.resolve('n8n-workflow');
			output.push({ json: { name, run, library }, pairedItem: { item: i } });
		} catch (error) {
			if (!this.continueOnFail()) throw error;
			output.push({ json: { error: error.message }, pairedItem: { item: i } });
		}
	}
	this.addExecutionHints({ message: 'A word to the user' });
	return [output];
`;
const NODE_TOP = `const { NodeOperationError } = require('n8n-workflow');`;

const NAME_FROM_ITEM = { name: '={{ $json.name }}' };
const type = 'fixture';

let engine: Engine;
let fixture: Fixture;

beforeAll(async () => {
	fixture = await installFixture(NODE, NODE_TOP);
	engine = await startEngine({ packageFolder: fixture.folder });
});

afterAll(async () => {
	await engine.close();
	await fixture.remove();
});

describe('installed package', () => {
	test('finds no library that it did not bundle', async () => {
		const top = "const { parsePhoneNumber } = require('libphonenumber-js/min');";
		const unbundled = await installFixture('return [[]];', top);
		const start = startEngine({ packageFolder: unbundled.folder });
		await expect(start).rejects.toThrow("Cannot find module 'libphonenumber-js/min'");
		await unbundled.remove();
	});

	test('shares the one copy of n8n-workflow with the engine', async () => {
		const { output } = await engine.runNode({ type, parameters: { name: 'a' } });
		expect(output[0]?.['library']).toBe(n8nRequire.resolve('n8n-workflow'));
	});

	test('is described with codex, tool twin and credential', async () => {
		const { name, nodes, tools, credentials } = await engine.loaded();
		expect(name).toBe('n8n-nodes-fixture');
		expect(nodes.map((node) => node.name)).toEqual(['fixture']);
		expect(tools.map((tool) => tool.name)).toEqual(['fixtureTool']);
		expect(credentials.map((credential) => credential.name)).toEqual(['fixtureApi']);
	});
});

describe('a single node', () => {
	test('gives its items, hints and context', async () => {
		const items = [{ name: 'a' }, { name: 'b' }];
		const result = await engine.runNode({ type, parameters: NAME_FROM_ITEM, items });
		expect(result.status).toBe('success');
		expect(result.output.map(({ name }) => name)).toEqual(['a', 'b']);
		expect(result.outputs[0]?.[1]?.pairedItem).toEqual({ item: 1 });
		expect(result.hints).toEqual([{ message: 'A word to the user' }]);
		expect(result.contextData).toEqual({ 'node:Node': { runs: 1 } });
	});

	test('goes on with the context of an earlier execution', async () => {
		const contextData = { 'node:Node': { runs: 7 } };
		const result = await engine.runNode({ type, contextData, mode: 'retry' });
		expect(result.contextData).toEqual({ 'node:Node': { runs: 8 } });
	});

	test('reports an error with everything n8n knows about it', async () => {
		const items = [{ name: 'a' }, { name: 'wrong' }];
		const result = await engine.runNode({ type, parameters: NAME_FROM_ITEM, items });
		expect(result.status).toBe('error');
		expect(result.error).toMatchObject({
			name: 'NodeOperationError',
			message: 'That was wrong',
			description: 'Do it right',
			context: { itemIndex: 1 },
		});
		expect(result.outputs).toEqual([]);
	});

	test('sends failed items to the error output', async () => {
		const items = [{ name: 'wrong' }, { name: 'b' }];
		const settings = { onError: 'continueErrorOutput' } as const;
		const result = await engine.runNode({ type, parameters: NAME_FROM_ITEM, items, settings });
		const [regular, failed] = result.outputs;
		expect(regular?.map(({ json }) => json['name'])).toEqual(['b']);
		expect(failed?.map(({ json }) => json)).toEqual([{ name: 'wrong', error: 'That was wrong' }]);
	});

	test('runs again in the same context with Retry On Fail', async () => {
		const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		const result = await engine.runNode({ type, parameters: { name: 'wrong' }, settings });
		expect(result.status).toBe('error');
		expect(result.contextData).toEqual({ 'node:Node': { runs: 3 } });
	});

	test('fails when the credential it asks for has no value', async () => {
		const result = await engine.runNode({ type, parameters: { name: 'ask' } });
		expect(result.error?.message).toMatch(/credentials/i);
	});
});

describe('a workflow', () => {
	const connect = (node: string) => [{ node, type: 'main', index: 0 }];
	const loop: WorkflowJson = {
		nodes: [
			{ name: 'Form', type: 'n8n-nodes-base.formTrigger' },
			{ name: 'Loop', type: 'n8n-nodes-base.splitInBatches', parameters: { batchSize: 1 } },
			{ name: 'Fixture', type: 'n8n-nodes-fixture.fixture', parameters: NAME_FROM_ITEM },
			{
				name: 'Fields',
				type: 'n8n-nodes-base.set',
				parameters: {
					includeOtherFields: true,
					assignments: {
						assignments: [{ name: 'asked', value: "={{ $('Form').item.json.name }}" }],
					},
				},
			},
			{
				name: 'If',
				type: 'n8n-nodes-base.if',
				parameters: {
					conditions: {
						options: { version: 2, caseSensitive: true, typeValidation: 'strict' },
						combinator: 'and',
						conditions: [
							{
								leftValue: '={{ $json.asked }}',
								rightValue: 'b',
								operator: { type: 'string', operation: 'equals' },
							},
						],
					},
				},
			},
			{ name: 'Note', type: 'n8n-nodes-base.stickyNote', parameters: { content: 'Read me' } },
			{ name: 'CRM', type: 'n8n-nodes-base.hubspot' },
		],
		connections: {
			Form: { main: [connect('Loop')] },
			Loop: { main: [connect('Fields'), connect('Fixture')] },
			Fixture: { main: [connect('Loop')] },
			Fields: { main: [connect('If')] },
			If: { main: [connect('CRM'), []] },
		},
		pinData: {
			Form: [{ json: { name: 'a' } }, { json: { name: 'b' } }],
			CRM: [{ json: { id: 1 } }],
		},
	};
	const jsonOf = (items: Array<{ json: unknown }> | undefined) => items?.map(({ json }) => json);

	test('starts from pinned data, loops, links items and branches', async () => {
		const { status, nodes, contextData } = await engine.run(loop);
		expect(status).toBe('success');
		expect(nodes['Fixture']?.map((run) => run.outputs[0]?.[0]?.json)).toMatchObject([
			{ name: 'a', run: 0 },
			{ name: 'b', run: 1 },
		]);
		expect(contextData['node:Fixture']).toEqual({ runs: 2 });
		const [matches, others] = nodes['If']?.[0]?.outputs ?? [];
		expect(jsonOf(matches)).toMatchObject([{ name: 'b', asked: 'b' }]);
		expect(jsonOf(others)).toMatchObject([{ name: 'a', asked: 'a' }]);
		expect(jsonOf(nodes['CRM']?.[0]?.outputs[0])).toEqual([{ id: 1 }]);
	});

	test('stops at a node that neither the engine nor pinned data can stand in for', async () => {
		const { CRM: _removed, ...pinData } = loop.pinData ?? {};
		const { status, error } = await engine.run({ ...loop, pinData });
		expect(status).toBe('error');
		expect(error?.message).toContain('Pin the data of "CRM"');
	});
});

describe('as an AI tool', () => {
	const parameters = { name: "={{ $fromAI('groupName', 'Name of the group', 'string') }}" };

	test('shows the model its fields and answers it', async () => {
		const tool = await engine.runTool({ type, parameters, args: { groupName: 'via tool' } });
		expect(tool.schema).toMatchObject({
			properties: { groupName: { type: 'string', description: 'Name of the group' } },
			required: ['groupName'],
		});
		expect(JSON.parse(tool.response ?? '')).toMatchObject([{ name: 'via tool' }]);
	});

	test('tells the model what went wrong', async () => {
		const tool = await engine.runTool({ type, parameters, args: { groupName: 'wrong' } });
		expect(tool.response).toBeUndefined();
		expect(tool.failure).toContain('That was wrong');
	});
});

describe('over the network', () => {
	const requests: string[] = [];
	const server = http.createServer((request, response) => {
		const key = String(request.headers['x-key']);
		requests.push(`${request.url} ${key}`);
		// "/ask" is never answered.
		if (request.url === '/info') response.writeHead(key === 'good' ? 200 : 401).end('{}');
	});
	let baseUrl: string;

	beforeAll(async () => {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});

	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});

	test('cancelling the execution ends its request', async () => {
		const credentials = { fixtureApi: { apiKey: 'good', baseUrl } };
		const parameters = { name: 'ask' };
		const result = await engine.runNode({ type, parameters, credentials, cancelAfter: 200 });
		expect(result.status).toBe('canceled');
		expect(requests).toContain('/ask good');
	});

	test('the credential test says what n8n would show', async () => {
		const attempt = async (apiKey: string, url: string) =>
			await engine.testCredential('fixtureApi', { apiKey, baseUrl: url });
		expect(await attempt('good', baseUrl)).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		expect(await attempt('bad', baseUrl)).toEqual({ status: 'Error', message: 'Unauthorized' });
		expect(await attempt('good', 'http://127.0.0.1:1')).toEqual({
			status: 'Error',
			message: 'ECONNREFUSED',
		});
	});
});

describe("n8n's deduplication store", () => {
	const ask = async (key: string, workflowId = 'one') => {
		const parameters = { name: `once:${key}` };
		const { output, error } = await engine.runNode({ type, parameters, workflowId });
		return error?.message ?? output[0]?.['isNew'];
	};

	afterEach(async () => await engine.removeDeduplication());

	test('is missing unless it is asked for', async () => {
		expect(await ask('k')).toContain('Instance needs to initialized');
	});

	test('knows a key of the same node in the same workflow again', async () => {
		await engine.installDeduplication();
		expect(await ask('k')).toBe(true);
		expect(await ask('k')).toBe(false);
		expect(await ask('other')).toBe(true);
		expect(await ask('k', 'two')).toBe(true);
	});

	test('lets two executions pass that ask in the same instant, as the real one does', async () => {
		await engine.installDeduplication({ latencyMs: 50 });
		await ask('first');
		expect(await Promise.all([ask('k'), ask('k')])).toEqual([true, true]);
	});
});
