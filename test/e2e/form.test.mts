import { openBrowser, type OpenBrowser } from './support/browser.mts';
import { eventually } from './support/eventually.mts';
import { example, withCredential } from '../n8n/examples.mts';
import { screenshot } from './support/screenshot.mts';
import type { WorkflowNode } from '../engine/types.mts';
import { outputOf } from './support/workflows.mts';
import { useWorld } from './support/world.mts';

const TEAM = { username: 'team', password: 'a-password-of-the-team' };

const world = useWorld();
let browser: OpenBrowser;

beforeAll(async () => {
	browser = await openBrowser({ httpCredentials: TEAM });
});

afterAll(async () => {
	await browser.close();
});

/** The example as somebody publishes it: without sample data, with a credential in each node that needs one. */
async function publishedForm(): Promise<{ id: string; address: string }> {
	const { n8n, credentials } = world;
	const { pinData: _sample, ...workflow } = withCredential(example('form-to-group'), credentials);
	const nodeOf = (type: string): WorkflowNode => {
		const node = workflow.nodes.find((one) => one.type === `n8n-nodes-base.${type}`);
		if (node === undefined) throw new Error(`The example has no ${type}.`);
		return node;
	};
	const form = nodeOf('formTrigger');
	const { username: user, password } = TEAM;
	form.credentials = {
		httpBasicAuth: await n8n.createCredential('Team', { user, password }, 'httpBasicAuth'),
	};
	nodeOf('emailSend').credentials = {
		smtp: await n8n.createCredential('Mail', { host: '127.0.0.1', port: 25 }, 'smtp'),
	};
	const stored = await n8n.createWorkflow(workflow);
	await n8n.activate(stored);
	return { id: stored.id, address: `${n8n.url}/form/${form.webhookId}` };
}

test('somebody fills in a web form, and the group is there', async () => {
	const { page } = browser;
	const { id, address } = await publishedForm();
	await eventually(async () => (await page.goto(address))?.status() === 200);
	const field = (label: string) =>
		page.locator('.form-group', { hasText: label }).locator('input, textarea');
	await field('Name of the group').fill('Trip to Asunción');
	await field('Phone numbers').fill('Ana: (713) 715-7533\nBen: +1 864 735 1567\nUncle Joe');
	await screenshot(page, 'form');
	await page.locator('button[type="submit"], #submit-btn').first().click();

	await eventually(async () => (await world.n8n.executions(id))[0]?.status === 'success');
	expect(world.sandbox.world.groups).toMatchObject([
		{ name: 'Trip to Asunción', members: [{}, { phoneNumber: '+17137157533' }, {}] },
	]);
	const [last] = await world.n8n.executions(id);
	expect(outputOf(await world.n8n.execution(last?.id ?? ''))).toMatchObject([
		{
			summary: { in_group: 2, missing: 1 },
			participants: [{}, {}, { input: 'Uncle Joe', outcome: 'invalid_number' }],
		},
	]);
});
