import fs from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../engine/paths.mts';
import type { WorkflowJson, WorkflowNode } from '../engine/types.mts';

/** What the types of this package's nodes begin with. */
export const NODE_PREFIX = 'n8n-nodes-2chat-groups.';

const FOLDER = path.join(projectRoot, 'examples');

export async function readExample(file: string): Promise<WorkflowJson> {
	return JSON.parse(await fs.readFile(path.join(FOLDER, file), 'utf8')) as WorkflowJson;
}

/** All examples by their file's name. */
export async function readExamples(): Promise<Map<string, WorkflowJson>> {
	const files = (await fs.readdir(FOLDER)).filter((file) => file.endsWith('.json')).sort();
	return new Map(
		await Promise.all(
			files.map(async (file): Promise<[string, WorkflowJson]> => [file, await readExample(file)]),
		),
	);
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
