import type {
	ILoadOptionsFunctions,
	INode,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { createAdditionalData } from './additionalData.mts';
import { createCredentialsHelper } from './credentialsHelper.mts';
import { core, workflow as n8nWorkflow } from './n8n.mts';
import type { RunEnvironment } from './runWorkflow.mts';
import type { ListSearchCall, MethodCall } from './types.mts';

/** What the editor calls to fill the list of a resource locator. */
export async function listSearch(
	environment: RunEnvironment,
	call: ListSearchCall,
): Promise<INodeListSearchResult> {
	const { nodeType, context } = prepare(environment, call);
	const method = nodeType.methods?.listSearch?.[call.method];
	if (!method) throw new Error(`The node has no list search "${call.method}".`);
	return await method.call(context, call.filter, call.paginationToken);
}

/** What the editor calls to fill a drop-down list. */
export async function loadOptions(
	environment: RunEnvironment,
	call: MethodCall,
): Promise<INodePropertyOptions[]> {
	const { nodeType, context } = prepare(environment, call);
	const method = nodeType.methods?.loadOptions?.[call.method];
	if (!method) throw new Error(`The node has no options loader "${call.method}".`);
	return await method.call(context);
}

function prepare({ loader, nodeTypes }: RunEnvironment, call: MethodCall) {
	const credentials = call.credentials ?? {};
	const parameters = (call.parameters ?? {}) as INode['parameters'];
	const node: INode = {
		id: 'temporary',
		name: 'Temporary node',
		type: `${loader.packageName}.${call.type}`,
		typeVersion: call.typeVersion ?? 1,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(
			Object.keys(credentials).map((type) => [type, { id: '1', name: type }]),
		),
	};
	const workflow = new n8nWorkflow.Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
	});
	const additionalData = createAdditionalData({
		credentialsHelper: createCredentialsHelper(loader, credentials),
		currentNodeParameters: call.parameters ?? {},
	});
	const path = call.path ?? 'parameters';
	const context = new core.LoadOptionsContext(workflow, node, additionalData, path);
	return {
		nodeType: nodeTypes.getByNameAndVersion(node.type, node.typeVersion),
		context: context as unknown as ILoadOptionsFunctions,
	};
}
