import type { IDataObject } from 'n8n-workflow';

import type { Item, RunResult } from '../../../engine/types.mts';
import type { RecordedCall, Sandbox } from '../../../sandbox/sandbox.mts';
import { peopleOf, PROGRAM_WORDS, untold } from '../support.mts';
import type { Schedule, Wish } from './schedule.mts';

/** What a schedule led to, and what the sandbox knows about it. */
export interface Evidence {
	schedule: Schedule;
	sandbox: Sandbox;
	/** Calls whose answer was spoiled although its status was a success, or that nobody waited for. */
	spoiled: ReadonlySet<RecordedCall>;
	/** UUIDs of the groups that were there before, by name. */
	before: ReadonlyMap<string, string>;
}

/** Every promise of design section 5 that all executions together broke, in words. */
export function judgeAll(evidence: Evidence): string[] {
	return [
		...secondGroups(evidence),
		...repeatedCreations(evidence),
		...repeatedPeople(evidence),
		...repeatedWelcomes(evidence),
	];
}

/** No wish has two groups, and none at all where an existing one is to be used or to stop it. */
function secondGroups({ schedule, sandbox, before }: Evidence): string[] {
	const { ifGroupExists } = schedule.parameters['options'] as IDataObject;
	return schedule.wishes.flatMap(({ name, existing }) => {
		const made = sandbox.world.groups.filter(
			(group) => group.name === name && group.uuid !== before.get(name),
		);
		const allowed = existing === undefined || ifGroupExists === 'create' ? 1 : 0;
		return made.length > allowed ? [`"${name}" has ${made.length} new groups`] : [];
	});
}

/** Only a creation that 2Chat has surely refused is sent again. */
function repeatedCreations({ schedule, sandbox, spoiled }: Evidence): string[] {
	return schedule.wishes.flatMap(({ name }) => {
		const requests = sandbox.calls.filter(
			(call) =>
				call.operation === 'create-group' && JSON.stringify(call.body).includes(`"${name}"`),
		);
		const isRefused = (call: RecordedCall) =>
			!call.writeDone &&
			!spoiled.has(call) &&
			call.status !== null &&
			call.status !== 408 &&
			call.status < 500;
		const unclear = requests.slice(0, -1).filter((call) => !isRefused(call));
		return unclear.map(({ status }) => `"${name}" was asked for again after status ${status}`);
	});
}

/** Nobody is sent again to a group after an answer about them was read. */
function repeatedPeople({ sandbox, spoiled }: Evidence): string[] {
	const answered = new Map<string, Set<string>>();
	const problems: string[] = [];
	for (const call of sandbox.calls) {
		const { operation, groupUuid: uuid } = call;
		if (operation !== 'create-group' && operation !== 'add-participant') continue;
		if (uuid === undefined) continue;
		const known = answered.get(uuid) ?? new Set();
		answered.set(uuid, known);
		for (const number of peopleOf(call)) {
			if (known.has(number)) problems.push(`${number} was sent to ${uuid} again`);
		}
		const isRead =
			call.writeDone &&
			call.broken !== true &&
			call.aborted !== true &&
			!spoiled.has(call) &&
			(call.status ?? 500) < 300;
		if (isRead) for (const number of peopleOf(call)) known.add(number);
	}
	return problems;
}

function repeatedWelcomes({ sandbox }: Evidence): string[] {
	return sandbox.world.groups.flatMap(({ name, messages }) =>
		messages.length > 1 ? [`"${name}" was welcomed ${messages.length} times`] : [],
	);
}

/** The same for what one execution says, to be called before the next one changes the world. */
export function judgeRun(evidence: Evidence, run: RunResult): string[] {
	const { schedule, sandbox } = evidence;
	// n8n throws away what a stopped execution had; what counts is that nothing is done twice later.
	if (run.status === 'canceled') return [];
	if (run.status === 'crashed') return ['the execution crashed'];
	const wishOf = (item: Item, pass: number): Wish | undefined => {
		const pair = item.pairedItem as { item?: number } | undefined;
		return schedule.wishes[schedule.shape === 'loop' ? pass : (pair?.item ?? -1)];
	};
	const passes = (run.nodes['Groups'] ?? []).map(({ outputs }) => outputs);
	const items = passes.flatMap((outputs, pass) =>
		outputs.flat().map((item) => ({ item, wish: wishOf(item, pass) })),
	);
	const error = run.error?.context?.['details'] as IDataObject | undefined;
	const texts = [run.error?.message, run.error?.description, JSON.stringify(passes)].join(' ');
	return [
		...untoldGroups(evidence, run),
		...(PROGRAM_WORDS.test(texts) ? [`words of a program: ${PROGRAM_WORDS.exec(texts)?.[0]}`] : []),
		...(run.status === 'success' ? missingWishes(schedule, items) : []),
		...items.flatMap(({ item, wish }) =>
			wish === undefined
				? ['an item is linked to no input']
				: judgeItem(evidence, item.json, wish).map((problem) => `"${wish.name}": ${problem}`),
		),
		...reportsOf(items).flatMap(([wish, lines]) => judgeReport(evidence, wish, lines)),
		...(error !== undefined && Array.isArray(error['participants'])
			? schedule.wishes
					.filter(({ name }) => name === error['name'])
					.flatMap((wish) => judgeReport(evidence, wish, error['participants'] as IDataObject[]))
			: []),
		...(sandbox.calls.some(({ keyLeaked }) => keyLeaked) ? ['the key stood in a request'] : []),
	];
}

function untoldGroups({ sandbox, before }: Evidence, run: RunResult): string[] {
	const old = new Set(before.values());
	return untold(
		sandbox.world.groups.filter(({ uuid }) => !old.has(uuid)),
		run,
	).map((name) => `nothing tells about the group "${name}"`);
}

function missingWishes(
	{ wishes }: Schedule,
	items: Array<{ item: Item; wish: Wish | undefined }>,
): string[] {
	return wishes
		.filter((wish) => !items.some((entry) => entry.wish === wish))
		.map(({ name }) => `nothing became of "${name}"`);
}

const ERROR_KEYS = ['error', 'message', 'name', 'people'];

function judgeItem(
	{ schedule, sandbox, before }: Evidence,
	json: IDataObject,
	wish: Wish,
): string[] {
	if (json['error'] !== undefined) {
		const strange = Object.keys(json).filter((key) => !ERROR_KEYS.includes(key));
		return [
			...(typeof json['error'] === 'string' && json['error'] !== ''
				? []
				: ['an error without words']),
			...(strange.length > 0 ? [`a failed item with ${strange.join(', ')}`] : []),
			...(schedule.settings.onError === undefined ? ['a failed item without Continue'] : []),
		];
	}
	const group = sandbox.world.groups.find(({ uuid }) => uuid === json['uuid']);
	if (group === undefined) return [`a success with a group that does not exist (${json['uuid']})`];
	return [
		...(group.name === wish.name ? [] : [`a success with the group "${group.name}"`]),
		...(json['created'] === (before.get(wish.name) !== group.uuid) ? [] : ['"created" is wrong']),
	];
}

/** The lines about people, by wish, from whichever form of output has them. */
function reportsOf(
	items: Array<{ item: Item; wish: Wish | undefined }>,
): Array<[Wish, IDataObject[]]> {
	const reports = new Map<Wish, IDataObject[]>();
	for (const { item, wish } of items) {
		if (wish === undefined) continue;
		const { json } = item;
		const source = (json['message'] ?? json) as IDataObject;
		const lines = Array.isArray(source['participants'])
			? (source['participants'] as IDataObject[])
			: typeof json['outcome'] === 'string'
				? [json]
				: [];
		if (lines.length > 0) reports.set(wish, [...(reports.get(wish) ?? []), ...lines]);
	}
	return [...reports];
}

const IN_GROUP = ['added', 'already_member'];
/** Says nothing about whether the person is in the group. */
const OPEN = ['unknown'];

function judgeReport(evidence: Evidence, wish: Wish, lines: IDataObject[]): string[] {
	const { sandbox, schedule } = evidence;
	const { admins } = schedule.parameters['additionalFields'] as IDataObject;
	const wanted = [...wish.people];
	if (typeof admins === 'string' && !wanted.includes(admins)) wanted.push(admins);
	const reported = lines.map((line) => String(line['phone_number']));
	const problems =
		JSON.stringify(reported) === JSON.stringify(wanted)
			? []
			: [`"${wish.name}": asked for ${wanted.join()}, reported ${reported.join()}`];
	const uuid = sandbox.world.groups.filter(({ name }) => name === wish.name);
	const isIn = (number: string) =>
		uuid.some((group) => sandbox.world.member(group, number) !== undefined);
	for (const line of lines) {
		const number = String(line['phone_number']);
		const outcome = String(line['outcome']);
		if (IN_GROUP.includes(outcome) && !isIn(number)) {
			problems.push(`"${wish.name}": ${number} is reported as ${outcome} and is not in the group`);
		}
		const isOut = !IN_GROUP.includes(outcome) && !OPEN.includes(outcome);
		if (isOut && isIn(number) && !isStale(evidence, wish)) {
			problems.push(`"${wish.name}": ${number} is reported as ${outcome} and is in the group`);
		}
	}
	return problems;
}

/** 2Chat's copy of the members lags behind (2chat-api.md 2.3), which no client can know. */
function isStale({ schedule }: Evidence, wish: Wish): boolean {
	return wish.existing !== undefined || (schedule.sandbox.membersShownAfterMs ?? 0) > 0;
}
