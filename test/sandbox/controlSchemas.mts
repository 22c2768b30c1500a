import { FAULT_EFFECTS } from './faults.mts';
import { PERSON_BEHAVIOURS } from './model.mts';
import { OPERATIONS } from './operations.mts';

// Schemas of the control API's bodies. They refuse unknown fields, since a misspelt one would otherwise
// make a test pass for the wrong reason.

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const whole = { type: 'integer', minimum: 0 } as const;
const phone = { type: 'string', pattern: '^\\+[1-9]\\d{6,14}$' } as const;
const nullableText = { type: ['string', 'null'] } as const;

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

export const people = oneOrMany(
	strictObject(
		{
			phoneNumber: phone,
			name: nullableText,
			behaviour: { enum: PERSON_BEHAVIOURS },
			story: text,
			whatsappNumber: phone,
			hiddenId: flag,
			isBusiness: flag,
			device: { enum: ['ios', 'android', null] },
			contact: strictObject({ firstName: text, lastName: text }, ['firstName', 'lastName']),
		},
		['phoneNumber', 'name', 'behaviour'],
	),
);

export const numbers = oneOrMany(
	strictObject(
		{
			uuid: text,
			accountUuid: text,
			phoneNumber: phone,
			friendlyName: text,
			connectionStatus: { enum: ['C', 'D', 'F'] },
			channelType: { enum: ['WW', 'WABA'] },
			availability: { enum: ['ready', 'booting', 'connecting', 'busy'] },
			pushname: nullableText,
			platform: nullableText,
			isBusinessProfile: flag,
			connectedAt: text,
			createdAt: text,
			updatedAt: nullableText,
		},
		['phoneNumber'],
	),
);

export const account = strictObject({
	uuid: text,
	name: text,
	keys: { type: 'array', items: text },
	onTrial: flag,
	blocked: flag,
	blockReason: nullableText,
	createdAt: text,
	expiresAt: text,
	apiRequestCount: whole,
	maxApiRequestCount: whole,
	numberCheckCount: whole,
	maxNumberCheckCount: whole,
});

export const groups = oneOrMany(
	strictObject(
		{
			uuid: text,
			waGroupId: text,
			name: text,
			description: nullableText,
			pictureUrl: nullableText,
			phoneNumber: phone,
			ownerPhoneNumber: phone,
			members: {
				type: 'array',
				items: strictObject(
					{ phoneNumber: phone, role: { enum: ['superadmin', 'admin', 'member'] } },
					['phoneNumber'],
				),
			},
			waCreatedAt: text,
			infoLocked: flag,
		},
		['name', 'phoneNumber'],
	),
);

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
