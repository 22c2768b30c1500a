import { readFile } from 'node:fs/promises';

import type { FastifyInstance } from 'fastify';

import type { Fault } from './faults.mts';
import type { Sandbox } from './types.mts';

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
	app.get('/state', () => {
		const { account, numbers, people, groups } = sandbox.world;
		return { baseUrl: sandbox.baseUrl, account, numbers, people: [...people.values()], groups };
	});

	app.post('/reset', () => {
		sandbox.reset();
		return { done: true };
	});

	app.post<{ Body: Fault }>('/faults', ({ body }) => {
		sandbox.fault(body);
		return body;
	});
}
