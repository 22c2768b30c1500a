import { setTimeout as delay } from 'node:timers/promises';

import type { Engine, RunResult } from '../../engine/types.mts';
import type { Fault, RecordedCall, Sandbox } from '../../sandbox/sandbox.mts';
import { FROM } from '../create/harness.mts';
import { judgeAll, judgeRun } from './model/judge.mts';
import { Random } from './model/random.mts';
import { drawSchedule, type PlannedFault, type Schedule, type Spoil } from './model/schedule.mts';
import { groupsWorkflow } from './support.mts';
import { openEngine, openSandbox } from '../shared.mts';

// Random schedules of items, faults before and after the write, tries, loops and "Retry execution", judged
// by the sandbox's own record. For a longer run set NEVER_TWICE_SCHEDULES to how many, and for other ones
// NEVER_TWICE_SEED to the first seed; a single failing schedule is NEVER_TWICE_SEED=<seed>
// NEVER_TWICE_SCHEDULES=1.

const SCHEDULES = Number(process.env['NEVER_TWICE_SCHEDULES'] ?? 1_000);
const FIRST_SEED = Number(process.env['NEVER_TWICE_SEED'] ?? 1);

/** Two minutes of looking for a group take a few milliseconds. */
const WAIT_SPEED = 20_000;
const LONGEST_MS = 20_000;
const ARRIVES_WITHIN_MS = 50;

let engine: Engine;
let sandbox: Sandbox;

beforeAll(async () => {
	[engine, sandbox] = await Promise.all([
		openEngine(WAIT_SPEED),
		openSandbox({ settings: { groupsPerDay: 0 } }),
	]);
});
afterAll(async () => {
	await engine.close();
	await sandbox.close();
});

test(
	`keeps every promise in ${SCHEDULES} random schedules`,
	async () => {
		const startedAt = Date.now();
		const broken: string[] = [];
		for (let seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
			const schedule = drawSchedule(new Random(seed), seed);
			const problems = await play(schedule);
			if (problems.length > 0) {
				broken.push(`seed ${seed}: ${problems.join('\n  ')}\n  ${JSON.stringify(schedule)}`);
			}
			if (broken.length >= 5) break;
		}
		const seconds = (Date.now() - startedAt) / 1_000;
		console.info(`${SCHEDULES} schedules in ${seconds.toFixed(1)} s`);
		expect(broken).toEqual([]);
	},
	60_000 + SCHEDULES * 1_000,
);

/** @returns the promises that were broken */
async function play(schedule: Schedule): Promise<string[]> {
	sandbox.reset();
	Object.assign(sandbox.settings, schedule.sandbox);
	const before = new Map<string, string>();
	for (const { name, existing } of schedule.wishes) {
		if (existing === undefined) continue;
		const group = sandbox.world.addGroup({
			name,
			phoneNumber: FROM,
			members: existing.map((phoneNumber) => ({ phoneNumber })),
			waCreatedAt: new Date(Date.now() - 86_400_000).toISOString(),
		});
		before.set(name, group.uuid);
	}
	const spoiled = new Set<RecordedCall>();
	for (const fault of schedule.faults) sandbox.fault(realFault(fault, spoiled));

	const evidence = { schedule, sandbox, spoiled, before };
	const problems: string[] = [];
	let last: RunResult | undefined;
	for (let attempt = 0; attempt <= schedule.retries && last?.status !== 'success'; attempt++) {
		last = await execute(schedule, attempt, last);
		const said = judgeRun(evidence, last);
		problems.push(...said.map((problem) => `execution ${attempt + 1}: ${problem}`));
		if (last.status === 'canceled') {
			// A request that was under way may still arrive and be answered, but nobody reads it.
			await delay(ARRIVES_WITHIN_MS);
			const underWay = sandbox.calls.at(-1);
			if (underWay?.writeDone === true) spoiled.add(underWay);
		}
	}
	return [...problems, ...judgeAll(evidence)];
}

async function execute(
	{ wishes, shape, parameters, settings, cancelAfter }: Schedule,
	attempt: number,
	last: RunResult | undefined,
): Promise<RunResult> {
	const items = wishes.map(({ name, people }) => ({ name, people }));
	const running = engine.run(groupsWorkflow(shape, parameters, settings), {
		items,
		credentials: { twoChatGroupsApi: { apiKey: sandbox.apiKey, baseUrl: sandbox.baseUrl } },
		executionId: `execution-${attempt}`,
		...(last === undefined ? {} : { mode: 'retry' as const, contextData: last.contextData }),
		...(cancelAfter === undefined || attempt > 0 ? {} : { cancelAfter }),
	});
	let timer: NodeJS.Timeout | undefined;
	const tooLate = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error('The execution does not end')), LONGEST_MS);
	});
	try {
		return await Promise.race([running, tooLate]);
	} finally {
		clearTimeout(timer);
	}
}

function realFault({ effect, spoil, ...fault }: PlannedFault, spoiled: Set<RecordedCall>): Fault {
	if (effect !== 'spoil') return { ...fault, effect };
	return {
		...fault,
		effect: 'mutate',
		mutate: (answer, call) => {
			spoiled.add(call);
			return spoilt(answer, spoil ?? 'empty');
		},
	};
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
