import { setTimeout as delay } from 'node:timers/promises';

import type { Credentials, Engine, RunResult } from '../../../engine/types.mts';
import type { Fault, RecordedCall, Sandbox } from '../../../sandbox/sandbox.mts';
import type { CreatePlan, PlannedFault, Spoil, Wanted } from './plan.mts';

/** A group that was asked for, with the name that it was given. */
export interface NamedGroup extends Wanted {
	name: string;
	/** Of all tries so far. */
	names: string[];
	/** 2Chat's id of the group that was there already. */
	thereUuid: string | null;
}

/** An input item. */
export interface Row {
	name: string;
	key: string;
	people: string[];
}

/** An execution of Create, which can be retried as long as it fails. */
export interface Execution {
	plan: CreatePlan;
	groups: NamedGroup[];
	/** The input items. */
	rows: Row[];
	/** The last try of it. */
	run: RunResult;
	tries: number;
	/** An execution before it has asked for the same. */
	isRepeated: boolean;
}

/** Everything that the moves of one sequence share. */
export class World {
	execution: Execution | null = null;
	/** Calls of stopped executions, for whose answer nobody waited. */
	readonly unread = new Set<RecordedCall>();
	private names = 0;

	constructor(
		readonly engine: Engine,
		readonly sandbox: Sandbox,
	) {}

	/** One that no group has. */
	newName(): string {
		return `Group ${++this.names}`;
	}

	get credentials(): Credentials {
		const { apiKey, baseUrl } = this.sandbox;
		return { twoChatGroupsApi: { apiKey, baseUrl } };
	}

	/** From now on, instead of those before. */
	setFaults(faults: PlannedFault[]): void {
		this.sandbox.clearFaults();
		const { listedAfterMs, groupPaging, groupPageCap } = this.sandbox.settings;
		// A refused creation is looked for once, so that one which was done all the same has to be listed by then.
		const isListed = listedAfterMs === 0 && (groupPaging !== 'ignored' || groupPageCap === 0);
		for (const fault of faults) {
			if (isListed || fault.isRefusedButDone !== true) this.sandbox.fault(realFault(fault));
		}
	}

	/** Ends with the execution, or fails when it hangs. */
	async endOf(running: Promise<RunResult>): Promise<RunResult> {
		const deadline = new AbortController();
		const tooLate = delay(LONGEST_MS, undefined, { signal: deadline.signal }).then(() => {
			throw new Error('The execution does not end');
		});
		try {
			return await Promise.race([running, tooLate]);
		} finally {
			tooLate.catch(() => undefined);
			deadline.abort();
		}
	}

	/** Of a stopped execution: what was under way may still arrive and be answered, but nobody reads it. */
	async noteUnderWay(): Promise<void> {
		await delay(ARRIVES_WITHIN_MS);
		const underWay = this.sandbox.calls.at(-1);
		if (underWay?.writeDone === true) this.unread.add(underWay);
	}
}

const LONGEST_MS = 60_000;
const ARRIVES_WITHIN_MS = 50;

function realFault({ effect, spoil, isRefusedButDone: _, ...fault }: PlannedFault): Fault {
	return effect === 'spoil'
		? { ...fault, effect: 'mutate', mutate: (answer) => spoilt(answer, spoil ?? 'empty') }
		: { ...fault, effect };
}

function spoilt(answer: unknown, spoil: Spoil): unknown {
	const text = JSON.stringify(answer);
	switch (spoil) {
		case 'html':
			return '<html><body>Please wait</body></html>';
		case 'half':
			return text.slice(0, Math.floor(text.length / 2));
		case 'empty':
			return '';
		case 'null':
			return 'null';
		case 'list':
			return [answer];
		case 'withoutGroup':
			return { success: true };
		case 'withoutId': {
			const { group } = answer as { group?: object };
			return { ...(answer as object), group: { ...group, uuid: undefined } };
		}
	}
}
