import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { withoutKeys, type RecordedCall } from './calls.mts';
import { pause } from './clock.mts';
import { ApiError, errorBody, ValidationError } from './errors.mts';
import type { Fault, FaultQueue } from './faults.mts';
import { assertGoodStanding, type RateLimiter } from './limits.mts';
import type { Account } from './model.mts';
import type { Operation } from './operations.mts';
import { inRecordedForm, type Recorded } from './recorded.mts';
import type { Answer, CallContext, Route } from './route.mts';
import { sendAnswer, sendFault } from './send.mts';
import type { World } from './world.mts';

export interface GatewayParts {
	world: World;
	calls: RecordedCall[];
	faults: FaultQueue;
	limiter: RateLimiter;
	/** Answers of the live service, whose form counts where there is one. */
	recorded: Recorded;
	/** Fires when the sandbox closes, so that nothing goes on waiting. */
	closing: AbortSignal;
}

/** The header of 2chat-api.md 1.1, as Node spells it. */
const KEY_HEADER = 'x-user-api-key';

const NOT_JSON = Symbol('not JSON');

/**
 * What every call goes through, in this order: recording, key, fault before the write, rate limit,
 * body, standing and credits, waiting, the endpoint itself, fault after the write.
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
		app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
			const status = error.statusCode ?? 500;
			this.send(request, reply, { status, body: { detail: error.message } });
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
			this.parts.world.changed();
		});
	}

	private keys(): string[] {
		return this.parts.world.accounts.flatMap(({ keys }) => keys);
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

		let account: Account;
		try {
			account = this.authenticate(request);
		} catch (error) {
			this.send(request, reply, this.answerTo(error, route.operation));
			return;
		}
		const fault = this.parts.faults.take(call);
		const hitsAfter = fault?.when === 'after' || fault?.effect === 'mutate';
		if (fault !== undefined && fault.effect !== 'delay') call.faulted = true;
		if (fault !== undefined && !hitsAfter) {
			await pause(fault.delayMs ?? 0, this.parts.closing);
			if (fault.effect !== 'delay') {
				sendFault(reply, fault, call, { status: 200, body: { success: true } });
				return;
			}
		}
		const answer = await this.perform(route, request, account, body);
		if (fault !== undefined && hitsAfter) {
			await this.spoil(reply, fault, call, answer);
			return;
		}
		this.send(request, reply, answer);
	}

	private async spoil(
		reply: FastifyReply,
		fault: Fault,
		call: RecordedCall,
		answer: Answer,
	): Promise<void> {
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

	/** The gateway's two answers of 2chat-api.md 1.4. */
	private authenticate(request: FastifyRequest): Account {
		const key = request.headers[KEY_HEADER];
		if (typeof key !== 'string' || key === '') {
			throw new ApiError(403, 'Not authenticated', 'gateway');
		}
		const account = this.parts.world.accountWithKey(key);
		if (account === undefined) throw new ApiError(401, 'Invalid API Key', 'gateway');
		return account;
	}

	/** Everything between key and answer. Whatever is thrown becomes an answer. */
	private async perform(
		route: Route,
		request: FastifyRequest,
		account: Account,
		body: unknown,
	): Promise<Answer> {
		const { world, limiter } = this.parts;
		const { settings } = world;
		const call = this.callOf(request);
		try {
			limiter.takeCall(account, settings);
			if (body === NOT_JSON) {
				throw new ApiError(400, 'There was an error parsing the body', 'gateway');
			}
			if (route.alwaysOpen !== true) assertGoodStanding(account);
			if (route.ownCharge !== true) account.apiRequestCount += 1;
			await pause(settings.latencyMs, this.parts.closing);
			const context: CallContext = {
				account,
				params: request.params as Record<string, string>,
				query: flatQuery(request.query),
				body,
				world,
				settings,
				call,
			};
			return inRecordedForm(this.parts.recorded, route, route.handle(context));
		} catch (error) {
			return this.answerTo(error, route.operation);
		}
	}

	private answerTo(error: unknown, operation: Operation): Answer {
		if (error instanceof ValidationError) {
			return { status: 422, body: { detail: error.problems } };
		}
		if (!(error instanceof ApiError)) throw error;
		const { status, message, headers } = error;
		if (error.origin === 'gateway') return { status, body: { detail: message }, headers };
		const { errorShape, errorsAnswerWith } = this.parts.world.settings;
		return {
			status: errorsAnswerWith === 'ok' ? 200 : status,
			body: errorBody(message, errorShape, operation),
			headers,
		};
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return NOT_JSON;
	}
}

/** Of a parameter that occurs twice the last one counts, as with FastAPI. */
function flatQuery(query: unknown): Record<string, string> {
	const flat: Record<string, string> = {};
	for (const [name, value] of Object.entries(query as Record<string, string | string[]>)) {
		const last = Array.isArray(value) ? value.at(-1) : value;
		if (last !== undefined) flat[name] = last;
	}
	return flat;
}
