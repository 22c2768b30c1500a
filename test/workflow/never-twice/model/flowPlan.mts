import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { NodeSettings } from '../../../engine/types.mts';
import { CONTINUE, ERROR_OUTPUT } from '../../bench.mts';
import { NOT_ON_WHATSAPP } from '../../data.mts';
import { EVERYBODY, chance, faults, retries, some, type PlannedFault } from './plan.mts';

// Workflows in which requests meet: several of one name, in one node or in two, in loops, in previews.

/** What one input item asks for, or several of them when items are combined. */
export interface Wish {
	/** Which of the names, so that several may have the same. */
	name: number;
	/** Which of the Unique Keys. */
	key: number;
	people: string[];
}

export const FLOWS = [
	'once',
	'batches of 1',
	'batches of 2',
	// Failed items come back to the node, three times at most.
	'error loop',
	// Each of two nodes gets all items.
	'two branches',
	// Failed items go to a second node.
	'backup',
	// And from there back to the first one.
	'backup and back',
] as const;

/** What lies on the way back of failed items. */
export const WAYS_BACK = {
	straight: [],
	turned: [{ name: 'Turn', type: 'n8n-nodes-base.sort' }],
	'turned, with wrong links': [{ name: 'Turn', type: 'n8n-nodes-base.code' }],
} as const;

/** `some`: items of the first name. `first pass`: the first run of each node. */
export type Previewed = 'nothing' | 'everything' | 'some' | 'first pass';

export interface FlowExecution {
	/** `retry`: of the one before, if that has failed. `new`: the same event once more, where there are Unique Keys. */
	start: 'retry' | 'new';
	previewed: Previewed;
	maxGroups: number;
}

export interface FlowPlan {
	flow: (typeof FLOWS)[number];
	wishes: Wish[];
	/** Where an item without a name stands, so that something fails in every execution. */
	nameless: number | null;
	/** What there is of the first name. */
	there: 'old' | 'strangers' | null;
	isCombined: boolean;
	hasKeys: boolean;
	/** From the second pass on the expression in Group Name gives another one. */
	isRenamed: boolean;
	/** If Group Exists of both nodes. */
	ifGroupExists: Array<'create' | 'use' | 'stop'>;
	/** The second node creates from another number. */
	hasBackupNumber: boolean;
	wayBack: keyof typeof WAYS_BACK;
	additionalFields: IDataObject;
	ifSomeoneIsMissing: 'report' | 'failIfAnyone' | 'failIfNobody';
	settings: NodeSettings;
	executions: FlowExecution[];
	faults: PlannedFault[];
}

const [a, b, c] = EVERYBODY as [string, string, string];

/** Of few people, so that several wishes share some of them, or all. */
const wish: fc.Arbitrary<Wish> = fc.record({
	name: fc.constantFrom(0, 0, 1, 2),
	key: fc.constantFrom(0, 1, 2),
	people: fc.oneof(
		fc.constantFrom<string[][]>([a], [b], [a, b], [b, c], [b, a], [b, NOT_ON_WHATSAPP]),
		some(EVERYBODY, [1, 2, 3, 11, 12]),
	),
});

const execution: fc.Arbitrary<FlowExecution> = fc.record({
	start: fc.constantFrom('retry', 'retry', 'new'),
	previewed: fc.constantFrom<Previewed[]>('nothing', 'nothing', 'everything', 'some', 'first pass'),
	maxGroups: fc.constantFrom(30, 30, 0, 1, 2),
});

const ifGroupExists = fc.constantFrom('create', 'create', 'use', 'stop');

export const flowPlan: fc.Arbitrary<FlowPlan> = fc
	.record({
		flow: fc.constantFrom(...FLOWS),
		wishes: fc.array(wish, { minLength: 1, maxLength: 4 }),
		nameless: fc.constantFrom(null, null, 0, 1),
		there: fc.constantFrom(null, null, null, null, 'old', 'strangers'),
		isCombined: fc.boolean(),
		hasKeys: fc.constantFrom(false, false, true),
		isRenamed: chance(20),
		ifGroupExists: fc.tuple(ifGroupExists, ifGroupExists),
		hasBackupNumber: fc.boolean(),
		wayBack: fc.constantFrom<Array<keyof typeof WAYS_BACK>>(
			'straight',
			'straight',
			'turned',
			'turned, with wrong links',
		),
		additionalFields: fc.constantFrom<IDataObject>({}, {}, { welcomeMessage: 'Hello' }),
		ifSomeoneIsMissing: fc.constantFrom('report', 'report', 'failIfAnyone', 'failIfNobody'),
		settings: fc.tuple(fc.constantFrom<NodeSettings>({}, {}, CONTINUE, ERROR_OUTPUT), retries),
		executions: fc.array(execution, { minLength: 1, maxLength: 3 }),
		faults: faults(['create-group', 'create-group', 'add-participant']),
	})
	.map(({ settings: [onError, tries], ...plan }) => ({
		...plan,
		// Rows that become one group need one key.
		wishes: plan.wishes.map((one) => (plan.isCombined ? { ...one, key: one.name } : one)),
		// Where items are combined it is the name that tells groups apart, and elsewhere it finds those that exist.
		isRenamed:
			plan.isRenamed && !plan.isCombined && plan.ifGroupExists.every((one) => one === 'create'),
		settings: { ...onError, ...tries },
	}));

const AGAIN = ', again';
export const RENAMED = `={{ $json.name && $json.name + ($runIndex > 0 ? '${AGAIN}' : '') }}`;

export function renamed(name: string): string {
	return name + AGAIN;
}

/** What a group was called at first. */
export function firstName(name: unknown): string {
	return String(name).replace(AGAIN, '');
}

/** In words, one line for each thing that somebody who plays it by hand has to set. */
export function inWords(plan: FlowPlan): string {
	const { wishes, nameless, there, executions, hasKeys, settings } = plan;
	const [first, second] = plan.ifGroupExists;
	return [
		`Flow: ${plan.flow}, the way back is ${plan.wayBack}`,
		...wishes.map(
			({ name, key, people }) =>
				`item: name ${name}${hasKeys ? `, key ${key}` : ''}, ${people.join(' ')}`,
		),
		...(nameless === null ? [] : [`an item without a name before item ${nameless}`]),
		...(plan.isRenamed ? ['the name changes from the second pass on'] : []),
		...(there === null ? [] : [`there is a group of name 0: ${there}`]),
		`${plan.isCombined ? 'One Group per Name' : 'One Group per Item'}; If Group Exists: ${first}, ${second}${plan.hasBackupNumber ? '; second from another number' : ''}`,
		`If Someone Is Missing: ${plan.ifSomeoneIsMissing}; additional ${JSON.stringify(plan.additionalFields)}; settings ${JSON.stringify(settings)}`,
		...executions.map(
			(one) => `execution: ${one.start}, previews ${one.previewed}, Max Groups ${one.maxGroups}`,
		),
		...plan.faults.map((fault) => `fault ${JSON.stringify(fault)}`),
	].join('\n\t');
}
