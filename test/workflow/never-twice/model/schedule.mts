import type { IDataObject } from 'n8n-workflow';

import type { NodeSettings } from '../../../engine/types.mts';
import { DEMO_PEOPLE } from '../../../sandbox/seed.mts';
import type { Fault, Operation, Settings } from '../../../sandbox/sandbox.mts';
import { people } from '../../create/harness.mts';
import { CONTINUE, ERROR_OUTPUT } from '../support.mts';
import type { Random } from './random.mts';

/** A group that one input item asks for. */
export interface Wish {
	name: string;
	people: string[];
	/** There is a group of this name from yesterday, with these people in it. */
	existing?: string[];
}

/** What the fault does, as data; `spoil` stands for an answer that is lost although its status is a success. */
export interface PlannedFault extends Omit<Fault, 'mutate' | 'effect'> {
	effect: Exclude<Fault['effect'], 'mutate'> | 'spoil';
	spoil?: Spoil;
}

export type Spoil = 'html' | 'half' | 'empty' | 'null' | 'withoutGroup' | 'withoutId' | 'list';

/** Everything about one test: what is asked for, how 2Chat behaves, and what goes wrong. */
export interface Schedule {
	wishes: Wish[];
	/** As a workflow: all items at once, or one in each pass of Loop Over Items. */
	shape: 'once' | 'loop';
	parameters: IDataObject;
	settings: NodeSettings;
	sandbox: Partial<Settings>;
	faults: PlannedFault[];
	/** How often somebody presses "Retry execution" as long as it fails. */
	retries: number;
	/** Stop the first execution after so many milliseconds. */
	cancelAfter?: number;
}

const EVERYBODY = [...people(40), ...DEMO_PEOPLE.map(({ phoneNumber }) => phoneNumber)];

export function drawSchedule(random: Random, seed: number): Schedule {
	const wishes = Array.from({ length: random.integer(1, 3) }, (_, index): Wish => {
		const size = random.pick([1, 1, 2, 3, 9, 10, 11, 12, 21, 25]);
		const wanted = random.sample(EVERYBODY, size);
		const isThere = random.chance(0.15);
		return {
			name: `Wish ${index} of ${seed}`,
			people: wanted,
			...(isThere ? { existing: random.sample(wanted, random.integer(0, 3)) } : {}),
		};
	});
	const shape = random.chance(0.25) ? 'loop' : 'once';
	return {
		wishes,
		shape,
		parameters: drawParameters(random, wishes),
		settings: {
			...random.pick<NodeSettings>([{}, {}, CONTINUE, ERROR_OUTPUT]),
			...(random.chance(0.6)
				? { retryOnFail: true, maxTries: random.pick([2, 2, 3]), waitBetweenTries: 1 }
				: {}),
		},
		sandbox: drawSettings(random),
		faults: Array.from({ length: random.integer(0, 4) }, () => drawFault(random)),
		// A loop starts in its middle when it is retried, which the engine's start node cannot do.
		retries: shape === 'loop' ? 0 : random.pick([0, 0, 1, 1, 2]),
		...(shape === 'once' && random.chance(0.1) ? { cancelAfter: random.integer(2, 40) } : {}),
	};
}

function drawParameters(random: Random, wishes: Wish[]): IDataObject {
	const somebody = wishes[0]?.people[0] ?? '';
	// It takes a call for each person, which would be most of all calls.
	const isSmall = wishes.every((wish) => wish.people.length <= 3);
	return {
		name: '={{ $json.name }}',
		participants: '={{ $json.people }}',
		additionalFields: {
			...(random.chance(0.15) ? { welcomeMessage: 'Hello {{ $now }}' } : {}),
			...(random.chance(0.15) ? { pictureUrl: 'https://example.com/group.jpg' } : {}),
			...(random.chance(0.15) ? { description: '=Made at {{ Math.random() }}' } : {}),
			...(random.chance(0.1) && wishes.length === 1 ? { admins: somebody } : {}),
		},
		options: {
			ifGroupExists: random.pick(['create', 'create', 'use', 'stop']),
			output: random.pick(['group', 'group', 'participants', 'raw']),
			ifSomeoneIsMissing: random.pick(['report', 'report', 'failIfAnyone', 'failIfNobody']),
			...(isSmall && random.chance(0.5) ? { checkNumbersFirst: true } : {}),
			...(random.chance(0.05) ? { waitUntilListed: 30 } : {}),
		},
	};
}

/** The open questions of 2chat-api.md 7 in all their readings, and delays of all sizes. */
function drawSettings(random: Random): Partial<Settings> {
	const delay = () => random.pick([0, 0, 0, 2, 6, 20]);
	const isQuietAboutRefusals = random.chance(0.15);
	return {
		createStatus: random.pick([200, 201, 202]),
		postStatus: random.pick([200, 201, 202]),
		errorShape: random.pick(['mixed', 'error_message', 'message', 'detail', 'detailList']),
		statusCodeType: random.pick(['number', 'string']),
		statusCodeKey: random.pick(['statusCode', 'code']),
		refusedInMap: !isQuietAboutRefusals,
		// Denying success and saying nothing else is a plain refusal.
		successWhenNobody: isQuietAboutRefusals || random.chance(0.7),
		// Lists inside the map are then an answer like that to a removal, where "accepted" means "done".
		listsOnAdd: random.pick(isQuietAboutRefusals ? ['absent', 'top'] : ['absent', 'top', 'inside']),
		acceptedMeans: random.pick(['onWhatsApp', 'joined']),
		invitations: random.pick(['sent', 'neverSent']),
		answersKeyedBy: random.pick(['asked', 'whatsapp']),
		roleChangeAnswer: random.pick(['lists', 'map', 'plain']),
		listedAfterMs: random.chance(0.05) ? 600_000 : delay(),
		readableAfterMs: delay(),
		usableAfterMs: delay(),
		membersShownAfterMs: random.chance(0.05) ? 600_000 : delay(),
		groupPaging: random.pick(['both', 'page', 'page_number', 'ignored']),
		groupPageCap: random.pick([0, 0, 10]),
		groupCount: random.pick(['none', 'page', 'total']),
		groupListAnswer: random.pick(['data', 'bareArray']),
		groupOrder: random.pick(['oldestFirst', 'newestFirst']),
		retryAfter: random.pick(['none', 'seconds', 'date']),
		groupsPerDay: random.pick([0, 0, 30, 2]),
	};
}

type Effect = Pick<PlannedFault, 'effect' | 'status' | 'spoil' | 'body' | 'delayMs'>;

/** After these nobody knows whether it was done. */
const UNCLEAR: readonly [Effect, ...Effect[]] = [
	{ effect: 'reset' },
	{ effect: 'cut' },
	{ effect: 'html', status: 504 },
	{ effect: 'html', status: 502 },
	{ effect: 'answer', status: 500 },
	{ effect: 'answer', status: 503 },
	{ effect: 'answer', status: 408 },
];

/** After these it was not done. */
const REFUSED: readonly [Effect, ...Effect[]] = [
	...([400, 401, 402, 403, 409, 410, 422, 429, 486] as const).map((status) => ({
		effect: 'answer' as const,
		status,
		body: { success: false, error: true, error_message: 'No' },
	})),
	{ effect: 'answer', status: 200, body: { success: false, error_message: 'No' } },
] as unknown as readonly [Effect, ...Effect[]];

const SPOILS: Partial<Record<Operation, readonly [Spoil, ...Spoil[]]>> = {
	'create-group': ['html', 'half', 'empty', 'null', 'withoutGroup', 'withoutId', 'list'],
};
const SPOILS_OF_ALL: readonly [Spoil, ...Spoil[]] = ['html', 'half', 'empty', 'null'];

function drawFault(random: Random): PlannedFault {
	const operation = random.pick<Operation>([
		'create-group',
		'create-group',
		'create-group',
		'create-group',
		'add-participant',
		'add-participant',
		'add-participant',
		'list-groups',
		'get-group',
		'send-message',
		'set-picture',
		'promote-participant',
		'check-number',
	]);
	const where = {
		operation,
		nth: random.integer(1, 4),
		times: random.pick([1, 1, 1, 2, 3, 0]),
	};
	const kind = random.pick(['lost', 'lost', 'broken', 'refused', 'spoiled', 'late']);
	switch (kind) {
		case 'lost':
			return { ...where, when: 'after', ...random.pick(UNCLEAR) };
		case 'broken':
			return { ...where, when: 'before', ...random.pick(UNCLEAR) };
		case 'refused':
			return { ...where, when: 'before', ...random.pick(REFUSED) };
		case 'spoiled':
			return {
				...where,
				effect: 'spoil',
				spoil: random.pick(SPOILS[operation] ?? SPOILS_OF_ALL),
			};
		default:
			return {
				...where,
				effect: 'delay',
				when: random.pick(['before', 'after']),
				delayMs: random.integer(1, 15),
			};
	}
}
