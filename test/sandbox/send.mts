import type { FastifyReply } from 'fastify';

import type { RecordedCall } from './calls.mts';
import type { Fault, FaultEffect } from './faults.mts';
import type { Answer } from './route.mts';

const HUGE_BYTES = 16 * 1024 * 1024;

/** What an effect answers with unless the fault says otherwise. */
const STATUS: { readonly [Effect in FaultEffect]?: number } = { answer: 500, html: 504 };

function asText(body: unknown): string {
	return typeof body === 'string' ? body : JSON.stringify(body);
}

function firstHalf(text: string): string {
	return text.slice(0, Math.floor(text.length / 2));
}

export function sendAnswer(reply: FastifyReply, { status, body }: Answer, headers = {}): void {
	const all = { 'content-type': 'application/json', ...headers };
	void reply.code(status).headers(all).send(asText(body));
}

/** The error page of a reverse proxy; 2chat-api.md 1.4 knows of an HTML 504. */
function htmlPage(status: number): string {
	return [
		'<html>',
		`<head><title>${status} Gateway Time-out</title></head>`,
		`<body><center><h1>${status} Gateway Time-out</h1></center><hr><center>nginx</center></body>`,
		'</html>',
		'',
	].join('\r\n');
}

/** Sends what a fault makes of an answer. */
export function sendFault(
	reply: FastifyReply,
	fault: Fault,
	call: RecordedCall,
	answer: Answer,
): void {
	const status = fault.status ?? STATUS[fault.effect] ?? answer.status;
	const body = fault.body ?? answer.body;
	const send = (changed: unknown, headers: object = {}) => {
		call.status = status;
		sendAnswer(reply, { status, body: changed }, { ...fault.headers, ...headers });
	};
	switch (fault.effect) {
		case 'hang':
			reply.hijack();
			return;
		case 'reset':
			reply.hijack();
			call.broken = true;
			reply.raw.socket?.resetAndDestroy();
			return;
		case 'cut': {
			// An answer whose announced length never comes, then the connection dies.
			reply.hijack();
			call.broken = true;
			call.status = status;
			const { raw } = reply;
			const text = asText(body);
			const length = Buffer.byteLength(text);
			raw.writeHead(status, { 'content-type': 'application/json', 'content-length': length });
			raw.write(firstHalf(text), () => raw.destroy());
			return;
		}
		case 'delay':
			return send(answer.body);
		case 'answer':
			return send(fault.body ?? { detail: 'Internal Server Error' });
		case 'html':
			return send(htmlPage(status), { 'content-type': 'text/html' });
		case 'truncate':
			return send(firstHalf(asText(body)));
		case 'empty':
			return send('');
		case 'huge': {
			const padding = 'x'.repeat(HUGE_BYTES);
			return send(typeof body === 'object' && body !== null ? { ...body, padding } : padding);
		}
		case 'mutate':
			// A deep copy, so that what is changed is the answer and never the world behind it.
			return send(fault.mutate?.(structuredClone(answer.body), call) ?? null);
	}
}
