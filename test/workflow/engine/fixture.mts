import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { install, pack } from '../../engine/package/install.mts';

const DESCRIPTION = `{
	displayName: 'Fixture', name: 'fixture', group: ['transform'], version: 1,
	description: 'Does what a test wants', defaults: { name: 'Fixture' },
	inputs: ['main'], outputs: ['main'], usableAsTool: true,
	properties: [{ displayName: 'Name', name: 'name', type: 'string', default: '' }],
}`;

export interface Fixture {
	folder: string;
	remove(): Promise<void>;
}

/** Packs and installs a package with one node. `execute` is the body of its method. */
export async function installFixture(execute: string, top = ''): Promise<Fixture> {
	const root = await fs.mkdtemp(path.join(os.tmpdir(), 'fixture-'));
	const source = path.join(root, 'source');
	const files = {
		'package.json': JSON.stringify({
			name: 'n8n-nodes-fixture',
			version: '1.0.0',
			devDependencies: { 'libphonenumber-js': '*' },
			peerDependencies: { 'n8n-workflow': '*' },
			n8n: {
				nodes: ['dist/nodes/Fixture/Fixture.node.js'],
			},
		}),
		'dist/nodes/Fixture/Fixture.node.js': `${top}
exports.Fixture = class Fixture {
	description = ${DESCRIPTION};
	async execute() { ${execute} }
};`,
	};
	for (const [name, text] of Object.entries(files)) {
		await fs.mkdir(path.dirname(path.join(source, name)), { recursive: true });
		await fs.writeFile(path.join(source, name), text);
	}
	const folder = await install(await pack(source, root), root);
	return { folder, remove: async () => await fs.rm(root, { recursive: true }) };
}
