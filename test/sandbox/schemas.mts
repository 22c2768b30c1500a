import type { FastifyRequest } from 'fastify';

import { ValidationError } from './errors.mts';

/** E.164 as the service checks it: a plus sign, no leading zero, 7 to 15 digits (2chat-api.md 1.5, 1.8). */
const E164 = '^\\+[1-9]\\d{6,14}$';

/** Most participants of one call (2chat-api.md 2.0). */
const MOST_PER_CALL = 10;

export const text = { type: 'string' } as const;
export const filled = { type: 'string', pattern: '\\S' } as const;
export const phone = { type: 'string', pattern: E164 } as const;
export const address = { type: 'string', pattern: '^https?://[^\\s/]' } as const;
export const participants = { type: 'array', items: phone, maxItems: MOST_PER_CALL } as const;

/** Unknown fields are ignored, as FastAPI does. */
export function body(properties: Record<string, object>, optional: string[] = []) {
	const required = Object.keys(properties).filter((name) => !optional.includes(name));
	return { type: 'object', properties, required };
}

export function isE164(value: string): boolean {
	return new RegExp(E164).test(value);
}

/** For all sandboxes of a process: working a schema out takes longer than all that is checked with it. */
const compiled = new WeakMap<object, ReturnType<FastifyRequest['compileValidationSchema']>>();

/** Refuses a body that is not as the endpoint wants it, in FastAPI's form (2chat-api.md 6). */
export function assertValid(request: FastifyRequest, schema: object, value: unknown): void {
	const validate = compiled.get(schema) ?? request.compileValidationSchema(schema);
	compiled.set(schema, validate);
	if (value !== undefined && validate(value)) return;
	const [error] = validate.errors ?? [];
	const missing = error?.params['missingProperty'] as string | undefined;
	const path = error?.instancePath.split('/').slice(1) ?? [];
	throw new ValidationError(
		['body', ...path, ...(missing === undefined ? [] : [missing])],
		error?.keyword === 'required' ? 'field required' : (error?.message ?? 'field required'),
		error?.keyword === 'required' ? 'value_error.missing' : 'value_error',
	);
}
