import fs from 'node:fs/promises';
import type { INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import { N8nClient } from '../n8n/client.mts';
import { startN8n } from '../n8n/instance.mts';
import { installByHand } from './support/byHand.mts';
import { OWNER, shared } from './support/shared.mts';
import { NODE_TYPE } from './support/workflows.mts';
import { ourTypes, signIn } from './support/world.mts';

interface LoadedNode extends INodeTypeDescription {
	communityNodePackageVersion?: string;
}

let n8n: N8nClient;
let node: LoadedNode;

beforeAll(async () => {
	n8n = await signIn();
	const nodes = await n8n.get<LoadedNode[]>('/types/nodes.json');
	node = nodes.find(({ name }) => name === NODE_TYPE) as LoadedNode;
});

test('n8n loads the package as an installed community node, with an AI tool twin', async () => {
	expect(node).toMatchObject({
		displayName: '2Chat WhatsApp Groups',
		communityNodePackageVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
	});
	expect(await ourTypes(n8n)).toEqual([NODE_TYPE, `${NODE_TYPE}Tool`, `${NODE_TYPE}Trigger`]);
});

test('n8n serves the output fields of every operation before its first run', async () => {
	const operations = node.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options, displayOptions }) =>
			(options as INodePropertyOptions[]).map(
				({ value }) => `${displayOptions?.show?.['resource']?.[0]}/${value}`,
			),
		)
		// n8n's own entry for a call that the node does not have.
		.filter((operation) => !operation.includes('__'));
	expect(operations).toContain('group/create');
	for (const operation of operations) {
		const response = await fetch(`${n8n.url}/schemas/${NODE_TYPE}/1.0.0/${operation}.json`);
		expect([operation, response.status]).toEqual([operation, 200]);
		const { properties } = (await response.json()) as { properties: object };
		expect(Object.keys(properties).length).toBeGreaterThan(1);
	}
});

test('an own n8n has the nodes after the commands of the README', async () => {
	const { install } = shared();
	const home = await installByHand();
	const own = await startN8n({ install, packages: [], userFolder: home });
	try {
		const types = await ourTypes(await N8nClient.signIn(own.url, OWNER, install));
		expect(types).toEqual([NODE_TYPE, `${NODE_TYPE}Tool`, `${NODE_TYPE}Trigger`]);
	} finally {
		await own.stop();
		await fs.rm(home, { recursive: true, force: true });
	}
});
