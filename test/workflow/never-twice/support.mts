import type { IDataObject } from 'n8n-workflow';

import type { NodeSettings, RunResult, WorkflowJson } from '../../engine/types.mts';
import type { Group, RecordedCall, Sandbox } from '../../sandbox/sandbox.mts';
import { FROM } from '../create/harness.mts';

export const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } as const;
export const CONTINUE = { onError: 'continueRegularOutput' } as const;
export const ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;

/** The two forms in which an item's failure does not end the run. */
export const CONTINUE_MODES: Array<[name: string, settings: NodeSettings]> = [
	['Continue', CONTINUE],
	['Continue (using error output)', ERROR_OUTPUT],
];

/** Name, people and whatever else a test varies, from the fields of each item. */
export const FROM_FIELDS = { name: '={{ $json.name }}', participants: '={{ $json.people }}' };

export const TWO = [
	{ name: 'A', people: ['+17137157533'] },
	{ name: 'B', people: ['+18647351567'] },
];
export const THREE = [...TWO, { name: 'C', people: ['+447700176576'] }];

/** What a fault is for: the creation of the first of these groups. */
export const CREATION_OF_A = { operation: 'create-group', bodyContains: '"A"' } as const;

/** 2Chat lists no group, as if it had not noticed yet. */
export const HIDDEN = {
	operation: 'list-groups',
	effect: 'mutate',
	mutate: () => ({ data: [] }),
} as const;

/** For the first two passes. */
const AGAIN = {
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
	const to = (node: string) => [{ node, type: 'main', index: 0 }];
	return {
		nodes: [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			{ name: 'Loop', type: 'n8n-nodes-base.splitInBatches', parameters: { batchSize: 1 } },
			{ name: 'Again?', type: 'n8n-nodes-base.if', parameters: { conditions: AGAIN } },
			{
				name: 'Groups',
				type: 'n8n-nodes-2chat-groups.twoChatGroups',
				parameters: {
					resource: 'group',
					operation: 'create',
					fromNumber: { __rl: true, mode: 'phone', value: FROM },
					...parameters,
				},
				...settings,
			},
		],
		connections: {
			once: { Start: { main: [to('Groups')] } },
			loop: {
				Start: { main: [to('Loop')] },
				Loop: { main: [[], to('Groups')] },
				// Failed items go back as well, or the loop would end with them.
				Groups: { main: [to('Loop'), to('Loop')] },
			},
			errorLoop: {
				Start: { main: [to('Groups')] },
				Groups: { main: [[], to('Again?')] },
				'Again?': { main: [to('Groups')] },
			},
		}[shape],
	};
}

/** Everything of a run that somebody gets to read, as one text without JSON's escapes. */
export function told({ nodes, error }: RunResult): string {
	const runs = Object.values(nodes).flat();
	const parts: unknown[] = [error, ...runs.flatMap((run) => [run.outputs, run.error, run.hints])];
	return JSON.stringify(parts, (key, value: unknown) => (key === 'stack' ? undefined : value))
		.replaceAll('\\"', '"')
		.replaceAll('\\n', ' ');
}

/** Groups that exist on WhatsApp and that a run says nothing about. */
export function untold(groups: Group[], run: RunResult): string[] {
	const text = told(run);
	return groups
		.filter(({ uuid, name }) => !text.includes(uuid) && !text.includes(`"${name}" may exist`))
		.map(({ name }) => name);
}

interface CreateBody {
	from_number: string;
	group: { name: string; description?: string; participants: string[] };
}

/** Names in the create requests, in the order of their arrival. */
export function requestedNames({ calls }: Sandbox): string[] {
	return calls
		.filter(({ operation }) => operation === 'create-group')
		.map(({ body }) => (body as CreateBody).group.name);
}

export function namesOf({ world }: Sandbox): string[] {
	return world.groups.map(({ name }) => name);
}

export function writesOf({ calls }: Sandbox): RecordedCall[] {
	return calls.filter(({ method }) => method !== 'GET');
}

/** Numbers of a create or add request. */
export function peopleOf({ body }: RecordedCall): string[] {
	const { participants, group } = body as Partial<CreateBody> & { participants?: string[] };
	return participants ?? group?.participants ?? [];
}

export function membersOf({ world }: Sandbox, name: string): string[] {
	const group = world.groups.find((candidate) => candidate.name === name);
	return (group?.members ?? [])
		.filter(({ role }) => role !== 'superadmin')
		.map(({ phoneNumber }) => phoneNumber);
}

/** What nobody should ever read: words of a program instead of a person. */
export const PROGRAM_WORDS =
	/TypeError|RangeError|SyntaxError|Cannot read|Cannot convert|is not a function|is not iterable|undefined|\[object|Maximum call stack/;

export function jsonOf(outputs: Array<Array<{ json: IDataObject }>>, index = 0): IDataObject[] {
	return (outputs[index] ?? []).map(({ json }) => json);
}
