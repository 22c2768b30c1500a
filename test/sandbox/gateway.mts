import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { withoutKeys, type RecordedCall } from './calls.mts';
import { pause } from './clock.mts';
import { ApiError, errorBody, ValidationError } from './errors.mts';
import type { FaultQueue } from './faults.mts';
import type { Account } from './model.mts';
import type { Operation } from './operations.mts';
import { inRecordedForm, type Recorded } from './recorded.mts';
import type { Answer, Body, Route } from './route.mts';
import { assertValid } from './schemas.mts';
import { sendAnswer, sendFault } from './send.mts';
import type { World } from './world.mts';

export interface GatewayParts {
	world: World;
	calls: RecordedCall[];
	faults: FaultQueue;
	/** Answers of the live service, whose form counts where there is one. */
	recorded: Recorded;
	/** Fires when the sandbox closes, so that nothing goes on waiting. */
	closing: AbortSignal;
}

/** The header of 2chat-api.md 1.1, as Node spells it. */
const KEY_HEADER = 'x-user-api-key';

const NOT_JSON = Symbol('not JSON');

/**
 * What every call goes through, in this order: recording, key, fault before the write, body, standing and
 * credits, waiting, the endpoint itself, fault after the write.
 */
export class Gateway {
	private readonly recorded = new WeakMap<FastifyRequest, RecordedCall>();
	private open = 0;

	constructor(private readonly parts: GatewayParts) {}

	/** Serves the routes below the plugin's prefix; every other path there is unknown. */
	register(app: FastifyInstance, routes: Route[]): void {
		app.removeAllContentTypeParsers();
		app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
			done(null, body);
		});
		app.addHook('onRequest', (request, reply, done) => {
			this.watch(request, reply);
			done();
		});
		for (const route of routes) {
			app.route({
				method: route.method,
				url: route.path,
				exposeHeadRoute: false,
				handler: (request, reply) => this.handle(route, request, reply),
			});
		}
		app.setNotFoundHandler((request, reply) => {
			this.send(request, reply, { status: 404, body: { detail: 'Not Found' } });
		});
	}

	private watch(request: FastifyRequest, reply: FastifyReply): void {
		this.open += 1;
		const url = request.url.replace(/^\/open/, '');
		const { text, leaked } = withoutKeys(url, this.keys());
		const call: RecordedCall = {
			at: Date.now(),
			endedAt: null,
			method: request.method,
			path: text,
			body: null,
			status: null,
			operation: null,
			writeDone: false,
			concurrent: this.open,
			...(leaked ? { keyLeaked: true } : {}),
		};
		this.recorded.set(request, call);
		this.parts.calls.push(call);
		reply.raw.once('close', () => {
			this.open -= 1;
			call.endedAt = Date.now();
			if (!reply.raw.writableFinished && call.broken !== true) call.aborted = true;
		});
	}

	private keys(): string[] {
		return this.parts.world.account.keys;
	}

	private callOf(request: FastifyRequest): RecordedCall {
		const call = this.recorded.get(request);
		if (call === undefined) throw new Error('A request went past the recording hook');
		return call;
	}

	private send(request: FastifyRequest, reply: FastifyReply, answer: Answer): void {
		this.callOf(request).status = answer.status;
		sendAnswer(reply, answer);
	}

	private async handle(route: Route, request: FastifyRequest, reply: FastifyReply): Promise<void> {
		const call = this.callOf(request);
		call.operation = route.operation;
		const body = this.readBody(request, call);
		const refusal = this.refusalOfKey(request);
		if (refusal !== undefined) return this.send(request, reply, refusal);

		const fault = this.parts.faults.take(call);
		const hitsAfter = fault?.when === 'after' || fault?.effect === 'mutate';
		if (fault !== undefined && fault.effect !== 'delay') call.faulted = true;
		if (fault !== undefined && !hitsAfter) {
			await pause(fault.delayMs ?? 0, this.parts.closing);
			if (fault.effect !== 'delay') {
				return sendFault(reply, fault, call, { status: 200, body: { success: true } });
			}
		}
		const answer = await this.perform(route, request, body);
		if (fault === undefined || !hitsAfter) return this.send(request, reply, answer);
		await pause(fault.delayMs ?? 0, this.parts.closing);
		sendFault(reply, fault, call, answer);
	}

	/** Reads the body for the record too, with keys blotted out there. */
	private readBody(request: FastifyRequest, call: RecordedCall): unknown {
		const text = typeof request.body === 'string' ? request.body : '';
		if (text === '') return undefined;
		const clean = withoutKeys(text, this.keys());
		if (clean.leaked) call.keyLeaked = true;
		call.body = parseJson(clean.text) ?? null;
		if (call.body === NOT_JSON) call.body = clean.text;
		// FastAPI takes a body for JSON when its type says so, or when there is no type.
		const type = request.headers['content-type'];
		const isJson = type === undefined || /^application\/([\w.-]+\+)?json\b/i.test(type);
		return isJson ? parseJson(text) : text;
	}

	/** One of the gateway's two answers of 2chat-api.md 1.4 to a key that is not good. */
	private refusalOfKey(request: FastifyRequest): Answer | undefined {
		const key = String(request.headers[KEY_HEADER] ?? '');
		if (key === '') return { status: 403, body: { detail: 'Not authenticated' } };
		if (this.keys().includes(key)) return undefined;
		return { status: 401, body: { detail: 'Invalid API Key' } };
	}

	/** Everything between key and answer. Whatever is thrown becomes an answer. */
	private async perform(route: Route, request: FastifyRequest, body: unknown): Promise<Answer> {
		const { world, recorded, closing } = this.parts;
		const { account, settings } = world;
		if (body === NOT_JSON) {
			return { status: 400, body: { detail: 'There was an error parsing the body' } };
		}
		try {
			if (route.alwaysOpen !== true) assertGoodStanding(account);
			if (route.ownCharge !== true) account.apiRequestCount += 1;
			await pause(settings.latencyMs, closing);
			if (route.body !== undefined) assertValid(request, route.body, body);
			const params = request.params as Record<string, string>;
			const query = request.query as Record<string, string>;
			const context = { params, query, world, settings, call: this.callOf(request) };
			return inRecordedForm(recorded, route, route.handle(context, body as Body));
		} catch (error) {
			return this.answerTo(error, route.operation);
		}
	}

	private answerTo(error: unknown, operation: Operation): Answer {
		if (error instanceof ValidationError) {
			const { loc, msg, type } = error;
			return { status: 422, body: { detail: [{ loc, msg, type }] } };
		}
		if (!(error instanceof ApiError)) throw error;
		const { errorShape, errorsAnswerWith } = this.parts.world.settings;
		return {
			status: errorsAnswerWith === 'ok' ? 200 : error.status,
			body: errorBody(error.message, errorShape, operation),
		};
	}
}

/** 402 of an account that is blocked or out of credits, on everything but `/info` (2chat-api.md 6). */
function assertGoodStanding(account: Account): void {
	if (account.blocked) {
		throw new ApiError(402, account.blockReason ?? 'The account is blocked');
	}
	if (account.apiRequestCount >= account.maxApiRequestCount) {
		throw new ApiError(402, 'The API credits are used up');
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return NOT_JSON;
	}
}
