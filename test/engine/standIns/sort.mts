import type { INodeType } from 'n8n-workflow';
import { describe } from './describe.mts';

/** Sort, as its type "random" may happen to do it: the items turned round. */
export const sort: INodeType = {
	description: describe('Sort', { type: 'random' }),
	async execute() {
		return [this.getInputData().reverse()];
	},
};
