import type { IDataObject } from 'n8n-workflow';

import type { RunResult, WorkflowJson, WorkflowNode } from '../../../engine/types.mts';
import { ERROR_OUTPUT } from '../../bench.mts';
import { FROM, OTHER_FROM, from } from '../../data.mts';
import { START, chain, inErrorLoop, inLoop, node, to } from '../../workflows.mts';
import { AGAIN } from '../support.mts';
import { judgeFlow } from './flowJudge.mts';
import { judgeFlowExecution } from './flowOutput.mts';
import { RENAMED, WAYS_BACK, inWords, type FlowExecution, type FlowPlan } from './flowPlan.mts';
import { Always, type Model } from './move.mts';
import { openFlow } from './openFlow.mts';
import type { World } from './world.mts';

// Plays a workflow with one or two Create nodes, and plays it again.

export class RunFlow extends Always<FlowPlan> {
	protected async play(_: Model, world: World): Promise<string[]> {
		const { plan } = this;
		const flow = openFlow(world, plan);
		world.setFaults(plan.faults);
		const broken: string[] = [];
		let last: RunResult | null = null;
		for (const [index, execution] of plan.executions.entries()) {
			const isRetry = last !== null && execution.start === 'retry';
			if (last !== null && !mayFollow(plan, execution, last)) continue;
			const sent = world.sandbox.calls.length;
			last = await world.endOf(
				world.engine.run(workflowOf(plan, execution), {
					items: flow.rows.map((row) => ({ ...row })),
					credentials: world.credentials,
					executionId: `${flow.names[0] ?? ''}, execution ${index}`,
					...(isRetry ? { mode: 'retry', contextData: last?.contextData ?? {} } : {}),
				}),
			);
			const played = { flow, execution, run: last, sent, isFirst: index === 0 };
			broken.push(...judgeFlowExecution(world, played).map((one) => `execution ${index}: ${one}`));
		}
		return [...broken, ...judgeFlow(world, flow)];
	}

	override toString(): string {
		return inWords(this.plan);
	}
}

/** n8n retries what has failed; a loop would go on in its middle, which the engine's start node cannot do. */
function mayFollow(
	{ flow, hasKeys }: FlowPlan,
	{ start }: FlowExecution,
	last: RunResult,
): boolean {
	if (start === 'new') return hasKeys;
	return last.status === 'error' && !flow.startsWith('batches');
}

const PREVIEW_ONLY: Record<FlowExecution['previewed'], string | boolean> = {
	nothing: false,
	everything: true,
	some: '={{ $json.isPreview }}',
	'first pass': '={{ $runIndex === 0 }}',
};

function workflowOf(plan: FlowPlan, { previewed, maxGroups }: FlowExecution): WorkflowJson {
	const { flow, additionalFields, isCombined, settings, hasKeys } = plan;
	const creating = (name: string, index: number, parameters: IDataObject = {}): WorkflowNode => {
		const options = {
			ifGroupExists: plan.ifGroupExists[index] ?? 'create',
			ifSomeoneIsMissing: plan.ifSomeoneIsMissing,
			previewOnly: PREVIEW_ONLY[previewed],
			maxGroups,
			...(hasKeys ? { uniqueKey: '={{ $json.key }}' } : {}),
		};
		const isHandedOn = flow === 'error loop' || (flow.startsWith('backup') && index === 0);
		return node(
			name,
			'group.create',
			{
				groupItemsBy: isCombined ? 'name' : 'item',
				...(plan.isRenamed ? { name: RENAMED } : {}),
				additionalFields,
				options,
				...parameters,
			},
			{ ...settings, ...(isHandedOn || flow === 'backup and back' ? ERROR_OUTPUT : {}) },
		);
	};
	const first = creating('First', 0);
	const number = plan.hasBackupNumber ? OTHER_FROM : FROM;
	const second = creating('Second', 1, { fromNumber: from(number) });
	const back = [AGAIN, ...WAYS_BACK[plan.wayBack]];
	switch (flow) {
		case 'once':
			return chain(first);
		case 'batches of 1':
			return inLoop(first, 1);
		case 'batches of 2':
			return inLoop(first, 2);
		case 'error loop':
			return inErrorLoop(first, ...back);
		case 'two branches': {
			const connections = { Start: { main: [[...to('First'), ...to('Second')]] } };
			return { nodes: [START, first, second], connections };
		}
		case 'backup':
		case 'backup and back': {
			const { nodes, connections } = chain(first, second, ...back);
			const { name: last = '' } = back.at(-1) ?? {};
			return {
				nodes,
				connections: {
					...connections,
					First: { main: [[], to('Second')] },
					Second: { main: flow === 'backup' ? [] : [[], to(AGAIN.name)] },
					[last]: { main: [to('First')] },
				},
			};
		}
	}
}
