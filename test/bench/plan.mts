import type { Series } from './series.mts';

/** How much is measured. */
export interface Plan {
	series: Series[];
	/** Sizes of one group that only this node can make, the first one excepted. */
	groupSizes: Array<{ people: number; executions: number }>;
	groupRounds: number;
	loadRounds: number;
}

const people = 10;

export const FULL: Plan = {
	series: [
		{ items: 1, people, executions: 100, rounds: 15 },
		{ items: 100, people, executions: 3, rounds: 15 },
		{ items: 1_000, people, executions: 1, rounds: 11 },
		{ items: 10_000, people, executions: 1, rounds: 3, isFresh: true },
	],
	groupSizes: [
		{ people: 10, executions: 50 },
		{ people: 100, executions: 20 },
		{ people: 1_023, executions: 3 },
	],
	groupRounds: 5,
	loadRounds: 7,
};

/** To see in a minute whether a change goes in the right direction. */
export const QUICK: Plan = {
	series: [
		{ items: 1, people, executions: 50, rounds: 3 },
		{ items: 100, people, executions: 3, rounds: 3 },
		{ items: 1_000, people, executions: 1, rounds: 3, isFresh: true },
	],
	groupSizes: [
		{ people: 10, executions: 5 },
		{ people: 100, executions: 3 },
		{ people: 1_023, executions: 1 },
	],
	groupRounds: 1,
	loadRounds: 5,
};
