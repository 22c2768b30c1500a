import { readFile } from 'node:fs/promises';

import type { FastifyInstance } from 'fastify';

import type { Fault } from './faults.mts';
import type { Sandbox } from './types.mts';

/** Changes within this time reach the page as one. */
const QUIET_MS = 40;

/** The page carries all it needs; a browser must not fetch anything from anywhere else. */
const POLICY =
	"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; img-src data:";

/** Serves the page at `/`, and for a single group at `/groups/{uuid}`. */
export async function registerPage(app: FastifyInstance): Promise<void> {
	const html = await readFile(new URL('./page.html', import.meta.url), 'utf8');
	for (const url of ['/', '/groups/:uuid']) {
		app.get(url, (_request, reply) =>
			reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY).send(html),
		);
	}
}

/** What 2Chat does not have: for the page, and for people who run the sandbox. */
export function registerControl(app: FastifyInstance, sandbox: Sandbox): void {
	const { world } = sandbox;

	app.get('/state', () => {
		const { accounts, numbers, people, groups } = world;
		return { baseUrl: sandbox.baseUrl, accounts, numbers, people: [...people.values()], groups };
	});

	app.post('/reset', () => {
		sandbox.reset();
		return { done: true };
	});

	app.post<{ Body: Fault }>('/faults', ({ body }) => {
		sandbox.fault(body);
		return body;
	});

	// Server-sent events without content: they say that the state is worth fetching again.
	app.get('/changes', (_request, reply) => {
		reply.hijack();
		reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
		reply.raw.write('data: open\n\n');
		let timer: NodeJS.Timeout | undefined;
		const tell = () => {
			timer ??= setTimeout(() => {
				timer = undefined;
				reply.raw.write('data: changed\n\n');
			}, QUIET_MS);
		};
		world.onChange.add(tell);
		reply.raw.on('close', () => {
			world.onChange.delete(tell);
			clearTimeout(timer);
		});
	});
}
