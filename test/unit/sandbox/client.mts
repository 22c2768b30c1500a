import { startSandbox, type Sandbox } from '../../sandbox/sandbox.mts';

/** The documents' example numbers (2chat-api.md 2.1, 2.4). */
export const OWN = '+595981048477';
export const ANA = '+17137157533';
export const BEN = '+18647351567';

export interface Reply {
	status: number;
	body: Record<string, unknown>;
}

export const sandbox = {} as Sandbox;

/** Starts the sandbox for the tests of a file; each of them finds it as it was at first. */
export function useSandbox(): void {
	beforeAll(async () => void Object.assign(sandbox, await startSandbox()));
	beforeEach(() => sandbox.reset());
	afterAll(async () => await sandbox.close());
}

/** Talks to a sandbox the way any HTTP client would. */
class Client {
	async request(method: string, path: string, body?: unknown, key?: string): Promise<Reply> {
		const response = await fetch(`${sandbox.baseUrl}${path}`, {
			method,
			headers: { 'X-User-API-Key': key ?? sandbox.apiKey, 'content-type': 'application/json' },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		return { status: response.status, body: (await response.json()) as Record<string, unknown> };
	}

	get(path: string): Promise<Reply> {
		return this.request('GET', path);
	}

	post(path: string, body: unknown): Promise<Reply> {
		return this.request('POST', path, body);
	}

	create(participants: string[], name = 'My cool WhatsApp group'): Promise<Reply> {
		const group = { name, description: 'cool group', participants };
		return this.post('/whatsapp/group/create', { from_number: OWN, group });
	}

	/** Makes a group and gives its UUID. */
	async newGroup(participants: string[] = [ANA]): Promise<string> {
		const { body } = await this.create(participants);
		return (body.group as { uuid: string }).uuid;
	}

	change(operation: string, uuid: string, participants: string[]): Promise<Reply> {
		const body = { from_number: OWN, participants };
		return this.post(`/whatsapp/group/${uuid}/${operation}-participant`, body);
	}
}

export const client = new Client();
