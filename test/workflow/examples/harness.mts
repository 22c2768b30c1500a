import type { IDataObject } from 'n8n-workflow';

import { CUSTOMERS_GROUP } from '../../demo/customersGroup.mts';
import type { RunOptions, RunResult, WorkflowJson } from '../../engine/types.mts';
import type { Group } from '../../sandbox/sandbox.mts';
import { WAITS_TO_MEASURE, credentials, engine, sandbox, useBench } from '../bench.mts';
import { itemsOf, linesOf } from '../results.mts';
import { groupOf } from '../twoChat.mts';

/** A 2Chat with the group in it that some examples have chosen. */
export function useExamples(): void {
	useBench(WAITS_TO_MEASURE, { groups: [CUSTOMERS_GROUP] });
	// As every n8n has it. Empty each time.
	beforeEach(async () => await engine.installDeduplication());
}

/** Without the pinned data of a node, which then runs. */
export function unpinned(workflow: WorkflowJson, ...names: string[]): WorkflowJson {
	for (const name of names) delete workflow.pinData?.[name];
	return workflow;
}

/** Runs an example as somebody does who has imported it, and expects it to end well. */
export async function runExample(
	workflow: WorkflowJson,
	more: RunOptions = {},
): Promise<RunResult> {
	const result = await engine.run(workflow, { credentials: credentials(), ...more });
	// The error first, since it says more than the status.
	expect([result.error?.message, result.status]).toEqual([undefined, 'success']);
	return result;
}

/** Groups that exist on WhatsApp by now, without the one that was there from the start. */
export function newGroups(): Group[] {
	return sandbox.world.groups.filter(({ uuid }) => uuid !== CUSTOMERS_GROUP.uuid);
}

/** The `json` of the items that a node has given; none when it has not run. */
export function outputOf({ nodes }: RunResult, name: string): IDataObject[] {
	return itemsOf(nodes[name]?.at(-1)?.outputs[0]);
}

export function messagesIn(key: string | undefined): Array<string | null> {
	return (groupOf(key)?.messages ?? []).map(({ text }) => text);
}

/** What became of each entry, in order. */
export function outcomesOf(output: IDataObject | undefined): Array<[string, string]> {
	return linesOf(output).map(({ input, outcome }) => [input, outcome]);
}
