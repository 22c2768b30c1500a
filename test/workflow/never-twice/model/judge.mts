import type { IDataObject } from 'n8n-workflow';

import type { Item } from '../../../engine/types.mts';
import type { RecordedCall } from '../../../sandbox/sandbox.mts';
import { peopleOf } from '../../twoChat.mts';
import { PROGRAM_WORDS, unmentioned } from '../support.mts';
import type { Execution, NamedGroup, World } from './world.mts';

/** Every promise that an execution and its retries broke together, in words. */
export function judgeExecution(world: World, { plan, groups }: Execution): string[] {
	return [
		...groups.flatMap((group) => secondGroups(world, group, plan.options['ifGroupExists'])),
		...groups.flatMap((group) => repeatedCreations(world, group)),
		...groups.flatMap((group) => repeatedPeople(world, group)),
		// Whoever wants an existing group gets it, whoever created it.
		...(plan.options['ifGroupExists'] === 'use' ? [] : groups).flatMap((group) =>
			strangersJoined(world, group),
		),
		...repeatedWelcomes(world),
	];
}

/** Nothing is created twice, and nothing at all where an existing group is to be used or to stop it. */
function secondGroups(
	{ sandbox }: World,
	{ name, names, thereUuid }: NamedGroup,
	ifGroupExists: unknown,
): string[] {
	const created = sandbox.world.groups.filter(
		(group) => names.includes(group.name) && !group.handles.some(({ uuid }) => uuid === thereUuid),
	);
	const allowed = thereUuid === null || ifGroupExists === 'create' ? 1 : 0;
	return created.length > allowed ? [`"${name}" has ${created.length} new groups`] : [];
}

/** 2Chat has certainly not done it, or says so in the words of the daily limit, whatever their status. */
export function isRefused({ sandbox }: World, { writeDone, status }: RecordedCall): boolean {
	if (writeDone || status === null) return false;
	const { groupsPerDay, groupLimitStatus } = sandbox.settings;
	const isLimit = groupsPerDay > 0 && status === groupLimitStatus;
	return isLimit || (status !== 408 && status < 500);
}

/** Only a creation that 2Chat has certainly refused is sent again. */
function repeatedCreations(world: World, { name, names }: NamedGroup): string[] {
	const requests = world.sandbox.calls.filter(
		({ operation, body }) =>
			operation === 'create-group' &&
			names.some((one) => JSON.stringify(body).includes(`"${one}"`)),
	);
	const unclear = requests.slice(0, -1).filter((call) => !isRefused(world, call));
	return unclear.map(({ status }) => `"${name}" was asked for again after status ${status}`);
}

export function repeatedPeople(world: World, { names }: Pick<NamedGroup, 'names'>): string[] {
	const uuids = world.sandbox.world.groups
		.filter(({ name }) => names.includes(name))
		.flatMap(({ handles }) => handles.map(({ uuid }) => uuid));
	const calls = world.sandbox.calls.filter(
		({ operation, groupUuid = '' }) =>
			['create-group', 'add-participant'].includes(operation ?? '') && uuids.includes(groupUuid),
	);
	return sentAgain(world, calls);
}

/** Nobody is sent again to a group after an answer about them was read. */
export function sentAgain({ unread }: World, calls: RecordedCall[]): string[] {
	const answered = new Set<string>();
	return calls.flatMap((call) => {
		const { writeDone, faulted, aborted, groupUuid } = call;
		const sent = peopleOf(call).map((number) => `${number} to ${groupUuid}`);
		const again = sent.filter((one) => answered.has(one));
		const isRead = writeDone && faulted !== true && aborted !== true && !unread.has(call);
		if (isRead) sent.forEach((one) => answered.add(one));
		return again.map((one) => `${one} was sent again after an answer`);
	});
}

/** A group of somebody else, with people whom nobody named or with nobody, is not taken for the own one. */
function strangersJoined({ sandbox }: World, { name, there, thereUuid }: NamedGroup): string[] {
	if (there?.who !== 'strangers') return [];
	const sent = sandbox.calls.filter(
		({ operation, groupUuid }) => operation === 'add-participant' && groupUuid === thereUuid,
	);
	return sent.length > 0 ? [`people were added to the strangers' group "${name}"`] : [];
}

function repeatedWelcomes({ sandbox }: World): string[] {
	return sandbox.world.groups.flatMap(({ name, messages }) =>
		messages.length > 1 ? [`"${name}" was welcomed ${messages.length} times`] : [],
	);
}

/** The same for what one try says, to be called before the next one changes the world. */
export function judgeRun(world: World, execution: Execution): string[] {
	const { plan, groups, rows, run } = execution;
	// n8n throws away what a stopped execution had; what counts is that nothing is done twice later.
	if (run.status === 'canceled') return [];
	if (run.status === 'crashed') return ['the execution crashed'];
	const passes = (run.nodes['Groups'] ?? []).map(({ outputs }) => outputs);
	const groupOf = (item: Item, pass: number): NamedGroup | undefined => {
		const [pair] = [item.pairedItem].flat() as Array<{ item?: number } | undefined>;
		const row = plan.shape === 'loop' ? pass : (pair?.item ?? -1);
		return groups.find(({ name }) => name === rows[row]?.name);
	};
	const items = passes.flatMap((outputs, pass) =>
		// What comes back from the error output is linked to what came out there, which has its name.
		outputs.flat().map((item) => ({
			item,
			group:
				plan.shape === 'errorLoop'
					? groups.find(({ name }) => name === item.json['name'])
					: groupOf(item, pass),
		})),
	);
	const error = run.error?.context?.['details'] as IDataObject | undefined;
	const texts = [run.error?.message, run.error?.description, JSON.stringify(passes)].join(' ');
	return [
		// An earlier execution has told about its groups, and this one need not find them.
		...(execution.isRepeated ? [] : unmentionedGroups(world, execution)),
		...(PROGRAM_WORDS.test(texts) ? [`words of a program: ${PROGRAM_WORDS.exec(texts)?.[0]}`] : []),
		...(run.status === 'success' ? missingGroups(groups, items) : []),
		...items.flatMap(({ item, group }) =>
			group === undefined
				? ['an item is linked to no input']
				: judgeItem(world, execution, item.json, group).map((one) => `"${group.name}": ${one}`),
		),
		// A failed item of an earlier pass says what was so then.
		...(plan.shape === 'errorLoop' ? [] : reportsOf(items)).flatMap(([group, lines]) =>
			judgeReport(world, group, lines),
		),
		...(error !== undefined && Array.isArray(error['participants'])
			? groups
					.filter(({ names }) => names.includes(String(error['name'])))
					.flatMap((group) => judgeReport(world, group, error['participants'] as IDataObject[]))
			: []),
		...(world.sandbox.calls.some(({ keyLeaked }) => keyLeaked)
			? ['the key stood in a request']
			: []),
	];
}

function unmentionedGroups({ sandbox }: World, { groups, run }: Execution): string[] {
	const names = groups.flatMap((group) => group.names);
	const there = groups.map(({ thereUuid }) => thereUuid);
	return unmentioned(
		run,
		sandbox.world.groups.filter(({ uuid, name }) => names.includes(name) && !there.includes(uuid)),
	).map((name) => `nothing tells about the group "${name}"`);
}

type Linked = Array<{ item: Item; group: NamedGroup | undefined }>;

function missingGroups(groups: NamedGroup[], items: Linked): string[] {
	return groups
		.filter((group) => !items.some((entry) => entry.group === group))
		.map(({ name }) => `nothing became of "${name}"`);
}

const ERROR_KEYS = ['error', 'message', 'name', 'key', 'people'];

function judgeItem(
	{ sandbox }: World,
	{ plan, isRepeated }: Execution,
	json: IDataObject,
	wanted: NamedGroup,
): string[] {
	if (json['error'] !== undefined) {
		const strange = Object.keys(json).filter((key) => !ERROR_KEYS.includes(key));
		return [
			...(typeof json['error'] === 'string' && json['error'] !== ''
				? []
				: ['an error without words']),
			...(strange.length > 0 ? [`a failed item with ${strange.join(', ')}`] : []),
			...(plan.settings.onError === undefined ? ['a failed item without Continue'] : []),
		];
	}
	const group = sandbox.world.groups.find(({ uuid }) => uuid === json['uuid']);
	if (group === undefined) return [`a success with a group that does not exist (${json['uuid']})`];
	return [
		...(wanted.names.includes(group.name) ? [] : [`a success with the group "${group.name}"`]),
		...(isRepeated || json['created'] === (wanted.thereUuid !== group.uuid)
			? []
			: ['"created" is wrong']),
	];
}

/** The lines about people, by group, from whichever form of output has them. */
function reportsOf(items: Linked): Array<[NamedGroup, IDataObject[]]> {
	const reports = new Map<NamedGroup, IDataObject[]>();
	for (const { item, group } of items) {
		if (group === undefined) continue;
		const { json } = item;
		const source = (json['message'] ?? json) as IDataObject;
		// When rows that are combined fail, each of them has the whole report.
		if (Array.isArray(source['participants'])) {
			reports.set(group, source['participants'] as IDataObject[]);
		} else if (typeof json['outcome'] === 'string') {
			reports.set(group, [...(reports.get(group) ?? []), json]);
		}
	}
	return [...reports];
}

const IN_GROUP = ['added', 'already_member'];
/** Says nothing about whether the person is in the group. */
const OPEN = 'unknown';

function judgeReport(
	world: World,
	{ name, names, people, there }: NamedGroup,
	lines: IDataObject[],
): string[] {
	const { sandbox } = world;
	const reported = lines.map((line) => String(line['phone_number']));
	const problems =
		JSON.stringify(reported) === JSON.stringify(people)
			? []
			: [`"${name}": asked for ${people.join()}, reported ${reported.join()}`];
	const named = sandbox.world.groups.filter((group) => names.includes(group.name));
	const isIn = (number: string) =>
		named.some((group) => sandbox.world.member(group, number) !== undefined);
	// 2Chat's copy of the members lags behind (2chat-api.md 2.3), which no client can know.
	const isStale = there !== null || sandbox.settings.membersShownAfterMs > 0;
	for (const line of lines) {
		const number = String(line['phone_number']);
		const outcome = String(line['outcome']);
		const isSaidIn = IN_GROUP.includes(outcome);
		if (isSaidIn && !isIn(number)) {
			problems.push(`"${name}": ${number} is reported as ${outcome} and is not in the group`);
		}
		if (!isSaidIn && outcome !== OPEN && isIn(number) && !isStale) {
			problems.push(`"${name}": ${number} is reported as ${outcome} and is in the group`);
		}
	}
	return problems;
}
