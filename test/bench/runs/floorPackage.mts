import fs from 'node:fs/promises';
import path from 'node:path';

const NAME = 'n8n-nodes-bench-floor';

/** The least that a node can do: the same call for each item, and the answer as it is. */
const SOURCE = `'use strict';

class Floor {
	constructor() {
		const text = (name) => ({ displayName: name, name, type: 'string', default: '' });
		this.description = {
			displayName: 'Floor',
			name: 'floor',
			group: ['output'],
			version: 1,
			description: 'One call for each item',
			defaults: { name: 'Floor' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'twoChatGroupsApi', required: true }],
			properties: [text('fromNumber'), text('name'), text('participants')],
		};
	}

	async execute() {
		const { baseUrl } = await this.getCredentials('twoChatGroupsApi');
		const output = [];
		for (let item = 0; item < this.getInputData().length; item++) {
			const json = await this.helpers.httpRequestWithAuthentication.call(this, 'twoChatGroupsApi', {
				method: 'POST',
				url: baseUrl + '/whatsapp/group/create',
				body: {
					from_number: this.getNodeParameter('fromNumber', item),
					group: {
						name: this.getNodeParameter('name', item),
						participants: this.getNodeParameter('participants', item),
					},
				},
				json: true,
			});
			output.push({ json, pairedItem: { item } });
		}
		return [output];
	}
}

exports.Floor = Floor;
`;

/** Writes the package into a folder of its own; it is nobody's node but the benchmark's. */
export async function writeFloorPackage(parent: string): Promise<string> {
	const folder = path.join(parent, 'node_modules', NAME);
	await fs.mkdir(path.join(folder, 'dist'), { recursive: true });
	const manifest = { name: NAME, version: '1.0.0', n8n: { nodes: ['dist/Floor.node.js'] } };
	await fs.writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
	await fs.writeFile(path.join(folder, 'dist', 'Floor.node.js'), SOURCE);
	return folder;
}
