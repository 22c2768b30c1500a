import type { INodeExecutionData, INodeType } from 'n8n-workflow';
import { describe } from './describe.mts';

/** If: true on the first output, false on the second; n8n-core itself evaluates the conditions. */
export const ifElse: INodeType = {
	description: {
		...describe('If', {}, { outputs: ['main', 'main'] }),
		properties: [{ displayName: 'Conditions', name: 'conditions', type: 'filter', default: {} }],
	},
	async execute() {
		const outputs: [INodeExecutionData[], INodeExecutionData[]] = [[], []];
		this.getInputData().forEach((item, index) => {
			const passes = this.getNodeParameter('conditions', index, false, { extractValue: true });
			outputs[passes === true ? 0 : 1].push({ ...item, pairedItem: { item: index } });
		});
		return outputs;
	},
};
