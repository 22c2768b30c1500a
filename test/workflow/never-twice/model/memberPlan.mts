import fc from 'fast-check';

import type { NodeSettings } from '../../../engine/types.mts';
import { CONTINUE } from '../../bench.mts';
import { EVERYBODY, faults, retries, some, type PlannedFault } from './plan.mts';

// What is asked for of groups that are there: to sync, to change their members, to write.

/** So different that none could be another one mistyped. */
const UNLIKE = [
	'+12025550143',
	'+13105550186',
	'+14155550127',
	'+447700900461',
	'+34612345670',
	'+4915112345678',
	'+5511987654321',
	'+919876543210',
	'+61491570156',
	'+33639981234',
];

/** Two groups' lists, and rows that cannot be understood among them. */
export interface SyncPlan {
	members: string[];
	list: string[];
	/** Rows that stand for nobody can tell whom, and where they stand. */
	unreadable: Array<'number' | 'group' | 'sender'>;
	settings: NodeSettings;
	faults: PlannedFault[];
}

export const syncPlan: fc.Arbitrary<SyncPlan> = fc.record({
	members: some(UNLIKE, [1, 2, 8]),
	list: some(UNLIKE, [1, 2, 8]),
	unreadable: fc.array(fc.constantFrom('number', 'group', 'sender'), { maxLength: 1 }),
	settings: fc.constant(CONTINUE),
	faults: fc.oneof(
		fc.constant<PlannedFault[]>([]),
		faults(['add-participant', 'remove-participant']),
	),
});

export const CHANGES = ['add', 'remove', 'promote', 'demote'] as const;

/** A change of members, or messages, for each of some input items. */
interface RowsPlan {
	/** Of each item; nobody stands in two. */
	rows: string[][];
	settings: NodeSettings;
	/** "Retry execution" so often, as long as it fails. */
	retries: number;
	faults: PlannedFault[];
}

export interface ChangePlan extends RowsPlan {
	change: (typeof CHANGES)[number];
	/** Rather than for a group each. */
	isOneGroup: boolean;
	/** Who is in before. */
	members: string[];
}

export interface MessagePlan extends RowsPlan {
	/** Rather than to the people, each of them. */
	isToGroup: boolean;
}

const rowsPlan = {
	rows: some(EVERYBODY, [1, 2, 5, 12, 24]).chain((numbers) =>
		fc
			.integer({ min: 1, max: 3 })
			.map((count) =>
				Array.from({ length: count }, (_, row) =>
					numbers.filter((_number, index) => index % count === row),
				).filter(({ length }) => length > 0),
			),
	),
	settings: fc
		.tuple(fc.constantFrom<NodeSettings>({}, CONTINUE), retries)
		.map(([onError, tries]): NodeSettings => ({ ...onError, ...tries })),
	retries: fc.constantFrom(0, 1, 2),
};

export const changePlan: fc.Arbitrary<ChangePlan> = fc.record({
	...rowsPlan,
	change: fc.constantFrom(...CHANGES),
	isOneGroup: fc.boolean(),
	members: some(EVERYBODY, [0, 4, 30]),
	faults: faults(CHANGES.map((change) => `${change}-participant` as const)),
});

export const messagePlan: fc.Arbitrary<MessagePlan> = fc.record({
	...rowsPlan,
	isToGroup: fc.boolean(),
	faults: faults(['send-message']),
});
