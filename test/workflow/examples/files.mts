import fs from 'node:fs';
import path from 'node:path';

import { projectRoot } from '../../engine/paths.mts';
import type { WorkflowJson, WorkflowNode } from '../../engine/types.mts';

const FOLDER = path.join(projectRoot, 'examples');

export const OWN = 'n8n-nodes-2chat-groups.';
export const STICKY = 'n8n-nodes-base.stickyNote';

/** Without `.json`. */
export const exampleNames = fs
	.readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => path.basename(file, '.json'))
	.sort();

export function exampleText(name: string): string {
	return fs.readFileSync(path.join(FOLDER, `${name}.json`), 'utf8');
}

/** A new copy of the example each time. */
export function example(name: string): WorkflowJson {
	return JSON.parse(exampleText(name)) as WorkflowJson;
}

export function nodeNamed({ nodes }: WorkflowJson, name: string): WorkflowNode {
	const node = nodes.find((candidate) => candidate.name === name);
	if (node === undefined) throw new Error(`The example has no node "${name}".`);
	return node;
}

/** Nodes that nothing leads to, except the notes and what hangs below an agent. */
export function triggersOf({ nodes, connections }: WorkflowJson): WorkflowNode[] {
	const ofMain = Object.values(connections).flatMap((ports) => ports['main'] ?? []);
	const targets = new Set(ofMain.flatMap((port) => (port ?? []).map(({ node }) => node)));
	const isSubNode = (name: string) =>
		Object.keys(connections[name] ?? {}).some((port) => port !== 'main');
	return nodes.filter(
		({ name, type }) => type !== STICKY && !targets.has(name) && !isSubNode(name),
	);
}

/** The example as published: n8n uses pinned data in the editor only. */
export function published(workflow: WorkflowJson): WorkflowJson {
	const { pinData: _editorOnly, ...rest } = workflow;
	return rest;
}

/** Without the pinned data of a node, which then runs. */
export function unpinned(workflow: WorkflowJson, ...names: string[]): WorkflowJson {
	for (const name of names) delete workflow.pinData?.[name];
	return workflow;
}

/** Told in withPeople.test.mts, because a person or another system has a part in them. */
export const OTHER_STORIES = [
	'add-the-missing-later',
	'ai-agent-creates-group',
	'approval-before-group',
	'client-group-with-write-back',
];
