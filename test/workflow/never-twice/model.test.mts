import fc from 'fast-check';

import { engine, sandbox, useBench } from '../bench.mts';
import { MOVES } from './model/moves.mts';
import { readings } from './model/readings.mts';
import { World } from './model/world.mts';

// Random sequences of what people, n8n, models and networks do, judged by the sandbox's own record. For a longer run
// set NEVER_TWICE_RUNS to how many sequences. What fails is shortened, and printed with the seed and path that play it
// again: NEVER_TWICE_SEED and NEVER_TWICE_PATH.

const { NEVER_TWICE_RUNS, NEVER_TWICE_SEED, NEVER_TWICE_PATH } = process.env;
const RUNS = Number(NEVER_TWICE_RUNS ?? 120);
/** The same in every run of all tests, others in every longer run. */
const SEED = NEVER_TWICE_SEED ?? (NEVER_TWICE_RUNS === undefined ? 1 : undefined);
const MOST_MOVES = 8;

useBench();

test(
	`keeps every promise in ${RUNS} random sequences`,
	async () => {
		await fc.assert(
			fc.asyncProperty(
				readings,
				fc.commands(MOVES, { maxCommands: MOST_MOVES, size: 'max' }),
				async (settings, moves) => {
					sandbox.reset();
					Object.assign(sandbox.settings, settings);
					await engine.installDeduplication();
					const real = new World(engine, sandbox);
					await fc.asyncModelRun(
						() => ({ model: { canRetry: false, canRepeat: false }, real }),
						moves,
					);
				},
			),
			{
				numRuns: RUNS,
				...(SEED === undefined ? {} : { seed: Number(SEED) }),
				...(NEVER_TWICE_PATH === undefined ? {} : { path: NEVER_TWICE_PATH }),
			},
		);
	},
	60_000 + RUNS * 2_000,
);
