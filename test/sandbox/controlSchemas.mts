import { FAULT_EFFECTS } from './faults.mts';
import { OPERATIONS } from './operations.mts';

// Schemas of the control API's bodies. They refuse unknown fields, since a misspelt one would otherwise
// make a test pass for the wrong reason.

const text = { type: 'string' } as const;
const whole = { type: 'integer', minimum: 0 } as const;
const phone = { type: 'string', pattern: '^\\+[1-9]\\d{6,14}$' } as const;

function strictObject(properties: Record<string, unknown>, required: string[] = []) {
	return { type: 'object', additionalProperties: false, properties, required } as const;
}

function oneOrMany(schema: object) {
	return {
		if: { type: 'array' },
		then: { type: 'array', items: schema },
		else: schema,
	} as const;
}

export const faults = oneOrMany(
	strictObject(
		{
			method: text,
			operation: { enum: OPERATIONS },
			path: text,
			bodyContains: text,
			nth: { type: 'integer', minimum: 1 },
			times: whole,
			when: { enum: ['before', 'after'] },
			effect: { enum: FAULT_EFFECTS.filter((effect) => effect !== 'mutate') },
			delayMs: whole,
			status: { type: 'integer', minimum: 200, maximum: 599 },
			headers: { type: 'object', additionalProperties: text },
			body: {},
			bytes: whole,
		},
		['effect'],
	),
);

export const event = strictObject(
	{
		event: { enum: ['join', 'leave', 'remove', 'message', 'reaction'] },
		group: text,
		person: phone,
		by: phone,
		text,
		reaction: text,
		message: text,
	},
	['event', 'group', 'person'],
);
