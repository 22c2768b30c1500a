import { startSandbox, type Sandbox } from '../sandbox/sandbox.mts';
import type { WorkflowNode } from '../engine/types.mts';
import type { N8nClient } from '../n8n/client.mts';
import type { StoredCredential } from '../n8n/types.mts';
import { openBrowser, type OpenBrowser } from './support/browser.mts';
import { Editor } from './support/editor.mts';
import { example, withCredential } from '../n8n/examples.mts';
import {
	recordedForm,
	recordScreenshots,
	screenshot,
	takesScreenshots,
} from './support/screenshot.mts';
import { shownForm } from './support/shownForm.mts';
import { chain, CREATE, createNode } from './support/workflows.mts';
import { signIn } from './support/world.mts';

// One person's first ten minutes with the node. The tests follow each other on one page, because opening the
// editor takes longer than all that is done in it.

const PEOPLE = ['Ana: +1 (713) 715-7533', 'Ben: +1 864 735 1567', '+44 7700 900101'].join('\n');

let n8n: N8nClient;
let sandbox: Sandbox;
let browser: OpenBrowser;
let editor: Editor;

beforeAll(async () => {
	n8n = await signIn();
	sandbox = await startSandbox();
	browser = await openBrowser({ signedIn: n8n });
	editor = new Editor(browser.page, n8n);
});

afterAll(async () => {
	await browser.close();
	for (const credential of await n8n.get<StoredCredential[]>('/rest/credentials')) {
		await n8n.deleteCredential(credential);
	}
	await sandbox.close();
});

/** Other files leave credentials of other kinds. */
async function credentialOfThisFile() {
	const all = await n8n.get<StoredCredential[]>('/rest/credentials');
	const { id = '', name = '' } = all.find(({ type }) => type === 'twoChatGroupsApi') ?? {};
	return { twoChatGroupsApi: { id, name } };
}

const GROUP_ACTIONS = [
	CREATE,
	'Get WhatsApp group',
	'Get many WhatsApp groups',
	'Send message to WhatsApp group',
	'Update WhatsApp group',
];

test('a wrong API key and an unsafe address are called that, right ones connect', async () => {
	const { page } = browser;
	await page.goto(`${n8n.url}/home/credentials/create`);
	await editor.id('new-credential-type-select').locator('input').fill('2chat groups');
	await editor.id('new-credential-type-select-option').getByText('2Chat Groups API').click();
	await editor.id('new-credential-type-button').click();
	await editor.id('credential-edit-dialog').waitFor();
	await editor.fill('apiKey', 'not-the-key');
	await editor.fill('baseUrl', sandbox.baseUrl);
	await editor.id('credential-save-button').click();
	await page.getByText('More details').click();
	await page.getByText('2Chat does not know this API Key').waitFor();
	await screenshot(page, 'credential-wrong-key');

	await editor.fill('baseUrl', 'http://2chat.example.com/open');
	await editor.id('credential-save-button').click();
	await page.getByText('Base URL must start with https://').waitFor();

	await editor.fill('apiKey', sandbox.apiKey);
	await editor.fill('baseUrl', sandbox.baseUrl);
	await editor.id('credential-save-button').click();
	await editor.id('credentials-config-container-test-success').waitFor();
	await editor.closeToasts();
	await screenshot(page, 'credential');
});

test('searching "whatsapp group" finds the node, with everything it can do', async () => {
	await editor.newWorkflow();
	await editor.openNodeCreator();
	await editor.searchNodes('manual');
	await editor.pick('Manual Trigger');
	await editor.node('When clicking ‘Execute workflow’').waitFor();
	await editor.settled();
	await editor.openNodeCreator();
	expect(await editor.searchNodes('whatsapp group')).toEqual(['2Chat WhatsApp Groups']);
	expect(await editor.id('item-iterator-item').first().innerText()).toMatch(
		/Create WhatsApp groups/,
	);
	await screenshot(browser.page, 'node-creator');
	await editor.pick('2Chat WhatsApp Groups');
	await editor.id('node-creator-item-name').getByText(CREATE, { exact: true }).waitFor();
	await screenshot(browser.page, 'actions');
	expect(await editor.listed()).toEqual(expect.arrayContaining(GROUP_ACTIONS));
});

test('the action opens under its own name, with the credential chosen', async () => {
	await editor.pick(CREATE);
	await editor.detailsOpen();
	expect(await editor.id('node-title-container').innerText()).toMatch(CREATE);
	expect(await editor.id('node-credentials-select').locator('input').inputValue()).toBe(
		'2Chat Groups account',
	);
});

test('the list of numbers shows which are connected', async () => {
	expect(await editor.openList('fromNumber')).toEqual([
		'✓ +12123334444 · Sales team',
		'✓ +595981048477 · My testing number',
		'Connection failed: +447700900002 · Broken session',
		'Disconnected: +447700900001 · Switched-off phone',
	]);
	await screenshot(browser.page, 'numbers');
	await editor.pickFromList('My testing number');
});

test('a filled-in form makes the group and reports on everybody', async () => {
	await editor.fill('name', 'Trip to Asunción');
	await editor.fill('participants', PEOPLE);
	await editor.settled();
	await editor.runStep();
	expect(sandbox.world.groups.map(({ name }) => name)).toEqual(['Trip to Asunción']);
	const shown = await editor.output.innerText();
	expect(shown).toMatch('1 item');
	expect(shown).toMatch(/1 of 3 people are not in the group "Trip to Asunción"/);
	expect(shown).toMatch('not on WhatsApp');
	expect(shown).toMatch(sandbox.world.groups[0]?.uuid ?? 'no group');
	await editor.output.locator('[data-test-id="radio-button-schema"]').click();
	await editor.settled();
	// Its counts would hide the people.
	const fields = editor.output.locator('[data-test-id="run-data-schema-item"]');
	await fields
		.filter({ hasText: /^summary/ })
		.locator('.toggle')
		.click();
	await editor.settled();
	await screenshot(browser.page, 'result');
});

test('what cannot work is explained at once, in the words of the form', async () => {
	await editor.fill('participants', 'Ana: (713) 715-7533');
	await editor.settled();
	await editor.runStep();
	expect(await editor.id('node-error-message').innerText()).toMatch(
		/Participants.*"Ana: \(713\) 715-7533" has no country code/,
	);
	expect(await editor.id('node-error-description').innerText()).toMatch(
		/set Default Country under Options to its country\. Nothing was sent/,
	);
	await screenshot(browser.page, 'error');
	expect(sandbox.world.groups).toHaveLength(1);
});

test('participants may come from an expression', async () => {
	await editor.fillExpression('participants', "{{ ['+17137157533', '+18647351567'] }}");
	await editor.runStep();
	expect(await editor.output.innerText()).not.toMatch('not in the group');
	expect(sandbox.world.groups.at(-1)?.members).toHaveLength(3);
});

test('a refusal of 2Chat is shown with its reason', async () => {
	sandbox.fault({
		operation: 'create-group',
		effect: 'answer',
		status: 500,
		body: { success: false, error_message: 'created too many groups very quickly' },
	});
	await editor.fill('name', 'One group too many');
	await editor.runStep();
	expect(await editor.id('node-error-message').innerText()).toMatch('created too many groups');
	await screenshot(browser.page, 'error-refused');
});

test('the canvas shows the state of the node and what it does', async () => {
	await editor.closeDetails();
	await editor.settled();
	expect(await editor.node(CREATE).innerText()).toMatch(/create/i);
	await editor.node(CREATE).locator('[data-test-id="canvas-node-status-mark-error"]').waitFor();
});

test('the next node can use the fields before the first run', async () => {
	const next: WorkflowNode = { name: 'Next', type: 'n8n-nodes-base.set', typeVersion: 3.4 };
	const credentials = await credentialOfThisFile();
	const node = createNode(credentials);
	const workflow = await n8n.createWorkflow(chain('Before the first run', [], [node, next]));
	await editor.openWorkflow(workflow.id);
	await editor.openDetails('Next');
	await editor.id('schema-preview-warning').waitFor();
	const fields = await editor.id('run-data-schema-item').allInnerTexts();
	expect(fields.map((text) => text.split('\n')[0])).toEqual(
		expect.arrayContaining(['uuid', 'name', 'participants', 'summary']),
	);
	await screenshot(browser.page, 'preview');
});

test('an imported example runs on the canvas, in light and in dark', async () => {
	const credentials = await credentialOfThisFile();
	const stored = await n8n.createWorkflow(withCredential(example('form-to-group'), credentials));
	sandbox.reset();
	await editor.openWorkflow(stored.id);
	await editor.id('execute-workflow-button').first().click();
	await editor.node(CREATE).locator('[data-test-id="canvas-node-status-success"]').waitFor();
	expect(sandbox.world.groups).toHaveLength(1);
	await editor.closeToasts();
	await screenshot(browser.page, 'canvas');
	await browser.page.emulateMedia({ colorScheme: 'dark' });
	await editor.settled();
	const icon = editor.node(CREATE).locator('img').first();
	expect(await icon.getAttribute('src')).toMatch(/dark\.svg/);
	await screenshot(browser.page, 'canvas-dark');
});

test('the pages wanted nothing from outside but the entry of the npm registry', () => {
	const hosts = browser.blocked.map((address) => new URL(address).hostname);
	expect([...new Set(hosts)].filter((host) => !/npm/.test(host))).toEqual([]);
});

test('the images of the documentation show the form as it is now', async () => {
	const shown = await shownForm(n8n);
	if (takesScreenshots) await recordScreenshots(shown);
	else expect(await recordedForm()).toBe(shown);
});
