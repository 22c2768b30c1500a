import fs from 'node:fs';
import path from 'node:path';
import { NodeHelpers, type INodeParameters } from 'n8n-workflow';

import { projectRoot } from '../../engine/paths.mts';
import type { LoadedPackage, WorkflowJson, WorkflowNode } from '../../engine/types.mts';
import { example, exampleNames, exampleText, NODE_PREFIX as OWN } from '../../n8n/examples.mts';
import { engine, useBench } from '../bench.mts';

// What n8n's review list for workflows and its rules for templates demand of every example.

const guide = fs.readFileSync(path.join(projectRoot, 'examples/README.md'), 'utf8');
const PUBLIC_FORMS = ['event-registration-with-follow-up'];
const NETWORK = /^(n8n-nodes-base\.(emailSend|httpRequest|googleSheets|dataTable)|n8n-nodes-2chat)/;
const CHANGES = ['create', 'add', 'sync'];

const STICKY = 'n8n-nodes-base.stickyNote';

let loaded: LoadedPackage;

useBench();
beforeAll(async () => {
	loaded = await engine.loaded();
});

interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

function boxOf({ position: [left, top] = [0, 0], parameters = {}, type }: WorkflowNode): Box {
	const [width, height] =
		type === STICKY ? [Number(parameters['width']), Number(parameters['height'])] : [100, 100];
	return { left, top, right: left + width, bottom: top + height };
}

const overlap = (a: Box, b: Box) =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const holds = (outer: Box, inner: Box) =>
	outer.left <= inner.left &&
	outer.top <= inner.top &&
	outer.right >= inner.right &&
	outer.bottom >= inner.bottom;

/** Nodes that nothing leads to, except the notes and what hangs below an agent. */
function triggersOf({ nodes, connections }: WorkflowJson): WorkflowNode[] {
	const ofMain = Object.values(connections).flatMap((ports) => ports['main'] ?? []);
	const targets = new Set(ofMain.flatMap((port) => (port ?? []).map(({ node }) => node)));
	const isSubNode = (name: string) =>
		Object.keys(connections[name] ?? {}).some((port) => port !== 'main');
	return nodes.filter(
		({ name, type }) => type !== STICKY && !targets.has(name) && !isSubNode(name),
	);
}

const optionsOf = ({ parameters = {} }: WorkflowNode) =>
	(parameters['options'] ?? {}) as Record<string, unknown>;

describe.each(exampleNames)('%s', (file) => {
	const workflow = example(file);
	const { nodes, connections, pinData = {} } = workflow;
	const notes = nodes.filter(({ type }) => type === STICKY);
	const steps = nodes.filter(({ type }) => type !== STICKY);
	const own = steps.filter(({ type }) => type.startsWith(OWN) && !type.endsWith('Trigger'));
	const contentOf = (note?: WorkflowNode) => String(note?.parameters?.['content']);
	const targets = (name: string, port = 'main', output = 0) =>
		(connections[name]?.[port]?.[output] ?? []).map(({ node }) => node);

	test('is a workflow as n8n exports it, for anybody', () => {
		expect(Object.keys(workflow)).toEqual(['name', 'nodes', 'connections', 'pinData', 'settings']);
		expect(workflow.settings).toEqual({ executionOrder: 'v1' });
		const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
		for (const node of nodes) {
			expect(node.id).toMatch(uuid);
			expect(node).not.toHaveProperty('credentials');
		}
		const names = nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		const ends = Object.values(connections).flatMap((ports) =>
			Object.values(ports).flatMap((port) => port.flatMap((links) => links ?? [])),
		);
		expect(names).toEqual(
			expect.arrayContaining([...Object.keys(connections), ...ends.map(({ node }) => node)]),
		);
	});

	test('names no phone number but the documented ones and those kept for fiction', () => {
		const numbers = exampleText(file).match(/\+\d[\d ]{9,}\d/g) ?? [];
		const allowed = /^\+(595981048477|61491570156|4477009\d{5}|120255501\d\d)$/;
		for (const number of numbers) expect(number.replaceAll(' ', '')).toMatch(allowed);
	});

	// What the editor shows in a list that nobody has opened yet. Another's number would pass for the right one.
	test('shows where a number and a group have to be chosen', () => {
		for (const { parameters = {} } of steps.filter(({ type }) => type.startsWith(OWN))) {
			const { fromNumber, groupId } = parameters as Record<string, { mode?: string }>;
			expect(fromNumber).toMatchObject({ cachedResultName: 'Choose your number' });
			if (groupId?.mode === 'list') {
				expect(groupId).toMatchObject({ cachedResultName: 'Choose your group' });
			}
		}
	});

	test('lets nobody start it who may not', () => {
		for (const { type, parameters } of steps) {
			if (type.endsWith('.webhook')) expect(parameters?.['authentication']).toBe('headerAuth');
			if (!type.endsWith('.formTrigger')) continue;
			const isPublic = PUBLIC_FORMS.includes(file);
			expect(parameters?.['authentication']).toBe(isPublic ? undefined : 'basicAuth');
			if (isPublic) expect(contentOf(notes[0])).toContain('open to the public on purpose');
		}
	});

	test('has Retry On Fail on in every node that calls somebody', () => {
		const callers = steps.filter(({ type }) => NETWORK.test(type) && !/(Trigger)$/.test(type));
		expect(callers.filter(({ retryOnFail }) => retryOnFail !== true)).toEqual([]);
	});

	test('tells a person when people are not brought in, and branches on errors', () => {
		const changes = own.filter(
			({ type, parameters }) =>
				type === `${OWN}twoChatGroups` && CHANGES.includes(String(parameters?.['operation'])),
		);
		for (const node of changes) {
			expect([node.name, node.onError]).toEqual([node.name, 'continueErrorOutput']);
			expect(targets(node.name, 'main', 1)).toEqual(['Tell a person']);
		}
	});

	test('lets a model create nothing that no human has seen', () => {
		const tools = own.filter(
			(node) => node.type.endsWith('Tool') && optionsOf(node)['previewOnly'] !== true,
		);
		for (const tool of tools) {
			const [gate] = targets(tool.name, 'ai_tool');
			const review = steps.find(({ name }) => name === gate);
			expect(review?.type).toMatch(/HitlTool$/);
			expect(String(review?.parameters?.['message'])).toContain('$tool.parameters');
			expect(review?.parameters?.['approvalOptions']).toEqual({
				values: { approvalType: 'double' },
			});
			expect(review && optionsOf(review)).toHaveProperty('limitWaitTime');
		}
		const agent = steps.find(({ type }) => type.endsWith('.agent'));
		// n8n asks, so the prompt must not.
		expect(JSON.stringify(agent?.parameters ?? {})).not.toMatch(/\byes\b|approv|confirm/i);
	});

	test('never calls another workflow that creates without a Unique Key', () => {
		if (!steps.some(({ type }) => /executeWorkflow/.test(type))) return;
		for (const node of own) expect(optionsOf(node)).toHaveProperty('uniqueKey');
	});

	test('has a title with a verb, and a description of its own', () => {
		expect(workflow.name).toMatch(/^(Add|Ask|Create|Greet|Match) /);
		const [, text = ''] = guide.split(`(${file}.json)\n`);
		const description = (text.split('\n## ')[0] ?? '').trim();
		for (const part of ['For', 'How it works', 'Set-up', 'Needs', 'Change it']) {
			expect(description).toContain(`**${part}**`);
		}
		const [, setup = ''] = contentOf(notes[0]).split('**Setup**');
		const words = `${description} ${setup}`.split(/\s+/).length;
		expect([file, words > 140 && words <= 300]).toEqual([file, true]);
	});

	test('explains itself on one yellow note at the top left', () => {
		const [overview, ...sections] = notes;
		const content = contentOf(overview);
		expect(content).toContain(`## ${workflow.name}`);
		expect(content).toContain('**How it works**');
		expect(content).toContain('**Setup**');
		expect(content).toContain('your 2Chat credential');
		expect(content).toContain('Self-hosted n8n only');
		const words = content.split(/\s+/).length;
		expect(words).toBeGreaterThanOrEqual(100);
		expect(words).toBeLessThanOrEqual(300);
		expect(overview?.parameters).not.toHaveProperty('color');
		for (const { name } of own) expect(content).toContain(`**${name}**`);

		const boxes = [overview, ...sections].flatMap((note) => (note ? [boxOf(note)] : []));
		boxes.forEach((box, index) => {
			expect(boxes.slice(index + 1).some((other) => overlap(box, other))).toBe(false);
		});
		for (const step of steps) {
			expect([step.name, boxes[0] && overlap(boxes[0], boxOf(step))]).toEqual([step.name, false]);
		}
		if (steps.length < 4) return;
		for (const note of sections) expect(note.parameters?.['color']).toBe(7);
		for (const step of steps) {
			const around = boxes.slice(1).filter((box) => holds(box, boxOf(step)));
			expect([step.name, around.length]).toEqual([step.name, 1]);
		}
	});

	test("keeps the user's own values in one place", () => {
		const values = ['tell_email', 'default_country', 'crm_url'];
		const uses = values.some((value) => exampleText(file).includes(`json.${value}`));
		expect(steps.some(({ name }) => name === 'Your settings') || !uses).toBe(true);
	});

	test('has data pinned on its triggers, and on what needs an account elsewhere', () => {
		const pinned = Object.keys(pinData);
		for (const { name } of triggersOf(workflow)) expect(pinned).toContain(name);
		for (const { name, type } of steps) {
			const isOwn = type.startsWith(OWN);
			if (NETWORK.test(type) && !isOwn) expect(pinned).toContain(name);
		}
		for (const items of Object.values(pinData)) expect(items.length).toBeGreaterThan(0);
	});

	test('sets only what the fields of this package offer', () => {
		const ours = steps.filter(({ type }) => type.startsWith(OWN));
		expect(ours.length).toBeGreaterThan(0);
		for (const { type, parameters = {}, name: step } of ours) {
			const description = [...loaded.nodes, ...loaded.tools].find(
				(candidate) => `${OWN}${candidate.name}` === type,
			);
			if (description === undefined) throw new Error(`The package has no "${type}".`);
			const known = NodeHelpers.getNodeParameters(
				description.properties,
				parameters as INodeParameters,
				true,
				false,
				{ typeVersion: 1 },
				description,
			);
			expect([step, known]).toMatchObject([step, parameters]);
		}
	});
});
