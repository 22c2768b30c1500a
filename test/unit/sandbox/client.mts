import type { Sandbox } from '../../sandbox/sandbox.mts';

/** The documents' example numbers (2chat-api.md 2.1, 2.4). */
export const OWN = '+595981048477';
export const ANA = '+17137157533';
export const BEN = '+18647351567';
export const CARLOS = '+447700176576';

export interface Reply<Body = unknown> {
	status: number;
	body: Body;
	text: string;
	headers: Headers;
}

export interface ParticipantEntry {
	statusCode: number;
	message: string;
	isGroupCreator?: boolean;
	isInviteV4Sent: boolean;
}

export interface CreateAnswer {
	success: boolean;
	group: {
		name: string;
		wa_group_id: string;
		participants: Record<string, ParticipantEntry>;
		accepted_numbers: string[];
		unaccepted_numbers: string[];
		uuid: string;
	};
}

export interface GroupAnswer {
	success: boolean;
	data: Record<string, unknown> & { participants: Array<Record<string, unknown>> };
}

export interface Request {
	key?: string | null;
	body?: unknown;
	/** Sent as it is instead of `body` as JSON. */
	raw?: string;
	contentType?: string | null;
}

/** Talks to a sandbox the way any HTTP client would. */
export class Client {
	constructor(private readonly sandbox: Sandbox) {}

	async request<Body = unknown>(
		method: string,
		path: string,
		request: Request = {},
	): Promise<Reply<Body>> {
		const { key = this.sandbox.apiKey, contentType = 'application/json' } = request;
		const body =
			request.raw ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
		const response = await fetch(`${this.sandbox.baseUrl}${path}`, {
			method,
			headers: {
				...(key === null ? {} : { 'X-User-API-Key': key }),
				...(contentType === null ? {} : { 'content-type': contentType }),
			},
			...(body === undefined ? {} : { body: contentType === null ? Buffer.from(body) : body }),
		});
		const text = await response.text();
		return {
			status: response.status,
			body: parsed(text) as Body,
			text,
			headers: response.headers,
		};
	}

	get<Body = unknown>(path: string): Promise<Reply<Body>> {
		return this.request('GET', path);
	}

	post<Body = unknown>(path: string, body: unknown): Promise<Reply<Body>> {
		return this.request('POST', path, { body });
	}

	create(
		participants: string[],
		group: { name?: string; description?: string } = {},
		fromNumber = OWN,
	): Promise<Reply<CreateAnswer>> {
		return this.post('/whatsapp/group/create', {
			from_number: fromNumber,
			group: { name: 'My cool WhatsApp group', participants, ...group },
		});
	}

	async newGroup(participants: string[] = [ANA], fromNumber = OWN): Promise<string> {
		const { status, body, text } = await this.create(participants, {}, fromNumber);
		if (status !== 200) throw new Error(text);
		return body.group.uuid;
	}

	change<Body = Record<string, unknown>>(
		operation: 'add' | 'remove' | 'promote' | 'demote',
		uuid: string,
		participants: string[],
		fromNumber = OWN,
	): Promise<Reply<Body>> {
		return this.post(`/whatsapp/group/${uuid}/${operation}-participant`, {
			from_number: fromNumber,
			participants,
		});
	}

	/** The numbers of a group's members as the API shows them. */
	async members(uuid: string): Promise<string[]> {
		const { body } = await this.get<GroupAnswer>(`/whatsapp/group/${uuid}`);
		return body.data.participants.map((participant) => String(participant.phone_number));
	}

	async listedUuids(phoneNumber = OWN, query = ''): Promise<string[]> {
		const { body } = await this.get<{ data: Array<{ uuid: string }> }>(
			`/whatsapp/groups/${phoneNumber}${query}`,
		);
		return body.data.map(({ uuid }) => uuid);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** `count` numbers of the range that is kept free for fiction in the United Kingdom. */
export function people(count: number): string[] {
	return Array.from({ length: count }, (_, index) => `+447700900${String(300 + index)}`);
}

export function wait(ms: number): Promise<void> {
	return new Promise((resolve) => {
		setTimeout(resolve, ms);
	});
}
