import type { IDataObject } from 'n8n-workflow';

import type { Item, RunResult } from '../../../engine/types.mts';
import type { Group, RecordedCall } from '../../../sandbox/sandbox.mts';
import { FROM, OTHER_FROM } from '../../data.mts';
import { AGAIN, PROGRAM_WORDS, shownBy, unmentioned } from '../support.mts';
import {
	creationsOf,
	missingGroups,
	newGroups,
	nodesOf,
	sentTo,
	usesExisting,
} from './flowJudge.mts';
import { firstName, type FlowExecution } from './flowPlan.mts';
import { isRefused } from './judge.mts';
import type { Flow, FlowRow } from './openFlow.mts';
import type { World } from './world.mts';

/** One execution of a flow. */
export interface Played {
	flow: Flow;
	execution: FlowExecution;
	run: RunResult;
	/** How many calls there were before. */
	sent: number;
	isFirst: boolean;
}

/** What one execution says and sends that is not so, to be called before the next one changes the world. */
export function judgeFlowExecution(world: World, played: Played): string[] {
	const { flow, run, sent, execution } = played;
	if (run.status === 'crashed' || run.status === 'canceled') return [`it is ${run.status}`];
	const calls = world.sandbox.calls.slice(sent);
	const text = shownBy(run);
	const made = newGroups(world, flow).filter(({ uuid }) =>
		calls.some(({ operation, groupUuid }) => operation === 'create-group' && groupUuid === uuid),
	);
	return [
		...unmentioned(run, made).map((name) => `nothing tells about the group "${name}"`),
		...(PROGRAM_WORDS.test(text) ? [`words of a program: ${PROGRAM_WORDS.exec(text)?.[0]}`] : []),
		...(calls.some(({ keyLeaked }) => keyLeaked) ? ['the key stood in a request'] : []),
		...sentByPreviews(played, calls),
		...beyondLimit(world, played, made, calls, text),
		...nodesOf(flow.plan.flow).flatMap((name) => judgeNode(world, played, name)),
		...(isQuiet(world, flow, execution) ? notDone(world, flow, run) : []),
		...keysUsedUp(world, flow, text),
		...(execution.previewed === 'everything' && /"created":true/.test(JSON.stringify(run.nodes))
			? ['a preview says that it has created a group']
			: []),
	];
}

/** There is no reason why anything should fail. */
function isQuiet({ sandbox }: World, flow: Flow, execution: FlowExecution): boolean {
	const { plan, requests, thereUuid } = flow;
	const all = requests.length * nodesOf(plan.flow).length;
	const isLimited = execution.maxGroups > 0 && execution.maxGroups < all;
	const joins = (number: string) => sandbox.world.person(number).behaviour === 'joins';
	return (
		plan.faults.length === 0 &&
		plan.nameless === null &&
		thereUuid === null &&
		plan.ifGroupExists.every((one) => one === 'create') &&
		plan.ifSomeoneIsMissing === 'report' &&
		(!plan.hasKeys || hasKeyEach(flow)) &&
		!(plan.isCombined && plan.flow.startsWith('batches')) &&
		execution.previewed === 'nothing' &&
		!isLimited &&
		sandbox.settings.groupsPerDay === 0 &&
		requests.every(({ people }) => people.some(joins))
	);
}

function hasKeyEach({ requests }: Flow): boolean {
	return new Set(requests.map(({ key }) => key)).size === requests.length;
}

function notDone(world: World, flow: Flow, run: RunResult): string[] {
	const items = nodesOf(flow.plan.flow).flatMap((name) => run.nodes[name] ?? []);
	const failed = items.flatMap(({ outputs }) => outputs.flat()).filter(({ json }) => json['error']);
	return [
		...(run.status === 'success' ? [] : [`without any fault: ${run.error?.message}`]),
		...failed.map(({ json }) => `without any fault: ${String(json['error'])}`),
		...missingGroups(world, flow),
	];
}

/** Only a creation uses a Unique Key up. */
function keysUsedUp({ sandbox }: World, flow: Flow, text: string): string[] {
	const calls = sandbox.calls.slice(flow.sent);
	const isAsked = calls.some(({ operation }) => operation === 'create-group');
	const isUsable = !isAsked && flow.thereUuid === null && hasKeyEach(flow);
	return isUsable && /was used before/.test(text)
		? ['a Unique Key is used up, and nothing was created']
		: [];
}

function rowsOf(items: Item[] = []): FlowRow[] {
	return items.map(({ json }) => json as unknown as FlowRow);
}

/** What a pass of a node was given. */
function inputsOf({ flow: { plan, rows }, run: { nodes } }: Played, name: string, pass: number) {
	if (plan.flow.startsWith('batches')) return rowsOf(nodes['Loop']?.[pass]?.outputs[1]);
	if (name === 'Second' && plan.flow !== 'two branches') {
		return rowsOf(nodes['First']?.[pass]?.outputs[1]);
	}
	if (pass === 0) return rows;
	return rowsOf((nodes['Turn'] ?? nodes[AGAIN.name])?.[pass - 1]?.outputs[0]);
}

/** Of what is only previewed nothing is sent but reads. */
function sentByPreviews(played: Played, calls: RecordedCall[]): string[] {
	const { flow, execution, run } = played;
	const { names, rows } = flow;
	const writes = calls.filter(({ method }) => method !== 'GET');
	const real = new Set(
		rows.filter((row) => !row.isPreview || execution.previewed !== 'some').map(({ name }) => name),
	);
	if (execution.previewed === 'everything') real.clear();
	if (execution.previewed === 'first pass') {
		real.clear();
		for (const node of nodesOf(flow.plan.flow)) {
			for (const pass of (run.nodes[node] ?? []).keys()) {
				if (pass > 0) inputsOf(played, node, pass).forEach(({ name }) => real.add(name));
			}
		}
	}
	return names
		.filter((name) => !real.has(name))
		.flatMap((name) => creationsOf(writes, name))
		.concat(real.size === 0 ? writes : [])
		.map(({ operation }) => `a preview sent ${operation}`);
}

/** Max Groups per Run holds for all passes and tries of an execution, and refuses nothing before it is reached. */
function beyondLimit(
	world: World,
	{ flow, execution }: Played,
	made: Group[],
	calls: RecordedCall[],
	text: string,
): string[] {
	const { maxGroups } = execution;
	const { plan, requests, rows } = flow;
	// Rows of one name that come in several batches ask each time.
	const isSplit = plan.isCombined && plan.flow.startsWith('batches');
	const all = (isSplit ? rows : requests).length * nodesOf(plan.flow).length;
	const isReached = maxGroups > 0 && all > maxGroups;
	const creations = calls.filter(({ operation }) => operation === 'create-group');
	const bySender = [FROM, OTHER_FROM].map((number) =>
		creations.filter(({ body }) => (body as IDataObject)['from_number'] === number),
	);
	const open = bySender.map((sent) => sent.filter((call) => !isRefused(world, call)).length);
	const told = [...text.matchAll(/has created (\d+) groups in this run/g)].map(([, count]) =>
		Number(count),
	);
	const most = Math.max(...bySender.map(({ length }) => length));
	return [
		...(made.length <= creations.length ? [] : ['a group without a request']),
		...told.flatMap((count) => (count > most ? [`tells of ${count} groups in this run`] : [])),
		...open.flatMap((count) =>
			maxGroups > 0 && count > maxGroups ? [`${count} groups, with a limit of ${maxGroups}`] : [],
		),
		...(!isReached && /Max Groups per Run is/.test(text) ? ['the limit is not reached'] : []),
	];
}

function judgeNode(world: World, played: Played, name: string): string[] {
	const passes = played.run.nodes[name] ?? [];
	return passes.flatMap(({ outputs, error }, pass) => {
		// n8n has thrown its items away.
		if (error !== undefined) return [];
		const given = inputsOf(played, name, pass);
		const items = outputs.flat();
		const linked = new Set(items.flatMap(({ pairedItem }) => pairsOf(pairedItem)));
		const untold = given.flatMap((row, index) => (linked.has(index) ? [] : [row.name]));
		const strange = [...linked].filter((index) => given[index] === undefined);
		return [
			...untold.map((row) => `${name}, pass ${pass}: nothing became of an item of "${row}"`),
			...strange.map((index) => `${name}, pass ${pass}: an item is linked to no input (${index})`),
			...items.flatMap(({ json, pairedItem }) => {
				if (json['error'] !== undefined) return [];
				const rows = pairsOf(pairedItem).flatMap((index) => given[index] ?? []);
				noteDone(played.flow, name, json, rows);
				return judgeSuccess(world, played, json, rows).map(
					(one) => `${name}, pass ${pass}, "${String(json['name'])}": ${one}`,
				);
			}),
		];
	});
}

function noteDone({ done }: Flow, node: string, json: IDataObject, rows: FlowRow[]): void {
	const [first] = rows;
	if (json['preview'] === true || first === undefined) return;
	const people = rows.flatMap((row) => row.people);
	done.push({ node, uuid: String(json['uuid']), name: first.name, key: first.key, people });
}

function pairsOf(pairedItem: unknown): number[] {
	return [pairedItem].flat().flatMap((pair) => {
		if (typeof pair === 'number') return [pair];
		const { item } = (pair ?? {}) as { item?: number };
		return item === undefined ? [] : [item];
	});
}

const IN_GROUP = ['added', 'already_member'];

/** A finished item tells of everybody in its rows, of nobody else, and the truth. */
function judgeSuccess(
	world: World,
	{ flow, execution }: Played,
	json: IDataObject,
	rows: FlowRow[],
): string[] {
	const { sandbox } = world;
	const asked = [...new Set(rows.flatMap(({ people }) => people))];
	const lines = (json['participants'] ?? []) as IDataObject[];
	const told = lines.filter(({ outcome }) => outcome !== 'duplicate');
	const numbers = told.map((line) => String(line['phone_number']));
	const problems =
		[...numbers].sort().join() === [...asked].sort().join()
			? []
			: [`asked for ${asked.join()}, told of ${numbers.join()}`];
	if (rows.some(({ name }) => name !== firstName(json['name'])))
		problems.push('is of another name');
	if (json['preview'] === true) {
		if (execution.previewed === 'nothing') problems.push('is a preview');
		return problems;
	}
	const group = sandbox.world.groups.find(({ handles }) =>
		handles.some(({ uuid }) => uuid === json['uuid']),
	);
	if (group === undefined) return [...problems, 'is a success without a group'];
	if (group.name !== json['name']) problems.push(`has the group "${group.name}"`);
	const isThere = json['uuid'] === flow.thereUuid;
	if (isThere && json['created'] !== false) problems.push('was not created');
	if (isThere && !usesExisting(flow) && !flow.plan.hasKeys) {
		problems.push('has a group that was there before');
	}
	const isStale = isThere || sandbox.settings.membersShownAfterMs > 0;
	for (const { phone_number, outcome } of told) {
		const isIn = sandbox.world.member(group, String(phone_number)) !== undefined;
		const isSaidIn = IN_GROUP.includes(String(outcome));
		const isOpen = outcome === 'unknown' || (isStale && !isSaidIn);
		if (!isOpen && isIn !== isSaidIn) {
			problems.push(`${String(phone_number)} is told to be ${String(outcome)}`);
		}
	}
	// Of a group of its own: nobody is in it for somebody else's request.
	if (json['created'] === true && !usesExisting(flow)) {
		const others = sentTo(sandbox.calls.slice(flow.sent), group.uuid).filter(
			(one) => !asked.includes(one),
		);
		if (others.length > 0)
			problems.push(`${others.join()} are in it, who were asked for elsewhere`);
	}
	return problems;
}
