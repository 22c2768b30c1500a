import './environment.mts';
import 'reflect-metadata';
import type * as Core from 'n8n-core';
import type * as Workflow from 'n8n-workflow';
import { n8nCore, n8nRequire } from './n8nRequire.mts';

// n8n itself runs as CommonJS. An `import` would load the ES module build of n8n-workflow beside
// it: a second set of error classes, for which every `instanceof` in n8n is false.

export const core = n8nRequire(n8nCore) as typeof Core;
export const workflow = n8nRequire('n8n-workflow') as typeof Workflow;

type RunData = Parameters<typeof Workflow.createRunExecutionData>[0];

/** What an execution starts with. Older n8n has no function for it. */
export function newRunData(given: NonNullable<RunData>): Workflow.IRunExecutionData {
	if ('createRunExecutionData' in workflow) return workflow.createRunExecutionData(given);
	return {
		startData: {},
		resultData: { runData: {}, ...given.resultData },
		executionData: {
			contextData: {},
			nodeExecutionStack: [],
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
			...given.executionData,
		},
	} as Workflow.IRunExecutionData;
}

// As n8n does at its start, with its own setting. Its default, New York, makes every expression slower.
workflow.setGlobalState({ defaultTimezone: 'UTC' });
