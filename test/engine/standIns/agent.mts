import { readFileSync } from 'node:fs';

import type { IDataObject, INodeType } from 'n8n-workflow';
import { n8nRequire } from '../n8nRequire.mts';
import { describe } from './describe.mts';
import { toolCaller } from './toolCaller.mts';

/** The part of the engine that runs the tools of agents, which older ones do not have. */
const toolRunner = (() => {
	try {
		return readFileSync(n8nRequire.resolve('./execution-engine/requests-response'), 'utf8');
	} catch {
		return undefined;
	}
})();

/** Whether expressions of a tool see the item that the agent works on. */
export const showsItem = toolRunner?.includes('agentInputData') === true;

/** An agent without a model that, for each input item, calls the tool named there without any arguments. */
export const agent: INodeType = {
	description: describe(
		'Agent',
		{ tool: '' },
		{ inputs: ['main', { type: 'ai_tool', displayName: 'Tool' }] },
	),
	async execute(answers?: { actionResponses: unknown[] }) {
		if (toolRunner === undefined) return (await toolCaller.execute?.call(this)) ?? [];
		const items = this.getInputData();
		if ((answers?.actionResponses ?? []).length > 0) return [items];
		const actions = items.map((_, itemIndex) => ({
			actionType: 'ExecutionNodeAction' as const,
			nodeName: this.getNodeParameter('tool', itemIndex) as string,
			input: {} as IDataObject,
			type: 'ai_tool' as const,
			id: `call_${itemIndex}`,
			metadata: { itemIndex },
		}));
		return { actions, metadata: {} };
	},
};
