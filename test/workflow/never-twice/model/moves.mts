import fc from 'fast-check';

import type { RunResult } from '../../../engine/types.mts';
import type { RecordedCall } from '../../../sandbox/sandbox.mts';
import { BY_MODEL } from '../../bench.mts';
import { FROM, OTHER_FROM, from } from '../../data.mts';
import { groupsWorkflow, shownBy } from '../support.mts';
import { RunFlow } from './flow.mts';
import { flowPlan } from './flowPlan.mts';
import { isRefused, judgeExecution, judgeRun } from './judge.mts';
import { MEMBER_MOVES } from './memberMoves.mts';
import { Always, assertKept, type Model, type Move } from './move.mts';
import {
	correction,
	createPlan,
	keyPlan,
	toolPlan,
	type Correction,
	type CreatePlan,
	type KeyPlan,
	type ToolPlan,
} from './plan.mts';
import type { Execution, NamedGroup, Row, World } from './world.mts';

// What people and n8n do, one after the other. Each move says which promises it broke.

const SENDER = { fromNumber: from(FROM) };
const FIELDS = { resource: 'group', operation: 'create', ...SENDER };
const A_DAY_MS = 86_400_000;

class Create extends Always<CreatePlan> {
	protected async play(model: Model, world: World): Promise<string[]> {
		const groups = this.plan.wanted.map((one): NamedGroup => {
			const name = world.newName();
			return { ...one, name, names: [name], thereUuid: putThere(world, name, one.there) };
		});
		world.setFaults(this.plan.faults);
		const broken = await tryOnce(world, { plan: this.plan, groups, tries: 0, isRepeated: false });
		// A loop starts in its middle when it is retried, which the engine's start node cannot do.
		const { shape, hasKeys, options } = this.plan;
		model.canRetry = world.execution?.run.status !== 'success' && shape === 'once';
		// With Use Existing the people of a group are added again.
		model.canRepeat = hasKeys && options['ifGroupExists'] !== 'use' && shape === 'once';
		return broken;
	}
}

function putThere({ sandbox }: World, name: string, there: NamedGroup['there']): string | null {
	if (there === null) return null;
	const createdAt = Date.now() - (there.who === 'old' ? A_DAY_MS : 0);
	return sandbox.world.addGroup({
		name,
		phoneNumber: FROM,
		members: there.members.map((phoneNumber) => ({ phoneNumber })),
		waCreatedAt: new Date(createdAt).toISOString(),
	}).uuid;
}

/** "Retry execution", with the faults that are left, after somebody may have corrected the node. */
class Retry implements Move {
	constructor(private readonly correction: Correction) {}

	check({ canRetry }: Readonly<Model>): boolean {
		return canRetry;
	}

	async run(model: Model, world: World): Promise<void> {
		if (world.execution === null) return;
		assertKept(await tryOnce(world, corrected(world.execution, this.correction)));
		model.canRetry = world.execution.run.status !== 'success';
	}

	toString(): string {
		return `Retry ${JSON.stringify(this.correction)}`;
	}
}

/** The same event once more, in an execution of its own, with the same Unique Keys. */
class Repeat implements Move {
	check({ canRepeat }: Readonly<Model>): boolean {
		return canRepeat;
	}

	async run(model: Model, world: World): Promise<void> {
		if (world.execution === null) return;
		const { run: _, ...execution } = world.execution;
		assertKept(await tryOnce(world, { ...execution, isRepeated: true }));
		model.canRetry = world.execution.run.status !== 'success';
	}

	toString(): string {
		return 'Repeat';
	}
}

function corrected({ plan, groups, ...execution }: Execution, to: Correction): Execution {
	// Another name or number finds nothing of what is there; and it is the name that tells combined groups apart.
	const isFree = groups.every(({ there }) => there === null);
	const isRenamed = to.name && isFree && !plan.isCombined;
	const isSameList = to.people === 'same' || !plan.isCombined;
	return {
		...execution,
		plan: {
			...plan,
			options: { ...plan.options, previewOnly: false, ...to.options },
			...(to.from && isFree && isSameList ? { fromNumber: OTHER_FROM } : {}),
		},
		groups: groups.map((group, index) => ({
			...group,
			...(isRenamed
				? { name: `${group.name}, corrected`, names: [...group.names, `${group.name}, corrected`] }
				: {}),
			people: correctedList(group.people, to.people, NOT_YET_NAMED[index] ?? ''),
		})),
	};
}

function correctedList(people: string[], change: Correction['people'], late: string): string[] {
	if (change === 'one more' && !people.includes(late)) return [...people, late];
	return change === 'one less' && people.length > 1 ? people.slice(0, -1) : people;
}

/** Row by row, in turn. */
function asRows(groups: NamedGroup[], isCombined: boolean): Row[] {
	if (!isCombined) {
		return groups.map(({ name, names: [key = ''], people }) => ({ name, key, people }));
	}
	const most = Math.max(...groups.map(({ people }) => people.length));
	return Array.from({ length: most }, (_, place) =>
		groups.flatMap(({ name, names: [key = ''], people }) =>
			people.slice(place, place + 1).map((one) => ({ name, key, people: [one] })),
		),
	).flat();
}

async function tryOnce(
	world: World,
	{ run: before, ...execution }: Omit<Execution, 'run' | 'rows'> & { run?: RunResult },
): Promise<string[]> {
	const { plan, groups, tries } = execution;
	const [{ people: [somebody = ''] } = { people: [] }] = groups;
	const additionalFields = {
		...plan.additionalFields,
		...(plan.withAdmin && groups.length === 1 ? { admins: somebody } : {}),
	};
	const parameters = {
		fromNumber: from(plan.fromNumber),
		groupItemsBy: plan.isCombined ? 'name' : 'item',
		additionalFields,
		options: { ...plan.options, ...(plan.hasKeys ? { uniqueKey: '={{ $json.key }}' } : {}) },
	};
	const rows = asRows(groups, plan.isCombined);
	const sent = world.sandbox.calls.length;
	const run = await world.endOf(
		world.engine.run(groupsWorkflow(plan.shape, parameters, plan.settings), {
			items: rows.map((row) => ({ ...row })),
			credentials: world.credentials,
			executionId: `${groups[0]?.names[0] ?? ''}, try ${tries}`,
			...(before === undefined ? {} : { mode: 'retry' as const, contextData: before.contextData }),
			...(plan.cancelAfter === null || tries > 0 ? {} : { cancelAfter: plan.cancelAfter }),
		}),
	);
	world.execution = { ...execution, rows, run, tries: tries + 1 };
	if (plan.options['previewOnly'] === true) {
		return world.sandbox.calls
			.slice(sent)
			.filter(({ method }) => method !== 'GET')
			.map(({ operation }) => `a preview sent ${operation}`);
	}
	const said = judgeRun(world, world.execution);
	if (run.status === 'canceled') await world.noteUnderWay();
	return [...said, ...judgeExecution(world, world.execution)];
}

class CreateByKey extends Always<KeyPlan> {
	protected async play(_: Model, world: World): Promise<string[]> {
		const name = world.newName();
		world.setFaults(this.plan.faults);
		const uuids = new Map<string, Set<string>>();
		for (const [index, { key, people, settings }] of this.plan.executions.entries()) {
			const { output } = await world.engine.runNode({
				type: 'twoChatGroups',
				parameters: { ...FIELDS, name, participants: people, options: { uniqueKey: key } },
				credentials: world.credentials,
				executionId: `${name}, execution ${index}`,
				settings,
			});
			const found = output.flatMap(({ uuid }) => (typeof uuid === 'string' ? uuid : []));
			uuids.set(key, new Set([...(uuids.get(key) ?? []), ...found]));
		}
		const groups = world.sandbox.world.groups.filter((group) => group.name === name);
		const named = [...uuids.values()].flatMap((ids) => [...ids]);
		return [
			...(groups.length > uuids.size ? [`${uuids.size} keys have ${groups.length} groups`] : []),
			...[...uuids].flatMap(([key, ids]) =>
				ids.size > 1 ? [`"${key}" stands for two groups`] : [],
			),
			...(new Set(named).size < named.length ? ['two keys stand for one group'] : []),
		];
	}
}

class AskTool extends Always<ToolPlan> {
	protected async play(_: Model, world: World): Promise<string[]> {
		const { people, changes, settings } = this.plan;
		const name = world.newName();
		let args = { Group_Name: name, Participants: people.join(', ') };
		const calls = [args];
		for (const change of changes) {
			args = { ...args };
			if (change === 'dot behind the name') args.Group_Name += '.';
			if (change === 'one person more')
				args.Participants += `, ${NOT_YET_NAMED[calls.length] ?? ''}`;
			if (change === 'people turned round') {
				args.Participants = args.Participants.split(', ').reverse().join(', ');
			}
			calls.push(args);
		}
		world.setFaults(this.plan.faults);
		const before = world.sandbox.calls.length;
		const { run } = await world.engine.runTool({
			type: 'twoChatGroups',
			parameters: {
				...FIELDS,
				...BY_MODEL,
				additionalFields: { description: '=Asked for at {{ $now }}' },
			},
			credentials: world.credentials,
			args: calls,
			executionId: name,
			settings,
		});
		const since = world.sandbox.calls.slice(before);
		const creations = since.filter(({ operation }) => operation === 'create-group');
		const text = shownBy(run);
		// All of them share their people: none may follow one whose end is not known, nor one that the model has not
		// been told of.
		const isOpen = (call: RecordedCall) =>
			call.writeDone ? !text.includes(call.groupUuid ?? '') : !isRefused(world, call);
		return creations
			.slice(0, -1)
			.filter(isOpen)
			.map(({ status }) => `asked for again in other words after status ${status}`);
	}
}

const NOT_YET_NAMED = ['+12025550191', '+12025550192', '+12025550193', '+12025550194'];

export const MOVES: Array<fc.Arbitrary<Move>> = [
	createPlan.map((plan) => new Create(plan)),
	createPlan.map((plan) => new Create(plan)),
	// These are left out where there is nothing to retry or to repeat.
	...Array.from({ length: 4 }, () => correction.map((plan) => new Retry(plan))),
	fc.constant(new Repeat()),
	fc.constant(new Repeat()),
	keyPlan.map((plan) => new CreateByKey(plan)),
	toolPlan.map((plan) => new AskTool(plan)),
	...Array.from({ length: 2 }, () => flowPlan.map((plan) => new RunFlow(plan))),
	...MEMBER_MOVES,
];
