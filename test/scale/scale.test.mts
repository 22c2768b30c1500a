import { setTimeout as delay } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { preparePackage } from '../engine/package/prepare.mts';
import type { WorkflowJson } from '../engine/types.mts';
import { N8nClient } from '../n8n/client.mts';
import { ensureN8n } from '../n8n/install.mts';
import { seconds } from '../n8n/progress.mts';
import { startQueueMode, type QueueMode } from '../n8n/queueMode.mts';
import type { Execution, StoredWorkflow } from '../n8n/types.mts';
import type { Fault } from '../sandbox/sandbox.mts';
import { eventually } from '../e2e/support/eventually.mts';
import { OWNER } from '../e2e/support/shared.mts';
import { CREATE, createNode, link } from '../e2e/support/workflows.mts';
import { openWorld, type E2eWorld } from '../e2e/support/world.mts';

// The sandbox's own record judges: which groups exist, whatever n8n says about its executions.

const GROUPS = 500;
const KEYED_GROUPS = 100;
const CONCURRENCY = 10;
const PEOPLE = '+17137157533, +18647351567';
const SAME_KEY_ROUNDS = 4;
const SAME_KEY_AT_ONCE = 50;

let queue: QueueMode;
let world: E2eWorld;
const figures: string[] = [];

beforeAll(async () => {
	const install = await ensureN8n();
	const { packageFolder } = await preparePackage();
	queue = await startQueueMode({
		install,
		packages: [packageFolder],
		workers: 2,
		concurrency: CONCURRENCY,
	});
	const client = await N8nClient.signIn(queue.main.url, OWNER, install);
	world = await openWorld({ settings: { groupsPerDay: 0, latencyMs: 50 } }, client);
});

afterAll(async () => {
	await queue?.stop();
	await world?.sandbox.close();
	process.stdout.write(`\n${figures.join('\n')}\n`);
});

beforeEach(() => {
	world.sandbox.reset();
});

/** A published workflow behind a webhook that answers at once, as a CRM would call it. */
async function publish(path: string, options: IDataObject = {}): Promise<StoredWorkflow> {
	const workflow: WorkflowJson = {
		name: path,
		nodes: [
			{
				name: 'Request',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				parameters: { httpMethod: 'POST', path, responseMode: 'onReceived' },
				webhookId: path,
			},
			createNode(world.credentials, {
				name: '={{ $json.body.name }}',
				participants: PEOPLE,
				options: { maxGroups: 0, ...options },
			}),
		],
		connections: link({ name: 'Request' }, { name: CREATE }),
		settings: { executionOrder: 'v1' },
	};
	const stored = await world.n8n.createWorkflow(workflow);
	await world.n8n.activate(stored);
	await eventually(async () =>
		/not registered for GET/.test(await (await fetch(hook(path))).text()),
	);
	return stored;
}

const hook = (path: string) => `${queue.main.url}/webhook/${path}`;

async function call(path: string, body: IDataObject): Promise<void> {
	const response = await fetch(hook(path), {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`The webhook answered ${response.status}.`);
	await response.text();
}

/** So many calls at a time: more than the workers do at once, so that work queues up. */
async function callAll(path: string, bodies: IDataObject[], atOnce = 40): Promise<void> {
	const left = [...bodies];
	const caller = async () => {
		for (let body = left.shift(); body !== undefined; body = left.shift()) await call(path, body);
	};
	await Promise.all(Array.from({ length: atOnce }, caller));
}

/** Waits until so many executions have ended. */
const allEnded = async ({ id }: StoredWorkflow, count: number, patienceMs: number) =>
	await eventually(async () => await world.n8n.haveEnded(id, count), patienceMs, 1_000);

/** Those that did not end well. */
async function failures(workflow: StoredWorkflow) {
	return await world.n8n.executions(workflow.id, ['error', 'crashed', 'canceled']);
}

function groupsByName(): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { name } of world.sandbox.world.groups) counts.set(name, (counts.get(name) ?? 0) + 1);
	return counts;
}

const numbered = (word: string, count: number) =>
	Array.from({ length: count }, (_, index) => `${word} ${String(index).padStart(4, '0')}`);

function faultFor(name: string, fault: Partial<Fault>): void {
	world.sandbox.fault({
		operation: 'create-group',
		bodyContains: name,
		effect: 'answer',
		...fault,
	});
}

test(`${GROUPS} executions with faults: no group twice, none lost`, async () => {
	const names = numbered('Request', GROUPS);
	const refused: string[] = [];
	names.forEach((name, index) => {
		if (index % 20 === 3) faultFor(name, { when: 'after', effect: 'reset' });
		if (index % 20 === 8) faultFor(name, { when: 'after', effect: 'html', status: 504 });
		if (index % 20 === 13) faultFor(name, { status: 429, body: { detail: 'Too many requests' } });
		if (index % 20 === 18) {
			faultFor(name, { status: 400, body: { success: false, error_message: 'Refused' } });
			refused.push(name);
		}
	});
	const workflow = await publish('groups');
	const start = Date.now();
	await callAll(
		'groups',
		names.map((name) => ({ name })),
	);
	await allEnded(workflow, GROUPS, 400_000);
	figures.push(
		`${GROUPS} executions on two workers with ${CONCURRENCY} places each: ${seconds(start)} s`,
	);

	const failed = await failures(workflow);
	expect(failed).toHaveLength(refused.length);
	const accepted = names.filter((name) => !refused.includes(name));
	expect(groupsByName()).toEqual(new Map(world.sandbox.world.groups.map(({ name }) => [name, 1])));
	expect([...groupsByName().keys()].sort()).toEqual(accepted);

	// What was refused is made by "Retry execution", and only that.
	await Promise.all(failed.map(async ({ id }) => await world.n8n.retry(id)));
	expect([...groupsByName().keys()].sort()).toEqual(names);
	expect(world.sandbox.world.groups).toHaveLength(GROUPS);
	figures.push(`groups after that: ${world.sandbox.world.groups.length}, none twice, none missing`);
});

test(`${KEYED_GROUPS} groups with a Unique Key, each delivered twice: one group each`, async () => {
	const workflow = await publish('keyed', { uniqueKey: '={{ $json.body.name }}' });
	const names = numbered('Keyed', KEYED_GROUPS);
	const start = Date.now();
	// A sender that gets no answer in time delivers again some seconds later.
	await callAll(
		'keyed',
		names.map((name) => ({ name })),
	);
	await delay(3000);
	await callAll(
		'keyed',
		names.map((name) => ({ name })),
	);
	await allEnded(workflow, 2 * KEYED_GROUPS, 300_000);
	const counts = groupsByName();
	const twice = names.filter((name) => (counts.get(name) ?? 0) > 1);
	figures.push(
		`${KEYED_GROUPS} Unique Keys delivered twice, all at once: ${seconds(start)} s, ${twice.length} with two groups`,
	);
	expect(names.filter((name) => !counts.has(name))).toEqual([]);
	expect(twice).toEqual([]);
	expect(await failures(workflow)).toEqual([]);
});

test('a worker is killed in the middle, its executions are retried: one group for each key', async () => {
	const workflow = await publish('killed', { uniqueKey: '={{ $json.body.name }}' });
	const names = numbered('Killed', 8);
	const inFlight = 12_000;
	names.forEach((name, index) => {
		// The request is under way, or the group is made and the answer is under way.
		faultFor(name, {
			effect: 'delay',
			when: index % 2 === 0 ? 'before' : 'after',
			delayMs: inFlight,
		});
	});
	const creations = () =>
		world.sandbox.calls.filter(
			({ operation, body }) =>
				operation === 'create-group' && JSON.stringify(body).includes('Killed'),
		);
	await callAll(
		'killed',
		names.map((name) => ({ name })),
	);
	await eventually(() => creations().length === names.length, 60_000);

	const [victim] = queue.workers;
	if (victim === undefined) throw new Error('There is no worker.');
	const running = await world.n8n.executions(workflow.id);
	const hit = running.filter(({ id }) => victim.log().includes(`execution ${id} `));
	await victim.kill();
	expect(hit.length).toBeGreaterThan(0);
	// n8n still shows them as running, and lets a person retry them.
	const retried: Execution[] = await Promise.all(
		hit.map(async ({ id }) => await world.n8n.retry(id, true)),
	);
	await eventually(() => world.sandbox.world.groups.length >= names.length, 60_000);
	await delay(inFlight);
	const counts = groupsByName();
	figures.push(
		`a worker killed with ${hit.length} of ${names.length} executions on it, all retried at once: ` +
			`${[...counts.values()].filter((count) => count > 1).length} keys with two groups`,
	);
	expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(names.map((name) => [name, 1])));
	expect(retried.map(({ status }) => status)).toEqual(hit.map(() => 'success'));
	await queue.addWorker();
});

test(`${SAME_KEY_AT_ONCE} executions at once with the same Unique Key`, async () => {
	const workflow = await publish('same', { uniqueKey: '={{ $json.body.name }}' });
	const rounds: number[] = [];
	for (let round = 1; round <= SAME_KEY_ROUNDS; round++) {
		const name = `Same ${round}`;
		await callAll(
			'same',
			Array.from({ length: SAME_KEY_AT_ONCE }, () => ({ name })),
			SAME_KEY_AT_ONCE,
		);
		await allEnded(workflow, round * SAME_KEY_AT_ONCE, 120_000);
		rounds.push(groupsByName().get(name) ?? 0);
	}
	figures.push(
		`${SAME_KEY_AT_ONCE} executions at once with one Unique Key, groups by round: ${rounds.join(', ')}`,
	);
	expect(rounds).toEqual(rounds.map(() => 1));
});
