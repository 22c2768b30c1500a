import fs from 'node:fs/promises';
import { N8nClient } from '../n8n/client.mts';
import { startN8n, type N8nInstance } from '../n8n/instance.mts';
import { expectNodes, installByHand } from './support/byHand.mts';
import { OWNER, shared } from './support/shared.mts';

let home: string;
let n8n: N8nInstance;

beforeAll(async () => {
	home = await installByHand();
	n8n = await startN8n({ install: shared().install, packages: [], userFolder: home });
});
afterAll(async () => {
	await n8n.stop();
	await fs.rm(home, { recursive: true, force: true });
});

test('an own n8n has the nodes after the commands of the README', async () => {
	const client = await N8nClient.signIn(n8n.url, OWNER, shared().install);
	await expectNodes(client);
});
