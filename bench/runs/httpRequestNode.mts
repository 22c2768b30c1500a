import Module, { createRequire } from 'node:module';
import path from 'node:path';
import type { INodeType } from 'n8n-workflow';

type Resolve = (
	request: string,
	parent: { filename?: string } | undefined,
	...rest: unknown[]
) => string;

/** Where n8n's HTTP Request node is, below n8n's node_modules. */
export const HTTP_REQUEST = 'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js';

/** n8n's HTTP Request node in its newest version. */
export function loadHttpRequest(n8nModules: string): { type: INodeType; version: number } {
	const require = createRequire(import.meta.url);
	shareWorkflowLibrary(n8nModules);
	const { HttpRequest } = require(path.join(n8nModules, HTTP_REQUEST)) as {
		HttpRequest: new () => { nodeVersions: Record<number, INodeType>; currentVersion: number };
	};
	const { nodeVersions, currentVersion } = new HttpRequest();
	const type = nodeVersions[currentVersion];
	if (type === undefined) throw new Error('n8n has no current version of the HTTP Request node.');
	return { type, version: currentVersion };
}

/** One copy of n8n-workflow for everybody, as in n8n; the cached n8n has the same release of its own. */
function shareWorkflowLibrary(n8nModules: string): void {
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
