import fs from 'node:fs/promises';
import path from 'node:path';

export const NEIGHBOUR = '@2chat/n8n-nodes-twochat';

// Written at test time and into a temporary folder: lying in the project, n8n could take it for a part of it.
const NODE = `
exports.TwoChat = class {
	description = {
		displayName: '2Chat',
		name: 'twoChat',
		group: ['output'],
		version: 1,
		description: 'Stands in for the node of 2Chat\\'s own package',
		defaults: { name: '2Chat' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'twoChatApi', required: true }],
		properties: [],
	};
	async execute() {
		const { apiKey, server } = await this.getCredentials('twoChatApi');
		return [[{ json: { fields: Object.keys({ apiKey, server }), server } }]];
	}
};
`;

const CREDENTIAL = `
exports.TwoChatApi = class {
	name = 'twoChatApi';
	displayName = '2Chat API';
	properties = [
		{ displayName: 'API Key', name: 'apiKey', type: 'string', typeOptions: { password: true }, default: '' },
		{ displayName: 'Server', name: 'server', type: 'string', default: 'https://api.example.com' },
	];
};
`;

/** A package with the names of 2Chat's own: node `twoChat`, credential `twoChatApi` with a `server`. */
export async function writeNeighbour(folder: string): Promise<string> {
	const files = {
		'package.json': JSON.stringify({
			name: NEIGHBOUR,
			version: '1.0.0',
			keywords: ['n8n-community-node-package'],
			n8n: {
				n8nNodesApiVersion: 1,
				nodes: ['dist/TwoChat.node.js'],
				credentials: ['dist/TwoChatApi.credentials.js'],
			},
		}),
		'dist/TwoChat.node.js': NODE,
		'dist/TwoChatApi.credentials.js': CREDENTIAL,
	};
	const target = path.join(folder, 'neighbour');
	await fs.mkdir(path.join(target, 'dist'), { recursive: true });
	for (const [name, text] of Object.entries(files))
		await fs.writeFile(path.join(target, name), text);
	return target;
}
