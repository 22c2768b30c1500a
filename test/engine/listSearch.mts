import type { ILoadOptionsFunctions, INode, INodeListSearchResult } from 'n8n-workflow';
import { createAdditionalData } from './additionalData.mts';
import { createCredentialsHelper } from './credentialsHelper.mts';
import { core } from './n8n.mts';
import { createWorkflow, type RunEnvironment } from './runWorkflow.mts';
import type { ListSearchCall } from './types.mts';

/** What the editor calls to fill the list of a resource locator. */
export async function listSearch(
	{ loader, nodeTypes }: RunEnvironment,
	{ type, method, filter, parameters = {}, credentials = {} }: ListSearchCall,
): Promise<INodeListSearchResult> {
	const name = 'Node';
	const json = { name, type: `${loader.packageName}.${type}`, parameters };
	const workflow = createWorkflow({ nodes: [json], connections: {} }, nodeTypes, credentials);
	const node = workflow.getNode(name) as INode;
	const additionalData = createAdditionalData({
		credentialsHelper: createCredentialsHelper(loader, credentials),
		currentNodeParameters: parameters,
	});
	const context = new core.LoadOptionsContext(workflow, node, additionalData, 'parameters');
	const search = nodeTypes.getByNameAndVersion(node.type, 1).methods?.listSearch?.[method];
	if (!search) throw new Error(`The node has no list search "${method}".`);
	return await search.call(context as unknown as ILoadOptionsFunctions, filter);
}
