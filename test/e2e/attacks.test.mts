import type { IDataObject } from 'n8n-workflow';
import type { WorkflowJson, WorkflowNode } from '../engine/types.mts';
import { openBrowser, type OpenBrowser } from './support/browser.mts';
import { Editor } from './support/editor.mts';
import { eventually } from './support/eventually.mts';
import type { Execution } from '../n8n/types.mts';
import { chain, CREATE, createNode, link, outputOf } from './support/workflows.mts';
import { loseAnswer, openWorld, type E2eWorld } from './support/world.mts';

// What people outside write into a form, and the retry that people build themselves.

const MARKUP = '<img src=x onerror=alert(1)>';
/** The angle brackets may be shown as others. */
const SHOWN = /img src=x onerror=alert\(1\)/;
const MEGABYTE = 1_000_000;
const filled = (text: string) => text.repeat(Math.ceil(MEGABYTE / text.length));

let world: E2eWorld;
let browser: OpenBrowser;
let editor: Editor;
let dialogs: string[];
let errorLoop: ErrorLoop;

beforeAll(async () => {
	world = await openWorld();
	errorLoop = await startErrorLoop();
	browser = await openBrowser({ signedIn: world.n8n });
	editor = new Editor(browser.page, world.n8n);
	browser.page.on('dialog', (dialog) => {
		dialogs.push(dialog.message());
		void dialog.dismiss();
	});
});

afterAll(async () => {
	await browser?.close();
	await errorLoop?.world.close();
	await world?.close();
});

beforeEach(() => {
	world.sandbox.reset();
	dialogs = [];
});

/** A published form whose second field is the node's Participants. */
async function publishedForm(path: string): Promise<{ id: string; address: string }> {
	const { n8n, credentials } = world;
	const form: IDataObject = {
		formTitle: 'New group',
		formFields: {
			values: [{ fieldLabel: 'name' }, { fieldLabel: 'people', fieldType: 'textarea' }],
		},
	};
	const workflow: WorkflowJson = chain(path, [], [createNode(credentials)]);
	workflow.nodes[0] = {
		name: 'Start',
		type: 'n8n-nodes-base.formTrigger',
		typeVersion: 2.2,
		parameters: form,
		webhookId: path,
	};
	const stored = await n8n.createWorkflow(workflow);
	await n8n.activate(stored);
	const address = `${n8n.url}/form/${path}`;
	await eventually(async () => (await fetch(address)).ok);
	return { id: stored.id, address };
}

/** How long n8n was silent at most until `work` was done, asked again and again. */
async function longestSilence(work: Promise<unknown>): Promise<{ longest: number; asked: number }> {
	let isDone = false;
	const done = work.finally(() => (isDone = true));
	const times: number[] = [];
	while (!isDone) {
		const start = Date.now();
		const response = await fetch(`${world.n8n.url}/healthz`);
		expect(await response.json()).toEqual({ status: 'ok' });
		times.push(Date.now() - start);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	await done;
	return { longest: Math.max(...times), asked: times.length };
}

test.each([
	['blanks', filled(' ') + '.'],
	['digits and commas', filled('1,')],
	['brackets', filled('[(')],
	['the same long line', filled('Uncle Joe and the others; ')],
])('a form answer of a megabyte of %s does not stop n8n', async (what, people) => {
	const { id, address } = await publishedForm(`megabyte-${what.replaceAll(' ', '-')}`);
	const answer = new FormData();
	answer.set('field-0', 'Everybody');
	answer.set('field-1', people);
	const last = async () => (await world.n8n.executions(id))[0]?.status;
	const { longest, asked } = await longestSilence(
		(async () => {
			expect((await fetch(address, { method: 'POST', body: answer })).status).toBe(200);
			await eventually(async () => /error|success/.test((await last()) ?? ''), 60_000);
		})(),
	);
	expect(asked).toBeGreaterThan(1);
	expect(longest).toBeLessThan(2_000);
	expect(await last()).toBe('error');
	const [{ id: ended } = { id: '' }] = await world.n8n.executions(id);
	const { error } = (await world.n8n.execution(ended)).data.resultData;
	expect(error?.message).toMatch(/Participants/);
	expect(world.sandbox.world.groups).toEqual([]);
});

/** Opens the node in the editor and runs it once. */
async function runInEditor(item: IDataObject): Promise<void> {
	const { n8n, credentials } = world;
	const stored = await n8n.createWorkflow(chain('Markup', [item], [createNode(credentials)]));
	await editor.openWorkflow(stored.id);
	await editor.openDetails(CREATE);
	await editor.runStep();
}

/** Nothing of it became a part of the page. */
async function expectHarmless(): Promise<void> {
	expect(dialogs).toEqual([]);
	expect(await browser.page.locator('img[src="x"], [onerror]').count()).toBe(0);
	expect(browser.blocked.filter((address) => address.endsWith('/x'))).toEqual([]);
}

test('markup as a participant is text in the panel of the error', async () => {
	await runInEditor({ name: 'Everybody', people: MARKUP });
	expect(await editor.id('node-error-message').innerText()).toMatch(SHOWN);
	await expectHarmless();
});

test('markup as a participant and as the name is text in the output and its hint', async () => {
	await runInEditor({ name: `Trip ${MARKUP}`, people: `+17137157533\n${MARKUP}` });
	expect(world.sandbox.world.groups).toHaveLength(1);
	expect(await editor.output.innerText()).toMatch(/1 of 2 people are not in the group/);
	for (const view of ['table', 'json', 'schema']) {
		await editor.output.locator(`[data-test-id="radio-button-${view}"]`).click();
		await editor.settled();
		expect([view, await editor.output.innerText()]).toEqual([view, expect.stringMatching(SHOWN)]);
		await expectHarmless();
	}
});

interface ErrorLoop {
	world: E2eWorld;
	/** Its end takes some minutes: the node looks for a lost group that long. The other tests need not wait. */
	ended: Promise<Execution>;
}

/** Error output, pause, the same node again. The first answer is lost, and its group is in no list at first. */
async function startErrorLoop(): Promise<ErrorLoop> {
	const own = await openWorld();
	loseAnswer(own, 'Lost');
	own.sandbox.fault({
		operation: 'list-groups',
		times: 6,
		effect: 'mutate',
		mutate: () => ({ data: [] }),
	});
	const create = createNode(own.credentials, {}, { onError: 'continueErrorOutput' });
	const wait: WorkflowNode = {
		name: 'Wait',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { resume: 'timeInterval', amount: 1, unit: 'seconds' },
	};
	const items = ['Lost', 'Easy'].map((name) => ({ name, people: '+17137157533, +18647351567' }));
	const workflow = chain('Error loop', items, [create]);
	workflow.nodes.push(wait);
	Object.assign(workflow.connections, link(create, wait, 1), link(wait, create));
	const ended = own.n8n.run(await own.n8n.createWorkflow(workflow), 'Start', 240_000);
	// Whoever awaits it later gets the error.
	ended.catch(() => {});
	return { world: own, ended };
}

test('error output, pause and the same node again make one group of a lost answer', async () => {
	const { sandbox } = errorLoop.world;
	const execution = await errorLoop.ended;
	expect(execution.status).toBe('success');
	const runs = (name: string) => execution.data.resultData.runData[name]?.length ?? 0;
	expect([runs(CREATE), runs('Wait')]).toEqual([2, 1]);
	expect(outputOf(execution)).toMatchObject([{ name: 'Lost', recovered: true }]);
	expect(sandbox.calls.filter(({ operation }) => operation === 'create-group')).toHaveLength(2);
	expect(sandbox.world.groups.map(({ name }) => name).sort()).toEqual(['Easy', 'Lost']);
}, 300_000);
