import type { PackageDirectoryLoader } from 'n8n-core';
import type { INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import { workflow } from './n8n.mts';
import { standInFor } from './standIns/index.mts';
import { baseOfTool, toolTwinOf } from './toolTwin.mts';

/** All node types that a workflow may name: the package's, their tool twins and the stand-ins. */
export function createNodeTypes(loader: PackageDirectoryLoader): INodeTypes {
	const prefix = `${loader.packageName}.`;
	const versioned = (type: INodeType | IVersionedNodeType, version?: number) =>
		workflow.NodeHelpers.getVersionedNodeType(type, version);

	const own = (name: string, version?: number): INodeType => {
		const base = baseOfTool(name);
		if (base === undefined || name in loader.known.nodes) {
			return versioned(loader.getNode(name).type, version);
		}
		const node = versioned(loader.getNode(base).type, version);
		if (!node.description.usableAsTool) throw new Error(`"${base}" cannot be used as a tool.`);
		return toolTwinOf(node);
	};

	const find = (type: string, version?: number) =>
		type.startsWith(prefix) ? own(type.slice(prefix.length), version) : standInFor(type);

	return {
		getByName: (type) => find(type),
		getByNameAndVersion: find,
		getKnownTypes: () => ({}),
	};
}
