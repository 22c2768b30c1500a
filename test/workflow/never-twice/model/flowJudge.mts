import type { Group, RecordedCall } from '../../../sandbox/sandbox.mts';
import { peopleOf } from '../../twoChat.mts';
import { firstName, renamed } from './flowPlan.mts';
import { isRefused, repeatedPeople } from './judge.mts';
import type { Flow, Request } from './openFlow.mts';
import type { World } from './world.mts';

/** What all executions of a flow broke together, in words. */
export function judgeFlow(world: World, flow: Flow): string[] {
	const { plan, names, requests } = flow;
	const calls = world.sandbox.calls.slice(flow.sent);
	const isUsed = usesExisting(flow);
	return [
		...names.flatMap((name) => tooMany(world, flow, name, calls)),
		...alikeWhileOpen(world, flow, calls),
		...newGroups(world, flow).flatMap((group) => {
			const sent = sentTo(calls, group.uuid);
			const named = requests.filter(({ name }) => name === firstName(group.name));
			const lists = isUsed ? [named.flatMap(({ people }) => people)] : named.map(ofOne);
			return lists.some((list) => sent.every((one) => list.includes(one)))
				? []
				: [`"${group.name}": ${sent.join()} were sent, whom nobody named together`];
		}),
		...(isUsed || flow.thereUuid === null ? [] : sentTo(calls, flow.thereUuid)).map(
			(one) => `${one} was sent to a group that was there before`,
		),
		...(isUsed ? [] : names).flatMap((name) =>
			repeatedPeople(world, { names: [name, renamed(name)] }),
		),
		...newGroups(world, flow).flatMap(({ name, messages }) =>
			!isUsed && messages.length > 1 ? [`"${name}" was welcomed ${messages.length} times`] : [],
		),
		...(plan.hasKeys ? groupsOfKeys(world, flow) : []),
		...sharedGroups(flow),
	];
}

const ofOne = ({ people }: Request) => people;

export function usesExisting({ plan }: Flow): boolean {
	return nodesOf(plan.flow).some((_, index) => plan.ifGroupExists[index] === 'use');
}

export function nodesOf(flow: Flow['plan']['flow']): string[] {
	return ['two branches', 'backup', 'backup and back'].includes(flow)
		? ['First', 'Second']
		: ['First'];
}

export function newGroups({ sandbox }: World, { names, thereUuid }: Flow): Group[] {
	return sandbox.world.groups.filter(
		({ name, handles }) =>
			names.includes(firstName(name)) && !handles.some(({ uuid }) => uuid === thereUuid),
	);
}

export function sentTo(calls: RecordedCall[], group: string): string[] {
	return calls
		.filter(({ operation }) => operation === 'create-group' || operation === 'add-participant')
		.filter(({ groupUuid }) => groupUuid === group)
		.flatMap(peopleOf);
}

/** No more groups of a name than are asked for, nor creations that may have made one. */
function tooMany(world: World, flow: Flow, name: string, calls: RecordedCall[]): string[] {
	const most = mostOf(flow, name);
	const count = newGroups(world, flow).filter((group) => firstName(group.name) === name).length;
	const sent = creationsOf(calls, name).filter((call) => !isRefused(world, call)).length;
	return [
		...(count > most ? [`"${name}" has ${count} groups, and ${most} were asked for`] : []),
		...(sent > most ? [`"${name}" was asked for ${sent} times, instead of ${most}`] : []),
	];
}

function mostOf({ plan, requests, names, thereUuid }: Flow, name: string): number {
	const named = requests.filter((one) => one.name === name);
	if (named.length === 0) return 0;
	const asked = plan.hasKeys ? new Set(named.map(({ key }) => key)).size : named.length;
	const nodes = [...nodesOf(plan.flow).keys()];
	const creating = nodes.filter((index) => plan.ifGroupExists[index] === 'create');
	const looking = nodes.filter((index) => !creating.includes(index));
	// A Unique Key stands for a group of its node. Another node has none for it in a new execution, and what the first one
	// has made is maybe not listed yet.
	if (isRepeated(plan)) return nodes.length * asked;
	// What is there is there on the first number, and who looks creates one on each number that has none.
	const numbers = new Set(looking.map((index) => index === 1 && plan.hasBackupNumber));
	if (thereUuid !== null && name === names[0]) numbers.delete(false);
	const most = creating.length * asked + numbers.size;
	return plan.flow.startsWith('backup') ? Math.min(asked, most) : most;
}

function isRepeated({ hasKeys, executions }: Flow['plan']): boolean {
	return hasKeys && executions.slice(1).some(({ start }) => start === 'new');
}

export function creationsOf(calls: RecordedCall[], name: string): RecordedCall[] {
	return calls.filter(
		({ operation, body }) =>
			operation === 'create-group' &&
			firstName((body as { group: { name: string } }).group.name) === name,
	);
}

/** While nobody knows of a creation whether it has made a group, the same is not asked for once more. */
function alikeWhileOpen(world: World, { plan }: Flow, calls: RecordedCall[]): string[] {
	if (plan.hasKeys) return [];
	const open = new Map<string, RecordedCall>();
	return calls.flatMap((call) => {
		if (call.operation !== 'create-group') return [];
		const asked = JSON.stringify(call.body);
		const before = open.get(asked);
		// One that was done may have been found since, which ends the doubt.
		if (!call.writeDone && !isRefused(world, call)) open.set(asked, call);
		return before === undefined ? [] : [`asked for again after ${before.status}: ${asked}`];
	});
}

/** Where nothing goes wrong everybody gets the group that they asked for. */
export function missingGroups(world: World, flow: Flow): string[] {
	return flow.names.flatMap((name) => {
		const count = newGroups(world, flow).filter((group) => firstName(group.name) === name).length;
		const asked = flow.requests.filter((one) => one.name === name).length;
		const wanted = flow.plan.flow === 'two branches' ? 2 * asked : asked;
		return count === wanted ? [] : [`"${name}" has ${count} groups instead of ${wanted}`];
	});
}

/** A key has one group for each node. */
function groupsOfKeys(world: World, flow: Flow): string[] {
	const keys = new Set(flow.requests.map(({ key }) => key)).size;
	const most = keys * nodesOf(flow.plan.flow).length;
	const count = newGroups(world, flow).length;
	return count > most ? [`${keys} keys have ${count} groups`] : [];
}

/** A Unique Key of a node stands for one group. Two requests that differ share none, unless they look for one. */
function sharedGroups({ plan, done }: Flow): string[] {
	const looksForNone = plan.ifGroupExists.every((one) => one === 'create');
	const problems = done.flatMap((one) =>
		done.flatMap((other) => {
			if (one.node !== other.node) return [];
			const isSameKey = one.key === other.key;
			if (plan.hasKeys && isSameKey && one.uuid !== other.uuid) {
				return [`"${one.key}" stands for two groups`];
			}
			if (one.uuid !== other.uuid || !looksForNone || plan.isCombined) return [];
			const isSame = plan.hasKeys ? isSameKey : listOf(one) === listOf(other);
			return isSame ? [] : [`"${listOf(one)}" and "${listOf(other)}" share a group`];
		}),
	);
	return [...new Set(problems)];
}

function listOf({ name, people }: Request): string {
	return [name, ...[...people].sort()].join(' ');
}
