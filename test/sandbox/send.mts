import type { FastifyReply } from 'fastify';

import type { RecordedCall } from './calls.mts';
import type { Fault } from './faults.mts';
import type { Answer } from './route.mts';

const HUGE_BYTES = 16 * 1024 * 1024;
const HTML_STATUS = 504;

function asText(body: unknown): string {
	return typeof body === 'string' ? body : JSON.stringify(body);
}

function sendText(
	reply: FastifyReply,
	status: number,
	text: string,
	headers: Record<string, string> = {},
): void {
	void reply.code(status).header('content-type', 'application/json').headers(headers).send(text);
}

export function sendAnswer(reply: FastifyReply, { status, body, headers }: Answer): void {
	sendText(reply, status, asText(body), headers);
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

/** Starts an answer whose announced length never comes, then lets the connection die. */
function cutOff(reply: FastifyReply, status: number, text: string): void {
	const bytes = Buffer.from(text);
	const { raw } = reply;
	raw.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
	raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => raw.destroy());
}

/** Sends what a fault makes of an answer. */
export function sendFault(
	reply: FastifyReply,
	fault: Fault,
	call: RecordedCall,
	answer: Answer,
): void {
	const body = fault.body ?? answer.body;
	const headers = { ...answer.headers, ...fault.headers };
	const status = fault.status ?? answer.status;
	switch (fault.effect) {
		case 'hang':
			reply.hijack();
			return;
		case 'reset':
			reply.hijack();
			call.broken = true;
			reply.raw.socket?.resetAndDestroy();
			return;
		case 'cut':
			reply.hijack();
			call.broken = true;
			call.status = status;
			cutOff(reply, status, asText(body));
			return;
		case 'delay':
			call.status = answer.status;
			sendAnswer(reply, answer);
			return;
		case 'answer':
			call.status = fault.status ?? 500;
			sendText(
				reply,
				call.status,
				asText(fault.body ?? { detail: 'Internal Server Error' }),
				headers,
			);
			return;
		case 'html':
			call.status = fault.status ?? HTML_STATUS;
			sendText(reply, call.status, htmlPage(call.status), {
				...headers,
				'content-type': 'text/html',
			});
			return;
		case 'truncate': {
			const text = asText(body);
			call.status = status;
			sendText(reply, status, text.slice(0, Math.floor(text.length / 2)), headers);
			return;
		}
		case 'empty':
			call.status = status;
			sendText(reply, status, '', headers);
			return;
		case 'huge': {
			const padding = 'x'.repeat(fault.bytes ?? HUGE_BYTES);
			const padded = typeof body === 'object' && body !== null ? { ...body, padding } : padding;
			call.status = status;
			sendText(reply, status, asText(padded), headers);
			return;
		}
		case 'mutate': {
			// A deep copy, so that what is changed is the answer and never the world behind it.
			const mutated = fault.mutate?.(structuredClone(answer.body), call);
			call.status = status;
			sendText(reply, status, asText(mutated ?? null), headers);
			return;
		}
	}
}
