import type { IDataObject, INodeType } from 'n8n-workflow';
import { n8nRequire } from '../n8nRequire.mts';
import { describe } from './describe.mts';
import { toolCaller } from './toolCaller.mts';

/** Since when n8n's engine runs the tools of agents, and gives them the fields of the agent's item as well. */
export const runsTools = (() => {
	try {
		return n8nRequire.resolve('./execution-engine/requests-response') !== '';
	} catch {
		return false;
	}
})();

/** An agent without a model that, for each input item, calls the tool named there without any arguments. */
export const agent: INodeType = {
	description: describe(
		'Agent',
		{ tool: '' },
		{ inputs: ['main', { type: 'ai_tool', displayName: 'Tool' }] },
	),
	async execute(answers?: { actionResponses: unknown[] }) {
		if (!runsTools) return (await toolCaller.execute?.call(this)) ?? [];
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
