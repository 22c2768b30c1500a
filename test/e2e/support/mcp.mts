interface Tool {
	name: string;
	description: string;
	inputSchema: { properties: Record<string, unknown>; required: string[] };
}

interface CallResult {
	isError?: boolean;
	content: Array<{ type: string; text: string }>;
}

/** As much of the Model Context Protocol as a model's host speaks to call tools. */
export class McpClient {
	private lastId = 0;
	private session: string | null = null;

	private constructor(private readonly url: string) {}

	static async connect(url: string): Promise<McpClient> {
		const client = new McpClient(url);
		await client.request('initialize', {
			protocolVersion: '2025-03-26',
			capabilities: {},
			clientInfo: { name: 'e2e', version: '1' },
		});
		await client.send({ method: 'notifications/initialized' });
		return client;
	}

	async tools(): Promise<Tool[]> {
		return (await this.request<{ tools: Tool[] }>('tools/list', {})).tools;
	}

	async call(
		name: string,
		args: Record<string, unknown>,
	): Promise<{ isError: boolean | undefined; text: string }> {
		const { isError, content } = await this.request<CallResult>('tools/call', {
			name,
			arguments: args,
		});
		return { isError, text: content.map(({ text }) => text).join('\n') };
	}

	private async request<T>(method: string, params: Record<string, unknown>): Promise<T> {
		const text = await this.send({ id: ++this.lastId, method, params });
		// The answer is one frame of an event stream, or plain JSON.
		const json = /^data: (.*)$/m.exec(text)?.[1] ?? text;
		const { result, error } = JSON.parse(json) as { result: T; error?: unknown };
		if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
		return result;
	}

	private async send(message: Record<string, unknown>): Promise<string> {
		const response = await this.reach(message);
		this.session ??= response.headers.get('mcp-session-id');
		const text = await response.text();
		if (!response.ok) throw new Error(`${this.url}: ${response.status} ${text}`);
		return text;
	}

	/** n8n answers "activated" a moment before the address is there. */
	private async reach(message: Record<string, unknown>): Promise<Response> {
		for (let tries = 1; ; tries++) {
			const response = await fetch(this.url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					accept: 'application/json, text/event-stream',
					...(this.session === null ? {} : { 'mcp-session-id': this.session }),
				},
				body: JSON.stringify({ jsonrpc: '2.0', ...message }),
			});
			if (response.status !== 404 || tries === 50) return response;
			await response.text();
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}
}
