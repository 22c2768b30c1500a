import fs from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../engine/paths.mts';
import type { WorkflowJson, WorkflowNode } from '../engine/types.mts';

/** What the types of this package's nodes begin with. */
export const NODE_PREFIX = 'n8n-nodes-2chat-groups.';

const FOLDER = path.join(projectRoot, 'examples');

/** Names of the examples' files, without `.json`. */
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

/** What a person does after importing an example: choose the credential in each of our nodes. */
export function withCredential(
	workflow: WorkflowJson,
	credentials: NonNullable<WorkflowNode['credentials']>,
): WorkflowJson {
	const nodes = workflow.nodes.map((node) =>
		node.type.startsWith(NODE_PREFIX) ? { ...node, credentials } : node,
	);
	return { ...workflow, nodes };
}
