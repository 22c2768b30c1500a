import { startEngine } from '../../engine/client.mts';
import { n8nRequire } from '../../engine/n8nRequire.mts';
import type { Engine } from '../../engine/types.mts';
import { installFixture, type Fixture } from './fixture.mts';

// What the other workflow tests believe of the engine without looking: where it is wrong, they pass for nothing.

const NODE = `
	const key = this.getNodeParameter('name', 0);
	const { new: fresh } = await this.helpers.checkProcessedAndRecord([key], 'node', { mode: 'entries' });
	return [[{ json: { isNew: fresh.length === 1, library: require.resolve('n8n-workflow') } }]];
`;

let engine: Engine;
let fixture: Fixture;

beforeAll(async () => {
	fixture = await installFixture(NODE);
	engine = await startEngine({ packageFolder: fixture.folder });
});
afterAll(async () => {
	await engine.close();
	await fixture.remove();
});
beforeEach(async () => await engine.installDeduplication());

const run = async (name: string, workflowId = 'one') =>
	(await engine.runNode({ type: 'fixture', parameters: { name }, workflowId })).output[0];

test('an installed package finds no library that it did not bundle', async () => {
	const top = "const { parsePhoneNumber } = require('libphonenumber-js/min');";
	const unbundled = await installFixture('return [[]];', top);
	const start = startEngine({ packageFolder: unbundled.folder });
	await expect(start).rejects.toThrow("Cannot find module 'libphonenumber-js/min'");
	await unbundled.remove();
});

test('an installed package shares the one copy of n8n-workflow with the engine', async () => {
	expect((await run('a'))?.['library']).toBe(n8nRequire.resolve('n8n-workflow'));
});

test("n8n's deduplication store knows a key of the same node in the same workflow again", async () => {
	const answers = [await run('k'), await run('k'), await run('other'), await run('k', 'two')];
	expect(answers.map((answer) => answer?.['isNew'])).toEqual([true, false, true, true]);
});
