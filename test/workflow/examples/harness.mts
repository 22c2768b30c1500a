import type { IDataObject } from 'n8n-workflow';

import { CUSTOMERS_GROUP } from '../../demo/customersGroup.mts';
import type { Credentials, Engine, RunResult, WorkflowJson } from '../../engine/types.mts';
import type { Group, Sandbox } from '../../sandbox/sandbox.mts';
import { openEngine, openSandbox } from '../shared.mts';

export const FROM = '+595981048477';

export interface Bench {
	engine: Engine;
	sandbox: Sandbox;
	credentials: Credentials;
	/** Runs an example as somebody does who has imported it, and expects it to end well. */
	run(workflow: WorkflowJson): Promise<RunResult>;
	/** Groups that exist on WhatsApp by now, without the one that was there from the start. */
	newGroups(): Group[];
	customers(): Group;
	/** Calls so far as "METHOD path", but for reads. */
	writes(): string[];
	close(): Promise<void>;
}

/** A sandbox with the group in it that some examples have chosen. */
export async function openBench(): Promise<Bench> {
	const [engine, sandbox] = await Promise.all([
		openEngine(200),
		openSandbox({ world: { groups: [CUSTOMERS_GROUP] } }),
	]);
	const { apiKey, baseUrl, world } = sandbox;
	const credentials = { twoChatGroupsApi: { apiKey, baseUrl } };
	const isCustomers = ({ uuid }: Group) => uuid === CUSTOMERS_GROUP.uuid;
	return {
		engine,
		sandbox,
		credentials,
		run: async (workflow) => {
			const result = await engine.run(workflow, { credentials });
			// The error first, since it says more than the status.
			expect([result.error?.message, result.status]).toEqual([undefined, 'success']);
			return result;
		},
		newGroups: () => world.groups.filter((group) => !isCustomers(group)),
		customers: () => {
			const group = world.groups.find(isCustomers);
			if (group === undefined) throw new Error('The group of the customers is gone.');
			return group;
		},
		writes: () =>
			sandbox.calls
				.filter(({ method }) => method !== 'GET')
				.map(({ method, path }) => `${method} ${path}`),
		close: async () => {
			await Promise.all([engine.close(), sandbox.close()]);
		},
	};
}

/** The `json` of the items that a node has given; none when it has not run. */
export function outputOf({ nodes }: RunResult, node: string, output = 0): IDataObject[] {
	return (nodes[node]?.at(-1)?.outputs[output] ?? []).map(({ json }) => json);
}

/** Who is in a group, without its creator. */
export function membersOf({ members }: Group): string[] {
	return members.filter(({ role }) => role !== 'superadmin').map(({ phoneNumber }) => phoneNumber);
}

export function adminsOf({ members }: Group): string[] {
	return members.filter(({ role }) => role === 'admin').map(({ phoneNumber }) => phoneNumber);
}

export function messagesIn({ messages }: Group): Array<string | null> {
	return messages.map(({ text }) => text);
}

/** What became of each entry, in order. */
export function outcomesOf(output: IDataObject | undefined): Array<[string, string]> {
	const lines = output?.['participants'] as Array<{ input: string; outcome: string }> | undefined;
	return (lines ?? []).map(({ input, outcome }) => [input, outcome]);
}
