import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface JsonRequest<Body> {
	method: string | undefined;
	url: string | undefined;
	body: Body;
}

/** A server on this machine that takes and gives JSON: `answer` makes status and body of each request. */
export async function startJsonServer<Body>(
	answer: (request: JsonRequest<Body>) => [status: number, body: object],
) {
	const server = http.createServer(async (request, response) => {
		const { method, url } = request;
		let text = '';
		for await (const chunk of request) text += String(chunk);
		const [status, body] = answer({ method, url, body: JSON.parse(text) as Body });
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(JSON.stringify(body));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}
