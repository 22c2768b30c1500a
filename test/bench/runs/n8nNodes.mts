import Module, { createRequire } from 'node:module';
import path from 'node:path';
import type { INodeType } from 'n8n-workflow';

type Resolve = (
	request: string,
	parent: { filename?: string } | undefined,
	...rest: unknown[]
) => string;

/** Where n8n's own nodes are, below its node_modules. */
export const HTTP_REQUEST = 'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js';
export const LOOP_OVER_ITEMS = 'n8n-nodes-base/dist/nodes/SplitInBatches/SplitInBatches.node.js';

type NodeClass = new () => { nodeVersions: Record<number, INodeType>; currentVersion: number };

/** A node of n8n in its newest version. */
export function loadN8nNode(
	n8nModules: string,
	file: string,
): { type: INodeType; version: number } {
	const require = createRequire(import.meta.url);
	shareWorkflowLibrary(n8nModules);
	const [Versions] = Object.values(
		require(path.join(n8nModules, file)) as Record<string, NodeClass>,
	);
	if (Versions === undefined) throw new Error(`There is no node in ${file}.`);
	const { nodeVersions, currentVersion: version } = new Versions();
	const type = nodeVersions[version];
	if (type === undefined) throw new Error(`n8n has no current version in ${file}.`);
	return { type, version };
}

let isShared = false;

/** One copy of n8n-workflow for everybody, as in n8n; the cached n8n has the same release of its own. */
function shareWorkflowLibrary(n8nModules: string): void {
	if (isShared) return;
	isShared = true;
	const loader = Module as unknown as { _resolveFilename: Resolve };
	const require = createRequire(import.meta.url);
	const shared = createRequire(require.resolve('n8n-core')).resolve('n8n-workflow');
	const original = loader._resolveFilename;
	loader._resolveFilename = function (request, parent, ...rest) {
		const isTheirs = parent?.filename?.startsWith(n8nModules) === true;
		if (request === 'n8n-workflow' && isTheirs) return shared;
		return original.call(this, request, parent, ...rest);
	};
}
