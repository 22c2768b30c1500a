import type { IDataObject } from 'n8n-workflow';

import type { Engine, RunNodeOptions, RunNodeResult } from '../../engine/types.mts';
import type { RecordedCall, Sandbox } from '../../sandbox/sandbox.mts';
import { openEngine, openSandbox, useOpened } from '../shared.mts';

export const FROM = '+595981048477';
/** Connected as well. */
export const OTHER_FROM = '+12123334444';

/** Waits of minutes take a few milliseconds. */
const WAIT_SPEED = 20_000;

/** Waits of minutes take a second or two: long enough to measure them, or for something to happen meanwhile. */
export const WAITS_TO_MEASURE = 200;

export interface CreateBench {
	engine: Engine;
	sandbox: Sandbox;
	/** Runs the packed node's Create in n8n's engine, over a socket, against the sandbox. */
	create(
		parameters: IDataObject,
		items?: IDataObject[],
		more?: Partial<RunNodeOptions>,
	): Promise<RunNodeResult>;
	/** Bodies of the create requests so far, as they arrived. */
	createBodies(): unknown[];
	callsOf(operation: RecordedCall['operation']): RecordedCall[];
	/** Groups that exist on WhatsApp by now. */
	groupNames(): string[];
	close(): Promise<void>;
}

/** One for all tests of a file, with a fresh world for each of them. */
export function useBench(waitSpeed?: number): CreateBench {
	const bench = useOpened(async () => await openBench(waitSpeed));
	beforeEach(() => bench.sandbox.reset());
	return bench;
}

export async function openBench(waitSpeed = WAIT_SPEED): Promise<CreateBench> {
	const [engine, sandbox] = await Promise.all([openEngine(waitSpeed), openSandbox()]);
	const callsOf = (operation: RecordedCall['operation']) =>
		sandbox.calls.filter((call) => call.operation === operation);
	return {
		engine,
		sandbox,
		callsOf,
		create: async (parameters, items = [{}], more = {}) =>
			await engine.runNode({
				type: 'twoChatGroups',
				credentials: {
					twoChatGroupsApi: { apiKey: sandbox.apiKey, baseUrl: sandbox.baseUrl },
				},
				items,
				...more,
				parameters: {
					resource: 'group',
					operation: 'create',
					fromNumber: { __rl: true, mode: 'phone', value: FROM },
					...parameters,
				},
			}),
		createBodies: () => callsOf('create-group').map(({ body }) => body),
		groupNames: () => sandbox.world.groups.map(({ name }) => name),
		close: async () => {
			await engine.close();
			await sandbox.close();
		},
	};
}

/** Name and participants from the fields of each item. */
export const BY_ITEM = { name: '={{ $json.name }}', participants: '={{ $json.people }}' };

/** Different numbers that anybody may use for fiction, +12025550100 and up, then by area code. */
export function people(count: number): string[] {
	return Array.from({ length: count }, (_, index) => {
		const area = 202 + Math.floor(index / 100);
		return `+1${area}55501${String(index % 100).padStart(2, '0')}`;
	});
}
