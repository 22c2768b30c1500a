import type { INodeTypeDescription } from 'n8n-workflow';
import type { N8nClient } from '../n8n/client.mts';
import { NEIGHBOUR } from './support/neighbour.mts';
import { signIn } from './support/world.mts';

interface LoadedNode extends INodeTypeDescription {
	communityNodePackageVersion?: string;
}

interface LoadedCredential {
	name: string;
	displayName: string;
	properties: Array<{ name: string }>;
}

let n8n: N8nClient;
let nodes: LoadedNode[];

beforeAll(async () => {
	n8n = await signIn();
	nodes = await n8n.get('/types/nodes.json');
});

const node = (name: string) => nodes.find((candidate) => candidate.name === name);

test('n8n loads the package as an installed community node, with an AI tool twin', () => {
	expect(node('n8n-nodes-2chat-groups.twoChatGroups')).toMatchObject({
		displayName: '2Chat WhatsApp Groups',
		communityNodePackageVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
		codex: {
			categories: ['Communication'],
			alias: expect.arrayContaining(['whatsapp group']) as string[],
		},
	});
	expect(node('n8n-nodes-2chat-groups.twoChatGroupsTool')).toMatchObject({
		displayName: '2Chat WhatsApp Groups Tool',
		outputs: ['ai_tool'],
	});
});

test('n8n serves both icons', async () => {
	const { iconUrl } = node('n8n-nodes-2chat-groups.twoChatGroups') ?? {};
	if (typeof iconUrl !== 'object') throw new Error('There is no pair of icons.');
	for (const address of Object.values(iconUrl)) {
		const response = await fetch(`${n8n.url}/${address}`);
		expect(response.headers.get('content-type')).toMatch('image/svg+xml');
		expect(await response.text()).toMatch('<svg');
	}
});

describe("beside 2Chat's own package", () => {
	let credentials: LoadedCredential[];

	beforeAll(async () => {
		credentials = await n8n.get('/types/credentials.json');
	});

	const fieldsOf = (name: string) =>
		credentials
			.filter((credential) => credential.name === name)
			.map(({ displayName, properties }) => ({
				displayName,
				fields: properties.map((property) => property.name),
			}));

	test('the other node is there too, under a name that differs', () => {
		expect(node(`${NEIGHBOUR}.twoChat`)?.displayName).toBe('2Chat');
	});

	test('each credential keeps its own fields', () => {
		expect(fieldsOf('twoChatGroupsApi')).toEqual([
			{
				displayName: '2Chat Groups API',
				fields: expect.arrayContaining(['apiKey', 'baseUrl']) as string[],
			},
		]);
		expect(fieldsOf('twoChatApi')).toEqual([
			{
				displayName: '2Chat API',
				fields: expect.arrayContaining(['apiKey', 'server']) as string[],
			},
		]);
	});

	test('neither node takes the credential of the other', () => {
		const wanted = (name: string) => node(name)?.credentials?.map((entry) => entry.name);
		expect(wanted('n8n-nodes-2chat-groups.twoChatGroups')).toEqual(['twoChatGroupsApi']);
		expect(wanted(`${NEIGHBOUR}.twoChat`)).toEqual(['twoChatApi']);
	});
});
