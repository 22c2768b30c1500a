import { startSandbox, type Sandbox } from '../../sandbox/sandbox.mts';

/** The documents' example numbers (2chat-api.md 2.1, 2.4). */
export const OWN = '+595981048477';
export const ANA = '+17137157533';
export const BEN = '+18647351567';

export const sandbox = {} as Sandbox;

/** Starts the sandbox for the tests of a file; each of them finds it as it was at first. */
export function useSandbox(): void {
	beforeAll(async () => void Object.assign(sandbox, await startSandbox()));
	beforeEach(() => sandbox.reset());
	afterAll(async () => await sandbox.close());
}

async function request(method: string, path: string, body?: unknown, key = sandbox.apiKey) {
	const response = await fetch(`${sandbox.baseUrl}${path}`, {
		method,
		headers: { 'X-User-API-Key': key, 'content-type': 'application/json' },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Talks to a sandbox the way any HTTP client would. */
export const client = {
	request,
	get: async (path: string) => await request('GET', path),
	post: async (path: string, body: unknown) => await request('POST', path, body),

	async create(participants: string[], name = 'My cool WhatsApp group') {
		const group = { name, description: 'cool group', participants };
		return await request('POST', '/whatsapp/group/create', { from_number: OWN, group });
	},

	/** Makes a group and gives its UUID. */
	async newGroup(participants: string[] = [ANA]): Promise<string> {
		const { body } = await client.create(participants);
		return (body.group as { uuid: string }).uuid;
	},

	async change(operation: string, uuid: string, participants: string[]) {
		const body = { from_number: OWN, participants };
		return await request('POST', `/whatsapp/group/${uuid}/${operation}-participant`, body);
	},
};
