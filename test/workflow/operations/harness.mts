import type { IDataObject } from 'n8n-workflow';

import type { Engine, RunNodeOptions, RunNodeResult } from '../../engine/types.mts';
import type { GroupSeed, Operation, Sandbox } from '../../sandbox/sandbox.mts';
import { openEngine, openSandbox, useOpened } from '../shared.mts';

/** The documents' example numbers (2chat-api.md 2.1, 2.4, 3.1). */
export const FROM = '+595981048477';
export const ANA = '+17137157533';
export const BEN = '+18647351567';
export const CARLOS = '+447700176576';

/** Waits of minutes take a second or two. */
const WAIT_SPEED = 20_000;

export interface Bench {
	engine: Engine;
	sandbox: Sandbox;
	/** Runs one operation of the packed node in n8n's engine, over a socket, against the sandbox. */
	run(
		operation: `${string}.${string}`,
		parameters: IDataObject,
		items?: IDataObject[],
		more?: Partial<RunNodeOptions>,
	): Promise<RunNodeResult>;
	/** A group of the sender that is simply there. Gives its 2Chat id. */
	addGroup(members?: GroupSeed['members'], seed?: Partial<GroupSeed>): string;
	/** Numbers that are in a group on WhatsApp by now, without its creator. */
	membersOf(uuid: string): string[];
	/** Calls so far as "METHOD path". */
	requests(): string[];
	/** Bodies of the calls of one kind so far, as they arrived. */
	bodiesOf(operation: Operation): unknown[];
	close(): Promise<void>;
}

/** One for all tests of a file, with a fresh world for each of them. */
export function useBench(waitSpeed?: number): Bench {
	const bench = useOpened(async () => await openBench(waitSpeed));
	beforeEach(() => bench.sandbox.reset());
	return bench;
}

export async function openBench(waitSpeed = WAIT_SPEED): Promise<Bench> {
	const [engine, sandbox] = await Promise.all([openEngine(waitSpeed), openSandbox()]);
	return {
		engine,
		sandbox,
		run: async (name, parameters, items = [{}], more = {}) => {
			const [resource, operation] = name.split('.');
			return await engine.runNode({
				type: 'twoChatGroups',
				credentials: credentialsOf(sandbox),
				items,
				...more,
				parameters: { resource, operation, fromNumber: from(FROM), ...parameters },
			});
		},
		addGroup: (members = [{ phoneNumber: ANA }], seed = {}) =>
			sandbox.world.addGroup({ name: 'Team', phoneNumber: FROM, members, ...seed }).uuid,
		membersOf: (uuid) => {
			const group = sandbox.world.groups.find((candidate) => candidate.uuid === uuid);
			return (group?.members ?? [])
				.filter(({ role }) => role !== 'superadmin')
				.map(({ phoneNumber }) => phoneNumber);
		},
		requests: () => sandbox.calls.map(({ method, path }) => `${method} ${path}`),
		bodiesOf: (operation) =>
			sandbox.calls.filter((call) => call.operation === operation).map(({ body }) => body),
		close: async () => {
			await Promise.all([engine.close(), sandbox.close()]);
		},
	};
}

export function credentialsOf({ apiKey, baseUrl }: Sandbox) {
	return { twoChatGroupsApi: { apiKey, baseUrl } };
}

export function from(value: string): IDataObject {
	return { __rl: true, mode: 'phone', value };
}

export function group(value: string, mode = 'uuid'): IDataObject {
	return { __rl: true, mode, value };
}

/** Fields that take their values from the item. */
export const BY_ITEM = {
	groupId: group('={{ $json.uuid }}'),
	participants: '={{ $json.people }}',
};

export const CONTINUE = { settings: { onError: 'continueErrorOutput' } } as const;
export const RETRY = { settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 } } as const;

/** `count` numbers of the range that is kept free for fiction in the United Kingdom. */
export function people(count: number): string[] {
	return Array.from({ length: count }, (_, index) => `+447700900${String(300 + index)}`);
}

export function outcomes({ participants }: IDataObject): Record<string, string> {
	const lines = participants as Array<{ phone_number: string; input: string; outcome: string }>;
	return Object.fromEntries(lines.map((line) => [line.phone_number ?? line.input, line.outcome]));
}
