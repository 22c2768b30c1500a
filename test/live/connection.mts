import type { INode } from 'n8n-workflow';

import { connect, type Client } from '../../nodes/shared/api/client.ts';
import type { Context } from '../../nodes/shared/api/send.ts';
import { parseJson } from '../../nodes/shared/json.ts';

/** One request and what came back. */
export interface Exchange {
	/** What the check was about to find out. */
	step: string;
	method: string;
	path: string;
	query: Record<string, unknown>;
	sent: unknown;
	/** Null without an answer. */
	status: number | null;
	retryAfter: 'none' | 'seconds' | 'date' | 'another form';
	/** Names of further headers about rates. */
	rateHeaders: string[];
	/** JSON; the text where it is none. */
	body: unknown;
}

export interface Connection {
	/** The node's own client, which makes every call. */
	client: Client;
	/** The same, and it goes on after Ctrl-C: for tidying up. */
	tidyUp: Client;
	log: Exchange[];
	/** Names the step that the next calls belong to. */
	step: (name: string) => void;
	/** Ids of groups of which "not found" may mean "not yet". */
	newGroups: Set<string>;
}

interface Request {
	method: string;
	url: string;
	qs?: Record<string, unknown>;
	body?: unknown;
	headers?: Record<string, string>;
	timeout: number;
}

const NODE: INode = {
	id: '1',
	name: 'Live check',
	type: 'twoChatGroups',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/**
 * Gives the node's client what n8n gives it: credential, HTTP helper, and the signal that stops an execution.
 *
 * @param stop ends what comes after the request that is under way
 */
export async function openConnection(
	{ apiKey, baseUrl }: { apiKey: string; baseUrl: string },
	stop: AbortSignal,
): Promise<Connection> {
	const log: Exchange[] = [];
	const newGroups = new Set<string>();
	let step = '';
	const httpRequestWithAuthentication = async (_credential: string, request: Request) => {
		const url = new URL(request.url);
		for (const [name, value] of Object.entries(request.qs ?? {})) {
			url.searchParams.set(name, String(value));
		}
		const exchange: Exchange = {
			step,
			method: request.method,
			path: request.url.slice(baseUrl.length),
			query: request.qs ?? {},
			sent: request.body,
			status: null,
			retryAfter: 'none',
			rateHeaders: [],
			body: '',
		};
		log.push(exchange);
		const response = await fetch(url, {
			method: request.method,
			headers: { ...request.headers, 'X-User-API-Key': apiKey },
			...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
			redirect: 'manual',
			signal: AbortSignal.timeout(request.timeout),
		});
		exchange.status = response.status;
		exchange.retryAfter = formOf(response.headers.get('retry-after'));
		exchange.rateHeaders = [...response.headers.keys()].filter((name) => /rate-?limit/i.test(name));
		const text = await response.text();
		exchange.body = parseJson(text) ?? text;
		const headers = Object.fromEntries(response.headers);
		return { statusCode: response.status, headers, body: text };
	};
	const open = async (signal: AbortSignal) => {
		const context = {
			getNode: () => NODE,
			getCredentials: async () => ({ apiKey, baseUrl }),
			getExecutionCancelSignal: () => signal,
			helpers: { httpRequestWithAuthentication },
		} as unknown as Context;
		return await connect(context, (uuid) => newGroups.has(uuid));
	};
	return {
		client: await open(stop),
		tidyUp: await open(new AbortController().signal),
		log,
		newGroups,
		step: (name) => {
			step = name;
		},
	};
}

function formOf(retryAfter: string | null): Exchange['retryAfter'] {
	if (retryAfter === null) return 'none';
	if (/^\d+$/.test(retryAfter)) return 'seconds';
	return Number.isNaN(Date.parse(retryAfter)) ? 'another form' : 'date';
}
