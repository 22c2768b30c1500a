import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { NodeSettings } from '../../../engine/types.mts';
import type { Fault, Operation } from '../../../sandbox/sandbox.mts';
import { DEMO_PEOPLE } from '../../../sandbox/seed.mts';
import { CONTINUE, ERROR_OUTPUT } from '../../bench.mts';
import { FROM, people } from '../../data.mts';
import type { Shape } from '../support.mts';

// What fast-check draws: how 2Chat behaves, what goes wrong, and what is asked for.

/** After these nobody knows whether it was done. */
const UNCLEAR = [
	{ effect: 'reset' },
	{ effect: 'cut' },
	{ effect: 'html', status: 504 },
	{ effect: 'html', status: 502 },
	{ effect: 'answer', status: 500 },
	{ effect: 'answer', status: 503 },
	{ effect: 'answer', status: 408 },
] as const;

const NO = { success: false, error: true, error_message: 'No' };

/** After these it was not done. */
const REFUSED = [
	...([400, 401, 402, 403, 409, 410, 422, 429, 486] as const).map((status) => ({
		effect: 'answer' as const,
		status,
		body: NO,
	})),
	{ effect: 'answer' as const, status: 200, body: NO },
];

/** So 2Chat refuses also what it has done all the same (2chat-api.md 1.5, 5.2). */
const REFUSED_BUT_DONE = REFUSED.filter(({ status }) => [200, 409, 410, 486].includes(status)).map(
	(effect) => ({ ...effect, when: 'after' as const, isRefusedButDone: true as const }),
);

export type Spoil = 'html' | 'half' | 'empty' | 'null' | 'withoutGroup' | 'withoutId' | 'list';

/** As data; `spoil` stands for an answer that is lost although its status is a success. */
export interface PlannedFault extends Omit<Fault, 'mutate' | 'effect'> {
	effect: Exclude<Fault['effect'], 'mutate'> | 'spoil';
	spoil?: Spoil;
	isRefusedButDone?: true;
}

/** True in so many of a hundred cases. */
export const chance = (percent: number) =>
	fc.integer({ min: 1, max: 100 }).map((drawn) => drawn > 100 - percent);

export const some = <T,>(values: readonly T[], sizes: number[]) =>
	fc
		.constantFrom(...sizes)
		.chain((size) => fc.shuffledSubarray([...values], { minLength: size, maxLength: size }));

const OPERATIONS: Operation[] = [
	'list-groups',
	'get-group',
	'send-message',
	'set-picture',
	'promote-participant',
	'check-number',
];

/** @param operations those that matter most */
export function faults(operations: Operation[]): fc.Arbitrary<PlannedFault[]> {
	const operation = fc.oneof(
		{ weight: 2, arbitrary: fc.constantFrom(...operations) },
		{ weight: 1, arbitrary: fc.constantFrom(...OPERATIONS) },
	);
	const what = fc.oneof(
		fc.constantFrom(...UNCLEAR).map((effect) => ({ ...effect, when: 'after' as const })),
		fc.constantFrom(...UNCLEAR).map((effect) => ({ ...effect, when: 'before' as const })),
		fc.constantFrom(...REFUSED).map((effect) => ({ ...effect, when: 'before' as const })),
		fc.constantFrom(...REFUSED_BUT_DONE),
		fc
			.constantFrom<Spoil[]>('html', 'half', 'empty', 'null', 'withoutGroup', 'withoutId', 'list')
			.map((spoil) => ({ effect: 'spoil' as const, spoil })),
		fc.record({
			effect: fc.constant('delay' as const),
			when: fc.constantFrom('before' as const, 'after' as const),
			delayMs: fc.integer({ min: 1, max: 15 }),
		}),
	);
	const where = fc.record({
		operation,
		nth: fc.integer({ min: 1, max: 4 }),
		times: fc.constantFrom(1, 1, 1, 2, 3, 0),
	});
	const fault = fc
		.tuple(where, what)
		.map(([place, effect]): PlannedFault => ({ ...place, ...effect }))
		.filter(({ spoil = '', isRefusedButDone, operation: of }) => {
			// These only make sense where there would be a group.
			const isOfGroup = ['withoutGroup', 'withoutId', 'list'].includes(spoil) || isRefusedButDone;
			return !isOfGroup || of === 'create-group';
		});
	return fc.array(fault, { maxLength: 4 });
}

export const EVERYBODY = [...people(40), ...DEMO_PEOPLE.map(({ phoneNumber }) => phoneNumber)];
/** Nobody ever asks for these. */
export const STRANGERS = ['+447700900123', '+447700900124'];

/** A group that one input item asks for. */
export interface Wanted {
	people: string[];
	/**
	 * There is one of this name. `old`: of yesterday, with some of these people. `strangers`: created just then by
	 * another execution for people whom nobody named.
	 */
	there: { who: 'old' | 'strangers'; members: string[] } | null;
}

const wanted: fc.Arbitrary<Wanted> = some(EVERYBODY, [1, 1, 2, 3, 9, 10, 11, 12, 21, 25]).chain(
	(numbers) =>
		fc.record({
			people: fc.constant(numbers),
			there: fc.oneof(
				{ weight: 7, arbitrary: fc.constant(null) },
				{
					weight: 1,
					arbitrary: fc.record({
						who: fc.constant('old' as const),
						members: some(numbers, [0, 1, Math.min(3, numbers.length)]),
					}),
				},
				{
					weight: 1,
					arbitrary: fc.record({
						who: fc.constant('strangers' as const),
						members: some([...STRANGERS, ...numbers.slice(0, 1)], [0, 1, 3]).filter(
							(members) => members.length === 0 || members.some((one) => STRANGERS.includes(one)),
						),
					}),
				},
			),
		}),
);

/** One execution of a workflow around Create. */
export interface CreatePlan {
	wanted: Wanted[];
	shape: Shape;
	/** Each person has an input item, and those of one name make one group. */
	isCombined: boolean;
	/** Each group has a Unique Key. */
	hasKeys: boolean;
	fromNumber: string;
	additionalFields: IDataObject;
	/** Admins: the first of the people, when there is one group only. */
	withAdmin: boolean;
	options: IDataObject;
	settings: NodeSettings;
	faults: PlannedFault[];
	/** Stop it after so many milliseconds. */
	cancelAfter: number | null;
}

export const retries = fc.constantFrom<NodeSettings>(
	{},
	{ retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
	{ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
);

export const createPlan: fc.Arbitrary<CreatePlan> = fc
	.record({
		wanted: fc.array(wanted, { minLength: 1, maxLength: 3 }),
		shape: fc.constantFrom<Shape[]>('once', 'once', 'loop', 'errorLoop'),
		isCombined: chance(40),
		hasKeys: chance(30),
		fromNumber: fc.constant(FROM),
		additionalFields: fc.record(
			{
				welcomeMessage: fc.constant('Hello {{ $now }}'),
				pictureUrl: fc.constant('https://example.com/group.jpg'),
				description: fc.constant('=Made at {{ Math.random() }}'),
			},
			{ requiredKeys: [] },
		),
		withAdmin: chance(15),
		options: fc.record({
			ifGroupExists: fc.constantFrom('create', 'create', 'use', 'stop'),
			output: fc.constantFrom('group', 'group', 'participants', 'raw'),
			ifSomeoneIsMissing: fc.constantFrom('report', 'report', 'failIfAnyone', 'failIfNobody'),
			checkNumbersFirst: chance(20),
			waitUntilListed: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 30),
		}),
		settings: fc.tuple(fc.constantFrom<NodeSettings>({}, {}, CONTINUE, ERROR_OUTPUT), retries),
		faults: faults(['create-group', 'create-group', 'add-participant']),
		cancelAfter: fc.oneof(
			{ weight: 9, arbitrary: fc.constant(null) },
			{ weight: 1, arbitrary: fc.integer({ min: 2, max: 40 }) },
		),
	})
	.map(({ settings: [onError, tries], ...plan }) => {
		const isSmall = plan.wanted.every((one) => one.people.length <= 3);
		return {
			...plan,
			settings: { ...(plan.shape === 'errorLoop' ? ERROR_OUTPUT : onError), ...tries },
			options: {
				...plan.options,
				// It takes a call for each person, which would be most of all calls.
				checkNumbersFirst: plan.options.checkNumbersFirst && isSmall,
			},
			isCombined: plan.isCombined && plan.shape === 'once',
			cancelAfter: plan.shape === 'once' ? plan.cancelAfter : null,
		};
	});

/** What somebody changes before "Retry execution". */
export interface Correction {
	name: boolean;
	from: boolean;
	people: 'same' | 'one more' | 'one less';
	options: IDataObject;
}

export const correction: fc.Arbitrary<Correction> = fc.record({
	name: chance(30),
	from: chance(30),
	people: fc.constantFrom('same', 'same', 'one more', 'one less'),
	options: fc.record(
		{
			output: fc.constantFrom('group', 'participants', 'raw'),
			ifSomeoneIsMissing: fc.constant('report'),
			previewOnly: chance(30),
		},
		{ requiredKeys: [] },
	),
});

/** Executions one after the other whose groups have one name, and Unique Keys. */
export interface KeyPlan {
	executions: Array<{ key: string; people: string[]; settings: NodeSettings }>;
	faults: PlannedFault[];
}

export const keyPlan: fc.Arbitrary<KeyPlan> = fc.record({
	executions: fc.array(
		fc.record({
			key: fc.constantFrom('deal 1', 'deal 2'),
			people: some(EVERYBODY, [1, 2, 11]),
			settings: retries,
		}),
		{ minLength: 2, maxLength: 4 },
	),
	faults: faults(['create-group']),
});

/** A model's calls in one execution, each in other words than the one before. */
export interface ToolPlan {
	people: string[];
	changes: Array<'same' | 'dot behind the name' | 'one person more' | 'people turned round'>;
	settings: NodeSettings;
	faults: PlannedFault[];
}

export const toolPlan: fc.Arbitrary<ToolPlan> = fc.record({
	people: some(EVERYBODY.slice(0, 30), [1, 2, 3, 11]),
	changes: fc.array(
		fc.constantFrom('same', 'dot behind the name', 'one person more', 'people turned round'),
		{ minLength: 1, maxLength: 3 },
	),
	settings: retries,
	faults: faults(['create-group']),
});
