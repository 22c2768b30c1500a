import type { IDataObject } from 'n8n-workflow';

import type { NodeSettings, RunResult, WorkflowJson } from '../../engine/types.mts';
import type { Group, Operation } from '../../sandbox/sandbox.mts';
import { CONTINUE, ERROR_OUTPUT, sandbox } from '../bench.mts';
import { chain, inErrorLoop, inLoop, node } from '../workflows.mts';

/** The two forms in which an item's failure does not end the run. */
export const CONTINUE_MODES: Array<[name: string, settings: NodeSettings]> = [
	['Continue', CONTINUE],
	['Continue (using error output)', ERROR_OUTPUT],
];

/** Which call a fault is for: the one about the group "A". */
export const OF_A = { bodyContains: '"A"' };

/** Whose answers Create reads, if it has something to do for each. */
export const READ_BY_CREATE: Operation[] = [
	'create-group',
	'add-participant',
	'list-groups',
	'get-group',
	'promote-participant',
	'set-picture',
	'send-message',
	'check-number',
];

/** For the first two passes. */
const conditions = {
	options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
	conditions: [
		{
			id: 'passes',
			leftValue: '={{ $runIndex }}',
			rightValue: 2,
			operator: { type: 'number', operation: 'lt' },
		},
	],
	combinator: 'and',
};

export const AGAIN = { name: 'Again?', type: 'n8n-nodes-base.if', parameters: { conditions } };

/**
 * `once`: all items at once. `loop`: one in each pass of Loop Over Items. `errorLoop`: failed items come back to the
 * node through its error output, three times at most.
 */
export type Shape = 'once' | 'loop' | 'errorLoop';

/** A workflow around Create as the node "Groups". */
export function groupsWorkflow(
	shape: Shape,
	parameters: IDataObject,
	settings: NodeSettings,
): WorkflowJson {
	const groups = node('Groups', 'group.create', parameters, settings);
	if (shape === 'once') return chain(groups);
	if (shape === 'loop') return inLoop(groups);
	return inErrorLoop(groups, AGAIN);
}

/** Everything of a run that somebody gets to read, as one text without JSON's escapes. */
export function shownBy({ nodes, error }: RunResult): string {
	const runs = Object.values(nodes).flat();
	const parts: unknown[] = [error, ...runs.flatMap((run) => [run.outputs, run.error, run.hints])];
	return JSON.stringify(parts, (key, value: unknown) => (key === 'stack' ? undefined : value))
		.replaceAll('\\"', '"')
		.replaceAll('\\n', ' ');
}

/** Names of groups that exist on WhatsApp and that a run says nothing about. */
export function unmentioned(run: RunResult, groups: Group[] = sandbox.world.groups): string[] {
	const text = shownBy(run);
	return groups
		.filter(({ uuid, name }) => !text.includes(uuid) && !text.includes(`"${name}" may exist`))
		.map(({ name }) => name);
}

/** What nobody should ever read: words of a program instead of a person. */
export const PROGRAM_WORDS =
	/TypeError|RangeError|SyntaxError|Cannot read|Cannot convert|is not a function|is not iterable|undefined|\[object|Maximum call stack/;

/** Everything that leaves the node: what n8n stores, shows and keeps, and every request. */
export function everythingOf(run: RunResult): string {
	const { calls } = sandbox;
	return [run.stored, JSON.stringify(run), shownBy(run), JSON.stringify(calls)].join('\n');
}
