import path from 'node:path';
import { NODE_MAJORS_FOR_N8N, NODE_PACKAGE_MAJOR, NODE_PACKAGE_VERSION } from './versions.mts';

/** The Node that runs n8n: the one at hand if it fits, otherwise one from the registry. */
export interface NodeForN8n {
	major: number;
	/** The npm package to install beside n8n, with its version. */
	package?: { name: string; version: string };
	/** Its executable, once n8n lies in `folder`. */
	executable(folder: string): string;
	/** Where node-gyp finds its headers; without them it downloads them. */
	headers(folder: string): string;
}

// Of the platforms whose Node is a package, these have the version we ask for.
const PACKAGED = ['linux-x64', 'linux-arm64'];

export function nodeForN8n(version: string): NodeForN8n {
	const [major = 0] = process.versions.node.split('.').map(Number);
	const [oldest, newest] = NODE_MAJORS_FOR_N8N[version] ?? [NODE_PACKAGE_MAJOR, NODE_PACKAGE_MAJOR];
	if (major >= oldest && major <= newest) {
		return {
			major,
			executable: () => process.execPath,
			headers: () => path.resolve(path.dirname(process.execPath), '..'),
		};
	}
	const platform = `${process.platform}-${process.arch}`;
	if (!PACKAGED.includes(platform)) {
		throw new Error(
			`n8n ${version} does not run on Node ${process.versions.node} of ${platform}. ` +
				`Switch to Node ${NODE_PACKAGE_MAJOR} and run this again.`,
		);
	}
	const name = `node-${platform}`;
	const root = (folder: string) => path.join(folder, 'node_modules', name);
	return {
		major: NODE_PACKAGE_MAJOR,
		package: { name, version: NODE_PACKAGE_VERSION },
		executable: (folder) => path.join(root(folder), 'bin', 'node'),
		headers: root,
	};
}
